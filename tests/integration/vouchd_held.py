"""What holds pop-ups back: quiet hours, the limit of an hour, do-not-disturb; and the mornings."""
import sys
import unittest

from vouchd_case import ACTIONS, BODY, DAY, HOUR, SUMMARY, Salesperson, dbus, desktop
from notify_case import REST

EVENING = "2026-12-01T19:30:00Z"  # a Tuesday; quiet hours are 20:00 to 08:00
DUNST = "org.dunstproject.cmd0"
AGAIN = "Again, perhaps shown before."


class Held(Salesperson):
    has_quiet_hours = True

    def texts(self, mock):
        return [(str(args[SUMMARY]), str(args[BODY])) for args in self.pop_ups(mock)]

    def pass_hours(self, hours):
        self.call("dev.advance", seconds=int(hours * HOUR))

    def held(self):
        delivery = self.delivery()
        self.assertEqual(delivery["undelivered"], 0)
        return delivery["held"], delivery["why_held"]


class Quiet(Held):
    def test_only_what_a_person_named_for_the_hour_is_shown(self):
        mock, _ = self.start_all(EVENING)
        ana, ben = self.contact("Ana Ruiz"), self.contact("Ben Ode")
        self.remind(ana, "2026-12-01T21:00")
        self.call("promise.add", contact=ben, text="quote", due_day="2026-12-04",
                  target_day="2026-12-01")
        self.remind(ben, "2026-12-02", title="any time")
        self.pass_hours(1.6)
        self.assertEqual(self.summaries(mock)[-1], "Call Ana")
        self.assertEqual(self.held(), (0, None))
        self.end()

    def test_the_rest_is_summed_up_when_they_end(self):
        self.settings("[work]\nstart = 07:00\n")
        mock, _ = self.start_all(EVENING)
        for name in ("Ana", "Ben", "Cleo"):
            self.remind(self.contact(name), "2026-12-02")  # any time: 07:00
        self.pass_hours(12)
        self.assertEqual(self.pop_ups(mock), [])
        self.assertEqual(self.held(), (3, "quiet hours last until 08:00"))
        self.assertIn("quiet hours last until 08:00: 3 wait", self.vouchd.cli("status"))
        self.call("dev.advance", seconds=1799)
        self.assertEqual(self.pop_ups(mock), [])
        self.call("dev.advance", seconds=1)
        self.assertEqual(self.summaries(mock), ["3 follow-ups are due"])
        self.assertEqual(self.held(), (0, None))
        self.end()

    def test_a_single_one_is_shown_as_itself(self):
        self.settings("[work]\nstart = 07:00\n")
        mock, _ = self.start_all(EVENING)
        self.remind(self.contact("Ana Ruiz"), "2026-12-02")
        self.pass_hours(13)
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.end()

    def test_a_named_one_of_two_hours_ago_waits_for_the_morning(self):
        mock, _ = self.start_all(EVENING)
        self.remind(self.contact("Ana Ruiz"), "2026-12-01T21:00")
        self.call("dev.clock", now="2026-12-01T23:00:00Z")
        self.assertEqual(self.pop_ups(mock), [])
        self.call("dev.clock", now="2026-12-02T08:00:00Z")
        self.assertEqual(self.summaries(mock), ["Call Ana (1 day late)"])
        self.end()

    def test_a_digest_comes_back_for_a_button_alone(self):
        mock, _ = self.start_all("2026-12-01T19:00:00Z")
        for name in ("Ana", "Ben", "Cleo", "Dan", "Eve", "Fay"):
            self.remind(self.contact(name), "2026-12-01T19:30")
        self.pass_hours(0.5)
        self.assertEqual(self.summaries(mock)[3:], ["3 more follow-ups are due"])
        mock.action(4, "next")
        self.assertEqual(self.summaries(mock)[4:], ["Call Dan"])
        self.pass_hours(1)
        mock.action(4, "done")
        self.settle_all(mock)
        self.assertEqual(self.summaries(mock)[5:], ["2 more follow-ups are due"])
        mock.action(5, "next")
        self.assertEqual(self.summaries(mock)[6:], ["Call Eve"])
        mock.closed(5, 1)
        self.settle_all(mock)
        self.assertEqual(self.held(), (0, None))
        self.call("dev.advance", seconds=int(11.5 * HOUR) - 1)
        self.assertEqual(self.summaries(mock)[7:], [])
        self.call("dev.advance", seconds=1)
        self.assertEqual(self.summaries(mock)[7:], ["1 more follow-up is due"])
        self.end()

    def test_a_new_server_is_shown_nothing_in_quiet_hours(self):
        mock, _ = self.start_all(EVENING)
        numbers = [self.remind(self.contact(name), "2026-12-01T20:15") for name in ("Ana", "Ben")]
        self.pass_hours(1)
        self.assertEqual(len(self.pop_ups(mock)), 2)
        mock.kill()
        self.until(lambda: not self.delivery()["server"], "the server has left")
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ben"])  # an hour has not passed
        self.pass_hours(3)
        mock.kill()
        self.until(lambda: not self.delivery()["server"], "the server has left")
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.pop_ups(mock), [])
        self.call("followup.done", id=numbers[0])
        self.pass_hours(10)
        self.assertEqual(self.summaries(mock), ["Call Ben (1 day late)"])
        self.end()


