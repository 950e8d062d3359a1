"""vouchd as a child in a folder of its own, and a client of its socket."""
import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

WAIT = 30  # seconds; how long anything may take on a busy machine
UNIT = os.path.join(os.path.dirname(__file__), "..", "..", "systemd", "vouchd.service.in")
AT_ONCE = 100  # requests sent before their answers are read


def unit_env():
    """What the service sets in the environment of vouchd."""
    with open(UNIT, encoding="utf-8") as f:
        return dict(line.strip().split("=", 2)[1:] for line in f if line.startswith("Environment="))


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def parser():
    p = argparse.ArgumentParser()
    p.add_argument("--vouchd", required=True, help="the program")
    p.add_argument("--folder", help="where to work; kept (default: a new one, removed)")
    return p


class Refused(Exception):
    def __init__(self, method, error):
        super().__init__(f"{method}: {error['code']} {error['message']}")
        self.code = error["code"]
        self.name = (error.get("data") or {}).get("name")


def seed_of(wanted):
    """That, or another each time; printed, so that what fails can be told again."""
    seed = wanted if wanted is not None else random.SystemRandom().randrange(10 ** 6)
    print(f"seed {seed}", flush=True)
    return seed


def line_of(number, method, params):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method,
                       "params": params}).encode() + b"\n"


class Client:
    """One connection that waits for its answers."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(WAIT)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self.file = self.socket.makefile("rb")

    def close(self):
        self.file.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def answers(self, requests):
        """The answer to each (method, params), whole."""
        answers = []
        for start in range(0, len(requests), AT_ONCE):
            some = requests[start:start + AT_ONCE]
            self.socket.sendall(b"".join(line_of(start + i, method, params)
                                         for i, (method, params) in enumerate(some)))
            for i in range(len(some)):
                line = self.file.readline()
                if not line.endswith(b"\n"):
                    raise ConnectionError("vouchd has hung up")
                answer = json.loads(line)
                if answer["id"] != start + i:
                    raise AssertionError(f"answers out of order: {answer}")
                answers.append(answer)
        return answers

    def call(self, method, **params):
        answer = self.answers([(method, params)])[0]
        if "error" in answer:
            raise Refused(method, answer["error"])
        return answer["result"]

    def list(self, method, limit=1000, **params):
        """Every item, page by page."""
        cursor = None
        while True:
            more = dict(params, limit=limit, **({"cursor": cursor} if cursor else {}))
            page = self.call(method, **more)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return


class Daemon:
    """One vouchd after another on the same book."""

    def __init__(self, program, folder, data=None, bus=None):
        self.program = os.path.abspath(program)
        self.folder = folder
        self.run = os.path.join(folder, "run")
        self.socket = os.path.join(self.run, "vouch", "vouchd.sock")
        self.db = os.path.join(data or os.path.join(folder, "data"), "vouch.db")
        self.log_path = os.path.join(folder, "log")
        self.bus = bus
        self.child = None
        self.now = None  # where its clock stands when it starts; the machine's goes on
        os.makedirs(self.run, mode=0o700, exist_ok=True)

    def env(self):
        env = {"HOME": self.folder, "XDG_RUNTIME_DIR": self.run, "TZ": "UTC",
               "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
               "DBUS_SESSION_BUS_ADDRESS": self.bus or f"unix:path={self.folder}/no-bus"}
        env.update(unit_env())
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        return env

    def settings(self, text):
        folder = os.path.join(self.folder, ".config", "vouch")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = os.path.join(folder, "vouch.conf")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, 0o600)

    def args(self):
        dev = f"--dev={self.now:%Y-%m-%dT%H:%M:%SZ}" if self.now else "--dev"
        return [self.program, dev, "--db", self.db]

    def start(self):
        """Starts it and waits for its first answer; the seconds that took."""
        begun = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.child = subprocess.Popen(self.args(), env=self.env(), stdin=subprocess.DEVNULL,
                                          stdout=log, stderr=log)
        while True:
            try:
                with Client(self.socket) as client:
                    client.call("system.hello")
                return time.monotonic() - begun
            except OSError:
                code = self.child.poll()
                if code is not None:
                    raise AssertionError(f"vouchd left with {code}: {self.log()}") from None
                if time.monotonic() - begun > WAIT:
                    raise AssertionError(f"vouchd does not answer: {self.log()}") from None
                time.sleep(0.001)

    def client(self):
        return Client(self.socket)

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as f:
            return f.read()[-2000:]

    def signal(self, number):
        self.child.send_signal(number)

    def wait(self):
        """The exit code, negative for a signal."""
        return self.child.wait(WAIT)

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.kill()
            self.child.wait(WAIT)


def memory():
    """A folder of memory, for what is written very often: kill -9 leaves it as it does a disk."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else None


class Folder:
    """A short path, since a socket's may have 107 characters."""

    def __init__(self, path, place=None):
        self.is_ours = not path
        self.path = os.path.abspath(path) if path else tempfile.mkdtemp(prefix="vouch-", dir=place)
        os.makedirs(self.path, mode=0o700, exist_ok=True)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        if self.is_ours:
            shutil.rmtree(self.path, ignore_errors=True)
