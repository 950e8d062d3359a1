#!/usr/bin/python3
"""A year of one agent's life, three generations of referrals in it, as the screens show it.

usage: year.py VOUCHD VOUCH LIFE_WRITE [--write]      (--write puts the screens into year/)

`life_write year` says what happened; vouchd is told all of it, then each screen is drawn at 80 and
at 120 columns, in UTF-8 and in ASCII, and compared with tests/integration/year/SCREEN.WIDTH.CHARSET.
"""
import shutil
import subprocess
import sys
import tempfile

import screens

COMMANDS = {"tree": ["tree"], "status": ["status"], "army": ["army"],
            "contest": ["army", "contest"], "referrers": ["referrers"]}
BEFORE = "2026-12-01T08:00:00Z"


def tell(folder, requests):
    """Each request as it was answered when the year was made up: what was refused is refused."""
    for request, answer in zip(requests, screens.ask(folder, requests)):
        code = answer.get("error", {}).get("code", 0)
        if code < 0:
            sys.exit(f"refused with {code}: {request}")


def main():
    vouchd, vouch, life_write = sys.argv[1:4]
    requests = subprocess.run([life_write, "year"], check=True, text=True, encoding="utf-8",
                              stdout=subprocess.PIPE, timeout=300).stdout.splitlines()
    folder = tempfile.mkdtemp()
    daemon = screens.start(vouchd, folder, BEFORE)
    try:
        tell(folder, requests)
        is_right = screens.draw(vouch, folder, "year", COMMANDS)
    finally:
        daemon.terminate()
        code = daemon.wait(60)
        shutil.rmtree(folder)
    if code:
        sys.exit(f"vouchd ended with {code}")
    if not is_right:
        sys.exit("the screens are others; --write puts them into tests/integration/year/")


main()
