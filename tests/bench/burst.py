"""Many follow-ups falling due in one second, and how long somebody else waits meanwhile."""
import contextlib
import random
import sqlite3
import time

import daemon

N = 10000
EVERY = 0.005  # seconds from an answer to the next request of somebody else
CALM = 1  # seconds after which it is over


class Real(daemon.Daemon):
    """By the machine's clock: a set one runs what is due before it answers."""

    def args(self):
        return [self.program, "--db", self.db]


def plant(db, n, at):
    """Of those that are scheduled for later, n fall due at once."""
    with contextlib.closing(sqlite3.connect(db)) as book:
        ids = [row[0] for row in book.execute(
            "SELECT id FROM followup WHERE state = 'scheduled' AND next_at > ?", (at,))]
        random.Random(1).shuffle(ids)
        book.executemany("UPDATE followup SET due_at = ?1, next_at = ?1 WHERE id = ?2",
                         [(at, number) for number in ids[:n]])
        book.commit()
    return len(ids[:n])


def cpu_seconds(pid):
    with open(f"/proc/{pid}/schedstat", encoding="utf-8") as f:
        return int(f.read().split()[0]) / 1e9


def waits(vouchd, begin):
    """Seconds each request waited for its answer; until all of it has fallen due."""
    took, n_busy, last = [], 1, cpu_seconds(vouchd.child.pid)
    time.sleep(max(0, begin - time.time()))
    busy = time.time()
    with vouchd.client() as client:
        while time.time() - busy < CALM:
            sent = time.time()
            client.call("agenda.due", limit=10)
            now = time.time()
            used = cpu_seconds(vouchd.child.pid)
            if used - last > 0.2 * EVERY:
                busy, n_busy = now, len(took) + 1
            took.append(now - sent)
            last = used
            time.sleep(EVERY)
    return took[:n_busy], busy - begin


def burst(vouchd):
    """How many fell due, the seconds that took, and the sorted waits."""
    real = Real(vouchd.program, vouchd.folder)
    real.db = vouchd.db
    begin = int(time.time()) + 4
    n = plant(real.db, N, begin)
    real.start()
    try:
        took, seconds = waits(real, begin)
    finally:
        real.signal(15)
        real.wait()
    return n, seconds, sorted(took)
