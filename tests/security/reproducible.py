#!/usr/bin/python3
"""Two builds of the same sources in two folders install the same bytes.

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
PROGRAM = "bin/vouchd"  # without it nothing was compared


def run(*args, **more):
    """What it said; where it fails, that is told."""
    done = subprocess.run(args, check=False, timeout=3600, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **more)
    if done.returncode:
        sys.exit(f"{' '.join(args)}: {done.returncode}\n"
                 + done.stdout.decode(errors="replace")[-4000:])
    return done.stdout.decode()


def env():
    """No compiler's cache, which would hand the first build's objects to the second; the date that
    builders of packages give."""
    of_commit = run("git", "log", "-1", "--format=%ct", cwd=SOURCE).strip()
    return dict(os.environ, CCACHE_DISABLE="1", SOURCE_DATE_EPOCH=of_commit)


def copy(folder):
    """What git has, as it is now."""
    for name in run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard",
                    cwd=SOURCE).split("\0")[:-1]:
        to = os.path.join(folder, name)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        shutil.copy2(os.path.join(SOURCE, name), to, follow_symlinks=False)


def build(folder, jobs, more):
    """Built below `folder` and installed: the sum of each file."""
    root = os.path.join(folder, "root")
    run("cmake", "--preset", "release", "-DBUILD_TESTING=OFF", "-DCMAKE_INSTALL_PREFIX=/usr",
        cwd=folder, env=more)
    run("cmake", "--build", "--preset", "release", "-j", jobs, cwd=folder, env=more)
    run("cmake", "--install", os.path.join("build", "release"), cwd=folder,
        env=dict(more, DESTDIR=root))
    return sums(os.path.join(root, "usr"))


def sums(root):
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, root)] = hashlib.sha256(f.read()).hexdigest()
    return found


def main():
    jobs, since = (sys.argv[1:] or [str(os.cpu_count())])[0], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vouch-same-") as folder:
        places = [os.path.join(folder, "a"), os.path.join(folder, "another", "longer", "place")]
        more = env()
        for place in places:
            copy(place)
        first, second = (build(place, jobs, more) for place in places)
    differ = sorted(name for name in first.keys() | second.keys()
                    if first.get(name) != second.get(name))
    for name in differ:
        print(f"{name}: {first.get(name, 'absent')} {second.get(name, 'absent')}")
    print(f"{len(first)} files installed, {len(differ)} of them other ones the second time, "
          f"{time.monotonic() - since:.0f} s")
    return 1 if differ or PROGRAM not in first else 0


if __name__ == "__main__":
    sys.exit(main())
