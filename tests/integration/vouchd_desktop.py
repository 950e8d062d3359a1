"""The desktop as its user sees it: the whole daemon against a mocked notification server."""
import os
import signal
import subprocess
import sys
import unittest

from vouchd_case import ACTIONS, BODY, DAY, HOUR, SUMMARY, Salesperson, desktop
from notify_case import REST, Process

BUTTONS = ["done", "Done", "snooze", "Snooze"]
AT_ELEVEN = "2026-11-30T11:00"
FACTS = ("contact", "sale", "run", "followup", "followup_move", "touch", "contact_fact")


class Buttons(Salesperson):
    def show_one(self, **more):
        mock, vouchd = self.start_all()
        number = self.remind(self.contact("Ana Ruiz"), AT_ELEVEN, **more)
        vouchd.call("dev.advance", seconds=HOUR)
        self.pop_ups(mock)
        return mock, number

    def test_what_is_due_is_shown_once_with_its_buttons(self):
        mock, vouchd = self.start_all()
        self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        vouchd.call("dev.advance", seconds=HOUR - 1)
        self.assertEqual(self.pop_ups(mock), [])
        vouchd.call("dev.advance", seconds=1)
        (pop_up,) = self.pop_ups(mock)
        self.assertEqual(pop_up[SUMMARY], "Call Ana")
        self.assertEqual(pop_up[ACTIONS], BUTTONS)
        vouchd.call("dev.advance", seconds=HOUR)
        self.assertEqual(len(self.pop_ups(mock)), 1)
        self.end()

    def test_done_does_it_and_the_pop_up_is_taken_off_by_us(self):
        mock, number = self.show_one()
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(mock.closes(), [1])
        done = self.followup(number)
        self.assertEqual((done["state"], done["outcome"]), ("done", "reached"))
        mock.action(1, "done")
        mock.action(1, "snooze")
        self.settle_all(mock)
        self.assertEqual(self.followup(number), done)
        self.end()

    def test_snooze_is_an_hour_and_then_it_is_shown_again(self):
        mock, number = self.show_one()
        mock.action(1, "snooze")
        self.settle_all(mock)
        self.assertEqual(self.followup(number)["due"], "2026-11-30T12:00")
        self.assertEqual(mock.closes(), [1])
        self.call("dev.advance", seconds=HOUR - 1)
        self.assertEqual(len(self.pop_ups(mock)), 1)
        self.call("dev.advance", seconds=1)
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ana"])
        self.end()

    def test_snooze_outside_working_hours_is_the_next_working_morning(self):
        cases = (("2026-12-01T16:59", "2026-12-01T17:59"), ("2026-12-01T17:00", "2026-12-02T09:00"),
                 ("2026-12-03T23:30", "2026-12-04T09:00"), ("2026-12-04T17:30", "2026-12-07T09:00"),
                 ("2026-12-12T11:00", "2026-12-14T09:00"), ("2026-12-15T07:30", "2026-12-16T09:00"))
        mock, _ = self.start_all()
        for server_id, (due, until) in enumerate(cases, 1):
            number = self.remind(self.contact("Ana Ruiz"), due)
            self.call("dev.clock", now=due + ":00Z")
            self.assertEqual(len(self.pop_ups(mock)), server_id)
            mock.action(server_id, "snooze")
            self.settle_all(mock)
            self.assertEqual(self.followup(number)["due"], until)
            self.call("followup.cancel", id=number)
        self.end()

    def test_a_dismissed_pop_up_completes_nothing(self):
        for reason in (1, 2, 4):
            with self.subTest(reason=reason):
                mock, number = self.show_one()
                mock.closed(1, reason)
                self.settle_all(mock)
                self.call("dev.advance", seconds=22 * HOUR - 1)  # until the next working morning
                self.assertEqual(len(self.pop_ups(mock)), 1)
                self.assertEqual(self.state(number), "scheduled")
                self.assertIn(number, [f["id"] for f in self.call("agenda.due")["items"]])
                self.end()
                self.doCleanups()
                self.setUp()

    def test_done_by_the_command_takes_the_pop_up_down(self):
        mock, number = self.show_one()
        self.vouchd.cli("done", str(number))
        self.settle_all(mock)
        self.assertEqual(mock.closes(), [1])
        self.end()

    def test_what_is_moved_or_cancelled_while_shown_is_taken_down(self):
        for method, more in (("followup.snooze", {"until": "2026-12-02"}),
                             ("followup.update", {"due": "2026-12-02"}),
                             ("followup.cancel", {}), ("followup.skip", {})):
            with self.subTest(method=method):
                mock, number = self.show_one()
                self.call(method, id=number, **more)
                self.settle_all(mock)
                self.assertEqual(mock.closes(), [1])
                self.end()
                self.doCleanups()
                self.setUp()

    def test_undo_takes_down_what_is_not_there_any_more(self):
        mock, _ = self.show_one()
        self.call("journal.undo")
        self.settle_all(mock)
        self.assertEqual(mock.closes(), [1])
        self.end()

    def test_undo_brings_back_what_was_never_shown_and_shows_it(self):
        mock, vouchd = self.start_all()
        number = self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.call("followup.cancel", id=number)
        vouchd.call("dev.advance", seconds=HOUR)
        self.assertEqual(self.pop_ups(mock), [])
        vouchd.cli("undo")
        self.settle_all(mock)
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.end()

    def test_undo_of_done_shows_nothing_twice(self):
        mock, number = self.show_one()
        mock.action(1, "done")
        self.settle_all(mock)
        self.assertEqual(self.call("journal.undo")["undone"]["actor"], "desktop")
        self.settle_all(mock)
        self.assertEqual(self.state(number), "scheduled")
        self.assertEqual(len(self.pop_ups(mock)), 1)
        self.assertIn(number, [f["id"] for f in self.call("agenda.due")["items"]])
        self.end()

    def test_a_button_and_the_command_at_one_moment_count_once(self):
        mock, number = self.show_one()
        self.vouchd.child.send_signal(signal.SIGSTOP)
        mock.action(1, "done")
        mock.closed(1, 2)
        self.vouchd.line.send("followup.skip", id=number)
        self.vouchd.child.send_signal(signal.SIGCONT)
        answer = self.vouchd.line.read()
        self.settle_all(mock)
        self.assertEqual(self.state(number), "done" if "error" in answer else "skipped")
        self.assertEqual(len(self.call("touch.list", contact=1)["items"]), int("error" in answer))
        self.end()


