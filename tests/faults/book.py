"""What was acknowledged, and random requests that are valid by it."""
import collections
import datetime
import json

STABLE = {
    "contact": ("id", "version", "state", "name", "emails", "phones", "tags", "notes"),
    "sale": ("id", "version", "contact", "state", "product", "amount", "completed_day"),
    "followup": None,  # all of it
    "planted": ("id", "kind", "title"),  # the clock may move or skip a step of a plan
    "touch": None,
}
SNOOZE_MINUTES = 45  # more than passes in one round, so that it lies ahead when sent again
OUTCOMES = ("reached", "left-word", "no-answer")


def only(noun, thing):
    names = STABLE[noun]
    return dict(thing) if names is None else {name: thing[name] for name in names}


class Request:
    def __init__(self, method, params, about=None):
        self.method = method
        self.params = params
        self.about = about  # the follow-up or sale that nobody else may touch meanwhile


class Book:
    def __init__(self, random, now):
        self.random = random
        self.now = now  # what the daemon's clock shows at most
        self.objects = {}  # (noun, id) → its stable part as last acknowledged
        self.recent = set()  # keys of it, since the last look
        self.answers = collections.OrderedDict()  # key → (request, result), the newest
        self.journal = {}  # entry → method, all acknowledged
        self.new_entries = {}
        self.counts = collections.Counter()
        self.texts = collections.defaultdict(set)  # noun → what makes each one its own
        self.n_keys = 0

    def key(self):
        self.n_keys += 1
        return f"key-{self.n_keys}"

    def local(self, minutes):
        """A due time so many minutes from now; the daemon runs in UTC."""
        return (self.now + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")

    def keep(self, noun, thing):
        self.objects[noun, thing["id"]] = only(noun, thing)
        self.recent.add((noun, thing["id"]))

    def acknowledge(self, request, result):
        self.counts[request.method] += 1
        if result.get("journal"):
            self.journal[result["journal"]] = request.method
            self.new_entries[result["journal"]] = request.method
        key = request.params.get("idempotency_key")
        if key:
            self.answers[key] = (request, result)
            if len(self.answers) > 500:
                self.answers.popitem(last=False)
        for noun in ("contact", "sale", "touch"):
            if result.get(noun):
                self.keep(noun, result[noun])
        if result.get("followup"):
            self.keep("planted" if result["followup"]["plan"] else "followup",
                      result["followup"])
        for planted in result.get("followups") or []:
            self.keep("planted", planted)

    def repeat(self):
        """An acknowledged request once more; None where there is none yet."""
        if not self.answers:
            return None
        return self.random.choice(list(self.answers.values()))


class Writer:
    """The requests of one connection: they are about contacts that it has made itself, so that
    each is valid whatever the other connections do meanwhile."""

    def __init__(self, book, number):
        self.book = book
        self.random = book.random
        self.number = number
        self.n_texts = 0
        self.contacts = []
        self.sales = []  # open ones
        self.followups = {}  # scheduled ones, added by us, with their kind
        self.busy = set()  # ids in requests that are not yet answered

    def text(self, what):
        self.n_texts += 1
        return f"{what} {self.number}-{self.n_texts}"

    def _pick(self, ids):
        free = [i for i in ids if i not in self.busy]
        return self.random.choice(free) if free else None

    def _add_contact(self):
        name = self.text("Person")
        return {"name": name, "emails": [name.replace(" ", "") + "@example.org"],
                "tags": ["load"], "notes": "n" * self.random.randrange(200)}, None

    def _add_followup(self):
        contact = self._pick(self.contacts)
        return contact and {
            "contact": contact, "kind": self.random.choice(("call", "task", "visit", "message")),
            "title": self.text("Thing"), "due": self.book.local(self.random.randrange(-5, 40)),
        }, None

    def _open_sale(self):
        contact = self._pick(self.contacts)
        return contact and {"contact": contact, "product": self.text("Product"),
                            "amount": self.random.randrange(10 ** 6)}, None

    def _record_sale(self):
        params, _ = self._open_sale()
        if params:
            params["completed_day"] = self.book.now.strftime("%Y-%m-%d")
        return params, None

    def _complete_sale(self):
        sale = self._pick(self.sales)
        return sale and {"id": sale}, sale

    def _log_touch(self):
        contact = self._pick(self.contacts)
        return contact and {"contact": contact, "channel": "call", "direction": "both",
                            "text": self.text("Word")}, None

    def _done(self):
        followup = self._pick(self.followups)
        if not followup:
            return None, None
        params = {"id": followup, "note": self.text("Note")}
        if self.followups[followup] != "task":  # a task reaches nobody
            params["outcome"] = self.random.choice(OUTCOMES)
        return params, followup

    def _snooze(self):
        followup = self._pick(self.followups)
        minutes = SNOOZE_MINUTES + self.random.randrange(30)
        return followup and {"id": followup, "until": self.book.local(minutes)}, followup

    WAYS = {
        "contact.add": (_add_contact, 3), "followup.add": (_add_followup, 6),
        "sale.open": (_open_sale, 2), "sale.record": (_record_sale, 1),
        "sale.complete": (_complete_sale, 1), "touch.log": (_log_touch, 3),
        "followup.done": (_done, 3), "followup.snooze": (_snooze, 2),
    }

    def next(self):
        """The next request; those without an object to be about become another one."""
        methods = list(self.WAYS)
        weights = [weight for _, weight in self.WAYS.values()]
        params = None
        while not params:
            method = self.random.choices(methods, weights)[0]
            params, about = self.WAYS[method][0](self)
        params["idempotency_key"] = self.book.key()
        if about:
            self.busy.add(about)
        return Request(method, params, about)

    def learn(self, request, result):
        """What an answer makes possible or impossible from now on."""
        self.busy.discard(request.about)
        if request.method == "contact.add":
            self.contacts.append(result["contact"]["id"])
        elif request.method == "sale.open":
            self.sales.append(result["sale"]["id"])
        elif request.method == "sale.complete":
            self.sales.remove(request.about)
        elif request.method == "followup.add":
            self.followups[result["followup"]["id"]] = result["followup"]["kind"]
        elif request.method == "followup.done":
            if result["followup"]["state"] != "scheduled":
                del self.followups[request.about]


def same(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
