#!/usr/bin/python3
"""CSV out and in again: equal but for ids, with a sample, hostile and real books; what is never
written to; a kill that leaves nothing. VOUCH_CRM_DATA may name the folder of a large real export."""
import argparse
import contextlib
import csv
import io
import json
import os
import random
import signal
import socket
import stat
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "..", "client", "sample")
NOW = "2026-12-01T14:00:00Z"
PARTS = ["=1+1", "'=x", "''@y", "＝1", "-", "null", "N/A", 'a "b" c', "a,b", "a;b", "a\\b", "+49",
         "@SUM(A1)", "\u00a0x\u00a0", "\u202eabc", "👩‍🚀", "José", "a ::: b", "* star", "sep=;",
         "日本", "x\ty", "O'Brien", "'", "''", "\\", "a\\;b", "%", "ﬃ", "－5", "id"]
LINES = PARTS + ["a\nb", "\n=1\n", 'say "no"\n\nnever', "a\n;b,\n"]
# What is planned next is vouch's own, and spread anew over a book that is taken in.
IDS = {"id", "contact_id", "next", "next_day"}


class Book:
    """A vouchd --dev with a book of its own."""

    def __init__(self, folder, now=NOW):
        self.folder = tempfile.mkdtemp(dir=folder)
        self.path = os.path.join(self.folder, "s")
        with open(os.path.join(self.folder, "vouch.conf"), "w", encoding="ascii"):
            pass
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(os.path.join(self.folder, "ready"))
            told.settimeout(10)
            self.child = subprocess.Popen(
                [OPTIONS.vouchd, "--dev", "--socket", self.path, "--db",
                 os.path.join(self.folder, "book", "vouch.db"), "--config",
                 os.path.join(self.folder, "vouch.conf")],
                env={"NOTIFY_SOCKET": os.path.join(self.folder, "ready"), "TZ": "UTC",
                     "HOME": self.folder, "PATH": os.environ["PATH"]},
                stderr=subprocess.DEVNULL)
            while b"READY=1" not in told.recv(4096):
                pass
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(self.path)
        self.file = self.line.makefile("rw", encoding="utf-8", newline="\n")
        self.call("dev.clock", now=now)

    def call(self, method, **params):
        self.file.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method,
                                    "params": params}) + "\n")
        self.file.flush()
        return json.loads(self.file.readline())["result"]

    def run(self, *words, **more):
        return subprocess.run([OPTIONS.vouch, "--socket", self.path, *words], cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)

    def rows(self, what):
        """The table without its ids and what is planned."""
        done = self.run("export", what)
        assert done.returncode == 0, done.stderr
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
        return [{k: v for k, v in row.items() if k not in IDS} for row in rows]

    def stop(self):
        self.file.close()
        self.line.close()
        self.child.terminate()
        return self.child.wait()


