#!/usr/bin/python3
"""Compares the calendars that come with vouch, as its own helper reads them, with Debian's
python3-holidays for 2020 to 2040, and with what generate.py writes. Skipped (77) without it.

usage: check.py VOUCH_HOLIDAYS FOLDER      (the helper, and where the calendars lie)
"""
import os
import subprocess
import sys
from datetime import date

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate

try:
    import holidays
except ImportError:
    print("skipped: python3-holidays is not installed")
    sys.exit(77)

YEARS = range(2020, 2041)


def juneteenth():
    """A federal holiday since 2021 (Public Law 117-17), unknown to releases before."""
    for year in range(2021, 2041):
        yield date(year, 6, 19)
        yield {5: date(year, 6, 18), 6: date(year, 6, 20)}.get(date(year, 6, 19).weekday(),
                                                               date(year, 6, 19))


def theirs(name):
    found = holidays.US(years=YEARS) if name == "us-federal" else holidays.DE(years=YEARS)
    days = {day for day in found if day.year in YEARS}
    if name == "us-federal" and not any("Juneteenth" in found[day] for day in days):
        print(f"python3-holidays {holidays.__version__} is older than Juneteenth: "
              "those days are checked by the law's own rule")
        days |= set(juneteenth())
    return days


def ours(helper, path):
    """As the helper says: the days, and that each has a name."""
    done = subprocess.run([helper, "20200101", "20401231", path], stdout=subprocess.PIPE,
                          text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[-1] == "whole", lines[-1]
    rows = [line.split(" ", 2) for line in lines if line.startswith("day ")]
    assert all(len(row) == 3 and row[2] for row in rows)
    return {date.fromisoformat(row[1]) for row in rows}


def main():
    helper, folder = sys.argv[1:]
    n_differences = 0
    for name in generate.CALENDARS:
        path = os.path.join(folder, name + ".ics")
        with open(path, encoding="utf-8", newline="") as f:
            if f.read() != generate.write(name):
                print(f"{name}.ics is not what generate.py writes")
                n_differences += 1
        mine, others = ours(helper, path), theirs(name)
        for day in sorted(mine ^ others):
            print(f"{name}: {day} is a holiday of {'ours' if day in mine else 'theirs'} alone")
        n_differences += len(mine ^ others)
        print(f"{name}: {len(mine)} days, {len(mine | others)} compared")
    print(f"{n_differences} differences")
    return 1 if n_differences else 0


if __name__ == "__main__":
    sys.exit(main())
