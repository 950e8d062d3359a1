#!/usr/bin/python3
"""How fast an address book gets in, beside `task import` of as many.

usage: addressbook.py VOUCHD VOUCH [CARDS]"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

GIVEN = "Ana Ben Cleo Dora Emil Fatima Göran Hana Iñaki Jürgen Kaja Luis Marta Noor Olga Pia".split()
FAMILY = "Ruiz Vega Sol Gil Mar Okafor Lindqvist Weiß Nagy Ito Haddad Byrne Silva Novák Costa".split()


def cards(n, seed=1):
    """An address book as a phone writes it."""
    rng = random.Random(seed)
    for i in range(n):
        given, family = rng.choice(GIVEN), f"{rng.choice(FAMILY)} {i}"
        lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{rng.getrandbits(128):032x}",
                 f"N:{family};{given};;;", f"FN:{given} {family}",
                 f"EMAIL;TYPE=INTERNET:p{i}@example.org", f"TEL;TYPE=CELL:+1555{i:07}",
                 f"ADR;TYPE=HOME:;;{rng.randint(1, 300)} Main St;Springfield;IL;62704;USA"]
        if rng.random() < 0.4:
            lines.append(f"BDAY:{rng.randint(1930, 2005)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}")
        if rng.random() < 0.5:
            lines.append(f"CATEGORIES:{rng.choice(('alarm', 'vip', 'fair'))}")
        if rng.random() < 0.3:
            lines += ["NOTE:met at the fair\\, " + "wants a call back " * rng.randint(1, 4)]
        yield "\r\n".join(lines + ["END:VCARD", ""])


def timed(command, **options):
    begin = time.monotonic()
    run = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    took = time.monotonic() - begin
    if run.returncode:
        sys.exit(f"{command}: {run.stderr}")
    return took, run.stdout


def wait_for(vouch, env):
    for _ in range(500):
        if subprocess.run([vouch, "status"], env=env, capture_output=True, check=False).returncode == 0:
            return
    sys.exit("vouchd does not answer")


def of_vouch(vouchd, vouch, folder, n):
    env = dict(os.environ, HOME=folder, XDG_RUNTIME_DIR=folder, LC_ALL="C.UTF-8")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "VOUCH_SOCKET", "VOUCH_DB", "DBUS_SESSION_BUS_ADDRESS"):
        env.pop(name, None)
    os.chmod(folder, 0o700)
    path = os.path.join(folder, "book.vcf")
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.writelines(cards(n))
    with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
        daemon = subprocess.Popen([vouchd, "--dev"], env=env, stderr=log)
    try:
        wait_for(vouch, env)
        for what in ("in", "in again"):
            took, said = timed([vouch, "import", path], env=env)
            print(f"vouch import, {what}: {took:6.2f} s, {n / took:7.0f} cards/s  {said.strip()}")
        took, said = timed([vouch, "export", "vcard", os.path.join(folder, "out.vcf")], env=env)
        print(f"vouch export vcard: {took:6.2f} s, {n / took:7.0f} cards/s  {said.strip()}")
        took, said = timed([vouch, "undo"], env=env)
        print(f"vouch undo: {took:6.2f} s  {said.strip()}")
    finally:
        daemon.terminate()
        daemon.wait()


def of_task(folder, n):
    path = os.path.join(folder, "tasks.json")
    with open(path, "w", encoding="utf-8") as f:
        for i in range(n):
            f.write(json.dumps({"description": f"call p{i}@example.org", "status": "pending",
                                "entry": "20261201T120000Z"}) + "\n")
    env = dict(os.environ, TASKDATA=os.path.join(folder, "task"), TASKRC="/dev/null", HOME=folder)
    os.mkdir(env["TASKDATA"])
    took, _ = timed(["task", "rc.confirmation=off", "import", path], env=env)
    print(f"task import: {took:6.2f} s, {n / took:7.0f} tasks/s")


def main():
    vouchd, vouch = (os.path.abspath(path) for path in sys.argv[1:3])
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
    with tempfile.TemporaryDirectory() as folder:
        of_vouch(vouchd, vouch, folder, n)
    with tempfile.TemporaryDirectory() as folder:
        of_task(folder, n)


main()
