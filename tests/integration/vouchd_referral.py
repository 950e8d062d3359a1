"""The story of a referral: from a Friday at 17:40 to the sale, seen on the desktop."""
import sys
import unittest

from notify_case import REST
from vouchd_case import BODY, SUMMARY, Salesperson, desktop


class Story(Salesperson):
    """Friday, 4 December 2026, 17:40: Ana sends her sister."""

    def vouch(self, *words):
        return self.vouchd.cli(*words)

    def step(self, contact, key):
        rows = [f for f in self.call("followup.list", contact=contact, limit=200)["items"]
                if f["plan"] and f["plan"]["step"] == key]
        return max(rows, key=lambda f: f["id"])

    def done(self, contact, key, **more):
        self.call("followup.done", id=self.step(contact, key)["id"], **more)

    def at(self, day, clock="10:00"):
        self.call("dev.clock", now=f"2026-12-{day:02}T{clock}:00Z")

    def owed(self):
        return self.call("referral.get", id=1)["referral"]["owed"]

    def test_from_the_name_to_the_sale_and_back_to_who_sent_it(self):
        mock, _ = self.start_all(now="2026-12-04T17:40:00Z")
        ana = self.contact("Ana Ruiz")
        self.assertIn("none yet", self.vouch("status").split("\n")[0])
        self.call("referral.receive", referrer=ana, name="Ruth Kim", need="moving in May",
                  permission="introduced", phones=["555 0142"])
        ruth = self.call("referral.get", id=1)["referral"]["person"]["id"]
        self.assertEqual(self.step(ruth, "contact")["due"], "2026-12-07T09:40")

        # The thank-you is shown the same evening.
        self.call("dev.advance", seconds=3600)
        thanks = self.pop_ups(mock)[-1]
        self.assertEqual(thanks[SUMMARY], "Thank Ana")
        self.done(ana, "thank")
        self.assertEqual(self.owed(), [])

        # On Monday, 20 minutes of the hour were used on Friday.
        before = len(self.pop_ups(mock))
        self.call("dev.clock", now="2026-12-07T09:39:00Z")
        self.assertFalse(any(p[SUMMARY] == "Call Ruth" for p in self.pop_ups(mock)[before:]))
        self.call("dev.advance", seconds=60)
        call = self.pop_ups(mock)[-1]
        self.assertEqual(call[SUMMARY], "Call Ruth")
        self.assertIn("sent by Ana; ", call[BODY])
        self.assertNotIn("moving in May", call[BODY])
        self.assertIn("about Ruth; ", thanks[BODY])
        self.assertNotIn("Kim", thanks[BODY])
        self.done(ruth, "contact")
        referral = self.call("referral.get", id=1)["referral"]
        self.assertEqual((referral["status"], referral["contact_minutes"]), ("contacted", 60))

        # A meeting opens the sale: the talk comes before the yes.
        self.at(9)
        self.call("referral.advance", id=1, status="meeting", product="Alarm", amount=120000)
        self.assertEqual(self.step(ruth, "talk")["state"], "scheduled")
        self.call("talk.record", contact=ruth, motive="time-and-attention", agreed="yes")
        self.at(11)
        self.done(ana, "tell")
        self.at(14)
        self.call("referral.advance", id=1, status="won")
        self.at(21)
        sale = self.call("referral.get", id=1)["referral"]["sale"]
        self.call("sale.complete", id=sale)

        # The new customer hears through whom they came, the referrer how it ended.
        thank = self.call("followup.get", id=self.step(ruth, "thank")["id"])
        self.assertEqual(thank["followup"]["state"], "scheduled")
        self.assertEqual(self.owed(), ["outcome"])
        self.assertEqual(self.call("gate.check", contact=ana)["conditions"][6]["holds"], False)
        self.call("dev.advance", seconds=3600)
        self.assertTrue(any("came through Ana; " in p[BODY] for p in self.pop_ups(mock)))
        self.call("referral.tell", id=1, what="outcome")
        self.assertEqual(self.owed(), [])
        self.assertEqual(self.call("gate.check", contact=ana)["conditions"][6]["holds"], True)
        first = self.vouch("status").split("\n")[0]
        self.assertIn("Last sale from a referral: today", first)
        self.assertIn("Ruth Kim, through Ana Ruiz", first)
        self.end()


if __name__ == "__main__":
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
