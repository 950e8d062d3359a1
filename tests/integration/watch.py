"""Who watches misses nothing and hears nothing twice, whatever ends; and costs nothing at rest."""
import argparse
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
import daemon  # noqa: E402

WAIT = daemon.WAIT
PARSER = argparse.ArgumentParser()
PARSER.add_argument("--vouchd", required=True)
PARSER.add_argument("--vouch", required=True)
OPTIONS, REST = PARSER.parse_known_args()


class Program:
    """`vouch WORDS`, whose lines are read as they come."""

    def __init__(self, env, *words, socket_path=None):
        where = ("--socket", socket_path) if socket_path else ()
        self.child = subprocess.Popen([OPTIONS.vouch, *where, *words], env=env, text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE)
        self.lines, self.errors = queue.Queue(), []
        self.threads = [threading.Thread(target=self.read_lines),
                        threading.Thread(target=self.read_errors)]
        for thread in self.threads:
            thread.start()

    def read_lines(self):
        for line in self.child.stdout:
            self.lines.put(line)

    def read_errors(self):
        for line in self.child.stderr:
            self.errors.append(line)

    def line(self):
        return self.lines.get(timeout=WAIT)

    def until(self, is_last):
        lines = [self.line()]
        while not is_last(lines[-1]):
            lines.append(self.line())
        return lines

    def switches(self):
        """How often it has begun to wait: once more for each time that something woke it."""
        with open(f"/proc/{self.child.pid}/status", encoding="ascii") as f:
            return [int(line.split()[1]) for line in f if line.startswith("voluntary")][0]

    def is_asleep(self):
        with open(f"/proc/{self.child.pid}/stat", encoding="ascii") as f:
            return f.read().rsplit(")", 1)[1].split()[0] == "S"

    def end(self, number=signal.SIGINT):
        if self.child.poll() is None:
            self.child.send_signal(number)
        code = self.child.wait(WAIT)
        for thread in self.threads:
            thread.join(WAIT)
        self.child.stdout.close()
        self.child.stderr.close()
        return code


class Doorway:
    """Another socket in front of vouchd's, whose connections can be torn."""

    def __init__(self, path, to):
        self.to, self.pairs, self.is_over = to, [], False
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(path)
        self.door.listen(50)
        threading.Thread(target=self.let_in, daemon=True).start()

    def let_in(self):
        while True:
            try:
                near = self.door.accept()[0]
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.to)
            self.pairs.append((near, far))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.pass_on, args=(source, sink), daemon=True).start()

    @staticmethod
    def pass_on(source, sink):
        try:
            # Few bytes at a time: a connection is torn in the middle of a line too.
            for some in iter(lambda: source.recv(50), b""):
                sink.sendall(some)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def tear(self):
        """Every connection; how many there were."""
        pairs, self.pairs = self.pairs, []
        for near, far in pairs:
            for end in (near, far):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        return len(pairs)

    def close(self):
        self.tear()
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()


