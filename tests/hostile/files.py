"""The book in files, read by programs that are not ours."""
import csv
import html.parser
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
# What vouch import says it does not use, and numbers of the book's own.
OWN = {"id", "contact_id", "next", "next_day", "standing", "cadence", "household", "listen_for",
       "consent_newsletter", "consent_card", "consent_call", "consent_message", "consent_email",
       "last_touch", "signed", "reason", "referral"}


def table(book, what):
    rows = [*csv.DictReader(io.StringIO(book.cli("export", what).stdout.decode(), newline=""))]
    for row in rows:
        want(None not in row and None not in row.values(), f"a torn row: {row}")
        for cell in row.values():
            want(cell[:1] not in FORMULA or not cell, f"a formula: {cell!r}")
    return rows

PROPERTIES = {"UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DUE", "STATUS",
              "CATEGORIES", "DESCRIPTION", "PRIORITY", "DTSTART", "RRULE", "TRANSP", "DURATION",
              "URL"}


def one_line(text):
    return text.replace("\n", " ").replace("\t", " ")


def tables(book, contacts):
    """Equal to what is in the book, and again when another book has taken them in."""
    rows = table(book, "csv")
    want(len(rows) == len(contacts), f"{len(rows)} rows of {len(contacts)}")
    for row in rows:
        contact = contacts[int(row["id"])]
        want(unguarded(row["notes"]) == (contact["notes"] or ""), f"{row} of {contact}")
        for key in ("name", "org", "given", "family", "listen_for"):
            want(unguarded(row[key]) == one_line(contact[key] or ""), f"{key}: {row} of {contact}")
    n = len(rows) + sum(len(table(book, what)) for what in ("sales", "followups", "referrals"))
    with daemon.Folder(None) as folder:
        other = Book(book.program, book.vouch, folder).open()
        try:
            for what in ("csv", "sales"):
                book.cli("export", what, f"{folder}/{what}.csv")
            said = other.cli("import", "--source", "b", "csv.csv", "sales.csv", check=None).stdout
            for what in ("csv", "sales"):
                # Sorted anew: with a blank for its line break a name stands elsewhere.
                mine, theirs = (sorted([v for k, v in row.items() if k not in OWN] for row in
                                       table(b, what)) for b in (book, other))
                for a, b in zip(mine, theirs):
                    want(a == b, f"{what}: {a} came back as {b}\n{said.decode()}")
                want(len(mine) == len(theirs), f"{len(mine)} {what}, {len(theirs)} came back")
            other.close()
        finally:
            other.stop()
    return n


def cards(book, contacts):
    text = book.cli("export", "vcard").stdout.decode()
    lines = text.encode().split(b"\r\n")
    for line in lines:
        want(len(line) <= 75 and b"\n" not in line, line)
    for word in (b"BEGIN:VCARD", b"END:VCARD"):
        want(lines.count(word) == len(contacts), f"{lines.count(word)} times {word}")
    read = [*vobject.readComponents(text)]
    want(len(read) == len(contacts), f"{len(read)} cards of {len(contacts)}")
    uids = {c["uid"] or f"contact-{c['id']}": c for c in contacts.values()}
    for card in read:
        contact = uids.pop(card.uid.value if "@hostile" in card.uid.value
                           else card.uid.value.split("@")[0])
        for said, key in ((card.fn.value, "name"),
                          (card.contents["note"][0].value if contact["notes"] else "", "notes")):
            want(said == (contact[key] or ""), f"{key}: {contact[key]!r} became {said!r}")
    return len(read)


def todos(text):
    return [c for c in icalendar.Calendar.from_ical(text).walk() if c.name in ("VTODO", "VEVENT")]


def calendars(book):
    """The file of all, and the folder that other programs read. icalendar reads \\\\n as a line break,
    so the texts are vobject's."""
    text = book.cli("export", "ics").stdout.decode()
    titles = {}
    for f in book.line.list("followup.list", state="scheduled"):
        titles[f"followup-{f['id']}"] = (f["title"], (f.get("contact") or {}).get("name", ""))
    items = todos(text)
    for item in items:
        want(set(item) <= PROPERTIES, f"a property of somebody else: {[*item]}")
    n = 0
    for item in vobject.readOne(text).components():
        key = item.uid.value.split("@")[0]
        n += key in titles
        for part in titles.get(key, ()):  # a follow-up of nobody is the salesperson's: you
            want(part in ("", "you") or part in item.summary.value, f"{part!r} is not in {item.summary.value!r}")
    want(n == len(titles), f"{n} of {len(titles)} follow-ups are in the calendar")
    book.line.call("system.status")
    folder = os.path.join(book.folder, "calendars", "vouch")
    there = [name for name in os.listdir(folder) if name.endswith(".ics")]
    for name in there:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
            want(len(todos(f.read())) == 1, name)
    want(there, "an empty folder")
    return len(items) + len(there)


class Page(html.parser.HTMLParser):
    """The elements of a page, its attributes, and what stands in its names."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.names, self.scripts = set(), set(), [], []
        self.inside = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.inside = {"bdi": self.names, "script": self.scripts}.get(tag)
        if self.inside is not None:
            self.inside.append("")

    def handle_endtag(self, _):
        self.inside = None

    def handle_data(self, data):
        if self.inside is not None:
            self.inside[-1] += data


def in_browser(path):
    """The names that a browser shows, once it has done what the page would have it do."""
    chromium = browser.Browser()
    try:
        chromium.open(path)
        want(chromium.complaints() == [], chromium.complaints())
        want(chromium.value("document.scripts.length") == 4, "scripts")
        odd = ("document.querySelectorAll('main b, main i, main a[href^=java], iframe, object, base,"
               " img, [onerror], [onload], [onfocus], main style').length")
        want(chromium.value(odd) == 0, "an element that is not ours")
        return json.loads(chromium.value(
            "JSON.stringify([...document.querySelectorAll('bdi')].map(b => b.textContent))"))
    finally:
        chromium.close()


def page(book, contacts, is_whole):
    """vouch report: nothing runs but what is ours, and names are text."""
    path = os.path.join(book.folder, "page.html")
    book.cli("report", "to", path)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    want(re.search(r'Content-Security-Policy[^>]*default-src .none.', text), "no policy")
    want(not CONTROL.search(text.replace("\n", "")), "a control character in the page")
    read = Page(text)
    want(len(read.scripts) == 4, f"{len(read.scripts)} scripts")
    odd = {"iframe", "object", "base", "img", "b", "i", "embed", "x"} & read.elements
    odd |= {a for a in read.attributes if a.startswith("on") or a in ("srcdoc", "src")}
    want(not odd, f"not ours: {odd}")
    told = {" ".join(seen(c["name"]).split()) for c in contacts.values()}
    for shown in ((read.names, in_browser(path)) if is_whole and browser.PROGRAM
                  else (read.names,)):
        found = {" ".join(name.split()) for name in shown} & told
        want(len(found) > min(len(told), 1000) // 2, f"{len(found)} of {len(told)} names")
    return len(found)
