"""Golden screens: what vouch draws at 80 and 120 columns, in UTF-8 and in ASCII, compared with the
files FOLDER/SCREEN.WIDTH.CHARSET, or written into them."""
import difflib
import json
import os
import re
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
WIDTHS = (80, 120)
CHARSETS = {"utf-8": "C.UTF-8", "ascii": "C"}
# What a screen says of this vouchd and its file, not of the book.
OWN = r"^(database|vouchd) .*\n"


def start(vouchd, folder, now):
    """Back once it is ready: it says so. `now` is before whatever it is told."""
    ready = os.path.join(folder, "ready")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(ready)
        told.settimeout(60)
        daemon = subprocess.Popen(
            [vouchd, f"--dev={now}", "--log-level", "error", "--socket", f"{folder}/s", "--db",
             f"{folder}/book/vouch.db"],
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder, "TZ": "UTC",
                 "NOTIFY_SOCKET": ready, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL)
        while b"READY=1" not in told.recv(4096):
            pass
    return daemon


def ask(folder, requests):
    """The answer to each request, a line of JSON."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(60)
        line.connect(f"{folder}/s")
        with line.makefile("rw", encoding="utf-8", newline="\n") as file:
            for request in requests:
                file.write(request + "\n")
                file.flush()
                yield json.loads(file.readline())


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


def compare(where, name, text, write):
    path = os.path.join(HERE, where, name)
    if write:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return True
    with open(path, encoding="utf-8") as file:
        old = file.read()
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), name,
                                               "now"))
    return old == text


def draw(vouch, folder, where, commands):
    """Each of the commands, by the names of their screens. Whether all are as they were."""
    write = "--write" in sys.argv
    is_right = True
    for screen_name, command in commands.items():
        for width in WIDTHS:
            for charset, locale in CHARSETS.items():
                name = f"{screen_name}.{width}.{charset}"
                text = screen(vouch, folder, command, width, locale)
                fault = fits(name, text, width, charset)
                if fault:
                    print(fault)
                is_right &= compare(where, name, text, write) and not fault
    return is_right
