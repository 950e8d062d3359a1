#!/usr/bin/python3
"""Two builds of the same sources in two folders give the same bytes.

    reproducible.py [JOBS]
"""
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PROGRAMS = ["daemon/vouchd", "client/vouch"]


def run(*args, **more):
    return subprocess.run(args, check=True, timeout=1800, stdout=subprocess.PIPE, **more).stdout


def build(folder, jobs):
    """The sums of the programs, of what git has, built below `folder`."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=SOURCE)
    for name in names.decode().split("\0")[:-1]:
        to = os.path.join(folder, name)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        shutil.copy2(os.path.join(SOURCE, name), to, follow_symlinks=False)
    run("cmake", "--preset", "release", "-DBUILD_TESTING=OFF", cwd=folder)
    run("cmake", "--build", "--preset", "release", "-j", jobs, "--target", "vouchd", "vouch",
        cwd=folder)
    sums = []
    for name in PROGRAMS:
        with open(os.path.join(folder, "build", "release", name), "rb") as f:
            sums.append(hashlib.sha256(f.read()).hexdigest())
    return sums


def main():
    jobs, since = (sys.argv[1:] or [str(os.cpu_count())])[0], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vouch-same-") as folder:
        first = build(os.path.join(folder, "a"), jobs)
        second = build(os.path.join(folder, "another", "longer", "place"), jobs)
    for name, a, b in zip(PROGRAMS, first, second):
        print(f"{name}: {a} {'twice' if a == b else b}")
    print(f"{time.monotonic() - since:.0f} s")
    return 0 if first == second else 1


if __name__ == "__main__":
    sys.exit(main())
