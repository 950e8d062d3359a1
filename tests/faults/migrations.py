#!/usr/bin/python3
"""kill -9 at each call that writes, syncs, renames or sends, while a new book is made and while one
of each older schema is brought up to date: the next start ends in the same book, and the copy that
is kept of the older one is whole."""
import collections
import datetime
import glob
import os
import random
import shutil
import sqlite3
import time

import daemon
from shim import Rows, Shimmed, check_whole

HERE = os.path.dirname(os.path.abspath(__file__))
MIGRATIONS = sorted(glob.glob(os.path.join(HERE, "../../daemon/store/migrations/*.sql")))
NEWEST = len(MIGRATIONS)
APPLICATION_ID = 0x76636864
NOW = datetime.datetime(2026, 12, 1, 9, 0, tzinfo=datetime.timezone.utc)
DAY = 20788  # the day before, counted from 1970
N_CONTACTS = 30


def options():
    p = daemon.parser()
    p.add_argument("--shim", required=True)
    p.add_argument("--kills", type=int, default=0,
                   help="of each schema, chosen at random; default: at each call")
    p.add_argument("--step", type=int, default=1, help="at each call whose number it divides")
    p.add_argument("--seed", type=int, default=None)
    return p.parse_args()


def fill(db):
    """What any schema has had a place for."""
    at = DAY * 86400
    for i in range(1, N_CONTACTS + 1):
        name = f"Person {i}"
        db.execute("INSERT INTO contact (id, name, name_key, find_key, notes, created_at) "
                   "VALUES (?, ?, ?, ?, ?, ?)", (i, name, name.lower(), name.lower(), "n" * 300, at))
        db.execute("INSERT INTO contact_tag (contact, tag) VALUES (?, 'old')", (i,))
        db.execute("INSERT INTO contact_email (contact, position, address, address_key) "
                   "VALUES (?, 0, ?, ?)", (i, f"p{i}@example.org", f"p{i}@example.org"))
        db.execute("INSERT INTO sale (contact, state, product, amount, currency, exponent, "
                   "opened_day, completed_day, created_at) VALUES (?, 'completed', 'Alarm', 100, "
                   "'EUR', 2, ?, ?, ?)", (i, DAY - 100, DAY - 90, at))
        db.execute("INSERT INTO followup (contact, sale, kind, title, state, planned_day, due_day, "
                   "due_at, next_at, \"rank\", created_at) VALUES (?, ?, 'call', ?, 'scheduled', "
                   "?, ?, ?, ?, 3, ?)",
                   (i, i, f"Call {i}", DAY + 9, DAY + 9, at + 9 * 86400 + 32400,
                    at + 9 * 86400 + 32400, at))
        db.execute("INSERT INTO touch (contact, day, channel, direction, text, created_at) "
                   "VALUES (?, ?, 'call', 'both', 'Hello', ?)", (i, DAY - 3, at))
    db.execute("INSERT INTO journal (at, actor, method, schema, summary) "
               "VALUES (?, 'user', 'contact.add', 1, 'contact 1')", (at,))


