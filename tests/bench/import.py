#!/usr/bin/python3
"""How fast sales get in, with their follow-ups, beside `task import` of as many tasks, and how
long another connection waits meanwhile.

    tests/bench/import.py VOUCHD VOUCH [--sales 100000] [--contacts N] [--tasks N]

The sales are a CSV as a customer system writes it, of a tenth as many buyers, over five years, into
an empty book of a vouchd on a disk. Planted are the follow-ups there are afterwards. Another
connection asks agenda.due and writes touch.log in turn, 50 times a second, and counts each answer
from when it was due to be asked for. `task` gets as many tasks as follow-ups were planted, or
--tasks where that takes too long; its rate falls with their number, so the size is told."""
import argparse
import csv
import datetime
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "faults"))

import daemon  # noqa: E402 pylint: disable=wrong-import-position

GIVEN = "Ana Ben Cleo Dora Emil Fatima Göran Hana Iñaki Jürgen Kaja Luis Marta Noor Olga Pia".split()
FAMILY = "Ruiz Vega Sol Gil Mar Okafor Lindqvist Weiß Nagy Ito Haddad Byrne Silva Novák Costa".split()
PRODUCTS = ("Alarm with app", "Smoke detectors (6)", "Access control (2 doors)", "Two cameras", "Safe")
STAGES = ("won",) * 7 + ("lost",) * 2 + ("open",)
SOURCES = ("referral", "walk-in", "web", "repeat", "prospecting")
DAY = datetime.timedelta(1)
APART = 0.02  # seconds between two questions of the other connection
TASKS_MAX = 20000


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("vouchd", type=os.path.abspath)
    p.add_argument("vouch", type=os.path.abspath)
    p.add_argument("--sales", type=int, default=100000)
    p.add_argument("--contacts", type=int, help="how many buy; a tenth of the sales")
    p.add_argument("--tasks", type=int, help=f"at most this many tasks; {TASKS_MAX}")
    p.add_argument("--quiet-line", action="store_true", help="nobody else asks meanwhile")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def write_sales(path, n, contacts, seed):
    rng = random.Random(seed)
    today = datetime.date.today()
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["id", "customer", "email", "product", "amount", "stage", "opened", "completed",
                      "lead source"])
        for i in range(n):
            who = rng.randrange(contacts)
            stage = rng.choice(STAGES)
            opened = today - rng.randint(40, 1800) * DAY
            closed = opened + rng.randint(1, 39) * DAY
            name = f"{GIVEN[who % len(GIVEN)]} {FAMILY[who // 16 % len(FAMILY)]} {who}"
            out.writerow([f"S-{i}", name, f"p{who}@example.org", rng.choice(PRODUCTS),
                          f"{rng.randint(90, 4000)}.00", stage, opened,
                          "" if stage == "open" else closed, rng.choice(SOURCES)])


