"""What the tests of the notifier against a mocked notification server have in common."""
import json
import os
import shutil
import subprocess
import time
import unittest

import desktop
from desktop import MOCK, NAME, PATH, PYTHON, WAIT, Bus, Probe, Process

try:
    import dbus
    import dbusmock  # noqa: F401 pylint: disable=unused-import
except ImportError:
    desktop.skip("python3-dbusmock is not installed")

OPTIONS, REST = desktop.options()
ACTIONS = "default=Open,done=Done,snooze=Snooze"


class Server(Process):
    """The mock; every method of a test that takes an id means the server's id."""

    def __init__(self, bus, **parameters):
        super().__init__(self.command(**parameters), bus.env(), stderr=subprocess.DEVNULL)
        self.bus = bus

    @staticmethod
    def command(**parameters):
        return [PYTHON, "-m", "dbusmock", "--session", "-t",
                os.path.join(desktop.HERE, "notify_template.py"), "-p", json.dumps(parameters)]

    def _mock(self, method, signature, args):
        return self.bus.client.call_blocking(NAME, PATH, MOCK, method, signature, args)

    def emit(self, name, signature, *args):
        self._mock("EmitSignal", "sssav", ("", name, signature, dbus.Array(args, signature="v")))

    def action(self, server_id, key):
        self.emit("ActionInvoked", "us", dbus.UInt32(server_id), key)

    def token(self, server_id, token):
        self.emit("ActivationToken", "us", dbus.UInt32(server_id), token)

    def closed(self, server_id, reason):
        self.emit("NotificationClosed", "uu", dbus.UInt32(server_id), dbus.UInt32(reason))

    def calls(self, method):
        return [list(args) for _, args in self._mock("GetMethodCalls", "s", (method,))]

    def closes(self):
        return [int(args[0]) for args in self.calls("CloseNotification")]


class Desktop(unittest.TestCase):
    def setUp(self):
        self.folder = desktop.new_folder()
        self.addCleanup(shutil.rmtree, self.folder)
        self.bus = Bus(self.folder)
        self.bus.start()
        self.addCleanup(self.bus.stop)

    def serve(self, **parameters):
        server = Server(self.bus, **parameters)
        self.addCleanup(server.kill)
        return server

    def start_probe(self, env=None):
        probe = Probe(OPTIONS.probe, env or self.bus.env())
        self.addCleanup(probe.kill)
        return probe

    def start(self, **parameters):
        server, probe = self.serve(**parameters), self.start_probe()
        probe.expect("ready")
        return server, probe

    def find_name(self, process):
        for name in self.bus.client.list_names():
            try:
                if self.bus.process_of(name) == process.child.pid:
                    return name
            except dbus.DBusException:  # it has left meanwhile
                pass
        return None

    def name_of(self, process):
        """The unique name of a child, once it is on the bus."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            name = self.find_name(process)
            if name:
                return name
        raise AssertionError("the child is not on the bus")

    def settle(self, probe):
        """All that was sent to the probe has arrived, all that it sent has been passed on, and
        nothing was reported. sd-bus answers a ping by itself and in order."""
        probe.expect_quiet()
        self.bus.client.call_blocking(self.name_of(probe), "/", "org.freedesktop.DBus.Peer",
                                      "Ping", "", ())
        return probe.expect_quiet()

    def finish(self, probe):
        self.assertEqual(probe.quit(), 0, "the probe ended badly")
        self.assertTrue(probe.lines.empty(), "something was reported and not expected")
