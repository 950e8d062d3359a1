#!/usr/bin/python3
"""kill -9 between claim, show and record: no reminder is lost, each comes again at most once for
a kill that found it on its way, and then says so."""
import collections
import datetime
import random
import shutil
import time

import daemon

try:
    from ledger import AGAIN, Ledger
except ImportError:
    daemon.skip("python3-dbus or python3-gi is missing")

BEGIN = datetime.datetime(2026, 12, 1, 9, 0)
SETTINGS = """[desktop]
popups_max = 5
popups_per_hour = 200
morning = no
privacy = full
[quiet]
start = 00:00
end = 00:00
"""
ON_ITS_WAY = """SELECT f.title FROM notice n JOIN notice_item i ON i.notice = n.id
JOIN followup f ON f.id = i.followup WHERE n.state = 'claimed'"""
STATES = """SELECT f.title, n.kind, n.state FROM followup f
LEFT JOIN notice_item i ON i.followup = f.id AND i.due_at = f.due_at
LEFT JOIN notice n ON n.id = i.notice"""


class Desk(Ledger):
    def __init__(self, folder):
        self.posts = []
        super().__init__(folder)

    def _note(self, what):
        if "id" in what:
            self.posts.append(what)
        super()._note(what)

    def on_its_way(self, db):
        return [title for (title,) in self._query(db, (ON_ITS_WAY,))[0]]

    def states(self, db):
        return self._query(db, (STATES,))[0]

    def settle(self):
        self._settle()


class Run:
    def __init__(self, options, folder, seed):
        self.random = random.Random(seed)
        self.kills = options.kills
        self.desk = Desk(folder)
        self.daemon = daemon.Daemon(options.vouchd, folder, bus=self.desk.bus.address)
        self.daemon.settings(SETTINGS)
        self.now = BEGIN
        self.hits = collections.Counter()  # title → kills that found it on its way
        self.n_steps = collections.Counter()

    def close(self):
        self.daemon.stop()
        self.desk.close()

    def start(self):
        self.daemon.now = self.now
        self.daemon.start()
        client = self.daemon.client()
        end = time.monotonic() + daemon.WAIT
        while not client.call("system.status")["delivery"]["server"]:
            if time.monotonic() > end:
                raise AssertionError("the server is never noticed")
        return client

    def strike(self, client, number):
        """One falls due, and the daemon dies at one of the steps."""
        step = self.random.choice(("claim", "before", "after", "record"))
        due = self.now + datetime.timedelta(minutes=1)
        client.call("followup.add", contact=1, kind="call", title=f"Reason {number}",
                    due=due.strftime("%Y-%m-%dT%H:%M"))
        if step in ("before", "after"):
            self.desk.aim(step, self.daemon.child.pid)
        client.socket.sendall(daemon.line_of(1, "dev.advance", {"seconds": 120}))
        self.now += datetime.timedelta(minutes=2)
        if step == "claim":
            time.sleep(self.random.uniform(0, 0.004))
        elif step == "record":
            client.file.readline()
            time.sleep(self.random.uniform(0, 0.004))
        else:
            end = time.monotonic() + 2
            while not self.desk.has_struck() and time.monotonic() < end:
                time.sleep(0.0005)
            self.desk.rest()
        self.daemon.stop()
        client.close()
        self.n_steps[step] += 1
        for title in self.desk.on_its_way(self.daemon.db):
            self.hits[title] += 1

    def go(self):
        with self.start() as client:
            client.call("contact.add", name="Ana Ruiz")
            self.daemon.stop()
        for number in range(self.kills):
            self.strike(self.start(), number)
        with self.start() as client:
            for _ in range(3):  # what was struck three times running rests a while
                client.call("dev.advance", seconds=3700)
            self.desk.wait_until_shown(self.daemon)
        self.desk.settle()
        self.daemon.stop()

    def verdict(self):
        """A kill may come before the request is done: then there is nothing to tell of."""
        fell_due = self.desk.states(self.daemon.db)
        lost = [row for row in fell_due if row[1] is None]
        if lost:
            raise AssertionError(f"lost: {lost}")
        new = collections.defaultdict(list)  # title → is it marked, of each new pop-up
        for post in self.desk.posts:
            if post["single"] and not post["replaces"]:
                title = post["body"].removeprefix(AGAIN + " ").split("\n")[0]
                new[title].append(post["body"].startswith(AGAIN))
        n_again = 0
        for title, marks in new.items():
            if len(marks) > 1 + self.hits[title]:
                raise AssertionError(f"{title} popped up {len(marks)} times, "
                                     f"{self.hits[title]} kills found it on its way: {marks}")
            if not all(marks[1:]):
                raise AssertionError(f"{title} was repeated and did not say so: {marks}")
            n_again += len(marks) - 1
        return len(fell_due), n_again


def main():
    parser = daemon.parser()
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    if not shutil.which("dbus-daemon"):
        daemon.skip("dbus-daemon is not installed")
    seed = daemon.seed_of(options.seed)
    begun = time.monotonic()
    with daemon.Folder(options.folder) as folder:
        run = Run(options, folder, seed)
        try:
            run.go()
            n, n_again = run.verdict()
        finally:
            run.close()
    steps = ", ".join(f"{n_kills} {step}" for step, n_kills in sorted(run.n_steps.items()))
    print(f"{options.kills} kills ({steps}), {time.monotonic() - begun:.0f} s: {n} fell due, none "
          f"lost; {sum(run.hits.values())} times one was on its way, {n_again} popped up twice, "
          f"all of them marked")


if __name__ == "__main__":
    main()
