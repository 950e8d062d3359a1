#!/usr/bin/python3
"""The console blocks of README.md are true: each command is typed, and what it says is compared.

usage: readme.py VOUCHD VOUCH LIBEXEC [--write]      (--write puts what was said into README.md)

It is nine o'clock on Tuesday, 1 December 2026, in UTC, and the sample book was read in. A line
such as "# Mon 7 Dec 2026, 10:00" in a block lets the time pass until then; such a block has a book
of its own.
"""
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
README = os.path.join(ROOT, "README.md")
# Each slice of an import is an entry, and how many there are the speed of the machine decides.
ENTRY = re.compile(r"\b(undo|Took back) \d+")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
SETUP = """
for ((i = 0; i < 1000; i++)); do vouch status >/dev/null 2>&1 && break; done
vouch call dev.clock '{"now":"2026-12-01T08:30:00Z"}'
vouch import client/sample/contacts.csv
vouch import client/sample/sales.csv
vouch call dev.advance '{"seconds":1800}'
"""


class Session:
    """A vouchd of its own, and a shell for one command at a time."""

    def __init__(self, vouchd, vouch, libexec):
        self.folder = tempfile.mkdtemp()
        os.makedirs(f"{self.folder}/run", mode=0o700)
        os.makedirs(f"{self.folder}/bin")
        os.symlink(os.path.realpath(vouch), f"{self.folder}/bin/vouch")
        self.env = {
            "PATH": f"{self.folder}/bin:/usr/bin:/bin", "HOME": self.folder, "TZ": "UTC",
            "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": f"{self.folder}/run",
            "VOUCH_LIBEXEC": os.path.realpath(libexec),
        }
        self.daemon = subprocess.Popen([vouchd, "--dev", "--log-level", "error"], env=self.env,
                                       stdin=subprocess.DEVNULL)
        if self.run(SETUP)[0]:
            self.close()
            sys.exit("the sample book could not be read in")

    def run(self, command):
        run = subprocess.run(["bash", "-c", command], cwd=ROOT, env=self.env, text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False, timeout=60)
        return run.returncode, run.stdout

    def wait_until(self, text):
        at = datetime.datetime.strptime(text, "# %a %d %b %Y, %H:%M")
        code, said = self.run(f"vouch call dev.clock '{{\"now\":\"{at.isoformat()}Z\"}}'")
        if code:
            sys.exit(f"{text}: {said}")

    def close(self):
        self.daemon.terminate()
        self.daemon.wait(20)
        shutil.rmtree(self.folder)


def retype(session, block):
    """The block with what the commands say now."""
    said, later = [], ""
    for line in block.splitlines():
        if line.startswith("# "):
            session.wait_until(line)
            later = line + "\n"
        elif line.startswith("$ "):
            said.append(f"{later}{line}\n{session.run(line[2:])[1]}")
            later = ""
    return "\n".join(text.rstrip("\n") + "\n" for text in said)


def retype_block(session, block):
    if not re.search("^# ", block, re.M):
        return retype(session, block)
    own = Session(*sys.argv[1:4])
    try:
        return retype(own, block)
    finally:
        own.close()


def main():
    for program in ("socat", "jq"):
        if not shutil.which(program):
            print(f"skipped: {program} is not installed")
            sys.exit(77)
    with open(README, encoding="utf-8") as f:
        old = f.read()
    if not BLOCK.search(old):
        sys.exit("README.md has no console block")
    session = Session(*sys.argv[1:4])
    try:
        new = BLOCK.sub(lambda m: f"```console\n{retype_block(session, m.group(1))}```", old)
    finally:
        session.close()
    if "--write" in sys.argv:
        with open(README, "w", encoding="utf-8") as f:
            f.write(new)
        return
    if ENTRY.sub(r"\1 N", new) != ENTRY.sub(r"\1 N", old):
        with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as f:
            f.write(new)
            f.flush()
            subprocess.run(["diff", "-u", README, f.name], check=False)
        sys.exit("README.md says something else than the programs; --write puts it right")


main()
