"""vouchd --dev on a private bus: what the tests of the desktop as its user sees it share."""
import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import time

import desktop
from desktop import WAIT, Process
from notify_case import OPTIONS, Desktop

import dbus

MONDAY = "2026-11-30T10:00:00Z"
HOUR, DAY = 3600, 86400
SUMMARY, BODY, ACTIONS = 3, 4, 5  # of the arguments of Notify


class Refused(Exception):
    """An error answer; `code` is the contract's."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.code = error["code"]


class Line:
    """One connection to the socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(WAIT * 3)
        self.socket.connect(path)
        self.file = self.socket.makefile("rw", encoding="utf-8", newline="\n")
        self.n = 0

    def send(self, method, **params):
        self.n += 1
        self.file.write(json.dumps({"jsonrpc": "2.0", "id": self.n, "method": method,
                                    "params": params}) + "\n")
        self.file.flush()

    def read(self):
        return json.loads(self.file.readline())

    def answer(self):
        answer = self.read()
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def call(self, method, **params):
        self.send(method, **params)
        return self.answer()

    def close(self):
        self.file.close()
        self.socket.close()


class Vouchd(Process):
    """The daemon in `folder`; back from the constructor it takes requests."""

    def __init__(self, folder, env, wrap=(), now=None):
        self.folder = folder
        self.path = os.path.join(folder, "vouchd.sock")
        ready = os.path.join(folder, "ready")
        if os.path.exists(ready):
            os.unlink(ready)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(ready)
            told.settimeout(WAIT)
            dev = f"--dev={now}" if now else "--dev"
            super().__init__([*wrap, OPTIONS.vouchd, dev, "--socket", self.path, "--db",
                              os.path.join(folder, "book", "vouch.db"), "--config",
                              os.path.join(folder, "vouch.conf")],
                             dict(env, NOTIFY_SOCKET=ready, TZ="UTC"), stderr=subprocess.PIPE)
            while b"READY=1" not in told.recv(4096):
                pass
        self.line = Line(self.path)

    def call(self, method, **params):
        return self.line.call(method, **params)

    def cli(self, *words):
        return subprocess.run([OPTIONS.vouch, "--socket", self.path, *words], check=True,
                              timeout=WAIT, text=True, stdout=subprocess.PIPE).stdout

    def stop(self):
        """SIGTERM; not 0 where a sanitizer has found something."""
        self.line.close()
        self.child.terminate()
        return self.wait()

    def crash(self):
        self.line.close()
        self.kill()

    def said(self):
        lines = []
        while not self.errors.empty():
            lines.append(self.errors.get())
        return lines


class Salesperson(Desktop):
    """A book, its daemon, and a mocked notification server."""

    has_quiet_hours = False

    def setUp(self):
        super().setUp()
        self.vouchd = None
        self.settings("")

    def settings(self, text):
        """Without a digest in the morning, where it is not asked for, and without quiet hours:
        other tests' concerns. Where its clock is not set, vouchd has the hour this runs at."""
        if "morning" not in text:
            text = "[desktop]\nmorning = no\n" + text.replace("[desktop]\n", "")
        if not self.has_quiet_hours and "[quiet]" not in text:
            text += "[quiet]\nstart = 00:00\nend = 00:00\n"
        with open(os.path.join(self.folder, "vouch.conf"), "w", encoding="utf-8") as f:
            f.write(text)

    def run_vouchd(self, now=MONDAY, wrap=(), **env):
        vouchd = Vouchd(self.folder, dict(self.bus.env(), **env), wrap, now)
        self.addCleanup(vouchd.kill)
        self.vouchd = vouchd
        return vouchd

    def start_all(self, now=MONDAY, **server):
        mock, vouchd = self.serve(**server), self.run_vouchd(now)
        self.await_server()
        return mock, vouchd

    def await_server(self):
        self.until(lambda: self.delivery()["server"], "the server is noticed")

    def until(self, claim, what):
        """Asks again and again, each time by calls that take their time."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            answer = claim()
            if answer:
                return answer
        raise AssertionError(f"never seen: {what}")

    def ping(self):
        self.vouchd.call("system.hello")
        self.bus.client.call_blocking(self.name_of(self.vouchd), "/",
                                      "org.freedesktop.DBus.Peer", "Ping", "", ())

    def settle_all(self, mock):
        """What vouchd was told is done, what it sent has come, and it has heard the answers."""
        for _ in range(3):
            self.ping()
            mock.calls("Notify")
        self.ping()

    def pop_ups(self, mock):
        self.settle_all(mock)
        return mock.calls("Notify")

    def summaries(self, mock):
        return [str(args[SUMMARY]) for args in self.pop_ups(mock)]

    def call(self, method, **params):
        return self.vouchd.call(method, **params)

    def delivery(self):
        return self.call("system.status")["delivery"]

    def contact(self, name, **more):
        return self.call("contact.add", name=name, **more)["contact"]["id"]

    def remind(self, contact, due, kind="call", title="Ask how it goes", **more):
        return self.call("followup.add", contact=contact, kind=kind, title=title, due=due,
                         **more)["followup"]["id"]

    def remind_many(self, n, due, name="Ana"):
        contact = self.contact(name + " Ruiz")
        return [self.remind(contact, due, title=f"Reason {i}") for i in range(n)]

    def followup(self, number):
        return self.call("followup.get", id=number)["followup"]

    def state(self, number):
        return self.followup(number)["state"]

    def end(self):
        """Stops vouchd; its sanitizers must have had nothing to say."""
        self.assertEqual(self.vouchd.stop(), 0, "\n".join(self.vouchd.said()))

    def rows(self, query):
        """Of the book of a daemon that has stopped."""
        path = os.path.join(self.folder, "book", "vouch.db")
        with contextlib.closing(sqlite3.connect(path)) as db:
            return db.execute(query).fetchall()


__all__ = ["BODY", "ACTIONS", "DAY", "HOUR", "MONDAY", "SUMMARY", "Line", "Refused",
           "Salesperson", "Vouchd", "dbus", "desktop"]
