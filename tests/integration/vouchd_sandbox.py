#!/usr/bin/python3
"""vouchd behind its walls: what the kernel lets it do, and what it does in a whole life.

    vouchd_sandbox.py --vouchd PROGRAM --vouch PROGRAM --out FOLDER
"""
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import unittest

import desktop
from desktop import WAIT
from notify_case import OPTIONS, REST
from vouchd_case import DAY, Salesperson

CREATE_RULESET, ASK_VERSION = 444, 1
NO_LANDLOCK = ["strace", "-D", "-qq", "-o", "/dev/null", "-e", "trace=landlock_create_ruleset",
               "-e", "inject=landlock_create_ruleset:error=ENOSYS"]
CALLS = "execve,execveat,fork,vfork,clone,clone3,socket,socketpair,bind,connect"
TRACE = ["strace", "-D", "-f", "-qq", "-e", "trace=" + CALLS]
STARTS = re.compile(r"^(\d+) +(execve|execveat|fork|vfork|clone|clone3)\(")
SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")


def landlock():
    """The version this kernel has; 0 for none."""
    return max(0, ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, ASK_VERSION))


class Sandbox(Salesperson):
    def setUp(self):
        super().setUp()
        self.elsewhere = desktop.new_folder()  # the socket lies in self.folder
        self.addCleanup(shutil.rmtree, self.elsewhere)

    def calendar(self, name):
        folder = os.path.join(self.elsewhere, name)
        self.settings(f"[calendar]\nfolder = {folder}\n")
        return folder

    def reload(self):
        self.vouchd.child.send_signal(signal.SIGHUP)

    def restart(self, **env):
        self.end()
        return self.run_vouchd(**env)

    def why(self):
        return (self.call("system.status")["calendar"] or {}).get("why")

    def proc(self, name):
        with open(f"/proc/{self.vouchd.child.pid}/{name}", encoding="ascii") as f:
            return f.read()

    def test_status_says_what_the_kernel_has(self):
        self.run_vouchd()
        self.assertEqual(self.call("system.status")["sandbox"], {
            "landlock": landlock(), "no_new_privs": True, "dumpable": False,
            "program_replaced": False})
        self.assertRegex(self.proc("status"), r"\nNoNewPrivs:\s1\n")
        self.assertRegex(self.proc("limits"), r"Max core file size +0 +0 ")
        if landlock():
            self.assertIn(", confined", self.vouchd.cli("status"))
        self.end()

    def test_no_other_program_of_the_user_reads_it(self):
        if not shutil.which("setpriv"):
            self.skipTest("setpriv is not installed")
        self.run_vouchd()
        self.contact("Ana Ruiz")
        for name in ("environ", "maps", "mem"):
            bare = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "head", "-c1"]
            path = f"/proc/{self.vouchd.child.pid}/{name}"
            read = subprocess.run([*bare, path], timeout=WAIT, check=False,
                                  stderr=subprocess.PIPE)
            self.assertIn(b"denied", read.stderr, name)
            # the same way, of a process that has not shut itself off
            read = subprocess.run([*bare, "/proc/self/environ"], timeout=WAIT, check=False,
                                  stdout=subprocess.PIPE)
            self.assertEqual(read.returncode, 0)
        self.end()

    def test_a_folder_named_later_takes_a_restart_and_it_says_so(self):
        if not landlock():
            self.skipTest("this kernel has no Landlock")
        first = self.calendar("first")
        self.run_vouchd()
        self.remind(self.contact("Ana Ruiz"), "2026-12-01")
        self.until(lambda: os.path.isdir(first) and os.listdir(first), "the calendar is kept")
        second = self.calendar("second")
        self.reload()
        self.until(lambda: "restart vouchd" in (self.why() or ""), "it says what to do")
        self.assertFalse(os.path.exists(second))
        self.restart()
        self.until(lambda: os.path.isdir(second) and len(os.listdir(second)) > 1, "it is kept")
        self.assertIsNone(self.why())
        backups = os.path.join(self.elsewhere, "backups")
        self.settings(f"[backup]\nfolder = {backups}\n")
        self.reload()
        self.until(lambda: any("[backup] folder: " in line for line in self.vouchd.said()),
                   "the log says so")
        refused = subprocess.run([OPTIONS.vouch, "--socket", self.vouchd.path, "backup"],
                                 timeout=WAIT, check=False, text=True, stderr=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL)
        self.assertIn("systemctl --user restart vouchd", refused.stderr)
        self.restart()
        self.vouchd.cli("backup")
        self.assertTrue(os.listdir(backups))
        self.end()

    def test_settings_that_come_later_are_read_without_a_restart(self):
        config = os.path.join(self.folder, "config")
        os.unlink(os.path.join(self.folder, "vouch.conf"))
        child = desktop.Process(
            [OPTIONS.vouchd, "--dev", "--socket", os.path.join(self.folder, "run", "s"), "--db",
             os.path.join(self.folder, "book", "vouch.db")],
            dict(self.bus.env(), XDG_CONFIG_HOME=config, TZ="UTC"), stderr=subprocess.PIPE)
        self.addCleanup(child.kill)
        ask = [OPTIONS.vouch, "--socket", os.path.join(self.folder, "run", "s"), "config", "--json"]

        def asked(what):
            answer = subprocess.run(ask, timeout=WAIT, check=False, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            return answer.returncode == 0 and what in answer.stdout
        self.until(lambda: asked("USD"), "it answers")
        target = os.path.join(config, "vouch", "vouch.conf")
        with open(target, "w", encoding="ascii") as f:
            f.write("[money]\ncurrency = SEK\n")
        child.child.send_signal(signal.SIGHUP)
        self.until(lambda: asked("SEK"), "the new settings are in force")
        child.child.terminate()
        self.assertEqual(child.wait(), 0)

    def test_settings_that_are_links_are_read_again(self):
        kept = os.path.join(self.elsewhere, "dotfiles")
        os.mkdir(kept)
        path = os.path.join(self.folder, "vouch.conf")
        shutil.move(path, os.path.join(kept, "of-vouch"))
        os.symlink(os.path.join(kept, "of-vouch"), path)
        self.run_vouchd()
        with open(path, "a", encoding="ascii") as f:
            f.write("[money]\ncurrency = SEK\n")
        self.reload()
        self.until(lambda: "SEK" in self.vouchd.cli("config"), "they are in force")
        self.end()

    def test_a_program_that_was_replaced_is_told(self):
        mine = os.path.join(self.folder, "bin-vouchd")
        shutil.copy(OPTIONS.vouchd, mine)
        there, OPTIONS.vouchd = OPTIONS.vouchd, mine
        try:
            self.run_vouchd()
        finally:
            OPTIONS.vouchd = there
        os.unlink(mine)
        self.assertTrue(self.call("system.status")["sandbox"]["program_replaced"])
        self.assertIn("a newer one waits", self.vouchd.cli("status"))
        self.end()

    def test_where_there_is_no_landlock_it_runs_and_says_so(self):
        if not shutil.which("strace"):
            self.skipTest("strace is not installed")
        self.run_vouchd(wrap=NO_LANDLOCK, ASAN_OPTIONS="detect_leaks=0")
        status = self.call("system.status")["sandbox"]
        self.assertEqual((status["landlock"], status["no_new_privs"]), (0, True))
        self.assertIn("not confined", self.vouchd.cli("status"))
        self.contact("Ana Ruiz")
        self.end()

    def live(self, trace):
        """All that a daemon does between its start and its end."""
        calendar = self.calendar("calendar")
        mock = self.serve()
        self.run_vouchd(wrap=[*TRACE, "-o", trace], ASAN_OPTIONS="detect_leaks=0")
        self.await_server()
        contact = self.contact("Ana Ruiz", phones=["+1 555 555 0101"])
        self.remind(contact, "2026-11-30T10:30")
        self.call("sale.record", contact=contact, product="Alarm", amount=1450,
                  completed_day="2026-11-30")
        self.call("dev.advance", seconds=DAY)
        self.assertTrue(self.pop_ups(mock))
        mock.action(1, "default")
        self.until(lambda: os.path.isdir(calendar) and len(os.listdir(calendar)) > 2, "a calendar")
        self.vouchd.cli("backup")
        self.vouchd.cli("undo")
        self.call("contact.erase", id=contact, confirm="Ana Ruiz")
        self.reload()
        self.settle_all(mock)
        self.end()

    def test_in_a_whole_life_nothing_is_executed_and_no_network_is_touched(self):
        if not shutil.which("strace"):
            self.skipTest("strace is not installed")
        trace = os.path.join(self.folder, "trace")
        self.live(trace)
        with open(trace, encoding="utf-8", errors="replace") as f:
            lines = f.read().splitlines()
        sockets = [m.group(1) for m in map(SOCKET.search, lines) if m]
        self.assertTrue(sockets)
        self.assertEqual(set(sockets), {"AF_UNIX"})
        started = [line for line in lines if STARTS.match(line)]
        self.assertEqual(len(started), 1, "\n".join(started))
        self.assertIn("execve(", started[0])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
