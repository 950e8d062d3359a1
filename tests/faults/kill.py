#!/usr/bin/python3
"""kill -9 at any moment under load: what was acknowledged is there, what was not is whole or
absent, system.check is clean, and no notification is lost or shown twice unmarked."""
import datetime
import json
import os
import random
import selectors
import shutil
import signal
import socket
import statistics
import time

import daemon
from book import Book, Request, Writer, only, same

try:
    from ledger import Ledger
except (SystemExit, ImportError):  # 77: python3-dbus is missing
    Ledger = None

N_WRITERS = 5
IN_FLIGHT = 3  # requests of one connection that are not yet answered
FULL_EVERY = 50  # rounds between two looks at everything
ROUNDS_MAX = 500  # of one book: the looks at everything grow with it
JOURNAL_PAGE = 100


def options():
    p = daemon.parser()
    p.add_argument("--kills", type=int, default=300)
    p.add_argument("--terms", type=int, default=30)
    p.add_argument("--seed", type=int, default=None)
    p.add_argument("--seconds", type=int, help="begin no other book after so many")
    return p.parse_args()


class Connection:
    """A writer's or the clock's socket, for as long as one daemon lives."""

    def __init__(self, path, writer):
        self.writer = writer
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(path)
        self.pending = []  # requests on their way, oldest first
        self.buffer = b""
        self.idle_until = 0.0

    def send(self, request):
        self.pending.append(request)
        try:
            self.socket.sendall(daemon.line_of(len(self.pending), request.method, request.params))
        except OSError:
            pass  # it is in doubt, as all that is pending

    def read(self):
        """The lines that came; None at the end."""
        try:
            data = self.socket.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            return None
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        return lines


