#!/usr/bin/python3
"""The folder that vouchd keeps as a calendar, read back by todoman and khal where they are.

    vouchd_vdir.py --vouchd PROGRAM --vouch PROGRAM [--many N]
"""
import argparse
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

WAIT = 30
MONDAY = "2026-11-30T10:00:00Z"
DAY = 86400
OPTIONS = argparse.Namespace()


class Line:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(WAIT)
        self.socket.connect(path)
        self.file = self.socket.makefile("rw", encoding="utf-8", newline="\n")

    def send(self, method, **params):
        self.file.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method,
                                    "params": params}) + "\n")
        self.file.flush()

    def answer(self):
        answer = json.loads(self.file.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def call(self, method, **params):
        self.send(method, **params)
        return self.answer()

    def close(self):
        self.file.close()
        self.socket.close()


class Vdir(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="vouch-vdir-")
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.path = os.path.join(self.home, "vouchd.sock")
        self.folder = os.path.join(self.home, "calendars", "vouch")
        self.child = self.line = None
        self.settings()

    def settings(self, items="todo", folder="~/calendars/vouch"):
        with open(os.path.join(self.home, "vouch.conf"), "w", encoding="utf-8") as f:
            f.write(f"[calendar]\nfolder = {folder}\nitems = {items}\n")

    def env(self):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS", "XDG", "NOTIFY"))}
        return dict(env, HOME=self.home, TZ="UTC", LC_ALL="C.UTF-8",
                    XDG_CONFIG_HOME=os.path.join(self.home, "config"),
                    XDG_DATA_HOME=os.path.join(self.home, "data"),
                    XDG_CACHE_HOME=os.path.join(self.home, "cache"))

    def start(self, now=MONDAY):
        ready = os.path.join(self.home, "ready")
        if os.path.exists(ready):
            os.unlink(ready)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(ready)
            told.settimeout(WAIT)
            self.child = subprocess.Popen(
                [OPTIONS.vouchd, f"--dev={now}", "--socket", self.path, "--db",
                 os.path.join(self.home, "book", "vouch.db"), "--config",
                 os.path.join(self.home, "vouch.conf")],
                env=dict(self.env(), NOTIFY_SOCKET=ready), stderr=subprocess.PIPE, text=True)
            self.addCleanup(self.kill, self.child)
            while b"READY=1" not in told.recv(4096):
                pass
        self.line = Line(self.path)

    @staticmethod
    def kill(child):
        if child.poll() is None:
            child.kill()
        child.wait()
        child.stderr.close()

    def stop(self):
        """What it has said; its sanitizers must have had nothing to say."""
        self.line.close()
        self.child.terminate()
        said = self.child.stderr.read()
        self.assertEqual(self.child.wait(WAIT), 0, said)
        return said

    def call(self, method, **params):
        return self.line.call(method, **params)

    def vouch(self, *words):
        return subprocess.run([OPTIONS.vouch, "--socket", self.path, *words], check=True, text=True,
                              timeout=WAIT, env=self.env(), stdout=subprocess.PIPE).stdout

    def contact(self, name):
        return self.call("contact.add", name=name)["contact"]["id"]

    def remind(self, contact, due, title="service", kind="call"):
        return self.call("followup.add", contact=contact, kind=kind, title=title,
                         due=due)["followup"]["id"]

    def until(self, claim, what):
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            answer = claim()
            if answer:
                return answer
        raise AssertionError(f"never seen: {what}")

    def calendar(self):
        return self.call("system.status")["calendar"]

    def settle(self):
        self.until(lambda: self.calendar()["current"], "the folder is current")

    def files(self):
        self.settle()
        return self.there()

    def there(self):
        files = {}
        for name in os.listdir(self.folder):
            with open(os.path.join(self.folder, name), encoding="utf-8", newline="") as f:
                files[name] = f.read()
        return files

    def items(self):
        """{"followup-1": text unfolded} of the files that are ours."""
        return {name.split("@")[0]: text.replace("\r\n ", "") for name, text in self.files().items()
                if name.endswith(".ics") and "@" in name}


class Kept(Vdir):
    def test_what_is_scheduled_is_a_file_of_its_own(self):
        self.start()
        number = self.remind(self.contact("Ana Ruiz"), "2026-12-04")
        timed = self.remind(self.contact("Ben; Ött, \\ Sons"), "2026-12-04T14:30",
                            title="x" * 70 + "ü" * 40)
        items = self.items()
        self.assertEqual(set(items), {f"followup-{number}", f"followup-{timed}"})
        text = items[f"followup-{number}"]
        uid = re.search(r"UID:(\S+)", text).group(1)
        self.assertIn(uid + ".ics", self.files())
        self.assertEqual(text, "\r\n".join([
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vouch//vouch//EN",
            "CALSCALE:GREGORIAN", "BEGIN:VTODO", f"UID:{uid}", "DTSTAMP:20261130T100000Z",
            "CREATED:20261130T100000Z", "LAST-MODIFIED:20261130T100000Z", "SEQUENCE:1",
            "SUMMARY:Call Ana Ruiz: service", "DUE;VALUE=DATE:20261204", "STATUS:NEEDS-ACTION",
            "CATEGORIES:call", "END:VTODO", "END:VCALENDAR", ""]))
        self.assertIn("DUE:20261204T143000Z\r\n", items[f"followup-{timed}"])
        self.assertIn("SUMMARY:Call Ben\\; Ött\\, \\\\ Sons: xxx", items[f"followup-{timed}"])
        self.stop()

    def test_lines_are_folded_between_characters_and_files_are_their_owners_alone(self):
        self.start()
        self.remind(self.contact("Ana Ruiz"), "2026-12-04", title="ü" * 60 + "😀" * 10)
        for name, text in self.files().items():
            mode = stat.S_IMODE(os.stat(os.path.join(self.folder, name)).st_mode)
            self.assertEqual(mode, 0o600, name)
            for line in text.encode().split(b"\r\n"):
                self.assertLessEqual(len(line), 75)
                line.decode()
        self.assertEqual(stat.S_IMODE(os.stat(self.folder).st_mode), 0o700)
        self.assertEqual(self.files()["displayname"], "vouch")
        self.assertRegex(self.files()["color"], "^#[0-9A-F]{6}$")
        self.stop()

    def test_it_follows_what_is_moved_done_taken_back_and_renamed(self):
        self.start()
        ana = self.contact("Ana Ruiz")
        number = self.remind(ana, "2026-12-04")
        name = f"followup-{number}"
        self.call("followup.snooze", id=number, until="2026-12-07")
        self.assertIn("DUE;VALUE=DATE:20261207\r\n", self.items()[name])
        self.assertIn("SEQUENCE:2\r\n", self.items()[name])
        self.call("contact.update", id=ana, name="Ana Ruiz-Vega")
        self.assertIn("SUMMARY:Call Ana Ruiz-Vega: service\r\n", self.items()[name])
        self.call("followup.done", id=number)
        self.assertEqual(self.items(), {})
        self.call("journal.undo")
        self.assertIn("DUE;VALUE=DATE:20261207\r\n", self.items()[name])
        self.call("suppression.add", contact=ana, channel="call", reason="asked")
        self.assertEqual(self.items(), {})
        self.call("journal.undo")
        self.assertEqual(set(self.items()), {name})
        self.call("contact.deceased", id=ana)
        self.assertEqual(self.items(), {})
        self.stop()

    def test_events_and_both(self):
        for items, names in (("event", {"-event"}), ("both", {"", "-event"}), ("todo", {""})):
            self.settings(items)
            self.start()
            if items == "event":
                number = self.remind(self.contact("Ana Ruiz"), "2026-12-04T14:30")
                self.call("date.add", contact=1, what="birthday", day="--02-29")
                followup = self.call("followup.list", contact=1)["items"]
            made = self.items()
            wanted = {f"followup-{f['id']}{n}" for f in followup for n in names}
            if items != "todo":
                wanted.add("date-1")
                self.assertIn("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n", made["date-1"])
                self.assertIn("DTSTART;VALUE=DATE:20280229\r\n", made["date-1"])
                event = made[f"followup-{number}-event"]
                self.assertIn("DTSTART:20261204T143000Z\r\nDURATION:PT30M\r\n", event)
            self.assertEqual(set(made), wanted)
            self.stop()

    def test_a_restart_mends_what_is_amiss_and_touches_nothing_else(self):
        self.start()
        ana = self.contact("Ana Ruiz")
        kept, gone, edited = (self.remind(ana, "2026-12-04", title=t) for t in "abc")
        names = {n.split("@")[0]: n for n in self.files() if "@" in n}
        foreign = {"followup-1@elsewhere.ics": "theirs", "notes.txt": "mine",
                   "followup-01@" + names[f"followup-{kept}"].split("@")[1]: "zero",
                   "meeting.ics": "BEGIN:VCALENDAR"}
        stamp = os.stat(os.path.join(self.folder, names[f"followup-{kept}"]))
        self.stop()
        for name, text in foreign.items():
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as f:
                f.write(text)
        os.unlink(os.path.join(self.folder, names[f"followup-{gone}"]))
        with open(os.path.join(self.folder, names[f"followup-{edited}"]), "w",
                  encoding="utf-8") as f:
            f.write("edited elsewhere")
        stale = names[f"followup-{kept}"].replace(f"-{kept}@", "-999@")
        os.symlink("/etc/passwd", os.path.join(self.folder, stale))
        with open(os.path.join(self.folder, "displayname"), "w", encoding="utf-8") as f:
            f.write("Clients")
        self.start()
        files = self.files()
        self.assertEqual({n: files[n] for n in foreign}, foreign)
        self.assertEqual(files["displayname"], "Clients")
        self.assertNotIn(stale, files)
        self.assertEqual(set(files), {*foreign, *names.values(), "displayname", "color"})
        self.assertIn("SUMMARY:Call Ana Ruiz: c\r\n", files[names[f"followup-{edited}"]])
        again = os.stat(os.path.join(self.folder, names[f"followup-{kept}"]))
        self.assertEqual((again.st_ino, again.st_mtime_ns), (stamp.st_ino, stamp.st_mtime_ns))
        self.stop()

    def test_a_folder_that_cannot_be_written_is_told_and_stops_nothing(self):
        with open(os.path.join(self.home, "calendars"), "w", encoding="utf-8") as f:
            f.write("in the way")
        self.start()
        self.until(lambda: self.calendar()["why"], "why")
        self.assertEqual(self.calendar(), {"folder": self.folder, "current": False,
                                           "why": "Not a directory"})
        self.remind(self.contact("Ana Ruiz"), "2026-12-04")
        self.assertEqual(len(self.call("agenda.get", days=7)["coming"]), 1)
        said = self.stop()
        self.assertEqual(said.count("calendar folder"), 1, said)
        self.assertNotIn("Ana", said)

    def test_a_folder_that_is_taken_away_is_noticed(self):
        self.start()
        self.remind(self.contact("Ana Ruiz"), "2026-12-04")
        self.settle()
        shutil.rmtree(os.path.join(self.home, "calendars"))
        self.remind(1, "2026-12-05")
        self.until(lambda: self.calendar()["why"], "why")
        self.stop()
        self.start()
        self.assertEqual(len(self.items()), 2)
        self.stop()

    def test_nothing_is_kept_where_none_is_asked_for(self):
        self.settings(folder="")
        self.start()
        self.remind(self.contact("Ana Ruiz"), "2026-12-04")
        self.assertIsNone(self.calendar())
        self.assertFalse(os.path.exists(os.path.join(self.home, "calendars")))
        self.stop()


class Many(Vdir):
    def add_many(self, n):
        contact = self.contact("Ana Ruiz")
        for first in range(0, n, 100):
            count = min(100, n - first)
            for i in range(count):
                self.line.send("followup.add", contact=contact, kind="task", title=f"t{first + i}",
                               due=f"2027-{1 + i % 12:02}-{1 + i % 28:02}")
            for _ in range(count):
                self.line.answer()

    def test_many_are_written_at_once_found_again_and_renamed(self):
        self.start()
        begun = time.monotonic()
        self.add_many(OPTIONS.many)
        added = time.monotonic()
        self.assertEqual(len(self.items()), OPTIONS.many)
        current = time.monotonic()
        self.stop()
        self.start()
        restarted = time.monotonic()
        self.settle()
        found = time.monotonic()
        self.call("contact.update", id=1, name="Ana Ruiz-Vega")
        self.until(lambda: all("Ruiz-Vega" in text for text in self.items().values()), "the name")
        print(f"{OPTIONS.many} follow-ups added in {added - begun:.2f} s, current "
              f"{current - added:.2f} s later; after a restart current in {found - restarted:.2f} s")
        self.stop()

    def test_an_idle_vouchd_sleeps(self):
        self.start()
        self.add_many(50)
        self.settle()

        def switches():
            with open(f"/proc/{self.child.pid}/status", encoding="ascii") as f:
                return re.findall(r"ctxt_switches:\s+(\d+)", f.read())

        with self.assertRaises(subprocess.TimeoutExpired):
            self.child.wait(0.3)  # until it sleeps
        before = switches()
        with self.assertRaises(subprocess.TimeoutExpired):
            self.child.wait(1)
        self.assertEqual(switches(), before)
        self.stop()


class Readers(Vdir):
    def config(self, program, text):
        folder = os.path.join(self.home, "config", program)
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, "config.py" if program == "todoman" else "config"), text

    def run_reader(self, program, *words):
        done = subprocess.run([f"/usr/bin/{program}", *words], env=self.env(), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=WAIT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def need(self, program):
        if not os.path.exists(f"/usr/bin/{program}"):
            self.skipTest(f"{program} is missing")

    def write(self, program, text):
        path, text = self.config(program, text)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def test_todoman_lists_what_is_scheduled(self):
        self.need("todoman")
        self.write("todoman", f'path = "{self.home}/calendars/*"\ndate_format = "%Y-%m-%d"\n'
                              'time_format = "%H:%M"\n')
        self.start()
        ana = self.contact("Ana Ruiz, née Ött")
        self.remind(ana, "2099-12-04")
        done = self.remind(ana, "2099-12-05", title="gone")
        self.call("promise.add", contact=ana, text="a quote; by hand", due_day="2099-12-09")
        self.call("followup.done", id=done)
        self.settle()
        listed = self.run_reader("todoman", "--porcelain", "list")
        todos = {todo["summary"]: todo for todo in json.loads(listed)}
        self.assertIn("Call Ana Ruiz, née Ött: service", todos)
        self.assertEqual(len(todos), 2, listed)
        self.assertEqual({todo["list"] for todo in todos.values()}, {"vouch"})
        promise = todos["Promise to Ana Ruiz, née Ött: a quote; by hand"]
        self.assertEqual(promise["priority"], 1)
        self.stop()

    def test_khal_lists_events_and_birthdays(self):
        self.need("khal")
        self.settings("event")
        self.write("khal", f"[calendars]\n[[vouch]]\npath = {self.folder}\ntype = calendar\n"
                           "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
                           "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
                           "longdatetimeformat = %Y-%m-%d %H:%M\ndefault_timezone = UTC\n"
                           "local_timezone = UTC\n")
        self.start()
        ana = self.contact("Ana Ruiz")
        self.remind(ana, "2027-05-04T14:30")
        self.call("date.add", contact=ana, what="birthday", day="1976-05-03")
        self.settle()
        listed = self.run_reader("khal", "list", "2027-05-02", "4d")
        self.assertIn("14:30-15:00 Call Ana Ruiz: service", listed)
        self.assertIn("Birthday: Ana Ruiz", listed)
        self.stop()

    def test_a_file_of_all_of_it_reads_the_same(self):
        self.start()
        ana = self.contact("Ana Ruiz")
        self.remind(ana, "2026-12-04")
        self.call("date.add", contact=ana, what="birthday", day="1976-05-03")
        path = os.path.join(self.home, "all.ics")
        self.assertIn("Wrote 3 items", self.vouch("export", path))
        with open(path, encoding="utf-8", newline="") as f:
            text = f.read()
        for _, item in self.files().items():
            if item.startswith("BEGIN"):
                self.assertIn(item[item.index("BEGIN:VTODO"):item.index("END:VCALENDAR")], text)
        self.assertEqual(text.count("BEGIN:VTODO"), 2)
        self.assertEqual(text.count("BEGIN:VEVENT"), 1)
        self.assertIn("DTSTART;VALUE=DATE:19760503\r\nRRULE:FREQ=YEARLY\r\n", text)
        events = self.vouch("export", "ics", "--events")
        self.assertEqual((events.count("BEGIN:VTODO"), events.count("BEGIN:VEVENT")), (0, 3))
        both = self.vouch("export", "ics", "--events", "--todos")
        self.assertEqual((both.count("BEGIN:VTODO"), both.count("BEGIN:VEVENT")), (2, 3))
        self.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouchd", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--many", type=int, default=200)
    rest = parser.parse_known_args(namespace=OPTIONS)[1]
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