class SameThing(Salesperson):
    """Done on the pop-up, `vouch done 12` and followup.done are one operation."""

    def do(self, how):
        mock, vouchd = self.start_all()
        contact = self.contact("Ana Ruiz")
        self.call("sale.record", contact=contact, product="alarm", completed_day="2026-11-30")
        self.call("dev.advance", seconds=DAY)
        (pop_up,) = self.pop_ups(mock)
        self.assertEqual(pop_up[SUMMARY], "Thank Ana")
        number = self.call("agenda.due")["items"][0]["id"]
        if how == "button":
            mock.action(1, "done")
        elif how == "command":
            vouchd.cli("done", str(number))
        else:
            self.call("followup.done", id=number)
        self.settle_all(mock)
        self.assertEqual(self.state(number), "done")
        self.assertEqual(mock.closes(), [1])
        self.end()
        facts = {table: self.rows(f"SELECT * FROM {table} ORDER BY 1") for table in FACTS}
        journal = self.rows("SELECT at, method, summary FROM journal WHERE id > 1")
        actors = self.rows("SELECT actor FROM journal ORDER BY id DESC LIMIT 1")
        self.doCleanups()
        self.setUp()
        return facts, journal, actors[0]

    def test_three_ways_leave_the_same_rows(self):
        button, command, request = (self.do(how) for how in ("button", "command", "socket"))
        for table in FACTS:
            self.assertEqual(button[0][table], request[0][table], table)
            self.assertEqual(command[0][table], request[0][table], table)
        self.assertEqual(button[1], request[1])
        self.assertEqual(command[1], request[1])
        actors = [way[2] for way in (button, command, request)]
        self.assertEqual(actors, [("desktop",), ("user",), ("user",)])


