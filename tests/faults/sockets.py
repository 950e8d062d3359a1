#!/usr/bin/python3
"""Clients that do harm: thousands that idle, slow writers, some that never read, lines without an
end, peers that vanish, and no descriptors left. Others are answered meanwhile, memory and
descriptors come back, and the book is whole. (SIGTERM at random moments: kill.py.)"""
import errno
import os
import random
import resource
import selectors
import signal
import socket
import time

import daemon

MIB = 1 << 20
HELLO = daemon.line_of(1, "system.hello", {})
BIG = daemon.line_of(1, "contact.get", {"id": 1})  # a small question with a large answer
CUT_S = 30  # VOUCH_STALL_SECONDS
LARGE_S = 0.001  # that one of them takes at most, where nothing else goes on


def options():
    p = daemon.parser()
    p.add_argument("--idle", type=int, default=2000, help="connections that only stay")
    p.add_argument("--slow", type=int, default=200, help="clients that write byte by byte")
    p.add_argument("--deaf", type=int, default=20, help="clients that ask and never read")
    p.add_argument("--line", type=int, default=64, help="MiB sent without a line's end")
    p.add_argument("--disconnects", type=int, default=2000)
    p.add_argument("--short", type=float, default=2, help="seconds without descriptors")
    p.add_argument("--patient", action="store_true", help="wait until the deaf are cut off (30 s)")
    p.add_argument("--seed", type=int, default=None)
    return p.parse_args()


class Process:
    """What the kernel says of the daemon."""

    def __init__(self, pid):
        self.pid = pid

    def memory(self):
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def seconds(self):
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self):
        """0 where a process that is not dumpable shows them to root alone."""
        try:
            return len(os.listdir(f"/proc/{self.pid}/fd"))
        except PermissionError:
            return 0

    def targets(self):
        folder = f"/proc/{self.pid}/fd"
        return sorted(os.readlink(os.path.join(folder, name)) for name in os.listdir(folder))


def connect(path):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        s.connect(path)  # without a timeout, or it does not wait where many are before it
    except OSError:
        s.close()
        raise
    s.settimeout(daemon.WAIT)
    return s


