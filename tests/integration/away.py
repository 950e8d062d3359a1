#!/usr/bin/python3
"""Two weeks away over Christmas, 300 overdue on the return, as the screens show it: the agenda while
away, on the return, the plan that spreads what is overdue, and the agenda after it.

usage: away.py VOUCHD VOUCH [--write]      (--write puts the screens into away/)
       away.py VOUCHD VOUCH --time N       (how long N overdue take instead)
"""
import itertools
import json
import shutil
import sys
import tempfile
import time

import screens

GIVEN = ("Ana", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gail", "Hugo", "Ivo", "Jane", "Kira", "Luis",
         "Mona", "Nils")
FAMILY = ("Ruiz", "Okafor", "Park", "Levi", "Strand", "Kim", "Lopez", "Moore", "Petrov", "Doe",
          "Castillo", "Brandt", "Novak", "Haddad")
CLIENTS = 196
OVERDUE = 300
REMINDERS = 21  # that make it 300


class Told:
    def __init__(self, folder):
        self.folder = folder

    def __call__(self, method, **params):
        request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        answer = next(screens.ask(self.folder, [request]))
        if "result" not in answer:
            sys.exit(f"{request}: {answer}")
        return answer["result"]


def day(n):
    """The n-th day from 1 January 2026 on."""
    return time.strftime("%Y-%m-%d", time.gmtime(1767225600 + n * 86400))


def clients(tell):
    for i, (family, given) in zip(range(CLIENTS), itertools.product(FAMILY, GIVEN)):
        tell("contact.add", name=f"{given} {family}", cadence="none")
        # What was delivered 85 to 105, 15 to 35 and 1 to 21 days before: value calls, messages
        # about consent and questions after their satisfaction fall due in the absence.
        before = (85, 15, 1)[i % 3] + i % 21
        tell("sale.record", contact=i + 1, product=("Alarm", "Camera", "Lock")[i % 3],
             completed_day=day(351 - before))
        # Nearly all of them were thanked before the absence.
        if i % 20 != 1:
            thanks = tell("followup.list", contact=i + 1, kind="thank-you", state="scheduled")
            for thank in thanks["items"]:
                tell("followup.done", id=thank["id"])


def make_book(tell):
    tell("dev.clock", now="2026-12-18T15:00:00Z")
    clients(tell)
    # Nine were happy, and earn an ask once two things were given.
    for contact in range(3, 30, 3):
        for _ in range(2):
            tell("touch.log", contact=contact, channel="call", direction="both", gave=True)
        tell("satisfaction.record", contact=contact, score=9 + contact % 2)
    for i in range(REMINDERS):
        kind = ("call", "task", "message", "visit", "card")[i % 5]
        title = ("the invoice", "what they asked about", "a photo of the new door")[i % 3]
        tell("followup.add", contact=1 + i * 7 % CLIENTS, kind=kind, title=title,
             due=day(353 + i % 14))
    for i, text in enumerate(("a spare key", "the quote for two cameras", "call the fitter")):
        tell("promise.add", contact=10 + i, text=text, due_day=day(360 + 3 * i))
    tell("dev.clock", now="2026-12-18T17:00:00Z")


def draw_all(vouch, folder, tell):
    make_book(tell)
    tell("away.set", until="2027-01-04")
    tell("dev.clock", now="2026-12-30T10:00:00Z")
    is_right = screens.draw(vouch, folder, "away", {"away": [], "status": ["status"]})
    tell("dev.clock", now="2027-01-04T09:30:00Z")
    overdue = tell("agenda.get")["counts"]["overdue"]
    if overdue != OVERDUE:
        sys.exit(f"{overdue} are overdue and not {OVERDUE}")
    is_right &= screens.draw(vouch, folder, "away", {"before": [], "spread": ["spread"]})
    applied = tell("agenda.spread", apply=True)
    is_right &= screens.draw(vouch, folder, "away", {"after": []})
    tell("journal.undo", id=applied["journal"])
    return is_right & screens.draw(vouch, folder, "away", {"before": []})


def measure(tell, n):
    tell("dev.clock", now="2026-12-18T15:00:00Z")
    clients(tell)
    for i in range(n):
        tell("followup.add", contact=1 + i % CLIENTS, kind=("call", "message")[i % 2], title="x",
             due=day(353 + i % 5))
    tell("dev.clock", now="2027-01-04T09:30:00Z")
    took = {}
    for what, method, params in (("shown", "agenda.spread", {}),
                                 ("applied", "agenda.spread", {"apply": True}),
                                 ("undone", "journal.undo", {})):
        start = time.monotonic()
        answer = tell(method, **params)
        took[what] = time.monotonic() - start
        n = answer.get("overdue", n)
    print(f"{n} overdue:", ", ".join(f"{what} in {took[what]:.2f} s" for what in took))
    return True


def main():
    vouchd, vouch = sys.argv[1:3]
    folder = tempfile.mkdtemp()
    daemon = screens.start(vouchd, folder, "2026-12-18T15:00:00Z")
    try:
        tell = Told(folder)
        is_right = (measure(tell, int(sys.argv[4])) if "--time" in sys.argv
                    else draw_all(vouch, folder, tell))
    finally:
        daemon.terminate()
        code = daemon.wait(60)
        shutil.rmtree(folder)
    if code:
        sys.exit(f"vouchd ended with {code}")
    if not is_right:
        sys.exit("the screens are others; --write puts them into tests/integration/away/")


main()