class Limit(Held):
    def test_what_is_beyond_the_limit_of_an_hour_goes_into_the_digest(self):
        self.settings("[desktop]\npopups_per_hour = 4\npopups_max = 5\n")
        mock, _ = self.start_all("2026-12-01T10:00:00Z")
        ana = self.contact("Ana Ruiz")
        for minute in range(10, 18):
            self.remind(ana, f"2026-12-01T10:{minute}", title=f"Reason {minute}")
        self.pass_hours(0.5)
        self.assertEqual(len(self.pop_ups(mock)), 4)
        self.assertEqual(self.held(), (4, "4 pop-ups in an hour are the limit; the next comes "
                                          "at 11:10"))
        self.call("dev.advance", seconds=40 * 60 - 1)
        self.assertEqual(len(self.pop_ups(mock)), 4)
        self.call("dev.advance", seconds=1)
        self.assertEqual(self.summaries(mock)[4:], ["4 more follow-ups are due"])
        self.assertEqual(self.held(), (0, None))
        self.end()

    def test_a_storm_of_a_day_is_never_more_than_the_limit_in_any_hour(self):
        self.settings("[desktop]\npopups_per_hour = 5\nmorning = yes\n")
        mock, _ = self.start_all("2026-12-01T08:30:00Z")
        ana, posts = self.contact("Ana Ruiz"), []
        for minute in range(540, 1080, 5):
            self.remind(ana, f"2026-12-01T{minute // 60:02}:{minute % 60:02}", title=f"R {minute}")
        for minute in range(510, 1080, 5):
            self.call("dev.advance", seconds=300)
            new = len(self.pop_ups(mock)) - len(posts)
            posts += [minute] * new
            for server_id in {int(args[1]) or i + 1
                              for i, args in enumerate(mock.calls("Notify"))}:
                mock.closed(server_id, 2)
        worst = max(sum(start <= post < start + 60 for post in posts) for start in posts)
        self.assertEqual(worst, 5)
        self.end()


class Disturb(Held):
    def toggle(self, mock, interface, name, is_on):
        mock._mock("UpdateProperties", "sa{sv}",
                   (interface, dbus.Dictionary({name: dbus.Boolean(is_on)}, signature="sv")))

    def start_disturbed(self, interface, name, is_on):
        return self.start_all("2026-12-01T10:00:00Z",
                              properties={interface: {name: is_on}})[0]

    def test_each_server_s_own_word_is_understood_and_held_is_summed_up(self):
        for interface, name in ((DUNST, "paused"), (desktop.NAME, "Inhibited"),
                                (desktop.NAME, "Dnd")):
            with self.subTest(name=name):
                mock = self.start_disturbed(interface, name, True)
                self.assertEqual(self.delivery()["do_not_disturb"], True)
                for contact in ("Ana Ruiz", "Ben Ode"):
                    self.remind(self.contact(contact), "2026-12-01T11:00")
                self.pass_hours(2)
                self.assertEqual(self.pop_ups(mock), [])
                self.assertEqual(self.held(), (2, "do not disturb is on"))
                self.assertIn("do not disturb is on: 2 wait", self.vouchd.cli("status"))
                self.toggle(mock, interface, name, False)
                self.until(lambda: self.delivery()["do_not_disturb"] is False, "it has ended")
                self.assertEqual(self.summaries(mock), ["2 follow-ups are due"])
                self.end()
                self.doCleanups()
                self.setUp()

    def test_one_that_was_held_comes_as_itself_and_swaync_s_signal_counts(self):
        mock = self.start_disturbed(desktop.NAME, "Dnd", False)
        mock.emit("OnDndToggle", "b", True)
        self.until(lambda: self.delivery()["do_not_disturb"], "it has begun")
        self.remind(self.contact("Ana Ruiz"), "2026-12-01T11:00")
        self.pass_hours(2)
        self.assertEqual(self.pop_ups(mock), [])
        mock.emit("OnDndToggle", "b", False)
        self.until(lambda: self.delivery()["do_not_disturb"] is False, "it has ended")
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.end()

    def test_a_server_that_does_not_say_is_shown_everything(self):
        mock, _ = self.start_all("2026-12-01T10:00:00Z")
        self.assertEqual(self.delivery()["do_not_disturb"], None)
        self.remind(self.contact("Ana Ruiz"), "2026-12-01T11:00")
        self.pass_hours(1)
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.end()

    def test_signals_of_others_are_not_believed(self):
        mock = self.start_disturbed(DUNST, "paused", False)
        other = dbus.bus.BusConnection(self.bus.address)
        for destination in (None, self.name_of(self.vouchd)):
            changed = dbus.lowlevel.SignalMessage(desktop.PATH, "org.freedesktop.DBus.Properties",
                                                  "PropertiesChanged")
            changed.append(DUNST, dbus.Dictionary({"paused": True}, signature="sv"),
                           dbus.Array([], signature="s"), signature="sa{sv}as")
            toggled = dbus.lowlevel.SignalMessage(desktop.PATH, desktop.NAME, "OnDndToggle")
            toggled.append(True, signature="b")
            for message in (changed, toggled):
                if destination:
                    message.set_destination(destination)
                other.send_message(message)
        other.get_name_owner("org.freedesktop.DBus")
        other.close()
        self.settle_all(mock)
        self.assertEqual(self.delivery()["do_not_disturb"], False)
        self.end()


