"""The story of an ask that is earned: typed as one types it, and seen on the desktop."""
import sys
import time
import unittest

from notify_case import REST
from vouchd_case import BODY, DAY, SUMMARY, Refused, Salesperson, desktop


class Story(Salesperson):
    """Tuesday, 1 December 2026: a sale is agreed, and a promise will be kept late."""

    def at(self, day, clock="10:00"):
        self.call("dev.clock", now=f"2026-12-{day:02}T{clock}:00Z")

    def vouch(self, *words):
        return self.vouchd.cli(*words)

    def step(self, key):
        rows = [f for f in self.call("followup.list", contact=1, limit=200)["items"]
                if f["plan"] and f["plan"]["step"] == key]
        return max(rows, key=lambda f: f["id"])

    def done(self, key, **more):
        self.call("followup.done", id=self.step(key)["id"], **more)

    def blocks(self):
        return self.call("gate.check", contact=1)["first_blocking"]

    def test_from_the_first_yes_to_the_names(self):
        mock, _ = self.start_all(now="2026-12-01T09:00:00Z")
        self.contact("Ana Ruiz", listen_for="we do not feel safe at home")
        self.vouch("sold", "ana", "Alarm", "1200")
        self.vouch("call", "talk.record", '{"contact":1,"motive":"time-and-attention",'
                   '"agreed":"yes","answers":[{"question":"informed","bad_experience":true,'
                   '"words":"nobody ever called back"}]}')
        self.assertEqual(self.step("talk")["state"], "done")
        self.vouch("promise", "ana", "quote for two cameras", "by", "2026-12-04")
        self.vouch("promise", "ana", "manual in the mail", "by", "2026-12-08")

        said = self.vouch("delivered", "ana", "--yes")
        self.assertIn("quote for two cameras", said)
        self.done("thank")
        self.at(3)
        self.done("service")
        self.at(7)
        self.vouch("kept", "p2")
        self.assertEqual(self.blocks(), "satisfied")
        self.assertIn("3 days overdue", self.vouch("earned", "ana"))
        said = self.vouch("kept", "ana")
        self.assertIn("late", said)
        self.assertIn("late", self.vouch("earned", "ana"))
        self.assertEqual(self.step("satisfaction")["waits_for"], "repair")

        self.at(8)
        self.done("call")
        self.at(14)
        self.done("fix")
        self.at(15)
        self.assertEqual(self.step("satisfaction")["state"], "skipped")
        self.at(28)
        self.assertEqual(self.step("first-ask")["waits_for"], "repair")
        before = len(self.pop_ups(mock))
        since = time.monotonic()
        self.vouch("done", str(self.step("score")["id"]), "all is well now", "score", "9")
        self.until(lambda: len(mock.calls("Notify")) > before, "the ask is shown")
        print(f"shown {time.monotonic() - since:.3f} s after the score was typed")
        ask = self.pop_ups(mock)[-1]
        self.assertEqual(ask[SUMMARY], "Ask Ana")
        why, words, more = ask[BODY].split("\n")
        self.assertTrue(why.startswith("scored 9, and your last promise is kept: time to ask · "))
        self.assertIn("Whom do you know", words)
        self.assertEqual(more, "More words: vouch ask c1")

        script = self.vouch("ask", "ana")
        self.assertIn("nobody ever called back", script)
        self.assertIn("we do not feel safe at home", script)
        said = self.vouch("asked", "ana", "names", "Ruth Kim", "sister", "555-0142", "introduced",
                          "Tom Lee", "neighbour")
        self.assertIn("Ruth Kim", said)
        self.vouch("thank", "ana")
        self.settle_all(mock)
        self.assertEqual(len(mock.closes()), len(self.pop_ups(mock)))
        self.assertEqual(self.blocks(), "rested")
        verdict = self.call("gate.check", contact=1, day="2027-06-25")
        self.assertEqual(verdict["conditions"][4]["facts"]["rest_until"], "2027-06-26")
        self.assertEqual([c["name"] for c in self.call("candidate.list")["items"]],
                         ["Tom Lee"])
        self.assertEqual(self.step("contact-list")["due"], "2027-01-04T09:00")
        with self.assertRaises(Refused) as refusal:
            self.call("ask.record", contact=1, outcome="willing", channel="visit")
        self.assertEqual(refusal.exception.code, 401)
        self.call("referral.advance", id=1, status="contacted")
        self.call("dev.clock", now="2027-01-04T08:59:00Z")
        self.assertEqual(self.call("gate.check", contact=1)["conditions"][6]["holds"], False)
        self.vouch("told", "ana")
        before = len(self.pop_ups(mock))
        self.call("dev.clock", now="2027-01-04T10:00:00Z")
        self.until(lambda: any("emergency list" in pop_up[BODY] and
                               "they said yes to the ask" in pop_up[BODY]
                               for pop_up in self.pop_ups(mock)[before:]),
                   "the list is shown as what it is")
        self.end()

    def test_an_earned_ask_is_taken_down_when_something_goes_wrong(self):
        mock, _ = self.start_all(now="2026-12-01T09:00:00Z")
        self.contact("Carl Roth", partner=True)
        for _ in range(2):
            self.call("touch.log", contact=1, channel="call", direction="both", gave=True)
        number = self.remind(1, "2026-12-01T09:30", kind="ask")
        self.call("dev.advance", seconds=1800)
        self.assertEqual(self.summaries(mock), ["Ask Carl"])
        self.call("complaint.add", contact=1, text="the cable came loose")
        self.settle_all(mock)
        self.assertEqual(mock.closes(), [1])
        self.assertEqual(self.state(number), "waiting")
        self.assertIn("cable came loose", self.vouch("earned", "carl"))
        self.end()

    def test_what_opens_by_a_day_passing_opens_on_that_day(self):
        mock, _ = self.start_all(now="2026-12-01T09:00:00Z")
        self.contact("Carl Roth", partner=True)
        for _ in range(2):
            self.call("touch.log", contact=1, channel="call", direction="both", gave=True)
        number = self.remind(1, "2026-12-01T09:30", kind="ask")
        self.call("dev.advance", seconds=1800)
        self.call("ask.record", contact=1, outcome="willing")
        second = self.remind(1, "2027-05-01", kind="ask")
        self.assertNotEqual(number, second)
        self.call("touch.log", contact=1, channel="call", direction="both", gave=True,
                  day="2026-12-01")
        self.call("dev.clock", now="2026-12-10T09:00:00Z")
        for _ in range(2):
            self.call("touch.log", contact=1, channel="visit", direction="both", gave=True)
        self.call("dev.clock", now="2027-05-28T12:00:00Z")
        self.assertEqual(self.state(second), "waiting")
        before = len(self.pop_ups(mock))
        # 180 days after the ask is Sunday, 30 May: it is due on Monday morning.
        self.call("dev.advance", seconds=2 * DAY)
        self.assertEqual(self.followup(second)["due"], "2027-05-31T09:00")
        self.assertEqual(len(self.pop_ups(mock)), before)
        self.call("dev.advance", seconds=DAY)
        self.assertIn("they have had their rest", self.pop_ups(mock)[-1][BODY])
        self.end()


if __name__ == "__main__":
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
