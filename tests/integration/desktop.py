"""A private session bus, a notification server and the notify probe, for the desktop tests."""
import argparse
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

PYTHON = "/usr/bin/python3"
NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
MOCK = "org.freedesktop.DBus.Mock"
HERE = os.path.dirname(os.path.abspath(__file__))
WAIT = 20  # seconds; how long anything may take on a busy machine


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


try:
    import dbus
    import dbus.bus
    import dbus.lowlevel
except ImportError:
    skip("python3-dbus is not installed")


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--probe", help="the notify_probe program")
    parser.add_argument("--vouchd", help="the daemon")
    parser.add_argument("--vouch", help="the command")
    parser.add_argument("--out", required=True, help="folder for screenshots")
    return parser.parse_known_args()


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            skip(f"{program} is not installed")


class Process:
    """A child whose lines can be waited for; stopped by its id."""

    def __init__(self, args, env, **more):
        self.child = subprocess.Popen(args, env=env, text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, **more)
        self.lines = queue.Queue()
        self.errors = queue.Queue()
        self.readers = [self._read(self.child.stdout, self.lines)]
        if self.child.stderr:
            self.readers.append(self._read(self.child.stderr, self.errors))

    @staticmethod
    def _read(stream, to):
        def run():
            with stream:
                for line in stream:
                    to.put(line.rstrip("\n"))
        reader = threading.Thread(target=run, daemon=True)
        reader.start()
        return reader

    def send(self, line):
        self.child.stdin.write(line + "\n")
        self.child.stdin.flush()

    def line(self, timeout=WAIT):
        return self.lines.get(timeout=timeout)

    def kill(self, how=signal.SIGKILL):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGCONT)
            self.child.send_signal(how)
        self.wait()

    def wait(self):
        code = self.child.wait(WAIT)
        for reader in self.readers:
            reader.join(WAIT)
        if not self.child.stdin.closed:
            self.child.stdin.close()
        return code


class Bus:
    """dbus-daemon with a configuration of its own, on a socket in `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self.services = os.path.join(folder, "services")
        os.makedirs(self.services, exist_ok=True)
        self.address = f"unix:path={folder}/bus"
        self.config = os.path.join(folder, "bus.conf")
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(f"""<busconfig><type>session</type><listen>{self.address}</listen>
<auth>EXTERNAL</auth><servicedir>{self.services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy>
<limit name="max_replies_per_connection">50000</limit></busconfig>""")
        self.daemon = None
        self.client = None

    def start(self):
        socket = os.path.join(self.folder, "bus")
        if os.path.exists(socket):
            os.unlink(socket)
        self.daemon = Process(["dbus-daemon", f"--config-file={self.config}", "--nofork",
                               "--nopidfile", "--print-address"], self.env(),
                              stderr=subprocess.PIPE)
        self.daemon.line()
        self.client = dbus.bus.BusConnection(self.address)
        self.client.set_exit_on_disconnect(False)

    def stop(self):
        if self.client:
            self.client.close()
            self.client = None
        if self.daemon:
            self.daemon.kill()
            self.daemon = None

    def env(self):
        return dict(os.environ, DBUS_SESSION_BUS_ADDRESS=self.address,
                    XDG_RUNTIME_DIR=self.folder)

    def ask(self, method, signature, *args):
        return self.client.call_blocking("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                         "org.freedesktop.DBus", method, signature, args)

    def process_of(self, name):
        return int(self.ask("GetConnectionUnixProcessID", "s", name))

    def has_owner(self, name=NAME):
        return bool(self.client.name_has_owner(name))

    def service(self, command):
        """Lets the bus start a notification server by itself."""
        with open(f"{self.services}/{NAME}.service", "w", encoding="utf-8") as f:
            f.write(f"[D-BUS Service]\nName={NAME}\nExec={command}\n")
        self.ask("ReloadConfig", "")


class Probe(Process):
    """notify_probe; `expect` wants the very next line, so nothing slips through unseen."""

    def __init__(self, program, env):
        super().__init__([program], env, stderr=subprocess.PIPE)

    def expect(self, start, timeout=WAIT):
        line = self.line(timeout)
        if not (line + " ").startswith(start + " ") and not line == start:
            raise AssertionError(f"wanted {start!r}, got {line!r}")
        return line

    def ask(self, command, start):
        self.send(command)
        return self.expect(start)

    def expect_quiet(self):
        """Nothing was reported so far."""
        return self.ask("ping", "pong")

    def expect_log(self, part, timeout=WAIT):
        line = ""
        while part not in line:
            line = self.errors.get(timeout=timeout)
        return line

    def quit(self):
        """The exit code; not 0 where a sanitizer has found something."""
        self.send("quit")
        return self.wait()


def new_folder():
    return tempfile.mkdtemp(prefix="vouch-desktop-")
