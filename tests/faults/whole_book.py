#!/usr/bin/python3
"""A whole book is taken into an empty one while vouchd is killed again and again: it is equal in the
end. --contacts N --kills 0 gives the rate of a large one, and the longest that another waited."""
import os
import random
import threading
import time

import daemon

NOW = "2026-12-01T12:00:00Z"
PIECE = 500


def export(client):
    items, cursor = [], {}
    while True:
        page = client.call("export.items", **cursor)
        items += page["items"]
        if not page["next"]:
            return items
        cursor = {"cursor": page["next"]}


def wait(client, number):
    while True:
        state = client.call("import.get", **{"import": number})["import"]
        if state["state"] in ("done", "refused", "aborted"):
            return state
        time.sleep(0.01)


def take(client, kind, member, items):
    number = client.call("import.begin", source="test", kind=kind)["import"]["id"]
    for start in range(0, len(items), PIECE):
        client.call("import.add", **{"import": number, member: items[start:start + PIECE]})
    client.call("import.commit", **{"import": number})
    return number


def make(client, n):
    client.call("dev.clock", now=NOW)
    rows = [{"line": i + 1, "name": f"Person {i}", "emails": [f"p{i}@example.com"],
             "phones": [f"555 {i:06}"], "tags": ["fair"], "external_id": str(i)}
            for i in range(n)]
    assert wait(client, take(client, "contacts", "items", rows))["state"] == "done"
    rows = [{"line": i + 1, "contact": {"external_id": str(i), "name": f"Person {i}"},
             "product": "Alarm", "amount": 1000 + i, "state": "completed",
             "closed_day": f"2026-{1 + i % 10:02}-15"} for i in range(0, n, 2)]
    assert wait(client, take(client, "sales", "items", rows))["state"] == "done"
    client.call("dev.clock", now=NOW)


class Bystander(threading.Thread):
    """Asks for the time of day, as others do; the longest that it waited."""

    def __init__(self, vouchd):
        super().__init__(daemon=True)
        self.client, self.longest, self.is_over = vouchd.client(), 0, False

    def run(self):
        while not self.is_over:
            begun = time.monotonic()
            self.client.call("system.hello")
            self.longest = max(self.longest, time.monotonic() - begun)
            time.sleep(0.002)


def stage(client, items):
    lines = [dict(item, line=i + 1) for i, item in enumerate(items)]
    lines.append({"line": len(lines) + 1, "item": "end", "items": len(items)})
    return take(client, "book", "book", lines)


def measure(vouchd, items):
    with vouchd.client() as client:
        client.call("dev.clock", now=NOW)
        bystander = Bystander(vouchd)
        bystander.start()
        begun = time.monotonic()
        number = stage(client, items)
        state = wait(client, number)
        seconds = time.monotonic() - begun
        bystander.is_over = True
        bystander.join()
        assert state["state"] == "done", state
    print(f"{len(items)} items in {seconds:.1f} s, {len(items) / seconds:.0f} a second; "
          f"another waited {bystander.longest * 1000:.0f} ms at most")


def kill_again_and_again(vouchd, items, kills):
    with vouchd.client() as client:
        client.call("dev.clock", now=NOW)
        number = stage(client, items)
    for _ in range(kills):
        time.sleep(random.uniform(0, 0.05))
        vouchd.stop()
        vouchd.start()
    with vouchd.client() as client:
        client.call("dev.clock", now=NOW)
        state = wait(client, number)
        assert state["state"] == "done", state


def main():
    p = daemon.parser()
    p.add_argument("--contacts", type=int, default=150)
    p.add_argument("--kills", type=int, default=8)
    args = p.parse_args()
    with daemon.Folder(args.folder) as folder:
        vouchd = daemon.Daemon(args.vouchd, folder)
        vouchd.start()
        try:
            with vouchd.client() as client:
                make(client, args.contacts)
                before = export(client)
            vouchd.stop()
            vouchd.db = os.path.join(folder, "data", "other.db")
            vouchd.start()
            if args.kills:
                kill_again_and_again(vouchd, before, args.kills)
            else:
                measure(vouchd, before)
            with vouchd.client() as client:
                after = export(client)
                problems = client.call("system.check", full=True)["problems"]
            assert problems == [], problems
            for a, b in zip(before, after):
                assert a == b, (a, b)
            assert len(before) == len(after)
            print(f"{len(before)} items are equal after {args.kills} kills")
        finally:
            vouchd.stop()


main()
