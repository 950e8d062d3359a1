#!/usr/bin/python3
"""clang-format compares every C file with .clang-format. Another version than 14 formats otherwise,
so there it is skipped (77)."""
import os
import shutil
import subprocess
import sys

import tree

VERSION = 14


def program():
    for name in (f"clang-format-{VERSION}", "clang-format"):
        path = shutil.which(name)
        if path and f" version {VERSION}." in subprocess.run(
                [path, "--version"], capture_output=True, text=True, check=True).stdout:
            return path
    print(f"skipped: no clang-format {VERSION} here")
    return sys.exit(77)


def main():
    root = tree.root_option()
    paths = tree.c_files(root, "include", "daemon", "client", "tests")
    style = "file:" + os.path.join(tree.ROOT, ".clang-format")
    if not paths:
        tree.verdict([], paths)
    run = subprocess.run([program(), "--style", style, "--dry-run", "-Werror", *paths], cwd=root,
                         capture_output=True, text=True, check=False)
    wrong = {}
    for line in run.stderr.splitlines():
        if " error: " in line:
            wrong.setdefault(line.split(":")[0], line.split(":")[1])
    faults = [f"{path}:{line}: clang-format -i {path}" for path, line in wrong.items()]
    if run.returncode and not faults:
        faults = run.stderr.splitlines() or ["clang-format failed"]
    tree.verdict(faults, paths)


main()
