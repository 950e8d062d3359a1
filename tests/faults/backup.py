#!/usr/bin/python3
"""Kills while a book is backed up and restored, and bits flipped: what has its final
name is whole, and vouchd refuses a damaged book with the way on, or starts on it and ends, never
crashes. That it sees all damage at its start is not claimed: it looks at the first pages then, and
at the rest where it comes to it."""
import contextlib
import glob
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import daemon

SEED = 6
REFUSED = 4
# What a restore does to the disk; strace counts each of them by itself.
CALLS = ("openat", "pwrite64", "write", "ftruncate", "fsync", "fdatasync", "rename", "renameat2",
         "unlink")
SOME = 4  # of the calls, where not all are tried


def fill(client, first, n):
    client.answers([("contact.add", {"name": f"Person {i:05}", "tags": ["x" * 40]})
                    for i in range(first, first + n)])


def written(client):
    """The path of the copy, once it is on the disk."""
    client.call("system.backup", name="kill")
    while True:
        last = client.call("system.backups")["last"]
        if last["state"] != "running":
            return last


def run(vouchd, *args):
    return subprocess.run([vouchd.program, "--db", vouchd.db, *args], env=vouchd.env(),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def contacts(vouchd):
    vouchd.start()
    with vouchd.client() as client:
        n = client.call("system.status")["book"]["contacts"]
        assert client.call("system.check", full=True)["ok"]
    vouchd.signal(signal.SIGTERM)
    assert vouchd.wait() == 0, vouchd.log()
    return n


def kill_backups(vouchd, rng, n):
    """Under its final name there is never anything, since nothing was checked."""
    for _ in range(n):
        vouchd.start()
        with vouchd.client() as client:
            client.call("system.backup", name="kill")
            time_out = threading.Event()
            time_out.wait(rng.random() * 0.02)
        vouchd.signal(signal.SIGKILL)
        vouchd.wait()
        assert not glob.glob(vouchd.folder + "/data/backups/*.db")
    vouchd.start()
    with vouchd.client() as client:
        last = written(client)
    assert last["state"] == "written", last
    vouchd.signal(signal.SIGTERM)
    assert vouchd.wait() == 0
    good = last["path"]
    os.rename(last["part"], good)
    assert run(vouchd, "--check-backup", good).returncode == 0
    return good


def kill_restores(vouchd, rng, good, old, new, n):
    """One or the other, whole, whenever it is ended."""
    seen = {old: 0, new: 0}
    begun = time.monotonic()
    assert run(vouchd, "--restore", good).returncode == 0
    span = time.monotonic() - begun
    assert contacts(vouchd) == old
    kept = glob.glob(vouchd.db + ".replaced-*")[0]
    for _ in range(n):
        for path in glob.glob(vouchd.db + ".replaced-*"):
            if path != kept:
                os.remove(path)
        shutil.copy(kept, vouchd.db)
        child = subprocess.Popen([vouchd.program, "--db", vouchd.db, "--restore", good],
                                 env=vouchd.env(), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        try:
            child.wait(span * 1.1 * rng.random())
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        seen[contacts(vouchd)] += 1
    shutil.copy(kept, vouchd.db)
    print(f"restores killed: {n}, of which {seen[old]} had put the backup in place")


def strace(vouchd, good, *args):
    # Below strace no leaks can be looked for.
    env = dict(vouchd.env(), ASAN_OPTIONS="detect_leaks=0")
    return subprocess.run(
        ["strace", "-f", "-qqq", *args, vouchd.program, "--db", vouchd.db, "--restore", good],
        env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode


def stops(vouchd, good):
    """Each call of a restore that changes the disk, as its name and which of them it is."""
    trace = vouchd.folder + "/trace"
    assert strace(vouchd, good, "-o", trace, "-e", "trace=" + ",".join(CALLS)) == 0
    with open(trace, encoding="utf-8", errors="replace") as f:
        lines = [line.split(None, 1)[1] for line in f]
    found = []
    for call in CALLS:
        mine = [line for line in lines if line.startswith(call + "(")]
        found += [(call, i + 1) for i, line in enumerate(mine)
                  if " = -1 " not in line and (call != "openat" or "O_CREAT" in line)]
    return found


def rows(path):
    with contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return db.execute("SELECT count(*) FROM contact").fetchone()[0]


def put_back(vouchd, present):
    for path in glob.glob(vouchd.db + ".replaced-*"):
        os.remove(path)
    shutil.copy(present, vouchd.db)


def end_at_calls(vouchd, rng, good, most):
    """Ended just before a call: the book is one or the other, whole; the one that was is kept,
    whole, under any name that promises it; and by turns vouchd starts on it or the restore is done
    at once again."""
    present = vouchd.db + ".present"
    shutil.copy(vouchd.db, present)
    old, new = rows(present), rows(good)
    assert old != new
    found = stops(vouchd, good)
    seen = {old: 0, new: 0}
    for i, (call, number) in enumerate(rng.sample(found, min(most or len(found), len(found)))):
        put_back(vouchd, present)
        code = strace(vouchd, good, "-o", "/dev/null", "-e", f"trace={call}", "-e",
                      f"inject={call}:signal=KILL:when={number}")
        assert code == -signal.SIGKILL, (call, number, code)
        kept = [rows(path) for path in glob.glob(vouchd.db + ".replaced-*")
                if not path.endswith(".part")]
        n = rows(vouchd.db)
        assert kept == [old] or (kept == [] and n == old), (call, number, kept, n)
        seen[n] += 1
        if i % 2:
            assert contacts(vouchd) == n, (call, number)
            continue
        again = run(vouchd, "--restore", good)
        assert again.returncode == 0, (call, number, again)
        assert rows(vouchd.db) == new, (call, number)
    put_back(vouchd, present)
    print(f"restores ended at a call: {sum(seen.values())} of {len(found)}, of which {seen[new]} "
          "had put the backup in place")


def flip(vouchd, rng, n):
    copies = []
    for i in range(n):
        copies.append(f"{vouchd.folder}/flip-{i}/vouch.db")
        os.makedirs(os.path.dirname(copies[-1]), mode=0o700)
        shutil.copy(vouchd.db, copies[-1])
        with open(copies[-1], "r+b") as f:
            for _ in range(rng.choice((1, 8, 64))):
                at = rng.randrange(os.path.getsize(copies[-1]) if i % 4 else 200)
                f.seek(at)
                byte = f.read(1)[0]
                f.seek(at)
                f.write(bytes([byte ^ 1 << rng.randrange(8)]))
    report("flipped copies", vouchd, copies)


def report(what, vouchd, copies):
    codes = {}
    for path in copies:
        with open(path, "rb") as f:
            before = f.read()
        answer = subprocess.run([vouchd.program, "--db", path, "--accept-clock"],
                                env=vouchd.env(), capture_output=True, text=True, check=False)
        codes[answer.returncode] = codes.get(answer.returncode, 0) + 1
        assert answer.returncode in (0, 1, REFUSED), answer
        if answer.returncode == REFUSED:
            assert "vouch restore" in answer.stderr, answer.stderr
            with open(path, "rb") as f:
                assert f.read() == before, "a refused file was changed"
        shutil.rmtree(os.path.dirname(path))
    print(f"{what}: {len(copies)}, by exit code {codes}")


def main():
    p = daemon.parser()
    p.add_argument("--n", type=int, default=4, help="of each kind")
    p.add_argument("--contacts", type=int, default=1500, help="in the book")
    p.add_argument("--all", action="store_true", help="the calls of a restore, not some of them")
    options = p.parse_args()
    rng = random.Random(SEED)
    with daemon.Folder(options.folder) as folder:
        vouchd = daemon.Daemon(options.vouchd, folder)
        try:
            vouchd.start()
            with vouchd.client() as client:
                fill(client, 0, options.contacts)
            vouchd.signal(signal.SIGTERM)
            vouchd.wait()
            good = kill_backups(vouchd, rng, options.n)
            vouchd.start()
            with vouchd.client() as client:
                fill(client, 2000, 50)
            vouchd.signal(signal.SIGTERM)
            vouchd.wait()
            kill_restores(vouchd, rng, good, options.contacts, options.contacts + 50, options.n)
            if shutil.which("strace"):
                end_at_calls(vouchd, rng, good, 0 if options.all else SOME)
            else:
                print("restores ended at a call: none, for want of strace")
            flip(vouchd, rng, options.n)
        finally:
            vouchd.stop()
    return 0


sys.exit(main())
