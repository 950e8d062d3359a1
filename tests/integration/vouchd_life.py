"""vouchd and its pop-ups while servers, the bus and vouchd itself come, hang and go."""
import os
import signal
import subprocess
import sys
import unittest

from vouchd_case import BODY, DAY, HOUR, SUMMARY, Refused, Salesperson, desktop
from notify_case import REST, Server

AT_ELEVEN = "2026-11-30T11:00"
AGAIN = "Again, perhaps shown before."
# Takes the pop-up and never says so.
SILENT = """
self.last_id += 1
ret = self.last_id
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
"""


class Life(Salesperson):
    def show_one(self, **server):
        mock, _ = self.start_all(**server)
        number = self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        return mock, number

    def bodies(self, mock):
        return [str(args[BODY]) for args in self.pop_ups(mock)]


class NoServer(Life):
    def test_what_nobody_takes_stays_due_and_is_shown_when_a_server_appears(self):
        self.run_vouchd()
        number = self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        nothing = {"server": None, "do_not_disturb": None, "held": 0, "why_held": None,
                   "undelivered": 0, "undelivered_since": None}
        self.assertEqual(self.delivery(), nothing)
        self.call("dev.advance", seconds=2 * HOUR)
        self.assertEqual(self.delivery(), dict(nothing, undelivered=1,
                                               undelivered_since=AT_ELEVEN + ":00Z"))
        self.assertEqual(self.state(number), "scheduled")
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.assertEqual(self.delivery()["undelivered_since"], None)
        self.end()

    def test_without_a_bus_it_runs_on(self):
        self.bus.stop()
        self.run_vouchd()
        self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(self.delivery()["undelivered"], 1)
        self.bus.start()
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.end()

    def test_no_server_is_started_before_there_is_something_to_show(self):
        self.bus.service(" ".join(Server.command()[:-2]))
        self.run_vouchd()
        self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.ping()
        self.call("dev.advance", seconds=HOUR - 1)
        self.ping()
        self.assertFalse(self.bus.has_owner())
        self.call("dev.advance", seconds=1)
        self.await_server()
        self.until(lambda: self.delivery()["undelivered"] == 0, "it is shown")
        self.end()

    def test_a_server_that_dies_with_a_pop_up_in_hand_is_started_again(self):
        mock, _ = self.show_one(notify=SILENT)
        self.bus.service(" ".join(Server.command()[:-2]))
        self.ping()
        mock.child.kill()
        self.await_server()
        self.until(lambda: self.delivery()["undelivered"] == 0, "it is shown")
        self.end()


