#!/usr/bin/python3
"""kill -9 at each call that writes, syncs, renames or sends, of each writing method: the write is
there entirely or not at all; it is there where it was acknowledged; sent again, it has the same
answer and is done once."""
import collections
import datetime
import json
import os
import random
import shutil
import subprocess
import time

import daemon
from shim import Rows, Shimmed, check_whole, text_of

KEY = "sent-before-the-kill"


def options():
    p = daemon.parser()
    p.add_argument("--shim", required=True)
    p.add_argument("--books", required=True, help="the program faults_books")
    p.add_argument("--methods", type=int, default=0, help="chosen at random; default: all")
    p.add_argument("--kills", type=int, default=0, help="of each write; default: at each call")
    p.add_argument("--every", action="store_true",
                   help="each write of the transcripts, not the first of each method")
    p.add_argument("--only", help="this method")
    p.add_argument("--seconds", type=int, help="begin no other write after so many")
    p.add_argument("--seed", type=int, default=None)
    return p.parse_args()


class Write:
    """A request on a book, and what becomes of both where nothing happens."""

    def __init__(self, line, folder):
        what = json.loads(line)
        self.where = what["where"]
        self.zone = what["zone"]
        self.now = datetime.datetime.fromtimestamp(what["now"], datetime.timezone.utc)
        self.method = what["request"]["method"]
        self.params = dict(what["request"].get("params") or {})
        self.params.setdefault("idempotency_key", KEY)
        self.key = self.params["idempotency_key"]
        self.file = os.path.join(folder, f"{what['n']}.db")
        self.before = self.after = self.result = None
        self.n_calls = 0
        self.aims = []
        self.n_answered_at = 0  # the calls it takes until it is answered

    def __str__(self):
        return f"{self.where} {self.method}"


class Run:
    def __init__(self, opts, folder):
        self.vouchd = Shimmed(opts.vouchd, opts.shim, folder)
        self.base = os.path.join(folder, "base")
        self.counts = collections.Counter()
        self.calls = collections.Counter()
        self.n_acknowledged = self.n_kept = self.n_underway = 0
        self.aim = None

    def start(self, is_shimmed=True):
        self.vouchd.is_shimmed = is_shimmed
        self.vouchd.start()

    def prepare(self, write):
        """The book as it stands in front of the request, and what comes of it."""
        data = os.path.dirname(self.vouchd.db)
        shutil.rmtree(data, ignore_errors=True)
        os.makedirs(data, mode=0o700)
        shutil.copyfile(write.file, self.vouchd.db)
        os.chmod(self.vouchd.db, 0o600)
        self.vouchd.now, self.vouchd.zone = write.now, write.zone
        self.start()
        self.vouchd.arm(0)
        with self.vouchd.client() as client:
            self.vouchd.settle(client)
        self.vouchd.end()
        self.vouchd.take(self.base)
        write.before = Rows(self.vouchd.db, write.key)
        self.refer(write)

    def refer(self, write):
        """Whoever has the same rows as this, in sound pages, has as whole a book."""
        self.start()
        with self.vouchd.client() as client:
            self.vouchd.arm(0)
            answer = client.answers([(write.method, write.params)])[0]
            write.n_answered_at = self.vouchd.n_calls()
            self.vouchd.settle(client)
        write.n_calls, write.aims = self.vouchd.n_calls(), self.vouchd.aims()
        check_whole(self.vouchd)
        self.vouchd.end()
        write.after = Rows(self.vouchd.db, write.key)
        write.result = answer.get("result")

    def is_of_use(self, write):
        return write.result and not write.before.answer and write.after.answer

    def ask_and_die(self, write):
        """The answer, where it came whole."""
        line = None
        try:
            with self.vouchd.client() as client:
                self.vouchd.arm(*self.aim)
                client.socket.sendall(daemon.line_of(0, write.method, write.params))
                line = client.file.readline()
                if line.endswith(b"\n"):
                    self.vouchd.settle(client)
        except (OSError, ValueError):
            pass
        return json.loads(line)["result"] if line and line.endswith(b"\n") else None

    def kill(self, write, number, is_half):
        self.aim = number, is_half
        self.vouchd.put(self.base)
        self.start()
        answer = self.ask_and_die(write)
        if not self.vouchd.struck():
            self.vouchd.end()
            self.counts["never came"] += 1
            return
        if self.vouchd.wait() != -9:
            raise AssertionError(f"vouchd left by itself: {self.vouchd.log()}")
        self.calls[self.vouchd.struck()] += 1
        self.vouchd.end()
        self.judge(write, answer, Rows(self.vouchd.db, write.key))
        self.go_on(write)
        self.counts[write.method] += 1

    def judge(self, write, answer, found):
        """What lies there before anybody looks."""
        if found.problems:
            raise AssertionError(f"the book is spoilt: {found.problems[:3]}")
        if answer is not None:
            self.n_acknowledged += 1
            if not found.answer:
                raise AssertionError(f"acknowledged and lost: {text_of(answer)}")
        if not found.answer:
            if found.digest != write.before.digest:
                raise AssertionError("half done: " + write.before.difference(found))
            return
        self.n_kept += 1
        if found.answer != write.after.answer:
            raise AssertionError(f"kept with another answer: {found.answer}")
        # What goes on in the background after the answer, an import say.
        self.n_underway += found.digest != write.after.digest

    def go_on(self, write):
        self.start(False)
        with self.vouchd.client() as client:
            answer = client.answers([(write.method, write.params)])[0]
            if text_of(answer.get("result")) != text_of(write.result):
                raise AssertionError(f"sent again it was answered {text_of(answer)}, "
                                     f"not {text_of(write.result)}")
            self.rest(client, write)
        self.vouchd.end()
        found = Rows(self.vouchd.db, write.key)
        if found.problems:
            raise AssertionError(f"in the end the book is spoilt: {found.problems[:3]}")
        if found.digest != write.after.digest:
            raise AssertionError("in the end the book is another: "
                                 + write.after.difference(found))

    def rest(self, client, write):
        """Nothing counts the calls of one without the shim: what is to come comes in its turns."""
        for _ in range(8 if write.n_calls > write.n_answered_at + 3 else 2):
            client.call("system.hello")