class Trip(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.books = []

    def tearDown(self):
        for book in self.books:
            self.assertEqual(book.stop(), 0)
        self.folder.cleanup()

    def book(self, now=NOW):
        self.books.append(Book(self.folder.name, now))
        return self.books[-1]

    def again(self, book, now=NOW):
        """Its tables taken by an empty book."""
        other = self.book(now)
        for what in ("csv", "sales"):
            done = book.run("export", what, os.path.join(other.folder, what + ".csv"))
            self.assertEqual(done.returncode, 0, done.stderr)
        done = other.run("--plain", "import", "--source", "b", "csv.csv", "sales.csv")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn(b"refusal", done.stdout)
        return other

    def test_the_sample_comes_back_equal(self):
        book = self.book()
        book.run("import", *(os.path.join(SAMPLE, n) for n in ("contacts.csv", "sales.csv")))
        book.call("date.add", contact=1, what="birthday", day="--05-03")
        other = self.again(book)
        for what in ("csv", "sales"):
            self.assertGreater(len(book.rows(what)), 15)
            self.assertEqual(book.rows(what), other.rows(what))
        done = other.run("--plain", "import", "--source", "b", "csv.csv", "sales.csv")
        self.assertEqual(done.stdout.count(b"added\t0"), 2)
        self.assertEqual(done.stdout.count(b"updated\t0"), 2)

    @staticmethod
    def fill(book, chance):
        for i in range(chance.randint(1, 25)):
            contact = {"name": f"{chance.choice(PARTS)} {i}"}
            for key in ("org", "given", "family", "source"):
                if chance.random() < 0.5:
                    contact[key] = chance.choice(PARTS)
            contact["notes"] = chance.choice(LINES)
            contact["tags"] = sorted(set(chance.choices(PARTS, k=chance.randint(0, 4))))
            contact["phones"] = [f"+49 30 77{i:03d}{k}" for k in range(chance.randint(0, 2))]
            contact["emails"] = [f"={i}.{k}@example.org" for k in range(chance.randint(0, 2))]
            contact["address"] = {k: chance.choice(PARTS) for k in ("street", "city", "postcode")
                                  if chance.random() < 0.7}
            if chance.random() < 0.3:
                contact["timezone"] = "Europe/Berlin"
                contact["language"] = "de"
            who = book.call("contact.add", **contact)["contact"]["id"]
            if chance.random() < 0.3:
                book.call("date.add", contact=who, what="birthday",
                          day=chance.choice(["1976-05-03", "--02-29"]))
            if chance.random() < 0.6:
                book.call("sale.open", contact=who, product=chance.choice(PARTS), amount=
                          chance.randint(0, 10**9), currency=chance.choice(["USD", "JPY", "KWD"]))

    def test_hostile_books_come_back_equal(self):
        for seed in range(OPTIONS.books):
            with self.subTest(seed=seed):
                book = self.book()
                self.fill(book, random.Random(seed))
                other = self.again(book)
                for what in ("csv", "sales"):
                    self.assertEqual(book.rows(what), other.rows(what))
            while self.books:
                self.assertEqual(self.books.pop().stop(), 0)

    def test_no_cell_is_a_formula_unless_asked_for(self):
        book = self.book()
        for name in ("=1+1", "+1", "-1", "@a", "＝1", "'=1"):
            book.call("contact.add", name=name, phones=["+49 30 123456"])
        for row in book.rows("csv"):
            for cell in row.values():
                self.assertNotIn(cell[:1], list("=+-@\t\r＝＋－＠"), row)
        raw = book.run("export", "csv", "--raw").stdout.decode()
        self.assertIn("\r\n1,=1+1,", raw.replace("\r\n2,=1+1", "\r\n1,=1+1"))

    def test_only_a_new_plain_file_is_written(self):
        book = self.book()
        book.call("contact.add", name="Ana")
        os.chdir(book.folder)
        os.mkdir("sub")
        os.symlink("target", "link")
        os.symlink("/dev/null", "nulllink")
        os.mkfifo("pipe")
        with open("there", "w", encoding="ascii") as f:
            f.write("old")
        for path in ("link", "nulllink", "pipe", "there", "sub", "/dev/null"):
            for force in ((), ("--force",)):
                done = book.run("export", "csv", path, *force)
                if (path, force) == ("there", ("--force",)):
                    self.assertEqual(done.returncode, 0, done.stderr)
                    continue
                self.assertEqual(done.returncode, 1, path)
                self.assertTrue(done.stderr.startswith(b"vouch: " + path.encode()), done.stderr)
        self.assertEqual(book.run("export", "csv", "nowhere/x").returncode, 1)
        self.assertEqual(book.run("export", "csv", "sub/../up.csv").returncode, 0)
        self.assertFalse(os.path.exists("target"))
        self.assertTrue(stat.S_ISFIFO(os.lstat("pipe").st_mode))
        for name in ("there", "up.csv"):
            self.assertEqual(stat.S_IMODE(os.stat(name).st_mode), 0o600)
            with open(name, encoding="utf-8") as f:
                self.assertIn("Ana", f.read())
        self.assertEqual([n for n in os.listdir() if "part" in n], [])
        self.assertEqual(book.run("export").returncode, 2)
        self.assertEqual(book.run("export", "x.odt").returncode, 2)
        self.assertEqual(book.run("export", "x.csv").stdout, b"Wrote 1 contact to x.csv.\n")

    @staticmethod
    def is_writing(pid):
        """Has it the file open, named or without a name? Descriptors come and go meanwhile."""
        with contextlib.suppress(OSError):
            for fd in os.listdir(f"/proc/{pid}/fd"):
                where = os.readlink(f"/proc/{pid}/fd/{fd}")
                if where.endswith(" (deleted)") or "out.csv" in where:
                    return True
        return False

    def test_a_kill_leaves_no_file(self):
        """vouchd is stopped, so that vouch waits in the midst of its file."""
        book = self.book()
        book.call("contact.add", name="Ana")
        before = set(os.listdir(book.folder))
        self.addCleanup(book.child.send_signal, signal.SIGCONT)
        for how in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            book.child.send_signal(signal.SIGSTOP)
            child = subprocess.Popen([OPTIONS.vouch, "--socket", book.path, "export", "csv",
                                      "out.csv"], cwd=book.folder)
            while not self.is_writing(child.pid):
                self.assertIsNone(child.poll())
            child.send_signal(how)
            self.assertEqual(child.wait(), -how)
            book.child.send_signal(signal.SIGCONT)
            self.assertEqual(set(os.listdir(book.folder)), before)

    def test_other_encodings_are_read(self):
        book = self.book()
        for i, (encoding, said) in enumerate([("utf-16", "UTF-16"), ("cp1252", "windows-1252"),
                                              ("utf-8-sig", None)]):
            with open(os.path.join(book.folder, f"{i}.csv"), "w", encoding=encoding) as f:
                f.write(f"name;notes\nZoë {i};5 €\n")
            done = book.run("import", f"{i}.csv")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(f"is read as {said}".encode() in done.stdout, said is not None)
        self.assertEqual([r["name"] for r in book.rows("csv")], ["Zoë 0", "Zoë 1", "Zoë 2"])
        self.assertEqual({r["notes"] for r in book.rows("csv")}, {"5 €"})

    @unittest.skipUnless(os.access(os.path.join(os.environ.get("VOUCH_CRM_DATA", ""),
                                                "sales_pipeline.csv"), os.R_OK),
                         "VOUCH_CRM_DATA is not set")
    def test_a_large_real_export_comes_back_equal(self):
        now = "2017-12-31T12:00:00Z"
        book = self.book(now)
        data = os.environ["VOUCH_CRM_DATA"]
        for name in ("accounts.csv", "sales_pipeline.csv"):
            book.run("import", os.path.join(data, name))
        other = self.again(book, now)
        self.assertEqual(len(book.rows("sales")), 7375)
        for what in ("csv", "sales"):
            self.assertEqual(book.rows(what), other.rows(what))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouchd", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--books", type=int, default=4)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=["csv_trip.py", *rest])
