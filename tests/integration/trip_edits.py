"""Random edits of a book through its socket: a request of every noun, about what is there."""
import collections
import json

# %C a contact, %N one that stays; %S a sale, %F a follow-up, %P a promise, %K a complaint, %R a run,
# %r a referral, %c a candidate, %X a suppression, %d a date, %H a household, %E an edition, %q a
# request, %g a campaign; %W a word, %L lines, %n 0 to 10, %D a day to come, %B a day gone by.
REQUESTS = """
contact.add {"name":"%W","org":"%W","emails":["e%n%n%n@x.example"],"tags":["%W"],"consent":{"card":"yes"}}
contact.update {"id":%C,"notes":"%L","tags":["%W","fair"],"listen_for":"%L"}
contact.update {"id":%C,"phones":["+1 555 77%n 88%n","030 %n%n%n%n"],"cadence":"B"}
contact.update {"id":%C,"name":"%W","address":{"street":"%W","city":"Köln"},"language":"de"}
contact.update {"id":%C,"timezone":"Europe/Berlin","preferred_channel":"call","partner":true}
contact.update {"id":%C,"household":%H}
contact.pause {"id":%C,"until":"%D","reason":"%W"}
contact.resume {"id":%C}
contact.deceased {"id":%C}
contact.relabel {"filter":{"tag":"alarm"},"set":{"add_tag":"%W"}}
household.add {"name":"%W","members":[%C,%C]}
household.update {"id":%H,"name":"%W"}
sale.open {"contact":%C,"product":"%W","amount":5%n00,"currency":"EUR"}
sale.record {"contact":%C,"product":"%W","completed_day":"%B"}
sale.complete {"id":%S}
sale.update {"id":%S,"product":"%W"}
sale.lose {"id":%S,"reason":"%W"}
sale.refund {"id":%S}
sale.reopen {"id":%S,"reason":"%W"}
followup.add {"contact":%C,"kind":"call","title":"%W","due":"%D"}
followup.add {"contact":%C,"kind":"task","title":"%W","due":"%D","repeat":3}
followup.update {"id":%F,"title":"%W"}
followup.done {"id":%F,"outcome":"reached","note":"%L"}
followup.skip {"id":%F,"reason":"%W"}
followup.snooze {"id":%F,"until":"%D"}
followup.cancel {"id":%F}
touch.log {"contact":%C,"channel":"call","direction":"both","gave":true,"text":"%L","minutes":5}
plan.put {"document":{"name":"short","title":"%W","steps":[{"key":"a","offset":"+%nbd","kind":"call","text":"A","reason":"r"}]}}
plan.apply {"plan":"short","contact":%C}
run.stop {"id":%R}
promise.add {"contact":%C,"text":"%L","due_day":"%D"}
promise.keep {"id":%P}
promise.redate {"id":%P,"due_day":"%D","reason":"%W"}
promise.break {"id":%P,"reason":"%W"}
promise.withdraw {"id":%P,"reason":"%W"}
complaint.add {"contact":%C,"text":"%L"}
complaint.resolve {"id":%K,"note":"%L"}
satisfaction.record {"contact":%C,"score":%n,"words":"%W"}
compliment.add {"contact":%C,"text":"%L"}
talk.record {"contact":%C,"answers":[{"question":"informed","bad_experience":true,"words":"%W"}],"motive":"prestige","agreed":"yes"}
ask.record {"contact":%C,"outcome":"names-given","override_reason":"%W","names":[{"name":"%W","permission":"introduced"},{"name":"%W","permission":"none"}]}
ask.record {"contact":%C,"outcome":"willing","override_reason":"%W"}
candidate.add {"contact":%C,"name":"%W","origin":"offered","phone":"555 01%n%n"}
candidate.promote {"id":%c,"permission":"introduced"}
referral.receive {"referrer":%C,"contact":%C,"permission":"introduced"}
referral.receive {"referrer":%C,"name":"%W","permission":"may-say-name","need":"%L"}
referral.give {"to":%C,"name":"%W"}
referral.advance {"id":%r,"status":"contacted"}
referral.advance {"id":%r,"status":"meeting","product":"%W"}
referral.advance {"id":%r,"status":"lost","reason":"%W"}
referral.thank {"id":%r}
referral.tell {"id":%r,"what":"first-contact"}
gift.add {"contact":%C,"what":"%W","amount":1%n50,"currency":"EUR"}
time.log {"activity":"prospecting","minutes":2%n,"note":"%L"}
suppression.add {"contact":%C,"channel":"call","reason":"%W","until":"%D"}
suppression.add {"contact":%C,"channel":"ask","reason":"%W"}
suppression.remove {"id":%X,"reason":"%W"}
template.put {"name":"listen-for","text":"%L"}
date.add {"contact":%C,"what":"birthday","day":"--12-0%1"}
date.add {"contact":%C,"what":"renewal","day":"%D"}
date.remove {"id":%d}
campaign.add {"name":"%W","kind":"card","start_day":"%D","lead_days":9}
campaign.update {"id":%g,"name":"%W"}
edition.mark {"id":%E,"all":true,"state":"sent"}
calendar.put {"source":"%W","days":[{"day":"%D","name":"%W"}]}
away.set {"until":"%D"}
away.clear {}
request.add {"contact":%C,"kind":"export"}
request.done {"id":%q}
agenda.spread {"cap":9,"apply":true}
"""