def choose(writes, opts, rng):
    if opts.only:
        writes = [w for w in writes if w.method == opts.only]
    if not opts.every:
        firsts = {}
        for write in writes:
            firsts.setdefault(write.method, write)
        writes = list(firsts.values())
    if opts.methods:
        rng.shuffle(writes)
        writes = writes[:opts.methods]
    return writes


def aims(write, opts, rng):
    """First of all where it becomes durable, is answered, and was answered."""
    if not opts.kills:
        return write.aims
    n = write.n_answered_at
    last = [(n, True), (n - 1, False), (n + 1, False)][:opts.kills]
    return last + rng.sample(write.aims, min(len(write.aims), opts.kills - len(last)))


def kill_all(run, writes, opts, rng):
    n_writes = 0
    begun = time.monotonic()
    for write in writes:
        if opts.seconds and time.monotonic() - begun > opts.seconds:
            break
        try:
            run.prepare(write)
            if not run.is_of_use(write):
                raise AssertionError("it is no write that is kept under its key")
            n_writes += 1
            for aim in aims(write, opts, rng):
                run.kill(write, *aim)
            if not opts.kills:
                print(f"{write}: {write.n_calls} calls", flush=True)
        except AssertionError as e:
            raise AssertionError(f"{write}, call {run.aim} of {write.n_calls} "
                                 f"({run.vouchd.struck()}): {e}") from e
        finally:
            run.vouchd.end()
    return n_writes


def tell(run, n_writes, seconds):
    n_never = run.counts.pop("never came", 0)
    print(f"{run.counts.total()} kills at the calls of {n_writes} writes of {len(run.counts)} "
          f"methods, {seconds:.0f} s: " + ", ".join(
              f"{call} {n}" for call, n in sorted(run.calls.items())))
    print(f"{run.n_acknowledged} were acknowledged, {run.n_kept} kept: none lost, none half done; "
          f"{run.n_underway} went on in the background after the next start; each sent again had "
          "the same answer and was done once")
    if n_never:
        print(f"{n_never} calls did not come again")


def main():
    opts = options()
    rng = random.Random(daemon.seed_of(opts.seed))
    begun = time.monotonic()
    with daemon.Folder(opts.folder, daemon.memory()) as folder:
        books = os.path.join(folder, "books")
        os.makedirs(books)
        subprocess.run([opts.books, books] + ([] if opts.every else ["first"]), check=True)
        with open(os.path.join(books, "writes"), encoding="utf-8") as f:
            writes = choose([Write(line, books) for line in f], opts, rng)
        run = Run(opts, folder)
        n_writes = kill_all(run, writes, opts, rng)
    tell(run, n_writes, time.monotonic() - begun)
    if n_writes < len(writes):
        print(f"the time was up: {n_writes} of {len(writes)} writes")


if __name__ == "__main__":
    main()