class Words(Salesperson):
    CANARIES = ("Ruizcanary", "555-0199", "4,711", "471100", "notecanary", "titlecanary")

    def show_private(self, privacy):
        self.settings(f"[desktop]\nprivacy = {privacy}\n")
        mock, vouchd = self.start_all()
        contact = self.contact("Ana Ruizcanary", phones=["555-0199"], notes="notecanary")
        sale = self.call("sale.open", contact=contact, product="alarm", amount=471100)["sale"]["id"]
        for _ in range(5):
            self.remind(contact, AT_ELEVEN, title="titlecanary 4,711", note="notecanary 555-0199",
                        sale=sale)
        vouchd.call("dev.advance", seconds=HOUR)
        pop_ups = self.pop_ups(mock)
        self.assertEqual(len(pop_ups), 4)
        self.end()
        return [f"{args[SUMMARY]}\n{args[BODY]}" for args in pop_ups]

    def test_names_tells_the_first_name_and_what_to_do_and_no_more(self):
        texts = self.show_private("names")
        for text in texts:
            self.assertIn("Ana", text)
            for canary in self.CANARIES:
                self.assertNotIn(canary, text)
        self.assertIn("Call Ana", texts[0])

    def test_none_tells_nobody_s_name(self):
        for text in self.show_private("none"):
            self.assertNotIn("Ana", text)
            for canary in self.CANARIES:
                self.assertNotIn(canary, text)

    def test_full_tells_who_what_and_why(self):
        texts = self.show_private("full")
        self.assertIn("Call Ana Ruizcanary", texts[0])
        self.assertIn("titlecanary", texts[0])
        self.assertIn("notecanary", texts[0])

    def test_a_body_is_escaped_only_where_the_server_reads_markup(self):
        self.settings("[desktop]\nprivacy = full\n")
        for capabilities, body in (("actions body body-markup", "Is &lt;b&gt;R&amp;D&lt;/b&gt; &lt;3?"),
                                   ("actions body", "Is <b>R&D</b> <3?")):
            mock, vouchd = self.start_all(capabilities=capabilities)
            self.remind(self.contact("A&B <i>Ltd</i>"), AT_ELEVEN, title="Is <b>R&D</b> <3?")
            vouchd.call("dev.advance", seconds=HOUR)
            (pop_up,) = self.pop_ups(mock)
            self.assertEqual(pop_up[SUMMARY], "Call A&B <i>Ltd</i>")
            self.assertEqual(pop_up[BODY].split("\n")[0], body)
            self.end()
            self.doCleanups()
            self.setUp()
            self.settings("[desktop]\nprivacy = full\n")

    def test_no_two_pop_ups_are_alike_or_servers_take_them_for_one(self):
        for privacy in ("names", "none", "full"):
            self.settings(f"[desktop]\nprivacy = {privacy}\n")
            mock, vouchd = self.start_all()
            contact = self.contact("Ana Ruiz")
            for _ in range(3):
                self.remind(contact, AT_ELEVEN)
            vouchd.call("dev.advance", seconds=HOUR)
            texts = {(args[SUMMARY], args[BODY]) for args in self.pop_ups(mock)}
            self.assertEqual(len(texts), 3)
            self.end()
            self.doCleanups()
            self.setUp()

    def test_a_late_one_says_how_late(self):
        mock, _ = self.start_all()
        self.remind(self.contact("Ana Ruiz"), AT_ELEVEN)
        self.call("dev.clock", now="2026-12-03T09:30:00Z")
        self.assertEqual(self.summaries(mock), ["Call Ana (3 days late)"])
        self.end()


class Opening(Salesperson):
    """Open, where systemd and a terminal can serve it."""
    MANAGER = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1",
               "org.freedesktop.systemd1.Manager")

    def terminal(self):
        """A file system of its own for vouchd, in which there is an x-terminal-emulator."""
        over = os.path.join(self.folder, "over")
        os.mkdir(over)
        program = os.path.join(over, "x-terminal-emulator")
        with open(program, "w", encoding="ascii") as f:
            f.write("#!/bin/sh\n")
        os.chmod(program, 0o755)
        wrap = ["unshare", "-m", "sh", "-c",
                f'mount -t overlay o -o lowerdir={over}:/usr/bin /usr/bin && exec "$@"', "sh"]
        if subprocess.run([*wrap, "true"], check=False, stderr=subprocess.DEVNULL).returncode:
            self.skipTest("no mount namespace can be made here")
        return wrap

    def start_systemd(self):
        manager = Process(["/usr/bin/python3", "-m", "dbusmock", "--session", *self.MANAGER],
                          self.bus.env(), stderr=subprocess.DEVNULL)
        self.addCleanup(manager.kill)
        self.until(lambda: self.bus.has_owner(self.MANAGER[0]), "the mock of systemd")
        self.mock_systemd("AddMethod", "sssss", self.MANAGER[2], "StartTransientUnit",
                          "ssa(sv)a(sa(sv))", "o", "ret = '/org/freedesktop/systemd1/job/1'")

    def mock_systemd(self, method, signature, *args):
        return self.bus.client.call_blocking(*self.MANAGER[:2], "org.freedesktop.DBus.Mock",
                                             method, signature, args)

    def started(self):
        calls = self.mock_systemd("GetMethodCalls", "s", "StartTransientUnit")
        return [list(dict(args[2])["ExecStartEx"][0][1]) for _, args in calls]

    def test_open_shows_the_contact_and_the_digest_opens_the_agenda(self):
        wrap = self.terminal()
        self.start_systemd()
        mock = self.serve()
        self.run_vouchd(wrap=wrap)
        self.await_server()
        numbers = self.remind_many(4, AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        pop_ups = self.pop_ups(mock)
        self.assertEqual(pop_ups[0][ACTIONS], ["default", "Open", *BUTTONS])
        self.assertEqual(pop_ups[3][ACTIONS][:2], ["default", "Open"])
        for server_id in (1, 4):
            mock.action(server_id, "default")
            self.settle_all(mock)
        shown, agenda = self.started()
        self.assertEqual(shown[-2:], ["show", "c1"])
        self.assertTrue(agenda[-1].endswith("/vouch"), agenda)
        self.assertTrue(os.access(agenda[-1], os.X_OK), agenda)
        self.assertEqual({self.state(number) for number in numbers}, {"scheduled"})
        self.end()


if __name__ == "__main__":
    desktop.need("dbus-daemon", "unshare")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
