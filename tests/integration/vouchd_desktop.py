"""The desktop as its user sees it: the whole daemon against a mocked notification server."""
import sys
import unittest

from vouchd_case import ACTIONS, BODY, HOUR, SUMMARY, Salesperson, desktop
from notify_case import REST


class Buttons(Salesperson):
    def test_what_is_due_is_shown_once_with_its_buttons(self):
        mock, vouchd = self.start_all()
        self.remind(self.contact("Ana Ruiz"), "2026-11-30T11:00")
        self.assertEqual(self.pop_ups(mock), [])
        vouchd.call("dev.advance", seconds=HOUR)
        (pop_up,) = self.pop_ups(mock)
        self.assertEqual(pop_up[SUMMARY], "Call Ana")
        self.assertEqual(pop_up[ACTIONS], ["done", "Done", "snooze", "Snooze"])
        vouchd.call("dev.advance", seconds=HOUR)
        self.assertEqual(len(self.pop_ups(mock)), 1)
        self.end()


if __name__ == "__main__":
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
