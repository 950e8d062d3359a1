#!/usr/bin/python3
"""A year of one agent's life, three generations of referrals in it, as the screens show it.

usage: year.py VOUCHD VOUCH LIFE_WRITE [--write]      (--write puts the screens into year/)

`life_write year` says what happened; vouchd is told all of it, then each screen is drawn at 80 and
at 120 columns, in UTF-8 and in ASCII, and compared with tests/integration/year/SCREEN.WIDTH.CHARSET.
"""
import difflib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

SCREENS = os.path.join(os.path.dirname(os.path.realpath(__file__)), "year")
COMMANDS = {"tree": ["tree"], "status": ["status"], "army": ["army"],
            "contest": ["army", "contest"], "referrers": ["referrers"]}
WIDTHS = (80, 120)
CHARSETS = {"utf-8": "C.UTF-8", "ascii": "C"}
# What a screen says of this vouchd and its file, not of the year.
OWN = r"^(database|vouchd) .*\n"


def start(vouchd, folder):
    """Back once it is ready: it says so."""
    ready = os.path.join(folder, "ready")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(ready)
        told.settimeout(60)
        daemon = subprocess.Popen(
            [vouchd, "--dev", "--log-level", "error", "--socket", f"{folder}/s", "--db",
             f"{folder}/book/vouch.db"],
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder, "TZ": "UTC",
                 "NOTIFY_SOCKET": ready, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL)
        while b"READY=1" not in told.recv(4096):
            pass
    return daemon


def tell(folder, requests):
    """Each request as it was answered when the year was made up: what was refused is refused."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(60)
        line.connect(f"{folder}/s")
        with line.makefile("rw", encoding="utf-8", newline="\n") as file:
            for request in requests:
                file.write(request + "\n")
                file.flush()
                code = json.loads(file.readline()).get("error", {}).get("code", 0)
                if code < 0:
                    sys.exit(f"refused with {code}: {request}")


def screen(vouch, folder, command, width, locale):
    run = subprocess.run([vouch, "--socket", f"{folder}/s", *command], text=True,
                         encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         check=False, timeout=60, stdin=subprocess.DEVNULL,
                         env={"PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC",
                              "XDG_RUNTIME_DIR": folder, "LC_ALL": locale,
                              "COLUMNS": str(width)})
    if run.returncode:
        sys.exit(f"vouch {' '.join(command)}: {run.stdout}")
    return re.sub(OWN, "", run.stdout, flags=re.M)


def fits(name, text, width, charset):
    """What no golden file may hold, whoever wrote it."""
    for line in text.splitlines():
        if len(line) > width:
            return f"{name}: {len(line)} columns: {line}"
        if charset == "ascii" and not line.isascii():
            return f"{name}: not ASCII: {line}"
    return None


def compare(name, text, write):
    path = os.path.join(SCREENS, name)
    if write:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return True
    with open(path, encoding="utf-8") as file:
        old = file.read()
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), name,
                                               "now"))
    return old == text


def draw_all(vouch, folder, write):
    is_right = True
    for screen_name, command in COMMANDS.items():
        for width in WIDTHS:
            for charset, locale in CHARSETS.items():
                name = f"{screen_name}.{width}.{charset}"
                text = screen(vouch, folder, command, width, locale)
                fault = fits(name, text, width, charset)
                if fault:
                    print(fault)
                is_right &= compare(name, text, write) and not fault
    return is_right


def main():
    vouchd, vouch, life_write = sys.argv[1:4]
    requests = subprocess.run([life_write, "year"], check=True, text=True, encoding="utf-8",
                              stdout=subprocess.PIPE, timeout=300).stdout.splitlines()
    folder = tempfile.mkdtemp()
    daemon = start(vouchd, folder)
    try:
        tell(folder, requests)
        is_right = draw_all(vouch, folder, "--write" in sys.argv)
    finally:
        daemon.terminate()
        code = daemon.wait(60)
        shutil.rmtree(folder)
    if code:
        sys.exit(f"vouchd ended with {code}")
    if not is_right:
        sys.exit("the screens are others; --write puts them into tests/integration/year/")


main()
