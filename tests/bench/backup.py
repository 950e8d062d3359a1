#!/usr/bin/python3
"""Whom a backup, and an erasure, keeps waiting: how long the requests of two other connections
take meanwhile, one at a time, beside the same with neither.

    tests/bench/backup.py --build build/release [--size 1000000] [--keep FOLDER]

--keep: a folder of filled books as tests/bench/run --keep leaves them, used again. The nightly way
is `vouch backup`: the copy, its check in a process of its own, and its name."""
import argparse
import itertools
import os
import shutil
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "faults"))

import daemon  # noqa: E402 pylint: disable=wrong-import-position

ALONE = 5  # seconds
CALM = 0.003  # seconds an answer takes where nothing else is to do
LOOKS = 100
PATIENCE = 180  # seconds until it is measured as it is
LOOK = 0.02  # seconds between two looks
LATE_PERCENT = "2"
CONTACTS = itertools.cycle(range(100, 1000))  # another for each write: none grows over the run


class Real(daemon.Daemon):
    def args(self):
        return [self.program, "--db", self.db]


class Others:
    """Two connections that ask one thing after the other, and note how long each took."""

    def __init__(self, vouchd):
        self.vouchd = vouchd
        self.is_over = threading.Event()
        self.taken = {}
        self.threads = [threading.Thread(target=self.ask, args=requests) for requests in (
            [("agenda.due", {"limit": 10})],
            [("sale.record", {"product": "Alarm", "amount": 1000,
                              "completed_day": time.strftime("%Y-%m-%d")}),
             ("touch.log", {"channel": "call", "direction": "both"})])]

    def ask(self, *requests):
        with self.vouchd.client() as client:
            while not self.is_over.is_set():
                for method, params in requests:
                    if method != "agenda.due":
                        params["contact"] = next(CONTACTS)
                    begun = time.perf_counter()
                    client.call(method, **params)
                    self.taken.setdefault(method, []).append(time.perf_counter() - begun)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def print(self, what):
        for method, taken in self.taken.items():
            taken.sort()
            row(f"{what}, {method}", f"{len(taken):,}", *(f"{t * 1e3:.2f} ms" for t in (
                taken[len(taken) // 2], taken[len(taken) * 99 // 100], taken[-1])))


def row(*cells):
    print(f"{cells[0]:<40}" + "".join(f"{cell:>14}" for cell in cells[1:]), flush=True)


def find(build, name):
    for folder in ("daemon", "client", "tests"):
        path = os.path.join(build, folder, name)
        if os.path.isfile(path):
            return path
    sys.exit(f"{build} lacks {name}: build it first")


def book(options, folder):
    kept = os.path.join(os.path.abspath(options.keep or folder), str(options.size), "vouch.db")
    if not os.path.exists(kept):
        os.makedirs(os.path.dirname(kept), mode=0o700, exist_ok=True)
        begun = time.monotonic()
        subprocess.run([find(options.build, "bench_fill"), kept, str(max(10, options.size // 10)),
                        str(options.size), "1", LATE_PERCENT], check=True)
        print(f"filled in {time.monotonic() - begun:.0f} s")
    data = os.path.join(folder, "data")
    os.makedirs(data, mode=0o700)
    shutil.copy(kept, data)


def backup(vouchd):
    """Seconds and bytes of one on demand."""
    with vouchd.client() as client:
        begun = time.perf_counter()
        client.call("system.backup", name="bench")
        while True:
            last = client.call("system.backups")["last"]
            if last["state"] == "failed":
                raise AssertionError(last)
            if last["state"] == "written":
                break
            time.sleep(LOOK)
        taken = time.perf_counter() - begun
    size = os.path.getsize(last["part"])
    os.remove(last["part"])
    return taken, size


def nightly(options, vouchd):
    env = dict(vouchd.env(), VOUCH_SOCKET=vouchd.socket)
    begun = time.perf_counter()
    subprocess.run([find(options.build, "vouch"), "backup"], env=env, check=True,
                   stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def erase(vouchd, contact):
    with vouchd.client() as client:
        name = client.call("contact.get", id=contact)["contact"]["name"]
        begun = time.perf_counter()
        client.socket.settimeout(600)
        client.call("contact.erase", id=contact, confirm=name)
        return time.perf_counter() - begun


def settle(vouchd):
    """Once the clock has nothing to make up for: nine of ten answers are not kept waiting."""
    with vouchd.client() as client:
        slow, end = LOOK, time.monotonic() + PATIENCE
        while slow > CALM:
            if time.monotonic() > end:
                print("something else is going on here still")
                break
            taken = []
            for _ in range(LOOKS):
                begun = time.monotonic()
                client.call("system.hello")
                taken.append(time.monotonic() - begun)
                time.sleep(LOOK)
            slow = sorted(taken)[LOOKS * 9 // 10]


def measure(options, vouchd):
    settle(vouchd)
    row("", "requests", "p50", "p99", "worst")
    with Others(vouchd) as others:
        time.sleep(ALONE)
    others.print("alone")
    with Others(vouchd) as others:
        taken, size = backup(vouchd)
    others.print("beside a backup")
    print(f"the backup: {size / 1e6:.0f} MB in {taken:.1f} s, {size / 1e6 / taken:.0f} MB/s")
    alone, _ = backup(vouchd)
    print(f"the backup with nobody else: {alone:.1f} s, {size / 1e6 / alone:.0f} MB/s")
    with Others(vouchd) as others:
        taken = nightly(options, vouchd)
    others.print("beside `vouch backup`")
    print(f"`vouch backup`, its check included: {taken:.1f} s")
    with Others(vouchd) as others:
        taken = erase(vouchd, 17)
    others.print("beside an erasure")
    print(f"the erasure, until nothing of them is in the file: {taken:.2f} s")
    print(f"an erasure with nobody else: {erase(vouchd, 18):.2f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--size", type=int, default=1000000, help="follow-ups in the book, 10,000 or more")
    parser.add_argument("--keep")
    options = parser.parse_args()
    with daemon.Folder(None) as folder:
        book(options, folder)
        vouchd = Real(find(options.build, "vouchd"), folder)
        try:
            vouchd.start()
            measure(options, vouchd)
        finally:
            vouchd.stop()


if __name__ == "__main__":
    main()