class Other(threading.Thread):
    """Another connection that asks in a steady rhythm, however long an answer takes."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(path)
        self.answers = self.link.makefile("rb")
        self.waits = {"agenda.due": [], "touch.log": []}
        self.contact = self.ask("contact.add", {"name": "The other connection"})["contact"]["id"]
        self.ends = threading.Event()

    def ask(self, method, params):
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        self.link.sendall(json.dumps(request).encode() + b"\n")
        return json.loads(self.answers.readline())["result"]

    def run(self):
        questions = (("agenda.due", {"limit": 10}),
                     ("touch.log", {"contact": self.contact, "channel": "call", "direction": "both"}))
        due, i = time.monotonic(), 0
        while not self.ends.is_set():
            time.sleep(max(0, due - time.monotonic()))
            self.ask(*questions[i % 2])
            self.waits[questions[i % 2][0]].append(time.monotonic() - due)
            due, i = max(due + APART, time.monotonic() - 10), i + 1

    def tell(self):
        self.ends.set()
        self.join()
        for name, waits in self.waits.items():
            waits.sort()
            print(f"  meanwhile {name}: n {len(waits)}, median {1000 * waits[len(waits) // 2]:.1f} ms, "
                  f"p99 {1000 * waits[len(waits) * 99 // 100]:.1f} ms, worst {1000 * waits[-1]:.1f} ms")


def peak_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        # what has ended, and is not waited for yet, has none
        return int(next((line for line in f if line.startswith("VmHWM")), "VmHWM: 0").split()[1])


def seconds_of(pid):
    """Of processor, so that what else a machine does is seen for what it is."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Book:
    """A vouchd on a book of its own."""

    def __init__(self, opts, folder):
        self.opts, self.folder = opts, folder
        os.chmod(folder, 0o700)
        self.env = dict(os.environ, HOME=folder, XDG_RUNTIME_DIR=folder, LC_ALL="C.UTF-8",
                        **daemon.unit_env())
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "VOUCH_SOCKET", "VOUCH_DB",
                     "DBUS_SESSION_BUS_ADDRESS"):
            self.env.pop(name, None)
        with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
            self.vouchd = subprocess.Popen([opts.vouchd], env=self.env, stderr=log)
        self.socket = os.path.join(folder, "vouch", "vouchd.sock")
        self.wait_for()

    def wait_for(self):
        for _ in range(500):
            if subprocess.run([self.opts.vouch, "status"], env=self.env, capture_output=True,
                              check=False).returncode == 0:
                return
            time.sleep(0.01)
        sys.exit("vouchd does not answer")

    def run(self, *words):
        """Its seconds, its peak of memory in KiB, its last line."""
        begin = time.monotonic()
        with subprocess.Popen([self.opts.vouch, *words], env=self.env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as vouch:
            peak = 0
            while True:
                try:
                    said, wrong = vouch.communicate(timeout=0.05)
                    break
                except subprocess.TimeoutExpired:
                    peak = max(peak, peak_kib(vouch.pid))
        if vouch.returncode:
            sys.exit(f"vouch {' '.join(words)}: {wrong}")
        return time.monotonic() - begin, peak, (said.strip().splitlines() or [""])[-1]

    def stop(self):
        self.vouchd.terminate()
        self.vouchd.wait()

    def count_followups(self):
        with sqlite3.connect(os.path.join(self.folder, ".local/share/vouch/vouch.db")) as db:
            return db.execute("SELECT count(*) FROM followup").fetchone()[0]


def of_vouch(opts, folder):
    """Follow-ups planted, and how many a second."""
    path = os.path.join(folder, "sales.csv")
    write_sales(path, opts.sales, opts.contacts or max(1, opts.sales // 10), opts.seed)
    book = Book(opts, folder)
    try:
        other = None if opts.quiet_line else Other(book.socket)
        if other:
            other.start()
        idle = seconds_of(book.vouchd.pid)
        took, peak, said = book.run("import", path)
        worked = seconds_of(book.vouchd.pid) - idle
        print(f"vouch import, {opts.sales} sales: {took:.2f} s, {opts.sales / took:.0f} sales/s: {said}")
        if other:
            other.tell()
        print(f"  processor: vouchd {worked:.2f} s, the machine's load {os.getloadavg()[0]:.1f} "
              f"on {os.cpu_count()}")
        print(f"  peak memory: vouchd {peak_kib(book.vouchd.pid) / 1024:.1f} MiB, "
              f"vouch {peak / 1024:.1f} MiB")
        again, _, said = book.run("import", path)
        print(f"  again: {again:.2f} s, {opts.sales / again:.0f} sales/s: {said}")
    finally:
        book.stop()
    planted = book.count_followups()
    print(f"  follow-ups planted: {planted}, {planted / took:.0f}/s")
    return planted, planted / took


def of_task(folder, n):
    """Tasks a second."""
    path = os.path.join(folder, "tasks.json")
    with open(path, "w", encoding="utf-8") as f:
        for i in range(n):
            f.write(json.dumps({"description": f"call p{i}@example.org", "status": "pending",
                                "entry": "20251201T120000Z", "due": "20271201T120000Z"}) + "\n")
    env = dict(os.environ, TASKDATA=os.path.join(folder, "task"), TASKRC="/dev/null", HOME=folder)
    os.mkdir(env["TASKDATA"])
    begin = time.monotonic()
    run = subprocess.run(["task", "rc.confirmation=off", "import", path], env=env, check=False,
                         capture_output=True, text=True)
    took = time.monotonic() - begin
    if run.returncode:
        sys.exit(f"task import: {run.stderr}")
    print(f"task import, {n} tasks: {took:.2f} s, {n / took:.0f} tasks/s")
    return n / took


def main():
    opts = options()
    with tempfile.TemporaryDirectory() as folder:
        planted, rate = of_vouch(opts, folder)
    if not shutil.which("task"):
        print("task is not installed: nothing to compare with")
        return
    n = min(planted, opts.tasks or TASKS_MAX)
    with tempfile.TemporaryDirectory() as folder:
        beside = of_task(folder, n)
    print(f"follow-ups planted a second beside tasks: {rate / beside:.2f} x"
          + ("" if n == planted else f" (task at {n} of {planted})"))


main()