class Watch(unittest.TestCase):
    def setUp(self):
        folder = daemon.Folder(None)
        self.folder = folder.__enter__()
        self.addCleanup(folder.__exit__)
        self.daemon = daemon.Daemon(OPTIONS.vouchd, self.folder)
        self.addCleanup(self.daemon.stop)
        self.daemon.start()
        self.client = self.daemon.client()
        self.addCleanup(lambda: self.client.close())

    def program(self, *words, **more):
        program = Program(self.daemon.env(), *words, **more)
        self.addCleanup(program.end, signal.SIGKILL)
        return program

    def call(self, method, **params):
        return self.client.call(method, **params)

    def write(self, n):
        """n contacts, each in a commit of its own; each tells one event."""
        for i in range(n):
            self.call("contact.add", name=f"Contact {i}")

    def watcher(self, **more):
        """vouch watch --json, listening: an event that came before it listens is not told."""
        watcher = self.program("watch", "--json", **more)
        while watcher.lines.empty():
            self.write(1)
        return watcher

    def restart(self):
        self.daemon.signal(signal.SIGKILL)
        self.daemon.wait()
        self.daemon.start()
        self.client.close()
        self.client = self.daemon.client()

    def newest(self):
        with self.daemon.client() as other:
            return other.call("events.subscribe")["seq"]

    def assert_heard_all(self, watcher):
        """Every event from the first it heard to the newest, each once and in their order."""
        newest = self.newest()
        lines = watcher.until(lambda line: json.loads(line)["seq"] == newest)
        seqs = [json.loads(line)["seq"] for line in lines]
        self.assertEqual(seqs, list(range(seqs[0], newest + 1)))
        self.assertGreater(len(seqs), 50)

    def test_nothing_is_missed_where_vouchd_is_killed(self):
        watcher = self.watcher()
        for _ in range(5):
            self.write(10)
            self.restart()
            self.write(10)
        self.assert_heard_all(watcher)
        self.assertNotIn("missing", "".join(watcher.errors))

    def test_nothing_is_missed_where_the_connection_is_torn(self):
        path = os.path.join(self.folder, "door")
        doorway = Doorway(path, self.daemon.socket)
        self.addCleanup(doorway.close)
        watcher = self.watcher(socket_path=path)
        torn = 0
        while torn < 8:
            # It comes back in its own time: meanwhile no more is written than vouchd remembers.
            while not doorway.pairs:
                self.call("system.hello")
            self.write(5)
            torn += doorway.tear()
            self.write(5)
        self.assert_heard_all(watcher)

    def test_words_come_once_too(self):
        watcher = self.program("watch", "contact")
        while watcher.lines.empty():
            self.write(1)
        self.restart()
        name = "Last of all"
        self.call("contact.add", name=name)
        lines = watcher.until(lambda line: name in line)
        self.assertEqual(len(set(lines)), len(lines))

    def test_a_bar_follows_over_a_restart(self):
        bar = self.program("status", "--bar=plain", "--watch")
        self.assertEqual(bar.line(), "all done\n")
        ana = self.call("contact.add", name="Ana Ruiz")["contact"]["id"]
        self.call("promise.add", contact=ana, text="a quote",
                  due_day=self.call("system.hello")["today"])
        self.assertIn("1 promise", bar.line())
        self.restart()
        self.call("promise.keep", id=1)
        lines = bar.until(lambda line: line == "all done\n")
        self.assertLessEqual(set(lines), {"vouch off\n", "1 due · 1 promise\n", "1 promise\n",
                                          "next 09:00 · 1 promise\n", "all done\n"})

    def test_at_rest_nothing_wakes_it(self):
        programs = [self.watcher(), self.program("status", "--bar=waybar", "--watch")]
        programs[1].line()
        self.restart()
        self.assert_settled(programs)
        before = [program.switches() for program in programs]
        for _ in range(2000):
            self.call("system.hello")
        self.assertEqual([program.switches() for program in programs], before)
        # It is no accident that they slept: what happens wakes both.
        newest = self.newest()
        self.write(1)
        programs[0].until(lambda line: json.loads(line)["seq"] == newest + 1)
        self.assert_settled(programs)
        for program, n in zip(programs, before):
            self.assertGreater(program.switches(), n)

    def assert_settled(self, programs):
        """They have come back and shown what there is: asleep over many looks."""
        quiet = 0
        for _ in range(20000):
            before = [program.switches() for program in programs]
            self.call("system.hello")
            is_quiet = (all(program.is_asleep() for program in programs) and
                        [program.switches() for program in programs] == before)
            quiet = quiet + 1 if is_quiet else 0
            if quiet == 1500:
                return
        raise AssertionError("they never come to rest")

    def test_it_ends_with_its_reader(self):
        for words in (["watch"], ["status", "--bar=plain", "--watch"]):
            child = subprocess.Popen([OPTIONS.vouch, *words], env=self.daemon.env(),
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            child.stdout.close()
            self.assertEqual(child.wait(WAIT), -signal.SIGPIPE)
            self.assertEqual(child.stderr.read(), b"")
            child.stderr.close()

    def test_it_is_interrupted_like_any_program(self):
        watcher = self.watcher()
        self.assertEqual(watcher.end(), -signal.SIGINT)
        self.assertEqual(watcher.errors, [])

    def test_a_gap_is_said(self):
        """As where the book is another one, whose events are not so many."""
        late = self.program("watch", "--since", "1000000")
        self.until(lambda: late.errors)
        self.assertIn("some events are missing", late.errors[0])
        while late.lines.empty():
            self.write(1)

    def until(self, claim):
        for _ in range(100000):
            if claim():
                return
            self.call("system.hello")
        raise AssertionError("never seen")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2, warnings="ignore")