def percentile(times, p):
    return sorted(times)[min(len(times) - 1, len(times) * p // 100)]


def until(is_true, what):
    end = time.monotonic() + daemon.WAIT
    while not is_true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {daemon.WAIT} s: {what}")
        time.sleep(0.005)


def need(is_true, what):
    if not is_true:
        raise AssertionError(what)


class Other:
    """A client that does no harm, and how long it has to wait."""

    def __init__(self, vouchd):
        self.client = vouchd.client()
        self.times = []

    def ask(self):
        begun = time.monotonic()
        self.client.call("agenda.due", limit=10)
        self.times.append(time.monotonic() - begun)

    def close(self, limit):
        self.client.close()
        p99 = percentile(self.times, 99)
        need(p99 < limit, f"another client waited {p99 * 1e3:.1f} ms")
        return f"another's {len(self.times)} requests: p99 {p99 * 1e3:.1f} ms"


class Harm:
    def __init__(self, opts, folder, rng):
        self.opts = opts
        self.random = rng
        self.vouchd = daemon.Daemon(opts.vouchd, folder)
        with open(opts.vouchd, "rb") as f:
            program = f.read()
        self.is_sanitized = b"__asan_init" in program
        # Neither is optimised, and the other counts what it runs.
        self.is_slow = self.is_sanitized or b"__gcov_init" in program
        self.patience = 1.0 if self.is_slow else 0.1  # seconds that another may wait
        self.process = None

    def start(self, n_connections, n_descriptors):
        """A vouchd on the same book, which may have so many of each."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.vouchd.settings(f"[socket]\nmax_connections = {n_connections}\n")
        resource.setrlimit(resource.RLIMIT_NOFILE, (n_descriptors, hard))
        try:
            self.vouchd.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        self.process = Process(self.vouchd.child.pid)
        with self.vouchd.client() as client:
            if not client.call("contact.list")["items"]:
                client.call("contact.add", name="Ana", notes="a" * 10000)

    def stop(self):
        with self.vouchd.client() as client:
            check = client.call("system.check", full=True)
        need(check["ok"], f"system.check: {check}")
        self.vouchd.signal(signal.SIGTERM)
        code = self.vouchd.wait()
        need(code == 0, f"vouchd left with {code}: {self.vouchd.log()}")

    def settled(self, descriptors):
        if descriptors:
            try:
                until(lambda: self.process.descriptors() <= descriptors, "descriptors come back")
            except AssertionError as e:
                raise AssertionError(f"{e}: {descriptors} of {self.process.targets()}") from e

    # ---- one harm each ----

    def idle(self):
        n = self.opts.idle
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        held = min(n, hard - 300, 20000 - 50)
        if held < n:
            print(f"idle: the limit of descriptors is {hard}, so {held} instead of {n}")
        self.start(held + 50, held + 200)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        before, base = self.process.memory(), self.process.descriptors()
        begun = time.monotonic()
        peers = [connect(self.vouchd.socket) for _ in range(held)]
        peers[-1].sendall(HELLO)
        need(peers[-1].recv(4096), "the last of many is answered")
        took, memory = time.monotonic() - begun, self.process.memory() - before
        cpu = self.process.seconds()
        time.sleep(1)
        cpu = self.process.seconds() - cpu
        other = Other(self.vouchd)
        for _ in range(200):
            other.ask()
        waited = other.close(self.patience)
        for peer in peers[::97]:  # each is still served
            if peer is not peers[-1]:
                peer.sendall(HELLO)
                need(peer.recv(4096).startswith(b'{"jsonrpc"'), "an idle one is answered")
        for peer in peers:
            peer.close()
        self.settled(base)
        need(cpu <= 0.02, f"idle connections took {cpu:.2f} s of a second")
        self.stop()
        print(f"idle: {held} connections held, opened in {took:.1f} s, "
              f"{memory / held / 1024:.1f} KiB each, {cpu * 100:.0f} % CPU; {waited}")

    def slow(self):
        n = self.opts.slow
        self.start(n + 50, n + 200)
        peers = [connect(self.vouchd.socket) for _ in range(n)]
        other = Other(self.vouchd)
        for i in range(len(HELLO)):
            for peer in peers:
                peer.send(HELLO[i:i + 1])
            for _ in range(5):
                other.ask()
        waited = other.close(self.patience)
        for peer in peers:
            need(peer.recv(65536).endswith(b"}\n"), "a slow writer is answered")
            peer.close()
        self.stop()
        print(f"slow: {n} writers, {n * len(HELLO)} bytes one at a time, each answered; {waited}")

    def deaf(self):
        n = self.opts.deaf
        self.start(n + 50, n + 200)
        with self.vouchd.client() as client:
            size = len(str(client.call("contact.get", id=1)))
        before, base = self.process.memory(), self.process.descriptors()
        peers = [connect(self.vouchd.socket) for _ in range(n)]
        other = Other(self.vouchd)
        asked, peak, begun = 0, 0, time.monotonic()
        for peer in peers:
            peer.setblocking(False)
        left, quiet = [*peers], 0
        while quiet < 20:  # nobody takes any more
            sent = 0
            for peer in [*left]:
                try:
                    sent += peer.send(BIG * 200)
                except BlockingIOError:
                    pass
                except (BrokenPipeError, ConnectionResetError):  # others were busy for so long
                    need(time.monotonic() - begun >= CUT_S, "cut off before its time")
                    left.remove(peer)
            asked += sent
            quiet = 0 if sent else quiet + 1
            other.ask()
            peak = max(peak, self.process.memory() - before)
        first = max(other.times[:3])  # until they are choked, behind one answer to each
        waited = other.close(self.patience + n * LARGE_S)
        wanted = asked // len(BIG) * size
        each = peak / n / MIB
        if self.opts.patient:
            for peer in peers:
                peer.setblocking(True)
            end = time.monotonic() + 60
            while self.process.descriptors() > base and time.monotonic() < end:
                time.sleep(0.5)
            self.settled(base)
        for peer in peers:
            peer.close()
        self.settled(base)
        need(each < 4, f"{each:.1f} MiB are held for each that does not read")
        self.stop()
        print(f"deaf: {n} clients asked for {wanted / 1e9:.1f} GB and read nothing; "
              f"{each:.1f} MiB held for each at most; the first to come after them waited "
              f"{first * 1e3:.0f} ms; {waited}")

    def line(self):
        """Each connection is refused beyond 1 MiB; the next goes on."""
        total = self.opts.line * MIB
        self.start(64, 256)
        block = b"a" * (256 * 1024)
        before, sent, n, peak = self.process.memory(), 0, 0, 0
        other = Other(self.vouchd)
        while sent < total:
            with connect(self.vouchd.socket) as peer:
                n += 1
                sent += self.pour(peer, block, total - sent)
            if n % 16 == 1:
                other.ask()
                peak = max(peak, self.process.memory() - before)
        waited = other.close(self.patience)
        need(peak < 16 * MIB, f"{peak / MIB:.1f} MiB more after lines without an end")
        self.stop()
        print(f"line: {sent / MIB:.0f} MiB of 'a' in {n} connections, each refused at 1 MiB; "
              f"at most {peak / MIB:.1f} MiB more; {waited}")

    @staticmethod
    def pour(peer, block, most):
        """The bytes taken until vouchd hung up, after it said why."""
        sent, begun = 0, time.monotonic()
        try:
            while sent < most:
                sent += peer.send(block)
                need(sent < 8 * MIB, "8 MiB of one line were taken")
                need(time.monotonic() - begun < daemon.WAIT, "a line without an end is refused")
        except (BrokenPipeError, ConnectionResetError):
            said = peer.recv(4096)
            need(b'"code":-32600' in said and b"1 MiB" in said, f"refused with {said}")
        return sent

    def disconnects(self):
        n, warm = self.opts.disconnects, min(500, self.opts.disconnects // 2)
        self.start(64, 128)
        base, memory = self.process.descriptors(), 0
        for i in range(n):
            if i == warm:
                self.quiesce(base)
                memory = self.process.memory()
            self.vanish(i)
        self.quiesce(base)
        grown = self.process.memory() - memory
        need(grown < (32 if self.is_sanitized else 4) * MIB,
             f"{grown / MIB:.1f} MiB more after {n} disconnects")
        self.stop()
        print(f"disconnects: {n} in the middle of something, descriptors "
              f"{base or 'not shown'} before and after, {grown / 1024:.0f} KiB more memory")

    def quiesce(self, descriptors):
        until(self.is_open, "those who vanished are forgotten")
        self.settled(descriptors)

    def vanish(self, i):
        """A peer that sends some of a few requests, perhaps reads a bit, and is gone."""
        rng = self.random
        requests = [HELLO, BIG, daemon.line_of(2, "contact.add", {"name": f"Ana {i}"}),
                    daemon.line_of(3, "settings.get", {}), b"{\n", b"[]\n",
                    daemon.line_of(4, "events.subscribe", {})]
        data = b"".join(rng.choice(requests) for _ in range(rng.randrange(1, 6)))
        try:
            peer = connect(self.vouchd.socket)
        except OSError as e:
            raise AssertionError(f"disconnect {i}: {e}") from e
        with peer:
            peer.setblocking(False)
            try:
                peer.send(data[:rng.randrange(len(data) + 1)])
                if rng.random() < 0.3:
                    peer.shutdown(rng.choice((socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR)))
                if rng.random() < 0.3:
                    peer.recv(rng.randrange(1, 5000))
            except OSError as e:
                if e.errno not in (errno.EAGAIN, errno.EPIPE, errno.ECONNRESET):
                    raise

    def short(self):
        """No descriptor is left, and clients go on trying."""
        self.start(1000, 48)
        first = self.vouchd.client()
        first.call("system.hello")  # connected is not yet taken in
        base = self.process.descriptors()
        peers, refused = [], 0
        while not refused:
            peers.append(connect(self.vouchd.socket))
            peers[-1].sendall(HELLO)
            refused = b'"code":107' in self.first_words(peers[-1])
        held = len(peers) - 1
        cpu, begun, n = self.process.seconds(), time.monotonic(), 0
        other = Other(self.vouchd) if not refused else None
        need(other is None, "somebody was let in")
        times = []
        with selectors.DefaultSelector() as selector:
            while time.monotonic() < begun + self.opts.short:
                n += self.knock(selector)
                asked = time.monotonic()
                first.call("system.hello")
                times.append(time.monotonic() - asked)
                time.sleep(0.02)
            for key in list(selector.get_map().values()):
                key.fileobj.close()
        share = (self.process.seconds() - cpu) / (time.monotonic() - begun)
        for peer in peers:
            peer.close()
        self.settled(base)
        until(self.is_open, "it recovers")
        first.close()
        need(share < 0.05 * (4 if self.is_slow else 1),
             f"{share * 100:.1f} % CPU without descriptors")
        self.stop()
        print(f"short: {held} held and no descriptor left for {self.opts.short:.0f} s, {n} told "
              f"so, {share * 100:.1f} % CPU; one held before waited at most "
              f"{max(times) * 1e3:.1f} ms; recovered")

    @staticmethod
    def first_words(peer):
        try:
            return peer.recv(4096)
        except ConnectionResetError:
            return b'"code":107'

    def knock(self, selector):
        """Keeps as many waiting at the door as fit; how many were sent away."""
        while len(selector.get_map()) < 64:
            s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
            try:
                s.connect(self.vouchd.socket)
            except BlockingIOError:
                s.close()
                break
            selector.register(s, selectors.EVENT_READ)
        n = 0
        for key, _ in selector.select(0):
            said = self.first_words(key.fileobj)
            need(b'"code":107' in said, f"sent away with {said}")
            selector.unregister(key.fileobj)
            key.fileobj.close()
            n += 1
        return n

    def is_open(self):
        try:
            with self.vouchd.client() as client:
                client.call("system.hello")
                return True
        except (OSError, AssertionError, daemon.Refused, KeyError):
            return False


def main():
    opts = options()
    seed = daemon.seed_of(opts.seed)
    # Freed memory that the sanitizer keeps back is none that vouchd holds.
    os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
    with daemon.Folder(opts.folder) as folder:
        harm = Harm(opts, folder, random.Random(seed))
        try:
            for do in (harm.idle, harm.slow, harm.deaf, harm.line, harm.disconnects, harm.short):
                begun = time.monotonic()
                do()
                print(f"  {time.monotonic() - begun:.1f} s", flush=True)
        finally:
            harm.vouchd.stop()


if __name__ == "__main__":
    main()
