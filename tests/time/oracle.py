#!/usr/bin/python3
"""Compares what vouchd makes of time with Python: zones and their changes from 2000 to 2040, the
next allowed time of a call, working days and hours with holidays, and recurrence.

usage: oracle.py PROGRAM      (PROGRAM is the oracle's other half, built from oracle.c)

Written apart from the daemon: zones by zoneinfo, days by datetime, rules by dateutil where it is
installed. The next allowed time is not searched for: each quarter of an hour of two years is judged
by itself, and the answers are read off.
"""
import os
import random
import subprocess
import sys
import zoneinfo
from datetime import date, datetime, timedelta, timezone

try:
    from dateutil import rrule
except ImportError:
    rrule = None

EPOCH = datetime(1970, 1, 1)
QUARTER = 900
SLOTS_A_DAY = 96
HORIZON = 7 * SLOTS_A_DAY
STEP = 2 * 86400
ENOUGH = 60000
LONG_AGO, FAR = datetime(2000, 1, 1), datetime(2041, 1, 1)
ALL = 0x7f


def seconds(moment):
    return int((moment - EPOCH).total_seconds())


def number(day):
    return (day - date(1970, 1, 1)).days


class Zone:
    def __init__(self, name):
        self.name = name
        self.tz = zoneinfo.ZoneInfo(name)

    def local(self, instant):
        there = datetime.fromtimestamp(instant, timezone.utc).astimezone(self.tz)
        return seconds(there.replace(tzinfo=None))

    def offset(self, instant):
        return self.local(instant) - instant

    def changes(self, start, end):
        before = self.offset(start)
        for high in range(start + STEP, end, STEP):
            after = self.offset(high)
            if after == before:
                continue
            low, top = high - STEP, high
            while top - low > 1:
                middle = (low + top) // 2
                low, top = (middle, top) if self.offset(middle) == before else (low, middle)
            yield top, before, self.offset(top)
            before = after

    def instant(self, local, change):
        """The first instant that shows a civil time; one that a change leaves out is the change."""
        at, before, after = change
        candidates = [local - offset for offset in (before, after)]
        shown = sorted(c for c in candidates if self.local(c) == local)
        return shown[0] if shown else at


