"""The notifier while servers, buses and systemd come, hang and go."""
import os
import signal
import stat
import subprocess
import sys
import unittest

import desktop
from desktop import MOCK, PYTHON, WAIT, Process
from notify_case import REST, Desktop, Server


class ServerLife(Desktop):
    def test_a_hanging_server_holds_nobody_and_its_late_pop_up_is_taken_off(self):
        server, probe = self.start()
        server.child.send_signal(signal.SIGSTOP)
        probe.send("show 7 Ana")
        self.assertIn("ready=1", probe.ask("ping", "pong"))
        probe.expect("failed 7 org.freedesktop.DBus.Error.Timeout", timeout=15)
        server.child.send_signal(signal.SIGCONT)
        probe.ask("show 8 Ben", "shown 8")
        self.settle(probe)
        self.assertEqual(server.closes(), [1])
        self.finish(probe)

    def test_a_restarted_server_gives_the_same_ids_again_and_old_ones_mean_nothing(self):
        server, probe = self.start()
        first = probe.ask("show 7 Ana", "shown 7").split()[2:]
        server.kill()
        probe.expect("gone server=none")
        server = self.serve()
        probe.expect("ready")
        server.action(1, "done")
        probe.ask(f"adopt 7 {first[0]} 1", "adopted 0")
        second = probe.ask(f"show 8 Ben|||{first[0]} {first[1]}", "shown 8").split()[2:]
        self.assertNotEqual(first[0], second[0])
        self.assertEqual(first[1], second[1])
        server.action(1, "done")
        probe.expect("action 8 done")
        self.finish(probe)

    def test_what_was_unanswered_when_the_server_died_has_failed(self):
        server, probe = self.start()
        server.child.send_signal(signal.SIGSTOP)
        probe.send("show 7 Ana")
        probe.send("show 8 Ben")
        probe.send("close 8")
        self.settle(probe)
        server.child.kill()
        probe.expect("failed 7 org.freedesktop.DBus.Error.NoReply")
        probe.expect("gone")
        self.settle(probe)
        self.finish(probe)

    def test_a_late_server_is_noticed(self):
        probe = self.start_probe()
        probe.ask("show 7 Ana", "failed 7 org.freedesktop.DBus.Error.ServiceUnknown")
        self.assertIn("ready=0", self.settle(probe))
        self.serve()
        probe.expect("ready")
        probe.ask("show 7 Ana", "shown 7")
        self.finish(probe)

    def test_pop_ups_of_an_earlier_run_are_known_again(self):
        server, first = self.start()
        owner, server_id = first.ask("show 7 Ana", "shown 7").split()[2:]
        self.finish(first)
        second = self.start_probe()
        second.expect("ready")
        second.ask(f"adopt 7 :1.999 {server_id}", "adopted 0")
        second.ask(f"adopt 7 {owner} {server_id}", "adopted 1")
        server.action(int(server_id), "done")
        second.expect("action 7 done")
        self.finish(second)


class Starting(Desktop):
    def test_a_server_is_started_when_wanted_and_not_before(self):
        self.bus.service(" ".join(Server.command()[:-2]))
        probe = self.start_probe()
        probe.ask("show 7 Ana", "failed 7 org.freedesktop.DBus.Error.ServiceUnknown")
        self.assertFalse(self.bus.has_owner())
        probe.send("want")
        probe.expect("ready")
        probe.ask("show 7 Ana", "shown 7")
        self.finish(probe)

    def test_a_server_that_does_not_start_is_not_tried_again_at_once(self):
        starts = os.path.join(self.folder, "starts")
        script = os.path.join(self.folder, "dies")
        with open(script, "w", encoding="utf-8") as f:
            f.write(f"#!/bin/sh\necho start >>{starts}\nexit 1\n")
        os.chmod(script, stat.S_IRWXU)
        self.bus.service(script)
        probe = self.start_probe()
        probe.send("want")
        probe.expect_log("did not start")
        for _ in range(5):
            probe.send("want")
            self.settle(probe)
        self.bus.has_owner()
        with open(starts, encoding="utf-8") as f:
            self.assertEqual(f.read(), "start\n")
        self.serve()
        probe.expect("ready")
        self.finish(probe)

    def test_wanting_what_cannot_be_started_does_no_harm(self):
        probe = self.start_probe()
        probe.send("want")
        self.settle(probe)
        self.serve()
        probe.expect("ready")
        self.finish(probe)


