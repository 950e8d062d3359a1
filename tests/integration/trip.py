#!/usr/bin/python3
"""Somebody moves in, lives in the book, and moves out again: an old CRM's tables and an address book
are taken, duplicates merged, all of it edited, undone and done again, and exported; an empty book
that takes the export is equal, table by table, and so are the people by vCard and by CSV.

--data names the folder of the public sales data (CRM Sales Opportunities of the Maven Analytics Data
Playground: accounts.csv, sales_pipeline.csv), else VOUCH_CRM_DATA; a small book of that format is
made where neither does. --cards 10000 --edits 2000 is the long way."""
import collections
import contextlib
import csv
import difflib
import io
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time

import trip_cards
from trip_edits import Editor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
import daemon  # noqa: E402

NOW = "2017-12-31T15:00:00Z"
# Of this machine or of the moment: test_book says why of each.
OTHERS = ("book", "notice", "notice_item", "notice_post", "event", "idempotency", "journal",
          "journal_row", "import", "import_item")
CHANGED = 101  # since the first page
# What undo leaves: that a row was written again.
UNDO_LEAVES = {"version"}
WATCHED_MAX = 4  # edits, and merges, that are held against the whole book before and after
# What vouch import takes of the tables; the rest is for reading.
TAKEN = {"csv": "name given family org emails phones street city region postcode country tags notes "
                "birthday language timezone source".split(),
         "sales": "contact product amount currency stage opened closed source".split()}