class Mornings(Held):
    def start_morning(self, now, text=""):
        self.settings("[desktop]\nmorning = yes\n" + text)
        mock, _ = self.start_all(now)
        return mock

    def test_it_stands_alone_with_next(self):
        mock = self.start_morning(EVENING)
        for name in ("Ana", "Ben", "Cleo", "Dan"):
            self.remind(self.contact(name + " Ruiz"), "2026-12-02")
        self.remind(self.contact("Eve Roe"), "2026-12-02T15:00")
        self.pass_hours(13.5)
        (pop_up,) = self.pop_ups(mock)
        self.assertEqual(pop_up[SUMMARY], "Today: 5 due")
        self.assertEqual(pop_up[BODY], "Last sale from a referral: none yet.")
        self.assertEqual(pop_up[ACTIONS], ["next", "Next"])
        mock.action(1, "next")
        self.assertEqual(self.summaries(mock)[1:], ["Call Ana"])
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(self.summaries(mock)[2:], ["3 follow-ups are due"])
        self.pass_hours(6)
        self.assertEqual(self.summaries(mock)[3:], ["Call Eve"])
        self.end()

    def test_monday_s_says_the_status_line_in_full_and_the_quarter_s_the_army(self):
        mock = self.start_morning("2026-12-04T19:00:00Z")
        self.contact("Ana Ruiz")
        self.pass_hours(5 * 24)
        (monday,) = self.texts(mock)
        self.assertEqual(monday[0], "Today: nothing is due")
        self.assertEqual(monday[1].split("\n")[1],
                         "Promises: none open. Owed to referrers: nothing.")
        self.call("dev.clock", now="2026-12-31T19:00:00Z")
        before = len(self.pop_ups(mock))
        self.call("dev.clock", now="2027-01-01T09:00:00Z")
        self.assertIn("Army: nobody has sent you somebody yet.", self.texts(mock)[before][1])
        self.end()

    def test_none_on_a_day_with_nothing_due_and_none_late_for_what_is_entered_today(self):
        mock = self.start_morning(EVENING)
        ana = self.contact("Ana Ruiz")
        self.pass_hours(15)
        self.remind(ana, "2026-12-02T15:00")
        self.pass_hours(1)
        self.assertEqual(self.pop_ups(mock), [])
        self.end()

    def test_a_late_start_shows_it_until_the_end_of_work_and_once(self):
        for now, n in (("2026-12-02T17:59:00Z", 1), ("2026-12-02T18:00:00Z", 0)):
            mock = self.start_morning(EVENING)
            self.remind(self.contact("Ana Ruiz"), "2026-12-02T23:00")
            self.call("dev.clock", now=now)
            self.assertEqual(len(self.pop_ups(mock)), n)
            self.end()
            self.run_vouchd("2026-12-02T18:30:00Z")
            self.await_server()
            self.call("dev.clock", now="2026-12-02T17:59:30Z")
            self.assertEqual(sum(int(args[1]) == 0 for args in self.pop_ups(mock)), 1)
            self.end()
            self.doCleanups()
            self.setUp()

    def test_what_was_dismissed_stays_quiet_until_the_next_morning(self):
        mock = self.start_morning("2026-12-01T10:00:00Z")
        number = self.remind(self.contact("Ana Ruiz"), "2026-12-01T11:00")
        self.pass_hours(1)
        mock.closed(1, 2)
        self.settle_all(mock)
        self.pass_hours(21.9)
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.pass_hours(0.1)
        self.assertEqual(self.summaries(mock)[1:], ["Today: 1 overdue"])
        mock.action(2, "next")
        self.assertEqual(self.summaries(mock)[2:], ["Call Ana (1 day late)"])
        self.assertEqual(self.state(number), "scheduled")
        self.end()

    def test_without_mornings_it_pops_up_again_the_next_working_morning(self):
        mock, _ = self.start_all("2026-12-04T10:00:00Z")  # a Friday
        self.remind(self.contact("Ana Ruiz"), "2026-12-04T11:00")
        self.pass_hours(1)
        mock.closed(1, 2)
        self.settle_all(mock)
        self.pass_hours(3 * 24 - 2.1)
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.pass_hours(0.1)
        self.assertEqual(self.summaries(mock)[1:], ["Call Ana (3 days late)"])
        self.end()

    def test_privacy_is_kept_in_the_morning_too(self):
        for privacy, whom in (("full", " (Ruth Kim, through Ana Ruizcanary)"),
                              ("names", " (Ruth, through Ana)"), ("none", "")):
            mock = self.start_morning(EVENING, f"privacy = {privacy}\n")
            ana = self.contact("Ana Ruizcanary")
            referral = self.call("referral.receive", referrer=ana, name="Ruth Kim",
                                 permission="introduced")["referral"]
            self.call("sale.record", contact=referral["person"]["id"], product="alarm",
                      referral=referral["id"], completed_day="2026-12-01")
            self.pass_hours(13.5)
            (text,) = [t for t in self.texts(mock) if t[0].startswith("Today")]
            self.assertEqual(text[1], f"Last sale from a referral: yesterday{whom}.")
            self.end()
            self.doCleanups()
            self.setUp()


