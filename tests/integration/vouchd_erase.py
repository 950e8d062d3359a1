"""Nobody's bytes stay: a canary in every personal text of a contact, told to the real vouchd by
requests where there is one, and into the file where there is none; then erased, and looked for raw
in every file, in every form that it could take."""
import argparse
import base64
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import unittest

OPTIONS = argparse.Namespace()
WAIT = 60
NOW = "2026-12-01T10:00:00Z"
MARK = "Qxcanary"  # at the start of every text of theirs
PHONE = "+49 30 90918273645"
PHONE_DIGITS = "4930" + "90918273645"
# Personal columns that hold no free text: a code, a number, a day, or the user's own.
NOT_TEXT = {("deceased_day"), ("score"), ("bad_experience"), ("outcome"), ("amount"), ("motive"),
            ("agreed"), ("year"), ("month"), ("month_day"), ("influence_code")}
NOT_THEIRS = {"time_log", "import_item", "idempotency", "journal_row"}


def personal_columns(source):
    """What store/tables.c calls personal, by table."""
    with open(os.path.join(source, "daemon/store/tables.c"), encoding="utf-8") as f:
        text = f.read()
    found = {}
    for name, body in re.findall(r"struct column (\w+)_columns\[\] = \{(.*?)\};", text, re.S):
        columns = re.findall(r'\{"(\w+)", PERSONAL\}', body)
        if columns:
            found[name] = columns
    return found


class Vouchd:
    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, "s")
        self.db = os.path.join(folder, "book", "vouch.db")
        self.log = open(os.path.join(folder, "log"), "ab")
        self.child = None
        self.n = 0
        os.mkdir(os.path.join(folder, "vouch"), 0o700)
        with open(os.path.join(folder, "vouch", "vouch.conf"), "w", encoding="ascii") as f:
            f.write(f"[calendar]\nfolder = {folder}/calendar\nitems = both\n")

    def start(self, now=NOW):
        ready = os.path.join(self.folder, "ready")
        if os.path.exists(ready):
            os.unlink(ready)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(ready)
            told.settimeout(WAIT)
            env = {k: v for k, v in os.environ.items() if not k.startswith("DBUS_")}
            self.child = subprocess.Popen(
                [OPTIONS.vouchd, "--dev", "--socket", self.path, "--db", self.db],
                env=dict(env, NOTIFY_SOCKET=ready, TZ="UTC", HOME=self.folder,
                         XDG_CONFIG_HOME=self.folder), stderr=self.log, stdout=self.log)
            while b"READY=1" not in told.recv(4096):
                pass
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(WAIT)
        self.socket.connect(self.path)
        self.file = self.socket.makefile("rw", encoding="utf-8", newline="\n")
        if now:
            self.call("dev.clock", now=now)

    def call(self, method, **params):
        self.n += 1
        self.file.write(json.dumps({"jsonrpc": "2.0", "id": self.n, "method": method,
                                    "params": params}) + "\n")
        self.file.flush()
        answer = json.loads(self.file.readline())
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def refused(self, method, **params):
        try:
            self.call(method, **params)
        except AssertionError as e:
            return str(e)
        raise AssertionError(f"{method} was not refused")

    def wait_for_calendar(self):
        """Its files are written between the turns."""
        while not self.call("system.status")["calendar"]["current"]:
            pass

    def stop(self):
        self.file.close()
        self.socket.close()
        self.child.terminate()
        return self.child.wait(WAIT)


def forms(text):
    """A text as it could lie in a file."""
    for t in {text, text.lower(), text.upper()}:
        raw = t.encode()
        yield raw
        yield t.encode("utf-16-le")
        yield t.encode("utf-16-be")
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + raw)
            yield coded[(0, 2, 3)[shift]:len(coded) - 4]


def places(folder, texts):
    found = []
    needles = [(t, f) for t in texts for f in forms(t)]
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as f:
                content = f.read()
            found += [f"{os.path.relpath(path, folder)}: {t} as {form[:40]!r}"
                      for t, form in needles if form in content]
    return found


