"""A terminal of 80×24, on which commands run as a person runs them."""
import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
import time

ROWS, COLUMNS = 24, 80


class Terminal:
    """What is printed is read at once, as a terminal does."""

    def __init__(self):
        self.screen, self.line = pty.openpty()
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.printed = []
        self.reader = threading.Thread(target=self.read)

    def read(self):
        try:
            while data := os.read(self.screen, 65536):
                self.printed.append(data)
        except OSError:  # nobody has it open any more
            pass

    @property
    def text(self):
        """All that was printed, once nothing more is."""
        return b"".join(self.printed).decode(errors="replace")

    def __enter__(self):
        self.reader.start()
        return self

    def __exit__(self, *_):
        os.close(self.line)
        self.reader.join()
        os.close(self.screen)

    def run(self, command, env):
        """The seconds it took, from fork to exit, and what it left with."""
        return run(command, env, self.line, self.line, self.line)


def run(command, env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL):
    """The same without a terminal."""
    env = dict(env, TERM="xterm-256color", LANG="C.UTF-8")
    begun = time.perf_counter()
    done = subprocess.run(command, env=env, stdin=stdin, stdout=stdout, stderr=stderr, check=False)
    return time.perf_counter() - begun, done.returncode