class Restarts(Life):
    def test_a_new_server_is_shown_what_is_still_due_and_old_ids_mean_nothing(self):
        mock, number = self.show_one()
        other = self.remind(self.contact("Ben Ode"), AT_ELEVEN.replace("11:00", "11:30"))
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(len(self.pop_ups(mock)), 2)
        mock.kill()
        self.until(lambda: not self.delivery()["server"], "the server has left")
        self.call("followup.done", id=number)
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.summaries(mock), ["Call Ben"])
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(self.state(other), "done")
        self.end()

    def test_a_dismissed_one_is_not_shown_to_a_new_server(self):
        mock, _ = self.show_one()
        mock.closed(1, 2)
        self.settle_all(mock)
        mock.kill()
        self.until(lambda: not self.delivery()["server"], "the server has left")
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.pop_ups(mock), [])
        self.end()

    def test_a_new_bus_is_found_and_shown_what_is_due(self):
        mock, number = self.show_one()
        self.settle_all(mock)
        self.bus.stop()
        self.until(lambda: not self.delivery()["server"], "the bus is gone")
        self.bus.start()
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(self.state(number), "done")
        self.end()

    def test_a_restart_of_vouchd_knows_its_pop_ups_again(self):
        mock, number = self.show_one()
        self.settle_all(mock)
        self.end()
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.await_server()
        first, again = self.pop_ups(mock)
        self.assertEqual((int(first[1]), int(again[1])), (0, 1))  # renewed in its place
        self.assertEqual(first[2:], again[2:])
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(self.state(number), "done")
        self.assertEqual(mock.closes(), [1])
        self.end()

    def test_what_was_answered_before_a_crash_is_never_shown_again(self):
        mock, number = self.show_one()
        for key in ("dismiss", "snooze"):
            self.settle_all(mock)
            mock.closed(1, 2) if key == "dismiss" else mock.action(1, "snooze")
            self.settle_all(mock)
            self.vouchd.crash()
            self.run_vouchd("2026-11-30T11:10:00Z")
            self.await_server()
            self.assertEqual(len(self.pop_ups(mock)), 1)
        self.assertEqual(self.state(number), "scheduled")
        self.end()

    def test_done_while_vouchd_was_off_the_bus_takes_the_pop_up_down(self):
        mock, number = self.show_one()
        self.settle_all(mock)
        self.end()
        bus, self.bus.address = self.bus.address, "unix:path=/nonexistent"
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.call("followup.done", id=number)
        self.end()
        self.bus.address = bus
        self.run_vouchd("2026-11-30T11:20:00Z")
        self.await_server()
        self.assertEqual(len(self.pop_ups(mock)), 1)
        self.assertEqual(mock.closes(), [1])
        self.end()


