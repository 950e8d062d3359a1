#!/usr/bin/python3
"""Writes the calendars that come with vouch, day by day from 2020 to 2040.

usage: generate.py us-federal|germany > client/holidays/NAME.ics

US federal holidays: 5 U.S.C. 6103, with the day on which one that falls on a weekend is observed
(Executive Order 11582: Saturday's on the Friday before, Sunday's on the Monday after). Germany: the
holidays of all states, Easter by the Gregorian reckoning (Butcher).
"""
import sys
from datetime import date, timedelta

YEARS = range(2020, 2041)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth(year, month, weekday, n):
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


def last(year, month, weekday):
    day = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return day - timedelta((day.weekday() - weekday) % 7)


def observed(day, name):
    yield day, name
    if day.weekday() == SATURDAY:
        yield day - timedelta(1), name + " (observed)"
    if day.weekday() == SUNDAY:
        yield day + timedelta(1), name + " (observed)"


def us_federal(year):
    yield from observed(date(year, 1, 1), "New Year's Day")
    yield nth(year, 1, MONDAY, 3), "Birthday of Martin Luther King, Jr."
    yield nth(year, 2, MONDAY, 3), "Washington's Birthday"
    yield last(year, 5, MONDAY), "Memorial Day"
    if year >= 2021:
        yield from observed(date(year, 6, 19), "Juneteenth National Independence Day")
    yield from observed(date(year, 7, 4), "Independence Day")
    yield nth(year, 9, MONDAY, 1), "Labor Day"
    yield nth(year, 10, MONDAY, 2), "Columbus Day"
    yield from observed(date(year, 11, 11), "Veterans Day")
    yield nth(year, 11, THURSDAY, 4), "Thanksgiving Day"
    yield from observed(date(year, 12, 25), "Christmas Day")


def germany(year):
    sunday = easter(year)
    yield date(year, 1, 1), "Neujahr"
    yield sunday - timedelta(2), "Karfreitag"
    yield sunday + timedelta(1), "Ostermontag"
    yield date(year, 5, 1), "Tag der Arbeit"
    yield sunday + timedelta(39), "Christi Himmelfahrt"
    yield sunday + timedelta(50), "Pfingstmontag"
    yield date(year, 10, 3), "Tag der Deutschen Einheit"
    yield date(year, 12, 25), "1. Weihnachtstag"
    yield date(year, 12, 26), "2. Weihnachtstag"


CALENDARS = {
    "us-federal": (us_federal, "US federal holidays"),
    "germany": (germany, "Feiertage in ganz Deutschland"),
}


def write(name):
    days, title = CALENDARS[name]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vouch//holidays//EN",
             "X-WR-CALNAME:" + title]
    year_after = [d for y in (*YEARS, YEARS[-1] + 1) for d in days(y) if d[0].year in YEARS]
    for day, summary in sorted(year_after):
        lines += ["BEGIN:VEVENT",
                  f"UID:{name}-{day:%Y%m%d}@vouch.example",
                  "DTSTAMP:20260101T000000Z",
                  f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
                  f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
                  "SUMMARY:" + summary.replace(",", "\\,"),
                  "TRANSP:TRANSPARENT",
                  "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(line + "\r\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.reconfigure(newline="")
    sys.stdout.write(write(sys.argv[1]))
