"""The book in files, read by programs that are not ours."""
import csv
import io
import json
import os
import re

from book import Book, daemon, unguarded, want
from texts import CONTROL, seen

try:
    import vobject
    import icalendar
except ImportError:
    daemon.skip("python3-vobject or python3-icalendar is not installed")
import browser  # noqa: E402

FORMULA = tuple("=+-@\t\r＝＋－＠")
OWN = {"id", "contact_id", "next", "next_day"}


def table(book, what):
    rows = [*csv.DictReader(io.StringIO(book.cli("export", what).stdout.decode(), newline=""))]
    for row in rows:
        want(None not in row and None not in row.values(), f"a torn row: {row}")
        for cell in row.values():
            want(cell[:1] not in FORMULA or not cell, f"a formula: {cell!r}")
    return rows


def tables(book, contacts):
    """Equal to what is in the book, and again when another book has taken them in."""
    rows = table(book, "csv")
    want(len(rows) == len(contacts), f"{len(rows)} rows of {len(contacts)}")
    for row in rows:
        contact = contacts[int(row["id"])]
        for column, key in (("name", "name"), ("notes", "notes"), ("organisation", "org")):
            if column in row:
                want(unguarded(row[column]) == (contact[key] or ""), f"{row} of {contact}")
    n = len(rows) + sum(len(table(book, what)) for what in ("sales", "followups", "referrals"))
    with daemon.Folder(None) as folder:
        other = Book(book.program, book.vouch, folder).open()
        try:
            for what in ("csv", "sales"):
                book.cli("export", what, f"{folder}/{what}.csv")
            said = other.cli("import", "--source", "b", "csv.csv", "sales.csv", check=None).stdout
            for what in ("csv", "sales"):
                mine, theirs = ([{k: v for k, v in row.items() if k not in OWN} for row in
                                 table(b, what)] for b in (book, other))
                for a, b in zip(mine, theirs):
                    want(a == b, f"{what}: {a} came back as {b}\n{said.decode()}")
                want(len(mine) == len(theirs), f"{len(mine)} {what}, {len(theirs)} came back")
            other.close()
        finally:
            other.stop()
    return n


def cards(book, contacts):
    text = book.cli("export", "vcard").stdout.decode()
    for line in text.encode().split(b"\r\n"):
        want(len(line) <= 75 and b"\n" not in line, line)
    want(text.count("\r\nEND:VCARD\r\n") == text.count("BEGIN:VCARD\r\n"), "torn cards")
    read = [*vobject.readComponents(text)]
    want(len(read) == len(contacts), f"{len(read)} cards of {len(contacts)}")
    for card, contact in zip(read, sorted(contacts.values(), key=lambda c: c["id"])):
        for said, key in ((card.fn.value, "name"),
                          (card.contents["note"][0].value if contact["notes"] else "", "notes")):
            want(said == (contact[key] or ""), f"{key}: {contact[key]!r} became {said!r}")
    return len(read)


def todos(text):
    return [c for c in icalendar.Calendar.from_ical(text).walk() if c.name in ("VTODO", "VEVENT")]


def calendars(book):
    """The file of all, and the folder that other programs read."""
    text = book.cli("export", "ics").stdout.decode()
    titles = {}
    for f in book.line.list("followup.list", state="scheduled"):
        titles[f"followup-{f['id']}"] = (f["title"], (f.get("contact") or {}).get("name", ""))
    n = 0
    for item in todos(text):
        n += 1
        want(set(item) <= {"UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DUE",
                           "STATUS", "CATEGORIES", "DESCRIPTION", "PRIORITY", "DTSTART", "RRULE",
                           "TRANSP", "DURATION", "URL"}, f"a property of somebody else: {[*item]}")
        title, name = titles.get(str(item["UID"]).split("@")[0], ("", ""))
        summary = str(item["SUMMARY"])
        for part in (title, name) if "promise" not in summary.lower() else ():
            want(part in summary, f"{part!r} is not in {summary!r}")
    book.line.call("system.status")
    folder = os.path.join(book.folder, "calendars", "vouch")
    there = [name for name in os.listdir(folder) if name.endswith(".ics")]
    for name in there:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
            want(len(todos(f.read())) == 1, name)
    want(n > len(titles) // 2 and there, f"{n} items, {len(there)} files")
    return n + len(there)


def page(book, contacts):
    """vouch report as a browser reads it: nothing runs but what is ours, and names are text."""
    path = os.path.join(book.folder, "page.html")
    book.cli("report", "to", path)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    want(re.search(r'Content-Security-Policy[^>]*default-src .none.', text), "no policy")
    want(not CONTROL.search(text.replace("\n", "")), "a control character in the page")
    if not browser.PROGRAM:
        return 0
    chromium = browser.Browser()
    try:
        chromium.open(path)
        want(chromium.complaints() == [], chromium.complaints())
        want(chromium.value("document.scripts.length") == 4, "scripts")
        odd = ("document.querySelectorAll('main b, main i, main a[href^=java], iframe, object, base,"
               " img, [onerror], [onload], [onfocus], main style').length")
        want(chromium.value(odd) == 0, "an element that is not ours")
        shown = json.loads(chromium.value(
            "JSON.stringify([...document.querySelectorAll('bdi')].map(b => b.textContent))"))
    finally:
        chromium.close()
    told = {" ".join(seen(c["name"]).split()) for c in contacts.values()}
    found = {" ".join(name.split()) for name in shown} & told
    want(len(found) > min(len(told), 1000) // 2, f"{len(found)} of {len(told)} names are there")
    return len(found)
