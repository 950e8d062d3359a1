"""What the lints share: the files of the tree, C without comments or strings, and the verdict."""
import argparse
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SKIPPED = {".git", "build", "__pycache__"}
LITERAL = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def root_option():
    """The lint's only argument: another tree than ours, for its self-test."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", default=ROOT)
    return parser.parse_args().root


def files(root, *folders):
    """Every file below the folders (all of the tree where none is named), relative to the root."""
    for folder in folders or ("",):
        for where, below, names in os.walk(os.path.join(root, folder)):
            below[:] = sorted(set(below) - SKIPPED)
            for name in sorted(names):
                path = os.path.join(where, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    yield os.path.relpath(path, root)


def c_files(root, *folders):
    return [path for path in files(root, *folders) if path.endswith((".c", ".h"))]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as f:
        return f.read()


def bare(text):
    """C with its comments and the insides of its literals blanked; lines and columns stay."""
    text = text.replace("\\\r\n", "\\\n")

    def blank(found):
        old = found.group()
        if old[0] == "/":
            return re.sub(r"[^\n]", " ", old)
        return old[0] + " " * (len(old) - 2) + old[-1]

    return LITERAL.sub(blank, text)


def verdict(faults, seen):
    """Prints the faults and ends the lint. A lint that looked at nothing has failed."""
    for fault in faults:
        print(fault)
    if not seen:
        print("no file was looked at")
    sys.exit(1 if faults or not seen else 0)
