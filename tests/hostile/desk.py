"""Notifications, as a server on a bus of its own gets them."""
import datetime
import json
import os
import re
import time
import xml.etree.ElementTree

from book import WAIT, want
import desktop
from texts import MARK, popped_up

MARKUP, PLAIN = "actions body body-markup", "actions body"


class Desk:
    """A bus and a server that notes what it is told; without dbusmock none of it is tried."""

    def __init__(self, folder):
        desktop.need("dbus-daemon")
        self.bus = desktop.Bus(folder)
        self.address = self.bus.address
        self.server = None

    def __enter__(self):
        self.bus.start()
        return self

    def __exit__(self, *_):
        self.leave()
        self.bus.stop()

    def serve(self, capabilities):
        self.leave()
        self.server = desktop.Process(
            [desktop.PYTHON, "-m", "dbusmock", "--session", "-t",
             os.path.join(desktop.HERE, "notify_template.py"), "-p",
             json.dumps({"capabilities": capabilities})], self.bus.env())

    def leave(self):
        if self.server:
            self.server.kill()
            self.server = None

    def told(self):
        calls = self.bus.client.call_blocking(desktop.NAME, desktop.PATH, desktop.MOCK,
                                              "GetMethodCalls", "s", ("Notify",))
        return [(str(args[3]), str(args[4])) for _, args in calls]


def until(claim, what):
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if claim():
            return
    want(False, f"never seen: {what}")


def check(told, name, f, has_markup):
    """Equal to what was given, or its beginning where it is cut."""
    summary, body = told
    if has_markup:
        root = xml.etree.ElementTree.fromstring(f"<x>{body}</x>")
        want(not len(root), f"markup of somebody else: {body!r}")
        body = root.text or ""
    title, note = (popped_up(f[key], has_lines=True).strip(" \n") for key in ("title", "note"))
    for shown, whole in ((summary, "Call " + popped_up(name)),
                         (body, f"{title}\n{note} · follow-up {f['id']}")):
        begun, cut, _ = shown.partition("…")
        want(shown == whole or (cut and whole.startswith(begun) and len(begun) > 8),
             f"{shown!r} of {whole!r}")


def server_is(book, on):
    return bool(book.line.call("system.status")["delivery"]["server"]) == on


def rows_of(book, most):
    """Follow-ups, each due an hour after the one before it; all others wait a year."""
    others = [*book.line.list("followup.list", state="scheduled")]
    rows = [f for f in others if f["kind"] == "call" and MARK in (f["note"] or "")]
    rows = rows[::max(1, len(rows) // most)][:most]
    book.all([("followup.snooze", {"id": f["id"], "until": "2027-11-30T10:00"}) for f in others])
    first = datetime.datetime.fromisoformat(book.line.call("system.hello")["now"].rstrip("Z"))
    first = first.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=2)
    for i, f in enumerate(rows):
        due = first + datetime.timedelta(hours=i)
        book.all([("followup.snooze", {"id": f["id"], "until": f"{due:%Y-%m-%dT%H:%M}"})])
        yield f, due


def pop_ups(book, most):
    """Shown one by one, the first half by a server that reads markup; how many."""
    rows = [*rows_of(book, most)]
    names = {number: c["name"] for number, c in book.contacts().items()}
    for half, capabilities in ((rows[:len(rows) // 2], MARKUP), (rows[len(rows) // 2:], PLAIN)):
        book.desk.serve(capabilities)
        until(lambda: book.desk.bus.has_owner() and server_is(book, True), "the server")
        for f, due in half:
            name = names[f["contact"]["id"]]
            before = len(book.desk.told())
            book.line.call("dev.clock", now=f"{due:%Y-%m-%dT%H:%M}:01Z")
            mark = re.compile(re.search(MARK + "[0-9]+", name).group() + "[q…]")

            def mine():
                return [told for told in book.desk.told()[before:] if mark.search(told[0])]
            until(mine, f"a notification of {f['title']!r}, but {book.desk.told()[before:]}")
            check(mine()[0], name, f, capabilities == MARKUP)
            book.line.call("followup.done", id=f["id"])
        book.desk.leave()
        until(lambda: not server_is(book, True), "that the server has left")
    return len(rows)