class BusLife(Desktop):
    def test_a_restarted_bus_is_found_again(self):
        _, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        self.bus.stop()
        probe.expect("gone")
        probe.ask("show 8 Ben", "failed 8 org.freedesktop.DBus.Error.ServiceUnknown")
        self.bus.start()
        server = self.serve()
        probe.expect("ready")
        probe.ask("show 7 Ana", "shown 7")
        server.action(1, "done")
        probe.expect("action 7 done")
        self.finish(probe)

    def test_without_any_bus_we_run_on_and_see_it_appear(self):
        self.bus.stop()
        os.unlink(os.path.join(self.folder, "bus"))
        env = self.bus.env()
        del env["DBUS_SESSION_BUS_ADDRESS"]
        probe = self.start_probe(env)
        probe.send("want")
        probe.send("open - /bin/true")
        probe.ask("show 7 Ana", "failed 7 org.freedesktop.DBus.Error.ServiceUnknown")
        probe.send("close 7")
        self.assertIn("ready=0 can_open=0", probe.expect_quiet())
        self.bus.start()
        self.serve()
        probe.expect("ready")
        self.finish(probe)

    def test_without_a_runtime_folder_we_run_on(self):
        env = self.bus.env()
        del env["DBUS_SESSION_BUS_ADDRESS"]
        del env["XDG_RUNTIME_DIR"]
        probe = self.start_probe(env)
        self.assertIn("ready=0", probe.expect_quiet())
        self.finish(probe)

    def test_leaving_is_clean_at_any_moment(self):
        probe = self.start_probe()
        probe.send("want")
        probe.send("show 7 Ana")
        self.assertEqual(probe.quit(), 0)
        server, probe = self.start()
        server.child.send_signal(signal.SIGSTOP)
        probe.send("show 7 Ana")
        probe.send("show 8 Ben")
        probe.send("close 8")
        self.assertEqual(probe.quit(), 0)
        probe = self.start_probe()  # both questions are unanswered
        probe.expect_quiet()
        self.assertEqual(probe.quit(), 0)
        self.bus.stop()
        probe = self.start_probe()
        self.assertEqual(probe.quit(), 0)


class Opening(Desktop):
    MANAGER = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1",
               "org.freedesktop.systemd1.Manager")

    def setUp(self):
        super().setUp()
        self.manager = Process([PYTHON, "-m", "dbusmock", "--session", *self.MANAGER],
                               self.bus.env(), stderr=subprocess.DEVNULL)
        self.addCleanup(self.manager.kill)
        self.wait_for_name(self.MANAGER[0])
        self.call("AddMethod", "sssss", self.MANAGER[2], "StartTransientUnit",
                  "ssa(sv)a(sa(sv))", "o", "ret = '/org/freedesktop/systemd1/job/1'")

    def wait_for_name(self, name):
        subprocess.run(["gdbus", "wait", "--session", "--timeout", str(WAIT), name], check=True,
                       env=self.bus.env())

    def call(self, method, signature, *args):
        return self.bus.client.call_blocking(*self.MANAGER[:2], MOCK, method, signature, args)

    def started(self):
        return [args for _, args in self.call("GetMethodCalls", "s", "StartTransientUnit")]

    def start_opener(self):
        probe = self.start_probe()
        probe.send(f"terminal {os.path.join(self.folder, 'none')}")
        self.serve()
        probe.expect("ready")
        self.assertIn("can_open=0", self.settle(probe))
        probe.send("open - /usr/bin/vouch show 12")
        self.settle(probe)
        self.assertEqual(self.started(), [])
        probe.send("terminal /bin/true")
        self.assertIn("can_open=1", self.settle(probe))
        return probe

    def test_open_is_a_transient_unit_with_the_token(self):
        probe = self.start_opener()
        probe.send("open token-123 /usr/bin/vouch show 12 $HOME")
        self.settle(probe)
        name, mode, properties, auxiliary = self.started()[0]
        self.assertRegex(name, r"^vouch-open-[0-9a-f]{16}\.service$")
        self.assertEqual((mode, list(auxiliary)), ("fail", []))
        self.assertEqual(dict(properties), {
            "Description": "vouch in a terminal",
            "CollectMode": "inactive-or-failed",
            "Environment": ["XDG_ACTIVATION_TOKEN=token-123"],
            "ExecStartEx": [("/bin/true", ["/bin/true", "-e", "/usr/bin/vouch", "show", "12",
                                           "$HOME"], ["no-env-expand"])]})
        self.finish(probe)

    def test_a_token_that_is_none_is_not_passed_on(self):
        probe = self.start_opener()
        for token in ("-", "tökén", "x" * 257, "a\tb"):
            probe.send(f"open {token} /usr/bin/vouch show 12")
        self.settle(probe)
        self.assertEqual(len(self.started()), 4)
        for _, _, properties, _ in self.started():
            self.assertNotIn("Environment", dict(properties))
        self.assertEqual(len({args[0] for args in self.started()}), 4)
        self.finish(probe)

    def test_open_is_not_offered_when_systemd_has_left(self):
        probe = self.start_opener()
        self.manager.kill()
        while self.bus.has_owner(self.MANAGER[0]):
            pass
        self.assertIn("can_open=0", self.settle(probe))
        self.finish(probe)


if __name__ == "__main__":
    desktop.need("dbus-daemon", "gdbus")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
