"""vouchd with shim.c in it, killed at one of its calls; and a book's rows, to compare."""
import hashlib
import json
import mmap
import os
import shutil
import sqlite3
import struct
import tempfile
import time

import daemon

# As struct orders in shim.c.
ORDERS = struct.Struct("=QQQQ24s")
ORDERS_SIZE = 4096
KINDS = 4000
# When something happened, and what is made of chance.
UNTOLD = {"idempotency": ("at",), "forgotten": ("hash",)}
BOOK = """SELECT key, CASE WHEN key NOT IN ('uuid', 'forget-key', 'in_use') THEN value
END FROM book
ORDER BY key"""


class Shimmed(daemon.Daemon):
    def __init__(self, program, shim, folder):
        super().__init__(program, folder)
        self.shim = os.path.abspath(shim)
        self.zone = "UTC"
        self.is_shimmed = True
        os.makedirs(os.path.dirname(self.db), mode=0o700, exist_ok=True)
        self.orders_path = os.path.join(folder, "orders")
        with open(self.orders_path, "wb") as f:
            f.write(bytes(ORDERS_SIZE))
        with open(self.orders_path, "r+b") as f:
            self.orders = mmap.mmap(f.fileno(), ORDERS_SIZE)

    def env(self):
        env = dict(super().env(), TZ=self.zone)
        if self.is_shimmed:
            env.update(LD_PRELOAD=self.shim, CALLS_FILE=self.orders_path)
        return env

    def arm(self, wanted, is_half=False):
        """The call of that number from now on is its last; 0: none is."""
        self.orders[:ORDERS.size] = ORDERS.pack(1, wanted, is_half, 0, b"")

    def disarm(self):
        self.orders[:8] = struct.pack("=Q", 0)

    def n_calls(self):
        return ORDERS.unpack_from(self.orders)[3]

    def aims(self):
        """Each call since it was armed: its number, and whether to do half of it."""
        n_calls = self.n_calls()
        kinds = self.orders[ORDERS.size:ORDERS.size + KINDS]
        return [(n, is_half) for n in range(1, n_calls + 1)
                for is_half in ((False, True) if n > KINDS or kinds[n - 1] else (False,))]

    def struck(self):
        """The name of the call it was killed at, and whether half of it was done."""
        return ORDERS.unpack_from(self.orders)[4].rstrip(b"\0").decode()

    def settle(self, client):
        """Until its turns have nothing left to do: each answer is one call."""
        end = time.monotonic() + daemon.WAIT
        n_quiet = 0
        while n_quiet < 3:
            before = self.n_calls()
            client.call("system.hello")
            n_quiet = n_quiet + 1 if self.n_calls() <= before + 1 else 0
            if time.monotonic() > end:
                raise AssertionError("vouchd never rests")

    def end(self):
        """What is left where the machine goes on and it does not."""
        self.stop()
        self.disarm()

    def put(self, folder):
        """A book in the place of the last one."""
        data = os.path.dirname(self.db)
        shutil.rmtree(data)
        shutil.copytree(folder, data)

    def take(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.path.dirname(self.db), folder)


def tables_of(db):
    return [name for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def rows_of(db, table):
    left_out = UNTOLD.get(table, ())
    if table == "book":
        return db.execute(BOOK).fetchall()
    columns = [f'"{row[1]}"' for row in db.execute(f'PRAGMA table_info("{table}")')
               if row[1] not in left_out]
    return db.execute(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY 1, 2').fetchall()


class Rows:
    """Every row of every table, and the keyed answers; of a copy, so that vouchd finds its files as
    it left them."""

    def __init__(self, path, key=None):
        with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.dirname(path))) as folder:
            copy = os.path.join(folder, "copy.db")
            for end in ("", "-wal", "-journal"):
                if os.path.exists(path + end):
                    shutil.copyfile(path + end, copy + end)
            db = sqlite3.connect(copy)
            db.execute("PRAGMA synchronous = OFF")
            self.version = db.execute("PRAGMA user_version").fetchone()[0]
            self.problems = [text for (text,) in db.execute("PRAGMA integrity_check")
                             if text != "ok"]
            self.tables = {table: rows_of(db, table) for table in tables_of(db)}
            self.answer = None
            if key and "idempotency" in self.tables:
                row = db.execute("SELECT result FROM idempotency WHERE key = ?", (key,)).fetchone()
                self.answer = row and row[0]
            db.close()
        self.digest = hashlib.sha1(repr(self.tables).encode()).hexdigest()

    def difference(self, other):
        """Where one is not as the other: a table and the rows that only one has."""
        for table in sorted(set(self.tables) | set(other.tables)):
            one, two = self.tables.get(table, []), other.tables.get(table, [])
            if one != two:
                return (f"{table}: {[row for row in two if row not in one][:3]} in the place of "
                        f"{[row for row in one if row not in two][:3]}")
        return "nothing"


def check_whole(vouchd):
    """system.check of all of it, by a vouchd that runs."""
    with vouchd.client() as client:
        check = client.call("system.check", full=True)
    if not check["ok"]:
        raise AssertionError(f"system.check: {check['problems']}")


def text_of(value):
    return json.dumps(value, sort_keys=True)