class Book:
    """One vouchd with its own folder, and vouch beside it."""

    def __init__(self, args, folder, name):
        self.vouch = os.path.abspath(args.vouch)
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder, mode=0o700)
        self.vouchd = daemon.Daemon(args.vouchd, self.folder)
        self.vouchd.start()
        self.client = self.vouchd.client()
        self.client.socket.settimeout(600)
        self.client.call("dev.clock", now=NOW)

    def say(self, *words, code=0):
        done = subprocess.run([self.vouch, *words], env=self.vouchd.env(), cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != code:
            raise AssertionError(f"vouch {words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def tables(self, without=()):
        """Every row of every table that is the book's, as export.items has them. What the clock
        does meanwhile makes it begin again."""
        out, more = {}, {}
        while True:
            try:
                page = self.client.call("export.items", **more)
            except daemon.Refused as refused:
                if refused.code != CHANGED:
                    raise
                out, more = {}, {}
                continue
            for item in page["items"]:
                rows = out.setdefault(item.pop("item"), [])
                rows.append(tuple(v for k, v in item.items() if k not in without))
            if not page["next"]:
                break
            more = {"cursor": page["next"]}
        if without:
            del out["sequence"]
        return out

    def database(self):
        """Every column of every table but those of this machine, once vouchd has ended: it lets
        nobody else read."""
        out = {}
        with contextlib.closing(sqlite3.connect(f"file:{self.vouchd.db}?mode=ro", uri=True)) as db:
            for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if name not in OTHERS and not name.startswith("sqlite_"):
                    out[name] = db.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2, 3').fetchall()
        return out

    def check(self):
        problems = self.client.call("system.check", full=True)["problems"]
        assert problems == [], problems

    def end(self):
        self.client.close()
        self.vouchd.signal(15)
        code = self.vouchd.wait()
        assert code == 0, self.vouchd.log()


def expect_equal(one, other, what):
    for name in one:
        if one[name] == other.get(name):
            continue
        a, b = set(one[name]), set(other.get(name, ()))
        raise AssertionError(f"{what}: {name} differs:\n" + "\n".join(
            f"- {row}" for row in sorted(a - b, key=repr)[:5]) + "\n" + "\n".join(
            f"+ {row}" for row in sorted(b - a, key=repr)[:5]))


class Steps:
    """What was done, and how long it took."""

    def __init__(self):
        self.began = self.since = time.monotonic()

    def say(self, text):
        now = time.monotonic()
        print(f"{now - self.since:7.1f} s  {text}", flush=True)
        self.since = now


def counts(said):
    """"Read 85 rows. Taken 85 (added 85, …" → added, updated, unchanged, refused"""
    found = re.findall(r"(added|updated|unchanged|Refused) ([0-9,]+)", said)
    out = collections.Counter()
    for name, number in found:
        out[name.lower()] += int(number.replace(",", ""))
    return out


def take(book, paths, steps):
    """Each file in, back out by undo as one step, in again by undoing that, and once more."""
    for path in paths:
        before = book.tables(UNDO_LEAVES)
        said = book.say("import", path)
        after = book.tables(UNDO_LEAVES)
        first = counts(said)
        assert first["added"] + first["updated"] > 0, said
        steps.say(f"import {os.path.basename(path)}: {dict(first)}")
        book.say("undo")
        expect_equal(before, book.tables(UNDO_LEAVES), f"{path}, taken back")
        entry = book.client.call("journal.list", limit=1)["items"][0]["id"]
        book.say("undo", str(entry))
        expect_equal(after, book.tables(UNDO_LEAVES), f"{path}, done again")
        whole = book.tables()
        said = book.say("import", path)
        again = counts(said)
        assert again["added"] == again["updated"] == 0, said
        assert again["unchanged"] == sum(first.values()) - first["refused"], (first, again)
        expect_equal(whole, book.tables(), f"{path}, twice")
    steps.say("each undone, done again, and taken twice: nothing changed")


def contacts(book):
    return list(book.client.list("contact.list", full=True))


def expect_people(book, people):
    """What stood on the cards of those who are nobody else is in the book, letter by letter."""
    by_uid = {c["external_id"]: c for c in contacts(book)}
    days = {d["contact"]["id"]: d["day"] for d in book.client.list("date.list")
            if d["what"] == "birthday"}
    n = 0
    for p in people:
        if not p.is_alone:
            continue
        c = by_uid[p.uid]
        has = (c["name"], c["given"], c["family"], c["org"] or "", c["emails"], c["phones"],
               sorted(c["tags"]), (c["notes"] or "").strip(), (c["address"] or {}).get("city") or "",
               days.get(c["id"]))
        tags = [*p.tags, "Fair friends"] if "Fair friends" in c["tags"] else p.tags
        want = (p.name, p.given, p.family, p.org, p.emails, p.phones, sorted(tags), p.note, p.city,
                p.birthday)
        assert has[:5] + has[6:] == want[:5] + want[6:], f"\n{has}\n{want}"
        assert [re.sub(r"[ -]", "", x) for x in has[5]] == [x.replace(" ", "") for x in want[5]]
        n += 1
    return n


def merge(book, rng, steps):
    """As vouch duplicates says; some are two again, and of those some one."""
    pairs = list(book.client.list("contact.duplicates"))
    said = book.say("duplicates")
    merged = undone = 0
    gone = set()
    for pair in pairs[:150]:
        if {pair["a"]["id"], pair["b"]["id"]} & gone:
            continue  # one of them is somebody else by now
        words = ("merge", f"c{pair['b']['id']}", f"c{pair['a']['id']}", "yes")
        if merged == 0:
            assert " ".join(words[:3]) in said, said
        before = book.tables(UNDO_LEAVES) if undone < WATCHED_MAX and rng.random() < 0.2 else None
        if rng.random() < 0.5:
            book.client.call("contact.merge", keep=pair["a"]["id"], drop=pair["b"]["id"])
        else:
            book.say(*words)
        merged += 1
        gone.add(pair["b"]["id"])
        if before:
            after = book.tables(UNDO_LEAVES)
            book.say("undo")
            expect_equal(before, book.tables(UNDO_LEAVES), f"{words}, taken back")
            undone += 1
            if rng.random() < 0.7:
                book.client.call("journal.undo", id=book.client.call(
                    "journal.list", limit=1)["items"][0]["id"])
                expect_equal(after, book.tables(UNDO_LEAVES), f"{words}, done again")
    assert merged
    steps.say(f"{len(pairs)} duplicates: {merged} merged, {undone} of them undone")


def edit(book, rng, n, steps):
    editor = Editor(book.client, rng)
    undone = again = passed = n_watched = 0
    for i in range(n):
        if rng.random() < 0.02:
            book.client.call("dev.advance", seconds=86400 * rng.randint(1, 3))
            passed += 1
        is_watched = n_watched < WATCHED_MAX and rng.random() < 0.1
        n_watched += is_watched
        before = book.tables(UNDO_LEAVES) if is_watched else None
        answer = editor.step()
        entry = (answer or {}).get("journal")
        if not entry or not (is_watched or rng.random() < 0.1):
            continue
        after = book.tables(UNDO_LEAVES) if is_watched else None
        undo = book.client.call("journal.undo", id=entry)["journal"]
        undone += 1
        if is_watched and editor.last.startswith("away."):  # the reasons for each move are kept
            before.pop("followup_move", None)
            after.pop("followup_move", None)
        if is_watched:
            expect_equal(before, book.tables(UNDO_LEAVES), f"edit {i}, {editor.last}, taken back")
        if rng.random() < 0.6:
            book.client.call("journal.undo", id=undo)
            again += 1
            if is_watched:
                expect_equal(after, book.tables(UNDO_LEAVES), f"edit {i}, {editor.last}, done again")
    never = sorted({method for method, _ in editor.requests} - set(editor.done))
    reasons = "".join(f"; never taken: {m} ({editor.whys.get(m, 'not tried')})" for m in never)
    steps.say(f"{sum(editor.done.values())} edits of {len(editor.done)} methods "
              f"({sum(editor.refused.values())} requests refused), {undone} undone, {again} of "
              f"them done again, {passed} times days passed{reasons}")


def whole(book, other, steps):
    book.say("export", "everything", "to", "book.ndjson")
    path = os.path.join(book.folder, "book.ndjson")
    with open(path, "rb") as f:
        items = sum(1 for _ in f)
    steps.say(f"exported whole: {items} items, {os.path.getsize(path)} bytes")
    other.say("import", path)
    expect_equal(book.tables(), other.tables(), "the whole book")
    other.check()
    other.say("export", "everything", "to", "again.ndjson")
    with open(path, "rb") as a, open(os.path.join(other.folder, "again.ndjson"), "rb") as b:
        assert a.read() == b.read()
    tables = other.tables()
    other.say("import", path)
    expect_equal(tables, other.tables(), "the whole book, twice")
    steps.say("an empty book that took it exports the same bytes, and takes it twice")


def expect_equal_databases(book, other, steps):
    """Every column, those that are worked out too."""
    one, two = book.database(), other.database()
    expect_equal(one, two, "the database")
    full = [name for name in one if one[name]]
    steps.say(f"both databases are equal: {sum(len(one[name]) for name in full)} rows of "
              f"{len(full)} tables (empty: {', '.join(sorted(set(one) - set(full))) or 'none'})")


def cards_of(book, path):
    book.say("export", "vcard", "to", path)
    with open(os.path.join(book.folder, path), encoding="utf-8", newline="") as f:
        return sorted(f.read().split("BEGIN:VCARD\r\n")[1:])


def by_vcard(book, other, steps):
    cards = cards_of(book, "out.vcf")
    other.say("import", os.path.join(book.folder, "out.vcf"))
    again = cards_of(other, "out.vcf")
    for one, two in zip(cards, again):
        assert one == two, "\n" + "\n".join(difflib.unified_diff(one.splitlines(), two.splitlines()))
    assert len(cards) == len(again), (len(cards), len(again))
    steps.say(f"{len(cards)} people are equal by vCard")


def rows_of(book, what):
    book.say("export", what, "to", what + ".csv", "force")
    with open(os.path.join(book.folder, what + ".csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(io.StringIO(f.read(), newline="")))
    for row in rows:  # a sale whose beginning nobody knows is taken as one of the day it ended
        if what == "sales":
            row["opened"] = row["opened"] or row["closed"]
    return [{k: row[k] for k in TAKEN[what]} for row in rows]


def by_csv(book, other, steps):
    for what in TAKEN:
        wanted = rows_of(book, what)
        other.say("import", "--source", "old", os.path.join(book.folder, what + ".csv"))
        for one, two in zip(wanted, rows_of(other, what), strict=True):
            assert one == two, f"\n{one}\n" + "\n".join(f"{k}: {one[k]!r}, {two[k]!r}"
                                                   for k in one if one[k] != two[k])
        steps.say(f"{len(wanted)} rows of {what} are equal by CSV")


def main():
    p = daemon.parser()
    p.add_argument("--vouch", required=True)
    p.add_argument("--cards", type=int, default=150)
    p.add_argument("--edits", type=int, default=80)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--data", default=os.environ.get("VOUCH_CRM_DATA"))
    args = p.parse_args()
    rng, steps = random.Random(args.seed), Steps()
    with daemon.Folder(args.folder) as folder, contextlib.ExitStack() as stack:
        data = args.data
        if not data or not os.access(os.path.join(data, "sales_pipeline.csv"), os.R_OK):
            data = folder
            trip_cards.write_crm(folder, 120, args.seed)
        people, files = trip_cards.write_cards(folder, args.cards, trip_cards.accounts_of(data),
                                               args.seed)
        book, other, phone, sheet = books = [Book(args, folder, name) for name in "abcd"]
        for one in books:
            stack.callback(one.vouchd.stop)
        take(book, [os.path.join(data, "accounts.csv"), os.path.join(data, "sales_pipeline.csv"),
                    *files], steps)
        steps.say(f"{expect_people(book, people)} of {len(people)} cards are in it as they were")
        merge(book, rng, steps)
        edit(book, rng, args.edits, steps)
        book.check()
        now = book.client.call("dev.advance", seconds=60)["now"]
        for one in books[1:]:
            one.client.call("dev.clock", now=now)
        whole(book, other, steps)
        by_vcard(book, phone, steps)
        by_csv(book, sheet, steps)
        for one in books:
            one.end()
        expect_equal_databases(book, other, steps)
        print(f"seed {args.seed}: {time.monotonic() - steps.began:.1f} s")


if __name__ == "__main__":
    main()
