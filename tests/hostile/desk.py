"""Notifications, as a server on a bus of its own gets them."""
import json
import os
import time
import xml.etree.ElementTree

from book import WAIT, want
import desktop
from texts import popped_up

MARKUP, PLAIN = "actions body body-markup", "actions body"
SUMMARY_MAX, BODY_MAX = 80, 200  # daemon/io/post.h


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


def is_of(shown, text, most):
    """Is it the text, or its beginning where it is cut?"""
    said = popped_up(text)
    if len(said) <= most:
        return said == shown
    return shown.endswith("…") and said.startswith(shown[:-1]) and len(shown) > most // 3


def check(told, name, title, has_markup):
    summary, body = told
    if has_markup:
        root = xml.etree.ElementTree.fromstring(f"<x>{body}</x>")
        want(not len(root), f"markup of somebody else: {body!r}")
        body = root.text or ""
    want(is_of(summary.split(" (")[0] if "late" in summary else summary, "Call " + name,
               SUMMARY_MAX), f"{summary!r} of {name!r}")
    want(is_of(body[:len(popped_up(title))], title, BODY_MAX) or "…" in body,
         f"{body!r} of {title!r}")


def server_is(book, on):
    return book.line.call("system.status")["delivery"]["server"] == on


def pop_ups(book, of, most):
    """Each falls due by itself: the follow-ups are a minute apart, and done as they are shown."""
    rows = [*book.line.list("followup.list", state="scheduled", kind="call")]
    rows = [f for f in rows if f.get("due", "").startswith("2026-11-30T") and "zqx" in f["title"]]
    rows = sorted(rows, key=lambda f: f["due"])[:most]
    names = {number: c["name"] for number, c in book.contacts().items()}
    n = 0
    for half, capabilities in ((rows[::2], MARKUP), (rows[1::2], PLAIN)):
        book.desk.serve(capabilities)
        until(lambda: book.desk.bus.has_owner() and server_is(book, True), "the server")
        for f in half:
            before = len(book.desk.told())
            now = book.line.call("system.hello")["now"]
            book.line.call("followup.snooze", id=f["id"], until=later(now))
            book.line.call("dev.advance", seconds=3600)
            until(lambda: len(book.desk.told()) > before, f["title"])
            check(book.desk.told()[-1], names[f["contact"]["id"]], f["title"],
                  capabilities == MARKUP)
            book.line.call("followup.done", id=f["id"])
            n += 1
        book.desk.leave()
        until(lambda: not server_is(book, True), "the server has left")
    return n


def later(now):
    """An hour on, as a due time."""
    hour = int(now[11:13]) + 1
    return f"{now[:11]}{hour:02}{now[13:16]}" if hour < 24 else None
