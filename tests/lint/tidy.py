#!/usr/bin/python3
"""clang-tidy over the daemon and the client, two files at a time. What was clean is remembered in
the build folder until the file, a header of ours in it, its flags or .clang-tidy changes.

The paths through functions are followed as far as is cheap, which takes a fifth of the time; with
--deep, as tests/run --soak asks for, as far as clang-tidy goes of itself.

usage: tidy.py [--deep] BUILD        (a folder with compile_commands.json)
"""
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import tree

AT_ONCE = 2
OTHERS = "--extra-arg=-Wno-unknown-warning-option"  # what only gcc knows
CHEAP = [f"--extra-arg={word}" for word in ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow")] + [
    # Where a va_list was begun is seen only along the whole path.
    "--checks=-clang-analyzer-valist.Uninitialized"]
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def hash_of(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def with_headers(path, seen):
    """`seen` and the file and every header of ours that it includes, near or far."""
    if path in seen:
        return
    seen[path] = tree.read("/", path)
    for name in INCLUDE.findall(seen[path]):
        for folder in ("daemon", "client", "include", os.path.dirname(path)):
            header = os.path.join(tree.ROOT, folder, name)
            if os.path.exists(header):
                with_headers(header, seen)


def key_of(path, flags, depth):
    seen = {}
    with_headers(path, seen)
    return hash_of(tree.read(tree.ROOT, ".clang-tidy"), flags, *depth, *seen.values())


class Memory:
    """The hashes of what was clean the last time."""

    def __init__(self, build):
        self.path = os.path.join(build, "tidy-clean.txt")
        try:
            with open(self.path, encoding="ascii") as f:
                self.clean = set(f.read().split())
        except FileNotFoundError:
            self.clean = set()

    def keep(self, clean):
        with open(self.path, "w", encoding="ascii") as f:
            f.write("\n".join(sorted(clean)) + "\n")


def check(build, path, depth):
    run = subprocess.run(["clang-tidy", "--quiet", OTHERS, *depth, "-p", build, path],
                         capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return []
    return [line for line in run.stdout.splitlines() if " error: " in line] or [
        f"{path}: clang-tidy failed: {run.stderr.strip()[-300:]}"]


def wanted(build):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        commands = json.load(f)
    for command in commands:
        path = command["file"]
        in_tree = os.path.relpath(path, tree.ROOT)
        if in_tree.startswith(("daemon/", "client/")) and os.path.exists(path):
            yield path, command.get("command", "")


def main():
    depth = [] if "--deep" in sys.argv else CHEAP
    build = sys.argv[-1]
    if not shutil.which("clang-tidy"):
        print("skipped: clang-tidy is not installed")
        sys.exit(77)
    keys = {path: key_of(path, flags, depth) for path, flags in wanted(build)}
    memory = Memory(build)
    todo = [path for path, key in keys.items() if key not in memory.clean]
    clean = {key for key in keys.values() if key in memory.clean}
    faults = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for path, found in zip(todo, pool.map(lambda path: check(build, path, depth), todo)):
            faults.extend(found)
            if not found:
                clean.add(keys[path])
    memory.keep(clean)
    print(f"{len(keys)} files, {len(todo)} of them looked at")
    tree.verdict(sorted(set(faults)), keys)


main()