def ask_zones(names):
    for name in names:
        zone = Zone(name)
        for change in zone.changes(seconds(LONG_AGO), seconds(FAR)):
            at, before, after = change
            for by in (-7200, -1, 0, 1, 7200):
                yield f"local {name} {at + by}", zone.local(at + by)
            for local in {at + before - 1, at + before, at + after, (2 * at + before + after) // 2}:
                yield f"instant {name} {local}", zone.instant(local, change)


class World:
    def __init__(self, week, start, end, quiet, holidays):
        self.week, self.start, self.end, self.quiet = week, start, end, quiet
        self.holidays = set(holidays)

    def line(self):
        days = sorted(number(d) for d in self.holidays)
        return " ".join(map(str, ("world", self.week, self.start, self.end, *self.quiet,
                                  len(days), *days)))

    def is_workday(self, day):
        return bool(self.week >> day.weekday() & 1) and day not in self.holidays

    def is_open(self, day, minute):
        return self.is_workday(day) and self.start <= minute < self.end

    def is_quiet(self, minute):
        start, end = self.quiet
        return start <= minute < end if start <= end else minute >= start or minute < end

    def plus_workdays(self, day, n):
        step = timedelta(1 if n >= 0 else -1)
        if n == 0:
            while not self.is_workday(day):
                day += step
        for _ in range(abs(n)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def plus_hours(self, day, minute, hours):
        """Minute by minute, as a clock that runs in working hours alone."""
        while not self.is_open(day, minute):
            day, minute = next_minute(day, minute)
        for _ in range(hours * 60):
            day, minute = next_minute(day, minute)
            while not self.is_open(day, minute):
                day, minute = next_minute(day, minute)
        return day, minute


def next_minute(day, minute):
    return (day, minute + 1) if minute < 1439 else (day + timedelta(1), 0)


CHRISTMAS = [date(y, m, d) for y in range(2024, 2030)
             for m, d in ((1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31))]
CLOSED = CHRISTMAS + [date(2027, 7, 5) + timedelta(i) for i in range(33)]
WORLDS = (
    World(0x1f, 540, 1080, (1200, 480), CHRISTMAS),
    World(0x1f, 540, 1080, (1200, 480), CLOSED),
    World(0x4f, 480, 1020, (1320, 360), []),
    World(0x7f, 600, 720, (0, 0), CHRISTMAS),
    World(0x04, 1260, 1440, (60, 420), []),
)
PAIRS = (
    ("Europe/Berlin", "America/Los_Angeles"), ("Europe/Berlin", "Pacific/Auckland"),
    ("Europe/Dublin", "Asia/Kolkata"), ("America/New_York", "Europe/London"),
    ("America/New_York", "Asia/Tokyo"), ("Australia/Lord_Howe", "America/Sao_Paulo"),
    ("Africa/Casablanca", "Pacific/Apia"), ("America/Santiago", "Asia/Beirut"),
    ("UTC", "Pacific/Chatham"), ("Asia/Tehran", "Antarctica/Troll"),
    ("America/Nuuk", "Africa/El_Aaiun"), ("Pacific/Kiritimati", "Pacific/Pago_Pago"),
)
WINDOWS = ((480, 1260), (540, 600), (1320, 1440), (0, 0))


def ways_of(world, ours, theirs, window, instant):
    """The ways in which an instant would be allowed, the strictest first."""
    there = theirs.local(instant) // 60 % 1440
    if window[0] < window[1] and not window[0] <= there < window[1]:
        return (False, False, False, False)
    local = EPOCH + timedelta(seconds=ours.local(instant))
    day, minute = local.date(), local.hour * 60 + local.minute
    is_quiet = world.is_quiet(minute)
    return (world.is_open(day, minute), world.is_workday(day) and not is_quiet, not is_quiet, True)


def next_of(flags):
    """For each slot the first one at or after it whose flag is set."""
    found, result = None, [None] * len(flags)
    for i in range(len(flags) - 1, -1, -1):
        found = i if flags[i] else found
        result[i] = found
    return result


def answers(world, ours, theirs, window, start, n_slots):
    """Of each slot: the next one that is allowed. A stricter way than any at all takes its place where
    it lies within 7 days of it; working hours only where they lie on the day that was found."""
    slots = [ways_of(world, ours, theirs, window, start + i * QUARTER) for i in range(n_slots)]
    days = [ours.local(start + i * QUARTER) // 86400 for i in range(n_slots)]
    open_at, *looser = [next_of([slot[way] for slot in slots]) for way in range(4)]

    def next_allowed(i):
        found = i
        for firsts in reversed(looser):
            if firsts[i] is not None and firsts[i] - found <= HORIZON:
                found = firsts[i]
        at = open_at[i]
        return at if at is not None and days[at] <= days[found] else found

    return [next_allowed(i) for i in range(n_slots)]


def ask_allowed(chance):
    for k, (ours_name, theirs_name) in enumerate(PAIRS):
        ours, theirs = Zone(ours_name), Zone(theirs_name)
        world, window = WORLDS[k % len(WORLDS)], WINDOWS[k // 2 % len(WINDOWS)]
        for world, window in ((world, window), (WORLDS[k * 3 % 2], WINDOWS[0])):
            start = seconds(datetime(2026 + k % 2, 6, 1))
            n = 400 * SLOTS_A_DAY
            wanted = answers(world, ours, theirs, window, start, n)
            yield world.line(), None
            for i in sorted(chance.sample(range(n - 80 * SLOTS_A_DAY), 1500)):
                yield (f"allowed {ours_name} {theirs_name} {window[0]} {window[1]} "
                       f"{start + i * QUARTER}", start + wanted[i] * QUARTER)


def ask_worktime(chance):
    for world in WORLDS:
        yield world.line(), None
        for _ in range(1500):
            day = date(2025, 1, 1) + timedelta(chance.randrange(1500))
            minute, n = chance.randrange(1440), chance.randrange(-40, 60)
            yield f"workdays {number(day)} {n}", number(world.plus_workdays(day, n))
            opened = world.plus_hours(day, minute, 0)
            yield f"open {number(day)} {minute}", f"{number(opened[0])} {opened[1]}"
            if n % 10 == 0:
                there = world.plus_hours(day, minute, abs(n) // 10)
                yield (f"hours {number(day)} {minute} {abs(n) // 10}",
                       f"{number(there[0])} {there[1]}")


RULES = (
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=10", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=3",
    "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;INTERVAL=5",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=4",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1,15",
    "FREQ=YEARLY;COUNT=7", "FREQ=MONTHLY;UNTIL=20350101",
)


def ask_rules(chance):
    """Series whose start is one of their days, and no 29th to 31st, which vouch clamps."""
    for text in RULES if rrule else ():
        for _ in range(150):
            start = datetime(2015, 1, 1) + timedelta(chance.randrange(6000))
            start = start.replace(day=min(start.day, 28))
            start = rrule.rrulestr(text, dtstart=start).after(start - timedelta(1))
            if start is None:
                continue
            after = start + timedelta(chance.randrange(-10, 9000))
            found = rrule.rrulestr(text, dtstart=start).after(after)
            yield (f"rrule {number(start.date())} {number(after.date())} {text}",
                   -2**31 if found is None else number(found.date()))


def main():
    zoneinfo.reset_tzpath([os.environ.get("TZDIR", "/usr/share/zoneinfo")])
    chance = random.Random(2040)
    parts = {
        "zones": ask_zones(sorted(zoneinfo.available_timezones())),
        "next allowed times": ask_allowed(chance),
        "working days and hours": ask_worktime(chance),
        "recurrences": ask_rules(chance),
    }
    questions, wanted, kinds = [], [], []
    for kind, part in parts.items():
        for question, answer in part:
            questions.append(question)
            if answer is not None:
                wanted.append((question, str(answer)))
                kinds.append(kind)
    done = subprocess.run(sys.argv[1:], input="\n".join(questions) + "\n", text=True,
                          stdout=subprocess.PIPE, check=True)
    got = done.stdout.splitlines()
    differences = [(q, w, g) for (q, w), g in zip(wanted, got) if w != g]
    for question, want, answer in differences[:20]:
        print(f"{question}: Python says {want}, vouch says {answer}")
    for kind in parts:
        print(f"{kinds.count(kind)} {kind}")
    if not rrule:
        print("no recurrences: python3-dateutil is not installed")
    print(f"{len(got)} comparisons, {len(differences)} differences")
    return 0 if len(got) == len(wanted) >= ENOUGH and not differences else 1


if __name__ == "__main__":
    sys.exit(main())