class Crashes(Life):
    def test_killed_between_claim_and_shown_it_comes_again_once_and_says_so(self):
        mock, _ = self.show_one(notify=SILENT)
        self.ping()
        self.vouchd.crash()
        mock.kill()
        mock = self.serve()
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.await_server()
        (pop_up,) = self.pop_ups(mock)
        self.assertEqual(pop_up[SUMMARY], "Call Ana")
        self.assertTrue(pop_up[BODY].startswith(AGAIN), pop_up[BODY])
        self.call("dev.advance", seconds=HOUR)
        self.settle_all(mock)
        self.vouchd.crash()
        self.run_vouchd("2026-11-30T12:20:00Z")
        self.await_server()
        self.assertEqual([int(args[1]) for args in self.pop_ups(mock)], [0, 1])
        self.end()

    def test_a_digest_that_may_have_been_seen_says_so_too(self):
        mock, _ = self.start_all(notify=SILENT)
        self.remind_many(6, AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        self.ping()
        self.vouchd.crash()
        mock.kill()
        mock = self.serve()
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.await_server()
        self.assertEqual([body.startswith(AGAIN) for body in self.bodies(mock)], [True] * 4)
        self.end()

    def test_killed_before_anything_was_claimed_nothing_is_lost_and_nothing_marked(self):
        self.run_vouchd()
        self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        self.vouchd.crash()
        mock = self.serve()
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.await_server()
        (body,) = self.bodies(mock)
        self.assertNotIn(AGAIN, body)
        self.end()


class Trouble(Life):
    def test_a_hanging_server_holds_nobody_and_is_tried_again(self):
        mock, _ = self.show_one()
        self.settle_all(mock)
        mock.child.send_signal(signal.SIGSTOP)
        self.remind(self.contact("Ben Ode"), "2026-11-30T11:30")
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(self.call("system.hello")["name"], "vouchd")
        self.until(lambda: self.delivery()["undelivered"] == 1, "the time-out")
        self.assertEqual(self.delivery()["undelivered_since"], "2026-11-30T11:30:00Z")
        mock.child.send_signal(signal.SIGCONT)
        self.until(lambda: self.delivery()["undelivered"] == 0, "it is shown at last")
        self.settle_all(mock)
        shown = [args for args in mock.calls("Notify") if args[SUMMARY] == "Call Ben"]
        self.assertEqual(len(shown) - len(mock.closes()), 1)
        self.end()

    def test_a_refused_pop_up_is_tried_again(self):
        mock, _ = self.show_one(notify="""
self.last_id += 1
if self.last_id == 1:
    raise dbus.exceptions.DBusException('too many', name='org.example.Excess')
ret = self.last_id
""")
        self.until(lambda: len(mock.calls("Notify")) == 2, "the second try")
        self.assertEqual(self.summaries(mock), ["Call Ana"] * 2)
        self.assertEqual(self.delivery()["undelivered"], 0)
        self.end()

    def test_buttons_of_others_are_not_believed(self):
        mock, number = self.show_one()
        self.settle_all(mock)
        other = desktop.dbus.bus.BusConnection(self.bus.address)
        for destination in (None, self.name_of(self.vouchd)):
            for name, second in (("ActionInvoked", "done"),
                                 ("NotificationClosed", desktop.dbus.UInt32(2))):
                signal_ = desktop.dbus.lowlevel.SignalMessage(desktop.PATH, desktop.NAME, name)
                signal_.append(desktop.dbus.UInt32(1), second,
                               signature="us" if second == "done" else "uu")
                if destination:
                    signal_.set_destination(destination)
                other.send_message(signal_)
        other.get_name_owner("org.freedesktop.DBus")
        other.close()
        self.settle_all(mock)
        self.assertEqual(self.state(number), "scheduled")
        mock.action(1, "snooze")
        self.settle_all(mock)
        self.assertEqual(self.followup(number)["due"], "2026-11-30T12:00")
        self.end()

    def test_sleep_over_several_due_times_wakes_to_three_and_one_digest(self):
        mock, _ = self.start_all()
        contact = self.contact("Ana Ruiz")
        for hour in range(11, 19):
            self.remind(contact, f"2026-11-30T{hour}:00")
        self.call("dev.clock", now="2026-11-30T18:30:00Z")
        self.assertEqual(self.summaries(mock), ["Call Ana"] * 3 + ["5 more follow-ups are due"])
        self.call("dev.clock", now="2026-11-30T12:30:00Z")
        self.call("dev.advance", seconds=DAY)
        self.assertEqual(len(self.pop_ups(mock)), 4)
        self.end()


class FullDisk(Life):
    def small_disk(self):
        """A book on a disk of its own, that only vouchd sees."""
        book = os.path.join(self.folder, "book")
        os.mkdir(book)
        wrap = ["unshare", "-m", "sh", "-c",
                f'mount -t tmpfs -o size=4m t {book} && exec "$@"', "sh"]
        if subprocess.run([*wrap, "true"], check=False, stderr=subprocess.DEVNULL).returncode:
            self.skipTest("no mount namespace can be made here")
        return wrap

    def fill(self):
        path = f"/proc/{self.vouchd.child.pid}/root{self.folder}/book/filler"
        with open(path, "wb", buffering=0) as f:
            try:
                while f.write(bytes(512)):
                    pass
            except OSError:
                return path

    def fill_log(self):
        """What it has of room is written anew, and asks nothing of the disk."""
        with self.assertRaises(Refused) as refused:
            for n in range(1000):
                self.contact(f"Ben {n}")
        self.assertEqual(refused.exception.code, 104)

    def test_a_button_that_could_not_be_obeyed_comes_back_and_says_so(self):
        wrap, mock = self.small_disk(), self.serve()
        self.run_vouchd(wrap=wrap)
        self.await_server()
        number = self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        self.settle_all(mock)
        filler = self.fill()
        self.fill_log()
        mock.action(1, "done")
        last = self.pop_ups(mock)[-1]
        self.assertEqual((last[SUMMARY], int(last[1])), ("Call Ana", 1))
        self.assertIn("The disk is full", last[BODY])
        self.assertEqual(self.state(number), "scheduled")
        os.unlink(filler)
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(self.state(number), "done")
        self.end()


if __name__ == "__main__":
    desktop.need("dbus-daemon", "unshare")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
