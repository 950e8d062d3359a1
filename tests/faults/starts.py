#!/usr/bin/python3
"""Many simultaneous starts on one book and one socket: one wins and answers, the rest leave with
3 and name it."""
import subprocess
import sys

import daemon


def options():
    p = daemon.parser()
    p.add_argument("--starts", type=int, default=100)
    p.add_argument("--rounds", type=int, default=3)
    return p.parse_args()


def race(vouchd, n):
    """One round; the losers are waited for."""
    children = [subprocess.Popen(vouchd.args(), env=vouchd.env(), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                for _ in range(n)]
    try:
        return judge(vouchd, children)
    finally:
        for child in children:
            if child.poll() is None:
                child.kill()
            child.wait()
            child.stderr.close()


def answering(vouchd):
    """Losers may leave by the lock of the book before the winner has come to its socket."""
    end = daemon.time.monotonic() + daemon.WAIT
    while True:
        try:
            with vouchd.client() as client:
                return client.call("system.hello")["pid"]
        except OSError:
            if daemon.time.monotonic() > end:
                raise
            daemon.time.sleep(0.005)


def judge(vouchd, children):
    losers = wait_for_all_but_one(children)
    (winner,) = [child for child in children if child not in losers]
    if answering(vouchd) != winner.pid:
        raise AssertionError("another than the winner answers")
    for child in losers:
        said = child.stderr.read()
        if child.returncode != 3 or f"already running, pid {winner.pid}" not in said:
            raise AssertionError(f"a loser left with {child.returncode}, saying: {said}")
    if answering(vouchd) != winner.pid or winner.poll() is not None:
        raise AssertionError("the winner was harmed")
    winner.terminate()
    if winner.wait(daemon.WAIT) != 0:
        raise AssertionError(f"the winner left with {winner.returncode}")
    return winner.pid


def wait_for_all_but_one(children):
    """In the order of their ends."""
    left = list(children)
    losers = []
    end = daemon.time.monotonic() + 2 * daemon.WAIT
    while len(left) > 1:
        ended = [child for child in left if child.poll() is not None]
        left = [child for child in left if child not in ended]
        losers += ended
        if not left or daemon.time.monotonic() > end:
            raise AssertionError(f"{len(left)} of {len(children)} are running: "
                                 f"{[child.stderr.read() for child in losers[:3]]}")
        if not ended:
            daemon.time.sleep(0.005)
    return losers


def main():
    opts = options()
    with daemon.Folder(opts.folder) as folder:
        vouchd = daemon.Daemon(opts.vouchd, folder)
        for _ in range(opts.rounds):
            race(vouchd, opts.starts)
    print(f"{opts.rounds} times {opts.starts} starts at once: one won, "
          f"{opts.starts - 1} left with 3 and named it")


if __name__ == "__main__":
    sys.exit(main())
