"""The well known programs that stand beside vouch; each is None where it is not installed."""
import os
import shutil
import statistics
import subprocess
import time
import uuid

import terminal

WAIT = 30
TASK_RUNS = 3


def wait_for(path):
    end = time.monotonic() + WAIT
    while not os.path.exists(path) and time.monotonic() < end:
        time.sleep(0.01)


class Redis:
    """A server on a socket; durable is with `appendfsync always`."""

    def __init__(self, folder, durable=False):
        self.socket = os.path.join(folder, "redis.sock")
        self.folder = folder
        self.durable = durable
        self.child = None

    def __enter__(self):
        if not shutil.which("redis-server"):
            return None
        self.child = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.socket, "--dir", self.folder,
             "--save", "", "--appendonly", "yes" if self.durable else "no",
             "--appendfsync", "always"], stdout=subprocess.DEVNULL)
        wait_for(self.socket)
        subprocess.run(["redis-cli", "-s", self.socket, "set", "due", "x" * 500],
                       stdout=subprocess.DEVNULL, check=True)
        return self

    def __exit__(self, *_):
        if self.child:
            self.child.terminate()
            self.child.wait()

    def rate(self, command, connections, depth, size, n):
        """Requests a second, by redis-benchmark; None where that is not installed."""
        if not shutil.which("redis-benchmark"):
            return None
        done = subprocess.run(["redis-benchmark", "-s", self.socket, "-t", command, "--csv",
                               "-c", str(connections), "-P", str(depth), "-d", str(size),
                               "-n", str(n)], capture_output=True, text=True, check=True)
        return float(done.stdout.splitlines()[-1].split(",")[1].strip('"'))


class Tmux:
    """A server with one session."""

    def __init__(self, folder):
        self.command = ["tmux", "-S", os.path.join(folder, "tmux.sock"), "-f", "/dev/null"]
        self.is_there = bool(shutil.which("tmux"))

    def __enter__(self):
        if not self.is_there:
            return None
        subprocess.run([*self.command, "new-session", "-d", "sleep", "100000"], check=True)
        return self

    def __exit__(self, *_):
        if self.is_there:
            subprocess.run([*self.command, "kill-server"], check=False)


def task_next(folder, n):
    """Seconds of `task next` over n pending tasks, in the file as task writes it: on a terminal, where
    it prints a page of its own. It is spared its own tidying of that file."""
    if not shutil.which("task"):
        return None
    data = os.path.join(folder, "task")
    os.mkdir(data)
    with open(os.path.join(data, "pending.data"), "w", encoding="utf-8") as f:
        for i in range(n):
            f.write(f'[description:"call person {i}" due:"{1900000000 + i}" entry:"1700000000" '
                    f'modified:"1700000000" status:"pending" uuid:"{uuid.UUID(int=i + 1)}"]\n')
    env = dict(os.environ, TASKDATA=data, TASKRC="/dev/null", HOME=folder)
    with terminal.Terminal() as screen:
        ran = [screen.run(["task", "rc.gc=off", "rc.verbose=nothing", "next"], env)
               for _ in range(TASK_RUNS)]
    shutil.rmtree(data)
    if any(left for _, left in ran) or screen.text.count("call person") < TASK_RUNS:
        return None
    return statistics.median(took for took, _ in ran)
