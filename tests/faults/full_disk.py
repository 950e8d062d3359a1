#!/usr/bin/python3
"""A full disk: writes are refused, reads and what is due go on, and all is well when there is
space again. On a small tmpfs, which only root can mount; skipped (77) for others."""
import os
import subprocess
import sys

import daemon
from daemon import Refused

SIZE = "6m"
SPARE = 400 * 1024
STORAGE_FULL = 104
NOTE = "n" * 9000


class SmallDisk:
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        os.makedirs(self.path, mode=0o700, exist_ok=True)
        if os.geteuid() != 0:
            daemon.skip("only root can mount a small disk")
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "vouch",
                               self.path], capture_output=True, text=True, check=False)
        if done.returncode:
            daemon.skip(f"a small disk cannot be mounted: {done.stderr.strip()}")
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=False)

    def fill(self, spare):
        """Somebody else's file takes all but some bytes."""
        with open(os.path.join(self.path, "others"), "ab", buffering=0) as f:
            try:
                while True:
                    f.write(b"x" * 4096)
            except OSError:
                f.truncate(max(0, f.tell() - spare))

    def free(self):
        os.unlink(os.path.join(self.path, "others"))


def refused(client, method, **params):
    """None where it was done."""
    try:
        client.call(method, **params)
    except Refused as e:
        if e.code != STORAGE_FULL or e.name != "storage-full":
            raise AssertionError(f"refused otherwise: {e}") from None
        return e
    return None


def until_refused(client, prefix, acked):
    """Contacts until there is no space; at least one refusal."""
    for i in range(5000):
        name = f"{prefix} {i}"
        if refused(client, "contact.add", name=name, notes=NOTE, idempotency_key=name):
            return name
        acked.append(name)
    raise AssertionError("the disk is never full")


def until_small_refused(client):
    """A small write may have room still where a large one has none."""
    for _ in range(5000):
        if refused(client, "touch.log", contact=1, channel="call", direction="both", text="Hm"):
            return
    raise AssertionError("the disk is never full")


def names(client):
    return sorted(item["name"] for item in client.list("contact.list"))


def expect(claim, what):
    if not claim:
        raise AssertionError(what)


def main():
    opts = daemon.parser().parse_args()
    with daemon.Folder(opts.folder) as folder, \
            SmallDisk(os.path.join(folder, "disk")) as disk:
        vouchd = daemon.Daemon(opts.vouchd, folder, data=os.path.join(disk.path, "data"))
        try:
            story(vouchd, disk)
        finally:
            vouchd.stop()


def story(vouchd, disk):
    acked = ["Ana Ruiz"]
    vouchd.start()
    with vouchd.client() as client:
        client.call("dev.clock", now="2026-12-01T08:00:00Z")
        client.call("contact.add", name="Ana Ruiz")
        client.call("followup.add", contact=1, kind="call", title="Ring", due="2026-12-01T08:30")
        disk.fill(SPARE)
        late = until_refused(client, "Early", acked)
        until_small_refused(client)
        reads_go_on(client, acked)
        disk.free()
        expect(not refused(client, "contact.add", name=late, notes=NOTE, idempotency_key=late),
               "refused although there is space again")
        acked.append(late)
        client.call("followup.done", id=1)
        expect(client.call("system.check", full=True)["ok"], "the check finds a fault")
    again(vouchd, disk, acked)
    print(f"a disk of {SIZE}: {len(acked)} contacts kept, writes refused with "
          f"{STORAGE_FULL} while it was full, reads went on")


def reads_go_on(client, acked):
    expect(names(client) == sorted(acked), "the list is not what was acknowledged")
    due = client.call("agenda.due", at="2026-12-01T09:00:00Z")["items"]
    expect([item["title"] for item in due] == ["Ring"], "the agenda is not read")
    client.call("dev.advance", seconds=3600)
    expect(client.call("agenda.due")["items"][0]["title"] == "Ring", "what is due is not told")
    client.call("system.status")
    expect(client.call("system.check")["ok"], "the check finds a fault")


def again(vouchd, disk, acked):
    """Killed while it is full, started while it is full, and whole afterwards."""
    with vouchd.client() as client:
        disk.fill(SPARE // 8)
        until_refused(client, "Late", acked)
    vouchd.signal(daemon.signal.SIGKILL)
    vouchd.wait()
    try:
        vouchd.start()
        is_up = True
    except AssertionError as e:
        is_up = False
        expect("space" in str(e) or "full" in str(e), f"the reason is not told: {e}")
    if is_up:
        with vouchd.client() as client:
            expect(names(client) == sorted(acked), "something is lost")
    disk.free()
    if not is_up:
        vouchd.start()
    with vouchd.client() as client:
        expect(names(client) == sorted(acked), "something is lost")
        client.call("contact.add", name="Last")
        expect(client.call("system.check", full=True)["ok"], "the check finds a fault")
    vouchd.signal(daemon.signal.SIGTERM)
    expect(vouchd.wait() == 0, f"vouchd ended badly: {vouchd.log()}")


if __name__ == "__main__":
    sys.exit(main())