LISTS = {"%C": "contact.list", "%S": "sale.list", "%F": "followup.list", "%P": "promise.list",
         "%K": "complaint.list", "%R": "run.list", "%r": "referral.list", "%c": "candidate.list",
         "%X": "suppression.list", "%d": "date.list", "%H": "household.list",
         "%g": "campaign.list", "%q": "request.list"}
WORDS = ("Ana", "O'Brien", "=1+1", "a,b", "a;b", 'say \\"no\\"', "José", "日本", "👩‍🚀", "a\\\\b",
         "null", "%s")
LINES = (*WORDS, "one\\ntwo", "\\n=1\\n,")
DAYS_TO_COME = ("2018-01-0", "2018-02-1", "2018-04-2")
DAYS_GONE_BY = ("2017-12-1", "2017-11-0", "2017-03-2")


class Editor:
    """Asks the book for what there is, now and then, and writes about any of it."""

    def __init__(self, client, rng):
        self.client, self.rng = client, rng
        self.requests = [line.split(" ", 1) for line in REQUESTS.strip().split("\n")]
        self.turn = 0
        self.done, self.refused = collections.Counter(), collections.Counter()
        self.ids = {}
        self.last, self.whys = "", {}  # the request; why one of a method was refused

    def ids_of(self, mark):
        """The newest and the first of them; what was made since is in the list, too."""
        if mark == "%E":
            campaigns = self.ids_of("%g")
            return [edition["id"] for campaign in campaigns[-1:] for edition in self.client.call(
                "edition.list", campaign=campaign, limit=50)["items"]]
        items = self.client.call(LISTS[mark], limit=25)["items"]
        ids = [item["id"] for item in items]
        if mark == "%C":  # those that edits made come last
            cursor = str(max(1, self.newest_contact - 40))
            ids += [item["id"] for item in
                    self.client.call("contact.list", limit=25, cursor=cursor)["items"]]
        return ids

    @property
    def newest_contact(self):
        return self.ids.get("contact", 1)

    def fill(self, params):
        out, known = "", {}
        while params:
            at = params.find("%")
            if at < 0:
                return out + params
            mark, out, params = params[at:at + 2], out + params[:at], params[at + 2:]
            if mark in ("%W", "%L"):
                out += self.rng.choice(WORDS if mark == "%W" else LINES)
            elif mark in ("%n", "%1"):
                out += str(self.rng.randrange(mark == "%1", 10))
            elif mark == "%D":
                out += self.rng.choice(DAYS_TO_COME) + str(self.rng.randint(2, 8))
            elif mark == "%B":
                out += self.rng.choice(DAYS_GONE_BY) + str(self.rng.randint(1, 8))
            else:
                if mark not in known:
                    known[mark] = self.ids_of(mark)
                out += str(self.rng.choice(known[mark] or [1]))
        return out

    def step(self):
        """One request, each in turn; its answer, or None where it was refused."""
        method, params = self.requests[self.turn % len(self.requests)]
        self.turn += 1
        for _ in range(3):
            self.last = f"{method} {self.fill(params)}"
            answer = self.client.answers([(method, json.loads(self.last.split(" ", 1)[1]))])[0]
            if "result" in answer:
                self.done[method] += 1
                if method == "contact.add":
                    self.ids["contact"] = answer["result"]["contact"]["id"]
                return answer["result"]
            self.refused[method] += 1
            self.whys[method] = answer["error"]["message"]
        return None
