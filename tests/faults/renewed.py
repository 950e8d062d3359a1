#!/usr/bin/python3
"""A pop-up that was on its way at a kill comes again, and says so; unless it is dismissed just as it
is renewed: then it is over, and what was shown of it last is what was shown before the kill."""
import datetime
import shutil
import signal
import time

import daemon

try:
    from ledger import AGAIN, Ledger
except ImportError:
    daemon.skip("python3-dbus or python3-gi is missing")

NOW = datetime.datetime(2026, 12, 1, 12, 0)
SETTINGS = """[desktop]
morning = no
privacy = full
[quiet]
start = 00:00
end = 00:00
"""
ENDED = """SELECT 1 FROM notice WHERE state = 'dismissed'"""


class Desk(Ledger):
    def start_and_die(self, vouchd):
        """Killed in the middle of the first Notify: whoever stands still is asked nothing yet."""
        self.server.child.send_signal(signal.SIGSTOP)
        vouchd.start()
        self.aim("before", vouchd.child.pid)
        self.server.child.send_signal(signal.SIGCONT)
        if vouchd.wait() != -signal.SIGKILL:
            raise AssertionError(f"vouchd was not killed: {vouchd.log()}")
        self.snapshot(vouchd.db)

    def dismiss_next(self):
        self.server.send("dismiss")

    def wait_until_ended(self, vouchd):
        end = time.monotonic() + daemon.WAIT
        while not self._query(vouchd.db, (ENDED,))[0]:
            if time.monotonic() > end:
                raise AssertionError("it was not dismissed")
            time.sleep(0.01)

    def n_marked(self):
        self._settle()
        return sum(AGAIN in body for _, body in self.shown.values())


def leave(vouchd):
    vouchd.signal(signal.SIGTERM)
    if vouchd.wait() != 0:
        raise AssertionError(f"vouchd ended badly: {vouchd.log()}")


def renewed(vouchd, desk, is_dismissed):
    """How many pop-ups were marked in the end."""
    vouchd.now = NOW
    vouchd.start()
    with vouchd.client() as client:
        contact = client.call("contact.add", name="Person")["contact"]["id"]
        client.call("followup.add", contact=contact, kind="call", title="Thing",
                    due=f"{NOW:%Y-%m-%dT%H:%M}")
    desk.wait_until_shown(vouchd)
    leave(vouchd)
    desk.start_and_die(vouchd)
    if is_dismissed:
        desk.dismiss_next()
    vouchd.start()
    if is_dismissed:
        desk.wait_until_ended(vouchd)
    else:
        desk.wait_until_shown(vouchd)
    leave(vouchd)
    desk.verdict(vouchd.db, NOW)
    return desk.n_marked()


def main():
    opts = daemon.parser().parse_args()
    if not shutil.which("dbus-daemon"):
        daemon.skip("dbus-daemon is not installed")
    for is_dismissed in (False, True):
        with daemon.Folder(opts.folder) as folder:
            desk = Desk(folder)
            vouchd = daemon.Daemon(opts.vouchd, folder, bus=desk.bus.address)
            vouchd.settings(SETTINGS)
            try:
                n = renewed(vouchd, desk, is_dismissed)
            finally:
                vouchd.stop()
                desk.close()
        if n != 1:
            raise AssertionError(f"{n} pop-ups were marked, dismissed {is_dismissed}")
        print(f"{'dismissed as it was renewed' if is_dismissed else 'renewed'}: judged")


if __name__ == "__main__":
    main()