class Erase(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="erase")
        self.addCleanup(self.temporary.cleanup)
        self.folder = self.temporary.name
        self.vouchd = Vouchd(self.folder)
        self.vouchd.start()
        self.addCleanup(lambda: (self.vouchd.child.kill(), self.vouchd.log.close()))
        self.count = 0

    def word(self, what):
        self.count += 1
        return f"{MARK}{what}{self.count}"

    def tell(self):
        """A life of one contact, and others who had to do with them."""
        call, w = self.vouchd.call, self.word
        self.name = MARK + " Ruiz"
        who = call("contact.add", name=self.name, org=w("org"), given=w("given"),
                   family=w("family"), emails=[w("mail") + "@example.org"], phones=[PHONE],
                   tags=[w("tag")], notes=w("notes"), listen_for=w("listen"), source=w("source"),
                   uid=w("uid"), language=w("language"), idempotency_key="k1",
                   address={k: w(k) for k in ("street", "city", "region", "postcode", "country")},
                   consent={"call": "yes"})["contact"]["id"]
        ben = call("contact.add", name="Ben Okafor")["contact"]["id"]
        home = call("household.add", name=w("home"), members=[who])["household"]["id"]
        for i in range(60):  # pages that split, and free ones
            call("touch.log", contact=who, channel="call", direction="both",
                 text=w("touch") + "x" * 300)
        f = call("followup.add", contact=who, kind="call", title=w("title"), due="2026-12-04",
                 note=w("note"))["followup"]["id"]
        call("followup.snooze", id=f, until="2026-12-07")
        p = call("promise.add", contact=who, text=w("promise"), due_day="2026-12-08",
                 idempotency_key="k2")["promise"]["id"]
        call("promise.redate", id=p, due_day="2026-12-09", reason=w("redate"))
        sale = call("sale.open", contact=who, product=w("product"), amount=1000)["sale"]["id"]
        call("sale.complete", id=sale)
        call("complaint.add", contact=who, text=w("complaint"))
        call("compliment.add", contact=who, text=w("praise"))
        call("satisfaction.record", contact=who, score=9, words=w("words"))
        call("suppression.add", contact=who, channel="visit", reason=w("stop"), evidence=w("how"))
        call("date.add", contact=who, what=w("what"), day="1976-05-03", yearly=True)
        call("referral.receive", referrer=ben, contact=who, permission="introduced",
             need=w("need"), relation=w("relation"), note=w("rnote"))
        call("referral.receive", referrer=who, name="Ruth Kim", permission="introduced",
             relation=w("relation"))
        call("talk.record", contact=who, motive="prestige", agreed="yes", note=w("talk"),
             answers=[{"question": "informed", "bad_experience": True, "words": w("answer")}])
        call("gift.add", contact=who, what=w("gift"), amount=2000)
        call("ask.record", contact=who, outcome="names-given", note=w("ask"),
             override_reason=w("override"), names=[{"name": "Tom Lee", "permission": "none",
                                                    "relation": w("cousin"), "need": w("wants")}])
        edition = call("campaign.add", name="Cards", kind="card", rrule="FREQ=YEARLY",
                       start_day="2026-12-15")["edition"]["id"]
        call("edition.mark", id=edition, contacts=[who], state="skipped", reason=w("card"))
        call("contact.update", id=who, notes=w("notes"))
        entry = call("touch.log", contact=who, channel="call", direction="out",
                     text=w("undone"))["journal"]
        call("journal.undo", id=entry)
        call("contact.pause", id=who, reason=w("pause"))
        self.import_them()
        return who, ben, home

    def import_them(self):
        call, w = self.vouchd.call, self.word
        n = call("import.begin", source="phone", kind="contacts")["import"]["id"]
        call("import.add", **{"import": n}, items=[{"name": self.name, "external_id": w("external"),
                                         "emails": [f"{MARK}mail7@example.org"], "line": 1},
                                        {"name": "", "line": 2, "notes": w("bad")}])
        call("import.commit", **{"import": n})
        call("dev.advance", seconds=60)

    def fill(self, who):
        """Every personal text of theirs that no request above has filled."""
        self.bare = []
        self.vouchd.stop()
        with sqlite3.connect(self.vouchd.db) as db:
            for table, columns in self.columns.items():
                if table in NOT_THEIRS | {"contact_phone", "contact_email"}:
                    continue
                for column in columns:
                    if column in NOT_TEXT:
                        continue
                    self.fill_column(db, table, column, who)
        db.close()
        self.vouchd.start()

    WHERE = {"contact": "id = ?", "followup_move": "followup IN (SELECT id FROM followup WHERE "
             "contact = ?)", "promise_redate": "promise IN (SELECT id FROM promise WHERE "
             "contact = ?)", "talk_answer": "talk IN (SELECT id FROM talk WHERE contact = ?)",
             "household": "id = (SELECT household FROM contact WHERE id = ?)",
             "referral": "person = ?"}

    def fill_column(self, db, table, column, who):
        where = self.WHERE.get(table, "contact = ?")
        kind = [r[2] for r in db.execute(f'PRAGMA table_info("{table}")') if r[1] == column][0]
        if kind != "TEXT":
            return
        try:
            db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where} AND '
                       f'("{column}" IS NULL OR "{column}" NOT LIKE ?)',
                       (self.word(column), who, MARK + "%"))
        except sqlite3.IntegrityError:
            pass  # one of a few words, or one of its kind
        n, = db.execute(f'SELECT count(*) FROM "{table}" WHERE {where} AND "{column}" LIKE ?',
                        (who, MARK + "%")).fetchone()
        if not n:
            self.bare.append(f"{table}.{column}")

    def test_no_byte_of_them_stays_in_any_file(self):
        self.columns = personal_columns(OPTIONS.source)
        self.assertGreater(len(self.columns), 15)
        who, ben, _ = self.tell()
        self.fill(who)
        self.assertEqual(self.bare, [], "nothing of theirs stands there before they are erased")
        self.vouchd.wait_for_calendar()
        found = places(self.folder, [MARK])
        for kind in "calendar/followup-", "calendar/date-", "book/vouch.db":
            self.assertTrue([f for f in found if f.startswith(kind)], kind)
        self.assertIn("exactly", self.vouchd.refused("contact.erase", id=who, confirm="Ana"))
        name = self.vouchd.call("contact.get", id=who)["contact"]["name"]
        answer = self.vouchd.call("contact.erase", id=who, confirm=name, idempotency_key="k3")
        self.assertEqual(answer["erased"], {"id": who})
        self.vouchd.wait_for_calendar()
        texts = [MARK, PHONE, PHONE_DIGITS]
        self.assertEqual(places(self.folder, texts), [])
        self.assertTrue(self.vouchd.call("system.check", full=True)["ok"])
        sent = self.vouchd.call("contact.brief", id=ben)["sent"]
        self.assertEqual([s["person"]["name"] for s in sent], ["someone"])
        self.assertEqual(self.vouchd.stop(), 0)
        self.assertEqual(places(self.folder, texts), [])
        with sqlite3.connect(self.vouchd.db) as db:
            db.execute("VACUUM INTO ?", (os.path.join(self.folder, "backup"),))
        db.close()
        self.assertEqual(places(self.folder, texts), [])
        self.vouchd.start()
        self.not_brought_back()
        self.assertEqual(self.vouchd.stop(), 0)

    def earn(self, name):
        """Somebody whose ask is due."""
        call = self.vouchd.call
        who = call("contact.add", name=name)["contact"]["id"]
        sale = call("sale.open", contact=who, product="Alarm")["sale"]["id"]
        call("sale.complete", id=sale)
        for _ in range(2):
            call("touch.log", contact=who, channel="call", direction="both", gave=True)
        call("satisfaction.record", contact=who, score=9)
        return who

    def held_back(self, who):
        return [m for f in self.vouchd.call("followup.list", contact=who, kind="ask")["items"]
                for m in self.vouchd.call("followup.why", id=f["id"])["moves"]
                if m["rule"] == "closed"]

    def test_why_an_ask_of_others_was_held_back_goes_too(self):
        call, w = self.vouchd.call, self.word
        ben, cleo = self.earn("Ben Okafor"), self.earn("Cleo Lund")
        who = call("contact.add", name=w("name"))["contact"]["id"]
        home = call("household.add", name="Lime St 4", members=[ben, who])["household"]["id"]
        call("promise.add", contact=who, text=w("promise"), due_day="2026-12-02")
        call("dev.advance", seconds=2 * 86400)
        call("referral.receive", referrer=cleo, contact=who, permission="introduced")
        for other in ben, cleo:
            self.assertIn(MARK, json.dumps(self.held_back(other)))
        call("household.update", id=home, members=[ben])
        name = call("contact.get", id=who)["contact"]["name"]
        call("contact.erase", id=who, confirm=name)
        self.vouchd.wait_for_calendar()
        self.assertEqual(places(self.folder, [MARK]), [])
        for other in ben, cleo:
            self.assertEqual(len(self.held_back(other)), 1)
        self.assertEqual(self.vouchd.stop(), 0)
        self.assertEqual(places(self.folder, [MARK]), [])

    def not_brought_back(self):
        """By an address or an id that was theirs."""
        call = self.vouchd.call
        n = call("import.begin", source="phone", kind="contacts")["import"]["id"]
        call("import.add", **{"import": n}, items=[{"name": "A", "phones": [PHONE.replace(" ", "")], "line": 1},
                                        {"name": "Dora", "line": 2}])
        call("import.commit", **{"import": n})
        call("dev.advance", seconds=60)
        done = call("import.get", **{"import": n})["import"]
        self.assertEqual((done["added"], done["refused"]), (1, 1), done)
        again = call("contact.add", name="B", phones=[PHONE])
        self.assertEqual(again["forgotten"], "2026-12-01")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vouchd", required=True)
    parser.add_argument("--source", required=True)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
