#!/usr/bin/python3
"""Every request of the transcripts, told to a vouchd that logs all it can: it logs ids only. And the
search finds what it is for."""
import glob
import os
import signal
import sys
import unittest

import words

VOUCHD = sys.argv.pop(1) if len(sys.argv) > 1 else None
METHODS = {"contact.add": {"name": {"type": "string"},
                           "phones": {"type": "array", "items": {"type": "string"}},
                           "since": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                           "channel": {"enum": ["call", "email"]}}}
# After each, since some have no answer.
END = b'{"jsonrpc":"2.0","id":"end","method":"system.hello"}\n'


class Talkative(words.daemon.Daemon):
    def args(self):
        return [*super().args(), "--log-level", "debug"]

    def whole_log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as f:
            return f.read()


def tell(client, transcript):
    """The lines that were sent."""
    sent = []
    with open(transcript, encoding="utf-8") as f:
        for line in f:
            if line.startswith("! clock "):
                client.call("dev.clock", now=line.split()[2])
            elif line.startswith("> "):
                client.socket.sendall(line[2:].encode() + END)
                while b'"id":"end"' not in client.file.readline():
                    pass
                sent.append(line[2:])
    return sent


class Told(unittest.TestCase):
    def test_no_text_of_a_request_is_logged(self):
        with words.daemon.Folder(None) as folder:
            methods = words.params_of_methods(VOUCHD, folder)
        own = words.Own(methods)
        n_lines = n_needles = n_bytes = 0
        for path in sorted(glob.glob(os.path.join(words.ROOT, "tests/golden/*.txt"))):
            name = os.path.basename(path)
            with self.subTest(name), \
                    words.daemon.Folder(None, words.daemon.memory()) as folder:
                vouchd = Talkative(VOUCHD, folder)
                vouchd.start()
                try:
                    with vouchd.client() as client:
                        sent = tell(client, path)
                    vouchd.signal(signal.SIGTERM)
                    vouchd.wait()
                finally:
                    vouchd.stop()
                needles = words.needles_of_lines(sent, methods)
                log = vouchd.whole_log()
                n_lines, n_needles = n_lines + len(sent), n_needles + len(needles)
                n_bytes += len(log)
                self.assertEqual(list(words.hits(needles, log.replace(folder, ""), own)), [])
        print(f"{n_lines} requests, {n_needles} words, {n_bytes} bytes of logs", flush=True)
        self.assertGreater(n_needles, 500)
        self.assertGreater(n_bytes, 0)


class Search(unittest.TestCase):
    def needles(self, params):
        line = words.daemon.line_of(1, "contact.add", params)
        return words.needles_of_lines([line], METHODS)

    def is_found(self, params, log):
        return bool(list(words.hits(self.needles(params), log, words.Own(METHODS))))

    def test_what_somebody_wrote_is_found(self):
        for params, line in (
                ({"name": "Ana Rivero"}, "contact 7: Ana Rivero"),
                ({"name": "Ana Rivero"}, "contact 7: ANA RIVERO"),
                ({"name": "Ana Rivero"}, "contact 7, rivero"),
                ({"name": "Ana Rivero"}, "read: Rivero's"),
                ({"phones": ["+1 (212) 555-0100"]}, "phone 12125550100"),
                ({"phones": ["+1 (212) 555-0100"]}, "phone +1 (212) 555-0100 taken"),
                ({"name": "李娜"}, "x 李娜 y"),
                ({"name": "first\nZaphod"}, "note first?Zaphod"),
                ({"channel": "pigeons"}, "no channel pigeons"),
                ({"unheard_of": {"of": "Zaphod"}}, "what is zaphod")):
            with self.subTest(line=line):
                self.assertTrue(self.is_found(params, "the database failed\n" + line + "\n"))

    def test_what_vouchd_says_anyway_is_not(self):
        for params, line in (
                ({"name": "session bus"}, "session bus: connected"),
                ({"name": "No such file or directory"}, "x: No such file or directory"),
                ({"name": "data"}, "the database failed, sqlite code 13"),
                ({"name": "12"}, "notice 12"), ({"name": "10115"}, "notice 10115"),
                ({"channel": "call", "since": "2026-12-01"}, "call 2026-12-01")):
            with self.subTest(line=line):
                self.assertFalse(self.is_found(params, line))


if __name__ == "__main__":
    unittest.main()
