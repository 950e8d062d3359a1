#!/usr/bin/python3
"""Copies of a live book as cp or a folder that is kept in step makes them: parts of its file are of
one time and parts of another, or its end is missing, or its log is of another time. None becomes
the book unless it is whole: `vouch restore` refuses it, or it is equal to a book that was; it is
never called a good backup; and vouchd on it refuses and leaves it as it is, or starts and ends.
And logs that are spoilt while vouchd is not running, after a kill: what they lost is told.

    tests/faults/torn.py --vouchd build/dev/daemon/vouchd --vouch build/dev/client/vouch --n 200"""
import contextlib
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys

import daemon

SEED = 61
PAGE = 4096
TIMES = 4  # of a book while one copy of it is made
BLOCK = 4 * PAGE  # what a folder kept in step takes at once
STARTED, FAILED, REFUSED = 0, 1, 4
KINDS = ("slowly", "old end", "broken off", "in blocks", "a page late", "with its log",
         "with another log")
GOOD = "vouch-2026-12-01"
SAID = "The newest good backup is "


def fill(client, n):
    client.answers([("contact.add", {"name": f"Person {i:05}", "tags": ["x" * 40]})
                    for i in range(n)])


def write(client, rng, contacts, n):
    """Rows that come, grow and change where they are; more than the log may hold."""
    def one(i):
        who = rng.randrange(1, contacts + 1)
        return rng.choice((
            ("contact.add", {"name": f"Newer {i:05} {rng.random()}"}),
            ("contact.update", {"id": who, "notes": "n" * rng.randrange(200)}),
            ("contact.update", {"id": who, "org": f"Company {rng.randrange(100)}"}),
            ("touch.log", {"contact": who, "channel": "call", "direction": "both",
                           "text": "t" * rng.randrange(300)}),
            ("sale.record", {"contact": who, "product": "Alarm", "amount": 1000 + i,
                             "completed_day": "2025-11-03"})))
    answers = client.answers([one(i) for i in range(n)])
    assert not any("error" in a for a in answers), answers


class Time:
    """The book's file at one time, and its log."""

    def __init__(self, vouchd):
        with open(vouchd.db, "rb") as f:
            self.file = f.read()
        with open(vouchd.db + "-wal", "rb") as f:
            self.log = f.read()