class Test(Held):
    def test_it_shows_one_and_says_what_the_server_can_do(self):
        mock, vouchd = self.start_all("2026-12-01T10:00:00Z")
        self.assertEqual(self.call("notice.test"), {
            "server": {"name": "mock", "vendor": "tests", "version": "1"},
            "capabilities": {"actions": True, "body": True, "body_markup": True,
                             "persistence": False},
            "do_not_disturb": None, "shown": True, "why_not": None})
        self.assertEqual(self.summaries(mock), ["vouch: this is a test"])
        self.assertIn("A notification was shown", vouchd.cli("notify", "--test"))
        mock.action(1, "default")
        mock.closed(2, 2)
        self.settle_all(mock)
        self.assertEqual(len(mock.calls("Notify")), 2)
        self.end()

    def test_or_why_not(self):
        self.run_vouchd()
        self.assertIn("No notification server is running", self.call("notice.test")["why_not"])
        mock = self.serve(properties={DUNST: {"paused": True}})
        self.await_server()
        answer = self.call("notice.test")
        self.assertEqual((answer["shown"], answer["do_not_disturb"]), (False, True))
        self.assertIn("Do not disturb is on", answer["why_not"])
        self.assertEqual(self.pop_ups(mock), [])
        self.end()


class CrashLoop(Held):
    def test_what_it_dies_of_is_a_digest_at_last_and_with_ever_longer_rests(self):
        mock, _ = self.start_all("2026-12-01T10:00:00Z", notify="""
self.last_id += 1
ret = self.last_id
import os, signal
os.kill(int(open(lock).read()), signal.SIGKILL)
""".replace("lock", repr(f"{self.folder}/vouchd.lock")))
        number = self.remind(self.contact("Ana Ruiz"), "2026-12-01T11:00")
        seconds, posts = 0, []
        self.vouchd.crash()
        for _ in range(100):
            self.die_at(self.at(seconds))
            posts.append(len(mock.calls("Notify")))
            seconds += 6
        self.assertLess(posts[-1], 3 + 5, posts)  # ten minutes: 3, then after 1, 2, 4 … minutes
        self.assertGreaterEqual(posts[-1], 3 + 3, posts)
        self.assertEqual([str(args[SUMMARY]) for args in mock.calls("Notify")][:4],
                         ["Call Ana"] * 3 + ["1 follow-up is due"])
        self.assertTrue(all(str(args[BODY]).startswith(AGAIN) for args in mock.calls("Notify")[1:]))
        mock.kill()
        mock = self.serve()
        self.run_vouchd("2026-12-01T13:00:00Z")
        self.await_server()
        self.assertEqual(self.summaries(mock), ["1 follow-up is due"])
        self.assertEqual(self.state(number), "scheduled")
        self.end()

    @staticmethod
    def at(seconds):
        return f"2026-12-01T11:{seconds // 60:02}:{seconds % 60:02}Z"

    def die_at(self, now):
        """It dies while something is shown, or is killed after nothing was. Begun at an hour before
        its book it would show that of the hour, if the bus is quicker than the clock is set."""
        try:
            self.run_vouchd(now)
            self.await_server()
            for _ in range(3):
                self.ping()
        except (OSError, ValueError, AssertionError, dbus.DBusException):
            pass
        try:
            self.vouchd.crash()
        except OSError:
            self.vouchd.kill()


if __name__ == "__main__":
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
