"""What the user of a laptop sees of its clock: asleep, set, wrong at the start, sixty times as fast.

Time goes by itself here under libfaketime, whose rates reach an armed timer; its jumps do not, and
so the clock is set by dev.clock, or in tests/app/test_clock.c."""
import os
import signal
import subprocess
import sys
import time
import unittest

from desktop import WAIT
from vouchd_case import HOUR, MONDAY, Line, Salesperson, desktop
from notify_case import OPTIONS, REST

FAKETIME = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/faketime/libfaketime.so.1")
NAMES = ("Ana", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus")
IDLE = 60  # seconds
STARTS = 100


def fake(start, rate=1):
    """The environment in which the machine's clock begins at `start` and goes so fast."""
    found = [path for path in FAKETIME if os.path.exists(path)]
    if not found:
        raise unittest.SkipTest("libfaketime is not installed")
    asan = os.environ.get("ASAN_OPTIONS", "")
    return {"LD_PRELOAD": found[0], "FAKETIME": f"@{start} x{rate}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
            "ASAN_OPTIONS": (asan + ":" if asan else "") + "verify_asan_link_order=0"}


def clock(text):
    return int(time.mktime(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")))


class Clock(Salesperson):
    def remind_each(self, names, due):
        return [self.remind(self.contact(f"{name} Ruiz"), due) for name in names]

    def dues(self):
        return self.rows("SELECT count(*), count(DISTINCT about_id) FROM event "
                         "WHERE kind = 'followup.due'")[0]


class Steps(Clock):
    def test_a_sleep_over_six_is_three_pop_ups_and_one_digest(self):
        mock, _ = self.start_all()
        for hour, name in zip(range(11, 17), NAMES):
            self.remind_each([name], f"2026-11-30T{hour}:00")
        self.call("dev.clock", now="2026-11-30T18:00:00Z")
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ben", "Call Cleo",
                                                "3 more follow-ups are due"])
        self.end()

    def test_no_step_shows_anything_twice(self):
        """Where it is set, and how many pop-ups the two that are due at eleven make of it."""
        for to, n in (("2026-11-30T11:00:00Z", 2), ("2026-12-03T10:00:00Z", 2),
                      ("2036-11-28T10:00:00Z", 2), ("2026-11-30T09:00:00Z", 0),
                      ("2026-11-27T10:00:00Z", 0), ("2024-11-30T10:00:00Z", 0),
                      ("2016-11-30T10:00:00Z", 0)):
            with self.subTest(to=to):
                self.setUp()
                mock, _ = self.start_all()
                self.remind_each(NAMES[:2], "2026-11-30T11:00")
                self.call("dev.clock", now=to)
                self.assertEqual(len(self.calls_to(mock)), n)
                self.call("dev.clock", now=MONDAY)
                self.assertEqual(len(self.calls_to(mock)), n)
                self.assertEqual(self.call("system.status")["next_due_at"],
                                 "2026-11-30T11:00:00Z")
                self.call("dev.advance", seconds=HOUR)
                self.assertEqual(self.calls_to(mock), ["Call Ana", "Call Ben"])
                self.end()
                self.assertEqual(self.dues(), (2, 2))
                self.doCleanups()

    def calls_to(self, mock):
        """Whom it was shown to be called, and not how late."""
        return [summary.split(" (")[0] for summary in self.summaries(mock)
                if summary.startswith("Call ")]


class Faked(Clock):
    def fill(self):
        """As it was left on Monday at ten, by a clock that was right."""
        self.run_vouchd(None, **fake("2026-11-30 10:00:00"))
        self.remind_each(NAMES[:2], "2026-11-30T11:00")
        self.end()

    def boot(self, at, **server):
        mock = self.serve(**server)
        self.run_vouchd(None, **fake(at))
        self.await_server()
        return mock

    def test_a_clock_that_is_wrong_at_the_start_shows_nothing_and_says_so(self):
        self.fill()
        for at in ("1970-01-02 00:00:00", "2098-01-01 12:00:00", "2026-11-20 12:00:00"):
            mock = self.boot(at)
            said = f"The clock of this machine shows {at[:10]}"
            self.assertIn(said, " ".join(self.vouchd.cli("status").split("\n")[0:1]))
            self.assertIn(said, self.vouchd.cli().split("\n", maxsplit=1)[0])
            self.assertTrue(self.call("system.status")["clock"]["held"])
            self.assertEqual(self.summaries(mock), [])
            self.end()
            mock.kill()
            self.assertEqual(self.dues(), (0, 0))
        mock = self.boot("2026-11-30 12:00:00")
        self.until(lambda: len(mock.calls("Notify")) >= 2, "both are shown")
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ben"])
        self.assertEqual(self.call("system.status")["clock"], {"held": False, "why": None})
        self.end()

    def test_a_clock_that_is_set_right_shows_what_waited(self):
        self.fill()
        mock = self.boot("2098-01-01 12:00:00")
        self.assertEqual(self.summaries(mock), [])
        self.call("dev.clock", now="2026-11-30T11:30:00Z")
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ben"])
        self.assertFalse(self.call("system.status")["clock"]["held"])
        self.end()

    def accept(self, at):
        return subprocess.run([OPTIONS.vouchd, "--accept-clock", "--db",
                               os.path.join(self.folder, "book", "vouch.db"), "--config",
                               os.path.join(self.folder, "vouch.conf")], check=False, text=True,
                              env=dict(self.bus.env(), TZ="UTC", **fake(at)), timeout=WAIT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def test_the_user_may_say_that_the_clock_is_right(self):
        self.fill()
        done = self.accept("1970-01-02 00:00:00")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("set it right first", done.stdout)
        done = self.accept("2098-01-01 12:00:00")
        self.assertEqual((done.returncode, done.stdout),
                         (0, "the clock of this machine is taken for right from now on\n"))
        mock = self.boot("2098-01-01 12:00:10")
        self.until(lambda: mock.calls("Notify"), "what is due is shown")
        self.end()

    def test_a_day_that_takes_a_minute_is_shown_in_order_and_never_early(self):
        due = {}
        mock = self.serve()
        self.run_vouchd(None, **fake("2026-11-30 08:30:00", 1440))
        self.await_server()
        events = Line(self.vouchd.path)
        events.call("events.subscribe", kinds=["followup.due"])
        now = clock(self.call("system.hello")["now"])
        first = now // 3600 * 3600 + 3600
        for i, name in enumerate(NAMES):
            at = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(first + i * 4500))
            due[self.remind_each([name], at)[0]] = first + i * 4500
        late, shown = [], []
        for number, at in due.items():
            event = events.read()["params"]
            self.assertEqual(event["id"], number)
            late.append(clock(event["at"]) - at)
            self.until(lambda: f"Call {NAMES[len(shown)]}" in self.summaries(mock), "it is shown")
            shown.append(number)
            self.call("followup.done", id=number)
        events.close()
        calls = [summary for summary in self.summaries(mock) if summary.startswith("Call ")]
        self.assertEqual(calls, [f"Call {name}" for name in NAMES])
        print(f"1,440 times as fast: late by {', '.join(f'{s / 1440 * 1000:.0f}' for s in late)} ms")
        self.assertGreaterEqual(min(late), 0)
        self.end()
        self.assertEqual(self.dues(), (len(NAMES), len(NAMES)))

    def pass_seconds(self, seconds):
        with self.assertRaises(subprocess.TimeoutExpired):
            self.vouchd.child.wait(seconds)

    def test_what_is_due_while_stopped_is_shown_once_after(self):
        mock = self.serve()
        self.run_vouchd(None, **fake("2026-11-30 10:00:00", 60))
        self.await_server()
        now = clock(self.call("system.hello")["now"])
        at = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(now + 240))
        self.remind_each(NAMES[:1], at)
        self.vouchd.child.send_signal(signal.SIGSTOP)
        self.pass_seconds(6)
        self.assertEqual(mock.calls("Notify"), [])
        self.vouchd.child.send_signal(signal.SIGCONT)
        self.until(lambda: mock.calls("Notify"), "it is shown")
        self.pass_seconds(1)
        self.assertEqual(self.summaries(mock), ["Call Ana"])
        self.end()
        self.assertEqual(self.dues(), (1, 1))

    def test_a_crash_loop_at_a_due_time_is_no_storm(self):
        self.fill()
        for _ in range(STARTS):
            self.run_vouchd(None, **fake("2026-11-30 11:00:00")).crash()
        mock = self.boot("2026-11-30 11:00:30")
        self.until(lambda: len(mock.calls("Notify")) >= 2, "both are shown")
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ben"])
        self.end()
        self.assertEqual(self.dues(), (2, 2))
        self.assertEqual(self.rows("SELECT count(*), count(DISTINCT followup) FROM notice_item"),
                         [(2, 2)])


class Idle(Clock):
    def wakeups(self):
        n = 0
        for task in os.listdir(f"/proc/{self.vouchd.child.pid}/task"):
            path = f"/proc/{self.vouchd.child.pid}/task/{task}/status"
            with open(path, encoding="utf-8") as f:
                n += sum(int(line.split()[1]) for line in f
                         if line.startswith("voluntary_ctxt_switches"))
        return n

    def test_idle_it_does_not_wake(self):
        mock = self.serve()
        self.run_vouchd(None)
        self.await_server()
        year = int(self.call("system.hello")["today"][:4]) + 2
        self.remind_each(NAMES[:1], f"{year}-06-01")
        self.settle_all(mock)
        # Another test may touch /etc, which is watched: what wakes it by itself does so each time.
        for _ in range(3):
            before = self.wakeups()
            with self.assertRaises(subprocess.TimeoutExpired):
                self.vouchd.child.wait(IDLE)
            woke = self.wakeups() - before
            print(f"woke {woke} times in {IDLE} s")
            if woke == 0:
                break
        self.assertEqual(woke, 0)
        self.end()


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