class Load:
    """The connections of one round, until the daemon is dead."""

    def __init__(self, run, writers):
        self.run = run
        self.book = run.book
        self.selector = selectors.DefaultSelector()
        self.connections = [Connection(run.daemon.socket, w) for w in writers]
        self.clock = Connection(run.daemon.socket, None)
        for c in self.connections + [self.clock]:
            self.selector.register(c.socket, selectors.EVENT_READ, c)

    def _fill(self, c):
        if c.writer is None:
            if not c.pending:
                seconds = self.book.random.randrange(10, 60)
                self.book.now += datetime.timedelta(seconds=seconds)
                c.send(Request("dev.advance", {"seconds": seconds}))
                c.idle_until = time.monotonic() + self.book.random.uniform(0.005, 0.03)
            return
        while len(c.pending) < IN_FLIGHT:
            if self.book.random.random() < 0.05 and self.book.answers:
                c.send(self.run.repeated())
            else:
                c.send(c.writer.next())
        c.idle_until = time.monotonic() + self.book.random.uniform(0, 0.02)

    def _answer(self, c, line):
        self.run.answered(c.writer, c.pending.pop(0), line)

    def go(self, seconds, is_over):
        """Until the time is up or somebody else has struck."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not is_over():
            now = time.monotonic()
            for c in self.connections + [self.clock]:
                if c.idle_until <= now:
                    self._fill(c)
            self._take(min(0.002, max(0.0, end - now)))

    def _take(self, timeout):
        for key, _ in self.selector.select(timeout):
            lines = key.data.read()
            if lines is None:
                self.selector.unregister(key.fileobj)
            for line in lines or ():
                self._answer(key.data, line)

    def drain(self):
        """What was answered before the end; the rest is in doubt, by writer."""
        end = time.monotonic() + daemon.WAIT
        while self.selector.get_map() and time.monotonic() < end:
            self._take(0.1)
        for c in self.connections + [self.clock]:
            c.socket.close()
        return [(c.writer, c.pending) for c in self.connections]


class Repeated(Request):
    """A request sent before, with the answer it had then."""

    def __init__(self, request, result):
        super().__init__(request.method, request.params)
        self.result = result


class Run:
    def __init__(self, options, folder, seed):
        self.options = options
        self.random = random.Random(seed)
        now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        self.book = Book(self.random, now)
        self.writers = [Writer(self.book, i + 1) for i in range(N_WRITERS)]
        self.ledger = Ledger(folder) if Ledger else None
        self.daemon = daemon.Daemon(options.vouchd, folder,
                                    bus=self.ledger and self.ledger.bus.address)
        self.daemon.settings("[desktop]\npopups_max = 5\npopups_per_hour = 200\nmorning = no\n"
                             "privacy = full\n[quiet]\nstart = 00:00\nend = 00:00\n")
        self.starts = []
        self.ends = []  # seconds from a SIGTERM to the end
        self.doubts = []  # by writer, what was not answered at the last end
        self.n_repeats = self.n_doubts = self.n_aimed = 0

    def close(self):
        self.daemon.stop()
        if self.ledger:
            self.ledger.close()

    def repeated(self):
        self.n_repeats += 1
        return Repeated(*self.book.repeat())

    def answered(self, writer, request, line):
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(f"{request.method} {request.params} was refused: {answer}")
        result = answer["result"]
        if isinstance(request, Repeated):
            if not same(result, request.result):
                raise AssertionError(f"repeated, {request.method} had another answer:\n"
                                     f"{request.result}\n{result}")
        elif writer:
            writer.learn(request, result)
            self.book.acknowledge(request, result)

    def start(self):
        self.daemon.now = self.book.now
        self.starts.append(self.daemon.start())
        assert not os.path.exists(self.daemon.db + ".lost"), "a kill was told as a loss"

    def settle(self):
        """What nobody acknowledged is sent again, with the same keys."""
        doubts = [(writer, request) for writer, requests in self.doubts for request in requests]
        self.n_doubts += len(doubts)
        with self.daemon.client() as client:
            answers = client.answers([(request.method, request.params) for _, request in doubts])
        for (writer, request), answer in zip(doubts, answers):
            self.answered(writer, request, json.dumps(answer))

    def look(self, keys):
        """Each object as last acknowledged."""
        keys = sorted(keys)
        touches = {key for key in keys if key[0] == "touch"}
        keys = [key for key in keys if key[0] != "touch"]
        nouns = {"planted": "followup"}
        with self.daemon.client() as client:
            answers = client.answers([(nouns.get(noun, noun) + ".get", {"id": number})
                                      for noun, number in keys])
            for (noun, number), answer in zip(keys, answers):
                if "error" in answer:
                    raise AssertionError(f"{noun} {number} is lost: {answer}")
                self.compare(noun, number, answer["result"][nouns.get(noun, noun)])
            self.look_at_touches(client, touches)

    def look_at_touches(self, client, keys):
        contacts = {self.book.objects[key]["contact"]["id"] for key in keys}
        found = {}
        for contact in contacts:
            for touch in client.list("touch.list", contact=contact):
                found[touch["id"]] = touch
        for noun, number in keys:
            if number not in found:
                raise AssertionError(f"touch {number} is lost")
            self.compare(noun, number, found[number])

    def compare(self, noun, number, thing):
        want = self.book.objects[noun, number]
        if not same(want, only(noun, thing)):
            raise AssertionError(f"{noun} {number} is not as acknowledged:\n{want}\n{thing}")

    def look_at_journal(self, wanted):
        """Newest first, as far back as what is wanted."""
        lost = dict(wanted)
        with self.daemon.client() as client:
            for entry in client.list("journal.list", JOURNAL_PAGE) if lost else ():
                if lost.get(entry["id"]) == entry["method"]:
                    del lost[entry["id"]]
                if not lost:
                    break
        if lost:
            raise AssertionError(f"journal entries are lost: {lost}")

    def look_at_new(self):
        self.look(self.book.recent)
        self.book.recent.clear()
        self.look_at_journal(self.book.new_entries)
        self.book.new_entries.clear()

    def look_at_all(self):
        """Everything, nothing more than that, and nothing twice."""
        self.look(self.book.objects)
        self.look_at_journal(self.book.journal)
        with self.daemon.client() as client:
            check = client.call("system.check", full=True)
            if not check["ok"]:
                raise AssertionError(f"system.check: {check['problems']}")
            for noun in ("contact", "sale", "followup"):
                have = {item["id"] for item in client.list(f"{noun}.list")}
                wanted = {number for name, number in self.book.objects if name == noun}
                if noun == "followup":
                    self.look_for_copies(client, have)
                elif have != wanted:
                    raise AssertionError(f"{noun}s that nobody was told of: {have ^ wanted}")

    def look_for_copies(self, client, have):
        """Follow-ups that a request made itself have titles of their own."""
        titles = {}
        for answer in client.answers([("followup.get", {"id": number}) for number in have]):
            f = answer["result"]["followup"]
            if not f["plan"]:
                if f["title"] in titles or ("followup", f["id"]) not in self.book.objects:
                    raise AssertionError(f"follow-up {f['id']} was made twice")
                titles[f["title"]] = f["id"]

    def round(self, number, how):
        """What the last end has left is looked at; then load, and the next end."""
        self.start()
        self.settle()
        self.look_at_new()
        if number % FULL_EVERY == 0:
            self.look_at_all()
        load = Load(self, self.writers)
        aim = self.take_aim(how)
        load.go(self.random.uniform(0.005, 0.2), lambda: aim and self.ledger.has_struck())
        if aim:
            self.n_aimed += self.ledger.rest()
        begun = time.monotonic()
        self.daemon.signal(how)
        self.doubts = load.drain()
        code = self.daemon.wait()
        if how == signal.SIGTERM:
            self.ends.append(time.monotonic() - begun)
        if code != (0 if how == signal.SIGTERM else -signal.SIGKILL):
            raise AssertionError(f"vouchd left with {code}: {self.daemon.log()}")
        if self.ledger:
            self.ledger.snapshot(self.daemon.db)

    def take_aim(self, how):
        """Some are struck by the notification server, in the middle of a Notify."""
        if not self.ledger or how != signal.SIGKILL or self.random.random() > 0.4:
            return False
        self.ledger.aim(self.random.choice(("before", "after")), self.daemon.child.pid)
        return True

    def finish(self):
        self.start()
        self.settle()
        with self.daemon.client() as client:
            self.book.now += datetime.timedelta(minutes=90)
            client.call("dev.advance", seconds=90 * 60)
        self.look_at_all()
        if self.ledger:
            self.ledger.wait_until_shown(self.daemon)
        self.daemon.signal(signal.SIGTERM)
        if self.daemon.wait() != 0:
            raise AssertionError(f"vouchd ended badly: {self.daemon.log()}")
        if self.ledger:
            self.ledger.verdict(self.daemon.db, self.book.now)

    def tell(self, signals, seconds):
        counts = self.book.counts
        print(f"{signals.count(signal.SIGKILL)} kills ({self.n_aimed} of them in the middle of a "
              f"Notify), {signals.count(signal.SIGTERM)} SIGTERMs, {seconds:.0f} s")
        print(f"{sum(counts.values())} writes acknowledged and found: " + ", ".join(
            f"{method} {n}" for method, n in sorted(counts.items())))
        print(f"{self.n_doubts} in doubt, sent again; {self.n_repeats} repeated, same answers; "
              f"{len(self.book.journal)} journal entries")
        print(f"start to first answer: median {statistics.median(self.starts) * 1e3:.1f} ms, "
              f"longest {max(self.starts) * 1e3:.1f} ms")
        if self.ends:
            print(f"SIGTERM to its end: median {statistics.median(self.ends) * 1e3:.1f} ms, "
                  f"longest {max(self.ends) * 1e3:.1f} ms")
        if self.ledger:
            print(self.ledger.summary())
        else:
            print("notifications were left out: python3-dbus or python3-gi is missing")


def live(opts, seed, signals):
    """One book, for as many ends."""
    begun = time.monotonic()
    with daemon.Folder(opts.folder) as folder:
        run = Run(opts, folder, seed)
        try:
            for number, how in enumerate(signals, 1):
                run.round(number, how)
            run.finish()
        finally:
            run.close()
        run.tell(signals, time.monotonic() - begun)
    return run.book.counts.total()


def main():
    opts = options()
    if Ledger and not shutil.which("dbus-daemon"):
        daemon.skip("dbus-daemon is not installed")
    seed = daemon.seed_of(opts.seed)
    signals = [signal.SIGKILL] * opts.kills + [signal.SIGTERM] * opts.terms
    begun = time.monotonic()
    n_done = n_writes = 0
    while n_done < len(signals) and (not opts.seconds or time.monotonic() - begun < opts.seconds):
        print(f"a book of seed {seed}", flush=True)
        some = signals[n_done:n_done + ROUNDS_MAX]
        n_writes += live(opts, seed, some)
        n_done += len(some)
        seed += 1
    if n_done > ROUNDS_MAX:
        print(f"all: {n_done} ends of {len(signals)}, {n_writes} writes acknowledged and found, "
              f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
