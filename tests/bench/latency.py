#!/usr/bin/python3
"""How long from the due instant until the pop-up is shown, on a real dunst and the real clock.

    tests/bench/latency.py --vouchd build/release/daemon/vouchd [--n 100] [--apart 0.5]

Follow-ups fall due on whole minutes; here their instants are set in the stopped book, so that one
falls due every --apart seconds. Shown is when vouchd has dunst's answer and says notice.shown."""
import argparse
import contextlib
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("faults", "integration")]

import daemon  # noqa: E402 pylint: disable=wrong-import-position
import desktop  # noqa: E402 pylint: disable=wrong-import-position

SETTINGS = """[desktop]
popups_max = 5
popups_per_hour = 200
morning = no
[quiet]
start = 00:00
end = 00:00
"""


class Real(daemon.Daemon):
    def args(self):
        return [self.program, "--db", self.db]


@contextlib.contextmanager
def dunst_on(bus, folder):
    read, write = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24",
                               "-nolisten", "tcp"], pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as f:
        display = ":" + f.readline().strip()
    dunst = subprocess.Popen(["dunst"], stderr=subprocess.DEVNULL,
                             env=dict(bus.env(), DISPLAY=display, HOME=folder))
    try:
        while not bus.has_owner():
            time.sleep(0.01)
        yield
    finally:
        for process in (dunst, screen):
            process.kill()
            process.wait()


def plant(vouchd, n):
    with vouchd.client() as client:
        contact = client.call("contact.add", name="Ana Ruiz")["contact"]["id"]
        client.answers([("followup.add", {"contact": contact, "kind": "call", "title": str(i),
                                          "due": "2100-01-01T10:00"}) for i in range(n)])


def set_instants(db, begin, apart):
    """Whole seconds, two and more of them may share one."""
    with contextlib.closing(sqlite3.connect(db)) as book:
        ids = [row[0] for row in book.execute("SELECT id FROM followup ORDER BY id")]
        due = {number: begin + int(i * apart) for i, number in enumerate(ids)}
        for number, at in due.items():
            book.execute("UPDATE followup SET due_at = ?, next_at = ? WHERE id = ?",
                         (at, at, number))
        book.commit()
    return due


def measure(vouchd, due):
    """Each is done when it was shown, so that there is room for the next."""
    late, left = [], sorted(due, key=due.get)
    with vouchd.client() as events, vouchd.client() as client:
        events.call("events.subscribe", kinds=["notice.shown"])
        while left:
            line = events.file.readline()
            now = time.time()
            if b"notice.shown" not in line:
                raise AssertionError(line)
            late.append(now - due[left[0]])
            client.call("followup.done", id=left.pop(0))
    return late


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vouchd", required=True)
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--apart", type=float, default=0.5)
    options = parser.parse_args()
    for program in ("dbus-daemon", "dunst", "Xvfb"):
        if not shutil.which(program):
            daemon.skip(f"{program} is not installed")
    with daemon.Folder(None) as folder:
        bus = desktop.Bus(os.path.join(folder))
        bus.start()
        vouchd = Real(options.vouchd, folder, bus=bus.address)
        vouchd.settings(SETTINGS)
        try:
            with dunst_on(bus, folder):
                vouchd.start()
                plant(vouchd, options.n)
                vouchd.signal(15)
                vouchd.wait()
                due = set_instants(vouchd.db, math.ceil(time.time()) + 3, options.apart)
                vouchd.start()
                late = measure(vouchd, due)
        finally:
            vouchd.stop()
            bus.stop()
    late.sort()
    early = sum(x < 0 for x in late)
    print(f"{len(late)} pop-ups on dunst, one due every {options.apart} s: due to shown median "
          f"{statistics.median(late) * 1000:.1f} ms, p99 {late[len(late) * 99 // 100] * 1000:.1f} "
          f"ms, longest {late[-1] * 1000:.1f} ms; {early} early")
    if early:
        sys.exit(1)


if __name__ == "__main__":
    main()
