"""Slow and greedy readers of the socket: each costs little, and nobody else waits for them."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest

VOUCHD = os.environ["VOUCHD"]
NOTE = "x" * 9000
REQUESTS = 2000
# What may be answered to somebody who does not read: VOUCH_UNREAD_MAX, one answer more, and
# what the kernel's buffers of both ends take.
ANSWERED_MAX = 120
GREEDY = 10


class Readers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "run", "vouchd.sock")
        ready = os.path.join(self.folder.name, "ready")
        environ = dict(os.environ, HOME=self.folder.name, NOTIFY_SOCKET=ready,
                       DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(ready)
            told.settimeout(60)
            self.daemon = subprocess.Popen(
                [VOUCHD, "--dev", "--socket", self.path,
                 "--db", os.path.join(self.folder.name, "data", "vouch.db")],
                env=environ, stderr=subprocess.PIPE)
            while b"READY=1" not in told.recv(4096):
                pass
        self.peer = self.connect()
        self.line = self.peer.makefile("rwb")

    def tearDown(self):
        self.line.close()
        self.peer.close()
        self.daemon.terminate()
        self.assertEqual(self.daemon.wait(timeout=30), 0, self.daemon.stderr.read())
        self.daemon.stderr.close()
        self.folder.cleanup()

    def connect(self):
        peer = socket.socket(socket.AF_UNIX)
        peer.settimeout(60)
        peer.connect(self.path)
        return peer

    def ask(self, method, params):
        self.line.write(request(0, method, params))
        self.line.flush()
        return json.loads(self.line.readline())["result"]

    def test_nobody_is_answered_faster_than_they_read(self):
        lines = b"".join(request(i, "contact.add", {"name": f"N{i}", "notes": NOTE})
                         for i in range(REQUESTS))
        greedy = []
        for _ in range(GREEDY):
            peer = self.connect()
            peer.setblocking(False)
            try:
                peer.send(lines)
            except BlockingIOError:
                pass
            greedy.append(peer)
        for _ in range(50):
            book = self.ask("system.status", {})["book"]
        self.assertLessEqual(book["contacts"], GREEDY * ANSWERED_MAX)
        self.assertGreater(book["contacts"], 0)
        for peer in greedy:
            peer.close()

    def test_a_greedy_one_that_reads_in_the_end_gets_every_answer_in_order(self):
        lines = b"".join(request(i, "contact.add", {"name": f"N{i}", "notes": NOTE})
                         for i in range(REQUESTS))
        peer = self.connect()
        sent = peer.send(lines)
        whole = lines[:sent].count(b"\n")
        peer.shutdown(socket.SHUT_WR)
        ids = [json.loads(line)["id"] for line in peer.makefile("rb")]
        self.assertEqual(ids, list(range(whole)))
        peer.close()


def request(number, method, params):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method,
                       "params": params}).encode() + b"\n"


if __name__ == "__main__":
    sys.exit(unittest.main())
