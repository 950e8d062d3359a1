#!/usr/bin/python3
"""Compares base/zone.c with Python's zoneinfo: every zone of the system, around every transition
of 2026 to 2037, by the footer up to 2200, and the odd zones over their whole history.

usage: zone_oracle.py PROGRAM      (PROGRAM is the oracle's other half, built from zone_oracle.c)

The transitions are found by bisection over zoneinfo's answers, not by reading the files, and the
expected instant of a civil time is worked out from zoneinfo's two folds and the policy: a time in
a gap is the first instant after the gap, a time that exists twice is the first of the two.
"""
import os
import random
import subprocess
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
DAY = 86400
STEP = 3 * DAY  # no zone has two transitions in less that cancel each other out
AROUND = (-DAY, -1800, -1, 0, 1, 1800, DAY)
ENOUGH = 60000

# Negative saving time, half an hour of it, Ramadan, a day that was left out, midnight gaps,
# a change of more than 24 hours, saving time at night's end, Friday rules, years of double time.
ODD = (
    "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/El_Aaiun", "Pacific/Apia",
    "Asia/Beirut", "America/Sao_Paulo", "Pacific/Kwajalein", "Asia/Manila", "America/Juneau",
    "America/Nuuk", "America/Scoresbysund", "America/Santiago", "America/Havana", "Asia/Gaza",
    "Asia/Jerusalem", "Asia/Tehran", "Africa/Cairo", "Asia/Pyongyang", "America/Caracas",
    "Europe/London", "Europe/Lisbon", "Antarctica/Troll", "Pacific/Chatham", "Africa/Windhoek",
)


def seconds(year):
    return int((datetime(year, 1, 1) - EPOCH).total_seconds())


MAIN = seconds(2026), seconds(2038)


class Zone:
    def __init__(self, name):
        self.name = name
        self.tz = zoneinfo.ZoneInfo(name)
        self.main_changes = self.transitions(*MAIN)

    def offset(self, instant):
        t = (UTC_EPOCH + timedelta(seconds=instant)).astimezone(self.tz)
        return t.utcoffset() // timedelta(seconds=1)

    def transitions(self, start, end):
        """(instant, offset before, offset after) of each change of offset."""
        found = []
        low, before = start, self.offset(start)
        while low < end:
            high = min(low + STEP, end)
            after = self.offset(high)
            if after != before:
                a, b = low, high
                while b - a > 1:
                    middle = (a + b) // 2
                    if self.offset(middle) == before:
                        a = middle
                    else:
                        b = middle
                found.append((b, before, self.offset(b)))
                low, before = b, self.offset(b)
                continue
            low = high
        return found

    def to_instant(self, local, changes):
        """(instant, fit) by zoneinfo's folds and the policy."""
        naive = EPOCH + timedelta(seconds=local)
        real = set()
        for fold in (0, 1):
            offset = naive.replace(fold=fold, tzinfo=self.tz).utcoffset() // timedelta(seconds=1)
            if self.offset(local - offset) == offset:
                real.add(local - offset)
        if real:
            return min(real), "once" if len(real) == 1 else "overlap"
        for at, before, after in changes:
            if at + before <= local < at + after:
                return at, "gap"
        return None, "nowhere"


def cases_of(zone, changes):
    """Around each transition, by the clock of before and of after it."""
    for at, before, after in changes:
        for by in AROUND:
            yield ("local", at + by, changes)
        for local in sorted({at + offset + by for by in AROUND for offset in (before, after)}):
            yield ("instant", local, changes)


def far_cases(zone, chance):
    """Beyond the tables, a year in sixteen, and anywhere from 1970 to 2200."""
    for year in range(2040, 2200, 16):
        yield from cases_of(zone, zone.transitions(seconds(year), seconds(year + 1)))
    for _ in range(20):
        yield ("local", chance.randrange(seconds(1970), seconds(2200)), [])


def cases(zone, chance):
    yield from cases_of(zone, zone.main_changes)
    yield from far_cases(zone, chance)
    if zone.name in ODD:
        yield from cases_of(zone, zone.transitions(seconds(1920), seconds(2026)))
        yield from cases_of(zone, zone.transitions(seconds(2038), seconds(2060)))


def want(zone, direction, number, changes):
    if direction == "local":
        return str(number + zone.offset(number))
    return "%s %s" % zone.to_instant(number, changes)


def main():
    zoneinfo.reset_tzpath([os.environ.get("TZDIR", "/usr/share/zoneinfo")])
    chance = random.Random(2037)
    names = sorted(zoneinfo.available_timezones())
    questions, wanted, n_transitions = [], [], 0
    for name in names:
        zone = Zone(name)
        n_transitions += len(zone.main_changes)
        for direction, number, changes in cases(zone, chance):
            questions.append("%s %s %d" % (name, direction, number))
            wanted.append(want(zone, direction, number, changes))

    done = subprocess.run(sys.argv[1:], input="\n".join(questions) + "\n", text=True,
                          stdout=subprocess.PIPE, check=True)
    answers = done.stdout.splitlines()
    differences = [(q, w, a) for q, w, a in zip(questions, wanted, answers) if w != a]
    for question, expected, got in differences[:20]:
        print("%s: zoneinfo says %s, vouch says %s" % (question, expected, got))
    print("%d zones, %d transitions from 2026 to 2037, %d comparisons, %d differences"
          % (len(names), n_transitions, len(answers), len(differences)))
    is_whole = len(answers) == len(questions) and len(answers) >= ENOUGH
    return 0 if is_whole and not differences else 1


if __name__ == "__main__":
    sys.exit(main())