def cuts(rng, size, n):
    return sorted(rng.randrange(1, size // PAGE) * PAGE for _ in range(n))


def joined(rng, times):
    """Each part a little later than the one before."""
    at = [0, *cuts(rng, len(times[0].file), len(times) - 1), None]
    return b"".join(t.file[at[i]:at[i + 1]] for i, t in enumerate(times))


def in_blocks(rng, times):
    size = len(times[-1].file)
    return b"".join((rng.choice(times).file[at:at + BLOCK] or times[-1].file[at:at + BLOCK])
                    for at in range(0, size, BLOCK))


def page_late(rng, times):
    old, new = times[0].file, times[-1].file
    other = [at for at in range(0, len(old), PAGE) if old[at:at + PAGE] != new[at:at + PAGE]]
    at = rng.choice(other) if other else 0
    return new[:at] + old[at:at + PAGE] + new[at + PAGE:]


def torn(rng, kind, times):
    """The bytes of a file and of its log."""
    first, last = times[0], times[-1]
    if kind == "slowly":
        return joined(rng, times), None
    if kind == "old end":
        return joined(rng, times)[:len(first.file)], None
    if kind == "broken off":
        return first.file[:rng.randrange(1, len(first.file))], None
    if kind == "in blocks":
        return in_blocks(rng, times), None
    if kind == "a page late":
        return page_late(rng, times), None
    return joined(rng, times), (last if kind == "with its log" else first).log


def rows(path):
    """What stands in a book, as one number for each table; none where it cannot be read."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
            names = [n for n, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' "
                                            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")]
            return {n: hashlib.sha256(repr(sorted(
                map(repr, db.execute(f'SELECT * FROM "{n}"')))).encode()).digest() for n in names}
    except sqlite3.DatabaseError:
        return None


def put(path, file, log=None):
    shutil.rmtree(os.path.dirname(path), ignore_errors=True)
    os.makedirs(os.path.dirname(path), mode=0o700)
    for name, content in ((path, file), (path + "-wal", log)):
        if content is not None:
            with open(name, "wb") as f:
                f.write(content)


def content(path):
    with open(path, "rb") as f:
        return f.read()


class Judge:
    def __init__(self, options, vouchd, good):
        self.options, self.vouchd = options, vouchd
        self.good = good  # the path of a whole one
        self.counts = {}

    def count(self, what, kind):
        row = self.counts.setdefault(what, dict.fromkeys(KINDS, 0))
        row[kind] += 1

    def run(self, program, db, *args):
        return subprocess.run([program, *args], env=dict(self.vouchd.env(), VOUCH_DB=db),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)

    def restore(self, kind, file, log, times):
        path, book = self.vouchd.folder + "/copy/vouch.db", self.vouchd.folder + "/other/vouch.db"
        put(path, file, log)
        put(book, content(self.good))
        answer = self.run(self.options.vouch, book, "restore", path, "--yes")
        assert content(path) == file, "restoring changed the copy"
        if answer.returncode == 0:
            assert log is None, answer
            mine, others = rows(path), [rows(t) for t in times]
            is_equal = mine in others
            self.count("restored, a book that was" if is_equal else "restored, a MIXTURE", kind)
            if is_equal:
                self.compare(mine, rows(book), answer)
            return is_equal
        assert answer.returncode == FAILED and answer.stderr.strip(), answer
        assert path in answer.stderr, answer
        assert content(book) == content(self.good), "a refused restore changed the book"
        assert not glob.glob(book + ".*"), glob.glob(book + ".*")
        self.count("refused by restore", kind)
        return True

    def compare(self, torn_rows, restored, answer):
        """All but what a book notes of itself when it is opened."""
        differ = {n for n in torn_rows if torn_rows[n] != restored.get(n)}
        assert differ <= {"book"}, (differ, answer)

    def newest(self, kind, file, is_refused):
        """As the newest of the backups of a book that cannot be read."""
        book = self.vouchd.folder + "/spoilt/vouch.db"
        put(book, b"x" * 9000)
        backups = os.path.dirname(book) + "/backups"
        os.mkdir(backups, 0o700)
        shutil.copy(self.good, f"{backups}/{GOOD}.db")
        os.utime(f"{backups}/{GOOD}.db", (1e9, 1e9))
        with open(backups + "/vouch-2026-12-02.db", "wb") as f:
            f.write(file)
        answer = self.run(self.options.vouchd, book, "--db", book)
        assert answer.returncode == REFUSED and SAID in answer.stderr, answer
        named = answer.stderr.split(SAID)[1].split(".")[0]
        assert not is_refused or named == GOOD, (kind, answer)
        self.count("named as newest good" if named != GOOD else "not named as newest good", kind)

    def start(self, kind, file, log):
        path = self.vouchd.folder + "/copy/vouch.db"
        put(path, file, log)
        answer = self.run(self.options.vouchd, path, "--db", path, "--accept-clock")
        assert answer.returncode in (STARTED, FAILED, REFUSED), answer
        if answer.returncode != STARTED:
            assert "vouch restore" in answer.stderr, answer
            assert content(path) == file, "a refused file was changed"
            assert log is None or content(path + "-wal") == log, "a refused log was changed"
        self.count("started" if answer.returncode == STARTED else
                   f"not started, exit {answer.returncode}", kind)

    def print(self):
        print(f"{'':<28}" + "".join(f"{kind:>17}" for kind in KINDS) + f"{'all':>8}")
        for what, row in sorted(self.counts.items()):
            print(f"{what:<28}" + "".join(f"{n:>17}" for n in row.values()) +
                  f"{sum(row.values()):>8}")


def whole(vouchd):
    vouchd.start()
    with vouchd.client() as client:
        client.call("system.backup", name="good")
        while True:
            last = client.call("system.backups")["last"]
            assert last["state"] != "failed", last
            if last["state"] == "written":
                break
    vouchd.signal(signal.SIGTERM)
    assert vouchd.wait() == 0, vouchd.log()
    os.rename(last["part"], vouchd.folder + "/good.db")
    return vouchd.folder + "/good.db"


def tear_all(options, vouchd, judge, rng):
    mixed = 0
    for i in range(options.n):
        kind = KINDS[i % len(KINDS)]
        times, paths = [], []
        vouchd.start()
        with vouchd.client() as client:
            for t in range(TIMES):
                write(client, rng, options.contacts, rng.choice((1, 20, options.writes)))
                times.append(Time(vouchd))
                paths.append(f"{vouchd.folder}/time-{t}.db")
                with open(paths[-1], "wb") as f:
                    f.write(times[-1].file)
        vouchd.signal(signal.SIGTERM)
        assert vouchd.wait() == 0, vouchd.log()
        file, log = torn(rng, kind, times)
        before = sum(row[kind] for what, row in judge.counts.items() if what.startswith("refused"))
        mixed += not judge.restore(kind, file, log, paths)
        after = sum(row[kind] for what, row in judge.counts.items() if what.startswith("refused"))
        if log is None:
            judge.newest(kind, file, after > before)
        judge.start(kind, file, log)
    return mixed


def remove(log, _):
    os.unlink(log)


def empty(log, _):
    os.truncate(log, 0)


def halve(log, _):
    os.truncate(log, os.stat(log).st_size // 2)


def put_older(log, older):
    with open(log, "wb") as f:
        f.write(older)


LOGS = (("as it was", lambda log, older: None, False), ("removed", remove, True),
        ("emptied", empty, True), ("halved", halve, True), ("an older one", put_older, True))


def look_for_loss(options, vouchd):
    """As vouchd tells it, and vouch doctor."""
    with vouchd.client() as client:
        before = client.call("system.status")["database"]["lost_before"]
    doctor = subprocess.run([options.vouch, "--socket", vouchd.socket, "doctor", "--json"],
                            env=dict(vouchd.env(), VOUCH_DB=vouchd.db), stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, check=False)
    found = [i for i in json.loads(doctor.stdout)["items"] if i["check"] == "changes"]
    assert bool(found) == bool(before), (before, doctor)
    assert not found or (found[0]["state"] == "wrong" and
                         vouchd.db + ".lost" in found[0]["mend"]), found
    return bool(before)


def spoil_logs(options, vouchd):
    """Each on a book whose log is new, so that all of it is of use."""
    for name, spoil, is_loss in LOGS:
        vouchd.start()
        with vouchd.client() as client:
            fill(client, 3)
            older = Time(vouchd).log
            fill(client, 20)
        vouchd.signal(signal.SIGKILL)
        vouchd.wait()
        spoil(vouchd.db + "-wal", older)
        os.truncate(vouchd.log_path, 0)
        vouchd.start()
        assert look_for_loss(options, vouchd) == is_loss, name
        assert ("are missing" in vouchd.log()) == is_loss, (name, vouchd.log())
        if is_loss:
            os.unlink(vouchd.db + ".lost")
            assert not look_for_loss(options, vouchd), "put aside, and told"
        vouchd.signal(signal.SIGTERM)
        assert vouchd.wait() == 0, vouchd.log()
    print(f"{len(LOGS)} logs, {sum(is_loss for *_, is_loss in LOGS)} of them spoilt: each was told, "
          "and no other")


def main():
    p = daemon.parser()
    p.add_argument("--vouch", required=True, help="the client")
    p.add_argument("--n", type=int, default=len(KINDS), help="copies")
    p.add_argument("--contacts", type=int, default=400, help="in the book at first")
    p.add_argument("--writes", type=int, default=150, help="at most, between two looks of a copy")
    p.add_argument("--seed", type=int, default=SEED)
    options = p.parse_args()
    options.vouchd, options.vouch = map(os.path.abspath, (options.vouchd, options.vouch))
    with daemon.Folder(options.folder) as folder:
        vouchd = daemon.Daemon(options.vouchd, folder)
        try:
            vouchd.start()
            with vouchd.client() as client:
                fill(client, options.contacts)
            vouchd.signal(signal.SIGTERM)
            assert vouchd.wait() == 0, vouchd.log()
            judge = Judge(options, vouchd, whole(vouchd))
            spoil_logs(options, vouchd)
            mixed = tear_all(options, vouchd, judge, random.Random(options.seed))
        finally:
            vouchd.stop()
    print(f"torn copies of a live book: {options.n}, seed {options.seed}")
    judge.print()
    return 1 if mixed else 0


sys.exit(main())
