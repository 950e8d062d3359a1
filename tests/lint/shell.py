#!/usr/bin/python3
"""shellcheck over every script: what says bash or sh in its first line, and the bats tests."""
import re
import shutil
import subprocess
import sys

import tree

SHEBANG = re.compile(r"#!.*\b(?:bash|sh|bats)\b")
EXCLUDED = (
    "SC1010",  # `done` is a word of ours: vouch done 12
    "SC2016",  # jq's $names stand in single quotes
    "SC2034",  # a library of bats sets what the tests read
    "SC2119",  # vouchd_start may be called with nothing
    "SC2154",  # bats sets stderr and the like
    "SC2317",  # a function that is called by a name in a variable is not dead
)


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
    run = subprocess.run(["shellcheck", "--external-sources", "--source-path=SCRIPTDIR",
                          "--exclude=" + ",".join(EXCLUDED), "--format=gcc", *paths], cwd=root,
                         capture_output=True, text=True, check=False)
    faults = (run.stdout + run.stderr).splitlines()
    if run.returncode and not faults:
        faults = ["shellcheck failed"]
    tree.verdict(faults, paths)


main()
