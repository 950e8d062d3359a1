#!/usr/bin/python3
"""Marks of unfinished work, and the paths of one machine, in any file of the tree."""
import re

import tree

# Written so that this file does not name what it looks for.
RULES = (
    (re.compile(r'(?<!")\b(?:FIX[M]E|XX[X]|HAC[K])\b(?!")'), "an unfinished place: finish it or leave it out"),
    (re.compile(r"/(?:wor[k]|far[m])/"), "a path of one machine"),
    (re.compile(r"/tmp/[b]-"), "a path of one machine"),
    (re.compile(r"/home/[a-z]"), "a path of one machine: $HOME or ~"),
    (re.compile(r"^(?:<{7}|>{7})(?: |$)", re.M), "a conflict that was not resolved"),
)


def main():
    root = tree.root_option()
    faults, seen = [], 0
    for path in tree.files(root):
        text = tree.read(root, path)
        if "\0" in text:
            continue
        seen += 1
        for pattern, what in RULES:
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                faults.append(f"{path}:{line}: {found.group()}: {what}")
    tree.verdict(faults, seen)


main()
