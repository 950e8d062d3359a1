#!/usr/bin/python3
"""shellcheck over every script: what says bash or sh in its first line, and the bats tests."""
import re
import shutil
import subprocess
import sys

import tree

SHEBANG = re.compile(r"#!.*\b(?:bash|sh|bats)\b")


def is_script(root, path):
    if path.endswith((".bats", ".bash", ".sh")):
        return True
    return bool(SHEBANG.match(tree.read(root, path)[:100]))


def main():
    root = tree.root_option()
    if not shutil.which("shellcheck"):
        print("skipped: shellcheck is not installed")
        sys.exit(77)
    paths = [path for path in tree.files(root) if is_script(root, path)]
    if not paths:
        tree.verdict([], paths)
    # SC2317 takes functions that are called by a name in a variable for dead code.
    run = subprocess.run(["shellcheck", "--external-sources", "--exclude=SC2317", "--format=gcc",
                          *paths], cwd=root, capture_output=True, text=True, check=False)
    faults = (run.stdout + run.stderr).splitlines()
    if run.returncode and not faults:
        faults = ["shellcheck failed"]
    tree.verdict(faults, paths)


main()
