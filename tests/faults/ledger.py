"""What was shown on the desktop, beside what the book says should have been."""
import collections
import json
import os
import queue
import shutil
import signal
import sqlite3
import sys
import tempfile
import time

import daemon

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "integration"))

import desktop  # noqa: E402 pylint: disable=wrong-import-position
from gi.repository import GLib  # noqa: E402,F401 pylint: disable=wrong-import-position,unused-import

AGAIN = "Again, perhaps shown before."
CLAIMED = """SELECT n.id FROM notice n WHERE n.state = 'claimed'"""
FLYING = """SELECT f.title FROM notice_item i JOIN notice n ON n.id = i.notice
JOIN followup f ON f.id = i.followup WHERE n.state = 'claimed'"""
ITEMS = """SELECT i.id, i.notice, n.state, f.title, f.state = 'scheduled' AND f.due_at = i.due_at
FROM notice_item i JOIN followup f ON f.id = i.followup LEFT JOIN notice n ON n.id = i.notice"""
UNSEEN = """SELECT f.id FROM followup f WHERE f.state = 'scheduled' AND f.due_at <= ?
AND NOT EXISTS (SELECT 1 FROM notice_item i WHERE i.followup = f.id AND i.due_at = f.due_at)"""


class Ledger:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "desk")
        os.makedirs(self.folder, mode=0o700)
        self.bus = desktop.Bus(self.folder)
        self.bus.start()
        self.server = desktop.Process([sys.executable, "-B", os.path.join(HERE, "notices.py")],
                                      self.bus.env())
        self.shown = {}  # the server's id → (summary, body)
        self.first_ids = {}  # of a pop-up that was renewed under another id
        self.singles = set()  # the ids of those about one follow-up
        self.in_flight = collections.Counter()  # notice → kills that found it claimed
        self.flown = set()  # titles of what those notices were about: it goes on to others
        self.n_notifies = self.n_again = 0
        self.killed = False
        self._expect("ready")

    def close(self):
        self.server.kill()
        self.bus.stop()

    def _note(self, what):
        if "id" in what:
            self.shown[what["id"]] = (what["summary"], what["body"])
            if what["replaces"]:
                self.first_ids[what["id"]] = self._first(what["replaces"])
            if what["single"]:
                self.singles.add(what["id"])
            self.n_notifies += 1
            self.n_again += AGAIN in what["body"]
        self.killed = self.killed or "killed" in what

    def _first(self, server_id):
        return self.first_ids.get(server_id, server_id)

    def _expect(self, name):
        while True:
            what = json.loads(self.server.line())
            self._note(what)
            if name in what:
                return

    def _read(self):
        while True:
            try:
                self._note(json.loads(self.server.lines.get_nowait()))
            except queue.Empty:
                return

    def aim(self, when, pid):
        self.killed = False
        self.server.send(f"kill {when} {pid}")

    def has_struck(self):
        self._read()
        return self.killed

    def rest(self):
        """No more killing; whether there was one."""
        self.server.send("off")
        self._expect("off")
        return self.killed

    def _query(self, db, *queries):
        """Asked of a copy, so that vouchd finds its files as it left them."""
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm")
                                         else self.folder) as folder:
            for end in ("", "-wal"):
                if os.path.exists(db + end):
                    shutil.copyfile(db + end, os.path.join(folder, "copy.db" + end))
            copy = sqlite3.connect(os.path.join(folder, "copy.db"))
            try:
                return [copy.execute(*query).fetchall() for query in queries]
            finally:
                copy.close()

    def snapshot(self, db):
        claimed, flying = self._query(db, (CLAIMED,), (FLYING,))
        for (notice,) in claimed:
            self.in_flight[notice] += 1
        self.flown |= {title for (title,) in flying}

    def wait_until_shown(self, vouchd):
        """Nothing that is due waits any more, or is on its way."""
        end = time.monotonic() + daemon.WAIT
        while self._late(vouchd):
            if time.monotonic() > end:
                raise AssertionError(f"never shown: {self._late(vouchd)}")
            time.sleep(0.05)

    def _late(self, vouchd):
        vouchd.signal(signal.SIGSTOP)
        (items,) = self._query(vouchd.db, (ITEMS,))
        vouchd.signal(signal.SIGCONT)
        return [(item, title, notice, state) for item, notice, state, title, is_due in items
                if is_due and (not notice or state in ("claimed", "failed"))]

    def _settle(self):
        """The server has written down all that it was sent."""
        n = -1
        while n != len(self.shown):
            n = len(self.shown)
            self.server.send("off")
            self._expect("off")

    def verdict(self, db, now):
        self._settle()
        notices, singles, items, unseen = self._query(
            db, ("SELECT id, kind, is_repeat, server_id, attempts FROM notice "
                 "WHERE server IS NOT NULL",),
            ("SELECT id FROM notice WHERE kind = 'single'",), (ITEMS,),
            (UNSEEN, (int(now.timestamp()),)))
        if unseen:
            raise AssertionError(f"due and never noticed: {unseen}")
        self.notices, self.items = notices, items
        self._judge_marks(notices)
        self._judge_repeats(notices, {notice for (notice,) in singles})

    def _judge_marks(self, notices):
        """Each notice was shown under the id it has last. A single one is marked as a repeat where
        a kill found it in flight, and nowhere else but where one found what it is about in another
        notice before; a digest is shown anew as it grows. Where nobody heard of its last post, that
        id is of an earlier one: the user dismissed that one just then, and the notice is over."""
        for notice, kind, is_repeat, server_id, unheard in notices:
            if server_id not in self.shown:
                raise AssertionError(f"notice {notice} was not shown")
            body = self.shown[server_id][1]
            is_marked = AGAIN in body
            was_caught = self.in_flight[notice] > 0
            must_be = was_caught and not unheard
            may_be = was_caught or any(f"{title}\n" in f"{body}\n" for title in self.flown)
            # Of a single one; what was in flight three times is told by a digest.
            if kind == "single" and not must_be <= is_marked <= may_be:
                raise AssertionError(f"notice {notice}: {self.in_flight[notice]} kills found it "
                                     f"in flight, is_repeat {is_repeat}, shown as "
                                     f"{self.shown[server_id]}")

    def _judge_repeats(self, notices, singles):
        """Single pop-ups that no notice remembers: shown just before a kill, at most one each
        time one was found in flight, also where its item went on to another notice; and those
        whose notice was over before the server had answered, its follow-up being done or moved
        just then: vouchd withdraws it. One that is renewed counts as the same, also where it was
        dismissed meanwhile and nobody was there to hear of it."""
        ids = {notice: server_id for notice, kind, _, server_id, _ in notices if kind == "single"}
        known = {self._first(server_id) for server_id in ids.values()}
        self.n_spare = len({self._first(server_id) for server_id in self.singles} - known)
        self.n_caught = sum(n for notice, n in self.in_flight.items() if notice in singles)
        n_over = len(singles - set(ids))
        if self.n_spare > self.n_caught + n_over:
            raise AssertionError(f"{self.n_spare} single pop-ups were shown twice, {self.n_caught} "
                                 f"were in flight, and {n_over} over before the answer")

    def summary(self):
        return (f"{len(self.items)} fell due, told in {len(self.notices)} notices, "
                f"{self.n_notifies} times, none lost; {self.n_caught} single ones were in flight "
                f"at a kill, {self.n_spare} of them shown twice; {self.n_again} times marked as "
                f"a repeat")