def make(path, version):
    """A book as the vouch of that schema would have left it; without one: none."""
    if not version:
        return
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    for number, migration in enumerate(MIGRATIONS[:version], 1):
        with open(migration, encoding="utf-8") as f:
            db.executescript(f.read())
        if number == 1:
            db.execute("INSERT INTO book (key, value) VALUES "
                       "('uuid', '01234567-89ab-4def-8123-456789abcdef'), ('created_at', ?)",
                       (str(DAY * 86400),))
            fill(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.close()
    os.chmod(path, 0o600)


class Run:
    def __init__(self, opts, folder):
        self.vouchd = Shimmed(opts.vouchd, opts.shim, folder)
        self.vouchd.now = NOW
        self.base = os.path.join(folder, "base")
        self.calls = collections.Counter()
        self.n_kills = self.n_never = self.n_copies = self.n_calls = 0
        self.version = 0
        self.old = self.new = None
        self.aim = None
        self.aims = []

    def prepare(self, version):
        data = os.path.dirname(self.vouchd.db)
        shutil.rmtree(data, ignore_errors=True)
        os.makedirs(data, mode=0o700)
        make(self.vouchd.db, version)
        self.vouchd.take(self.base)
        self.version = version
        self.old = Rows(self.vouchd.db) if version else None
        self.begin_and_rest()
        self.n_calls, self.aims = self.vouchd.n_calls(), self.vouchd.aims()
        check_whole(self.vouchd)
        self.vouchd.end()
        self.new = Rows(self.vouchd.db)
        self.look_at_copies(True)
        if version:
            self.go_on_from_copy()

    def begin_and_rest(self):
        self.vouchd.is_shimmed = True
        self.vouchd.arm(*(self.aim or (0, False)))
        self.vouchd.start()
        with self.vouchd.client() as client:
            self.vouchd.settle(client)

    def go_on_from_copy(self):
        """What is kept can take the book's place."""
        copy = f"{self.vouchd.db}.before-{self.version + 1}"
        kept = os.path.join(self.vouchd.folder, "kept.db")
        shutil.copyfile(copy, kept)
        data = os.path.dirname(self.vouchd.db)
        shutil.rmtree(data)
        os.makedirs(data, mode=0o700)
        os.rename(kept, self.vouchd.db)
        os.chmod(self.vouchd.db, 0o600)
        self.end_well()

    def kill(self, number, is_half):
        self.aim = number, is_half
        self.vouchd.put(self.base)
        try:
            self.begin_and_rest()
        except (AssertionError, OSError):
            if not self.vouchd.struck():
                raise
        if not self.vouchd.struck():
            self.n_never += 1
            self.vouchd.end()
            return
        if self.vouchd.wait() != -9:
            raise AssertionError(f"vouchd left by itself: {self.vouchd.log()}")
        self.calls[self.vouchd.struck()] += 1
        self.vouchd.end()
        if self.version:
            self.look_at_what_is_left()
        self.end_well()
        self.look_at_copies(True)
        self.n_kills += 1

    def look_at_what_is_left(self):
        found = Rows(self.vouchd.db)
        if found.problems:
            raise AssertionError(f"the book is spoilt: {found.problems[:3]}")
        if found.version < self.version or (found.version == self.version
                                            and found.digest != self.old.digest):
            raise AssertionError("half migrated: " + self.old.difference(found))
        self.look_at_copies(found.version > self.version)

    def look_at_copies(self, must_be):
        """Each has the schema that its name says, and is whole whenever it has that name."""
        copies = {int(path.rsplit("-", 1)[1]): path
                  for path in glob.glob(self.vouchd.db + ".before-*")
                  if path.rsplit("-", 1)[1].isdigit()}
        if must_be and self.version and self.version + 1 not in copies:
            raise AssertionError("no copy was kept")
        for number, path in copies.items():
            copy = Rows(path)
            self.n_copies += 1
            if copy.problems or copy.version != number - 1:
                raise AssertionError(f"{path} has schema {copy.version}, {copy.problems[:3]}")
            if number == self.version + 1 and copy.digest != self.old.digest:
                raise AssertionError(f"{path}: " + self.old.difference(copy))

    def end_well(self):
        self.aim = None
        self.begin_and_rest()
        self.vouchd.end()
        found = Rows(self.vouchd.db)
        if found.problems:
            raise AssertionError(f"in the end the book is spoilt: {found.problems[:3]}")
        if found.version != NEWEST or found.digest != self.new.digest:
            raise AssertionError("in the end the book is another: " + self.new.difference(found))
        left = glob.glob(self.vouchd.db + "*.part*")
        if left:
            raise AssertionError(f"left behind: {left}")


def choose(aims, opts, rng):
    every = [aim for aim in aims if aim[0] % opts.step == 0]
    return rng.sample(every, min(len(every), opts.kills)) if opts.kills else every


def main():
    opts = options()
    rng = random.Random(daemon.seed_of(opts.seed))
    begun = time.monotonic()
    with daemon.Folder(opts.folder, daemon.memory()) as folder:
        run = Run(opts, folder)
        for version in range(NEWEST):
            try:
                run.aim = None
                run.prepare(version)
                for aim in choose(run.aims, opts, rng):
                    run.kill(*aim)
                print(f"from schema {version}: {run.n_calls} calls, {run.n_kills} kills, "
                      f"{time.monotonic() - begun:.0f} s so far", flush=True)
            except AssertionError as e:
                raise AssertionError(f"from schema {version}, call {run.aim} of {run.n_calls} "
                                     f"({run.vouchd.struck()}): {e}") from e
            finally:
                run.vouchd.end()
    print(f"{run.n_kills} kills in the making of a book and in the migrations from {NEWEST - 1} "
          f"schemas, {time.monotonic() - begun:.0f} s: " + ", ".join(
              f"{call} {n}" for call, n in sorted(run.calls.items())))
    print(f"each went on to the same book; {run.n_copies} kept copies looked at, all whole")
    if run.n_never:
        print(f"{run.n_never} calls did not come again")


if __name__ == "__main__":
    main()
