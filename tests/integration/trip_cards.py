"""What somebody brings along who moves in: an old CRM's two tables, and an address book as three
phones and a mail program wrote it, with who must be in the book afterwards."""
import csv
import os
import quopri
import random

GIVEN = ("Ana Ben Cleo Dora Emil Fatima Göran Hana Iñaki Jürgen Kaja Luis Marta Noor Olga Pia Zoë "
         "Łukasz Чарли 直子").split()
FAMILY = ("Ruiz Vega Sol Gil Mar Okafor Lindqvist Weiß Nagy Ito Haddad Byrne Silva Novák Costa "
          "O'Brien Núñez van\u00a0Dijk").split()
NOTES = ("met at the fair, wants a call back", "has two dogs; mind the gate",
         "first line\nsecond line", "C:\\temp; a, b \\ c", "Grüße aus Köln – 5 € bar",
         "=SUM(A1) is how it begins", "long " * 40 + "end")
ACCOUNTS = ("Acme Corporation", "Betasoloin", "Cancity", "Codehow", "Dalttechnology", "Isdom",
            "Konex", "Plexzap", "Rundofase", "Zumgoity", "dambase", "Ganjaflex")
STAGES = ("Won", "Lost", "Engaging", "Prospecting")


def write_crm(folder, sales, seed):
    """Two tables in the format of the public sales data, with its faults."""
    rng = random.Random(seed)
    with open(os.path.join(folder, "accounts.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow("account sector year_established revenue employees office_location "
                     "subsidiary_of".split())
        for name in ACCOUNTS:
            out.writerow([name, rng.choice(("technolgy", "medical", "retail")), 1990, "1100.04",
                          2822, rng.choice(("United States", "Kenya", "Norway")), ""])
    with open(os.path.join(folder, "sales_pipeline.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow("opportunity_id sales_agent product account deal_stage engage_date close_date "
                     "close_value".split())
        for i in range(sales):
            stage = rng.choices(STAGES, (48, 28, 18, 6))[0]
            is_closed = stage in ("Won", "Lost")
            account = rng.choice(ACCOUNTS)
            if not is_closed and rng.random() < 0.6:
                account = "null"
            month = rng.randint(1, 11)
            out.writerow([f"{i:08X}", "Moses Frase", rng.choice(("GTX Pro", "GTXPro", "MG Special")),
                          account, stage,
                          f"{rng.randint(13, 28)}-{month:02}-2017" if stage != "Prospecting" else "",
                          f"{rng.randint(13, 28)}-{month + 1:02}-2017" if is_closed else "",
                          rng.randint(50, 5000) if stage == "Won" else 0 if is_closed else ""])


def accounts_of(folder):
    with open(os.path.join(folder, "accounts.csv"), encoding="utf-8", newline="") as f:
        return [row["account"] for row in csv.DictReader(f)]


class Person:
    """One card, and what must be in the book by it."""

    def __init__(self, i, rng):
        self.given, self.family = rng.choice(GIVEN), f"{rng.choice(FAMILY)} {i}"
        self.uid = f"urn:uuid:{rng.getrandbits(32):08x}-0000-4000-8000-{i:012}"
        self.name = f"{self.given} {self.family}"
        self.org = rng.choice(("", "", "Müller & Söhne", "Acme Corporation"))
        self.emails = [f"p{i}@example.org"] + [f"p{i}.{k}@work.example" for k in range(i % 3 // 2)]
        self.phones = [f"+1 555 {i // 1000:03} {i % 1000:04}"] if rng.random() < 0.9 else []
        self.city = rng.choice(("Springfield", "Köln", "São Paulo", ""))
        self.birthday = rng.choice((None, f"{rng.randint(1930, 2005)}-05-03", "--02-29"))
        self.tags = rng.choice(([], ["alarm"], ["alarm", "vip"], ["fair, autumn"]))
        self.note = rng.choice(NOTES) if rng.random() < 0.4 else ""
        self.is_alone = True  # nobody else in what is brought along may be the same

    def like(self, other, rng):
        """Somebody who stands in the old book already, under another id."""
        how = rng.choice(("email", "phone", "name"))
        self.is_alone = other.is_alone = False
        if how == "name" or not other.phones:
            self.name, self.given, self.family = other.name, other.given, other.family
        elif how == "email":
            self.emails = [other.emails[0].upper()]
        else:
            self.phones = [other.phones[0].replace(" ", "-")]

    def firm(self, account, i):
        """A firm of the old CRM, as the phone has it."""
        self.name, self.given, self.family, self.org = account, "", "", account
        self.emails = [f"office{i}@{account.lower().replace(' ', '')}.example"]
        self.birthday = None
        self.is_alone = False


def people(n, accounts, seed):
    rng = random.Random(seed)
    known = []
    for i in range(n):
        person = Person(i, rng)
        if i % 50 == 7:
            person.firm(accounts[i // 50 % len(accounts)], i)
        elif i % 25 == 3 and known:
            person.like(rng.choice(known), rng)
        known.append(person)
    return known


def escaped(text):
    for plain, said in (("\\", "\\\\"), ("\n", "\\n"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, said)
    return text


def folded(line):
    """Lines of 75 bytes at most, never cut inside a character."""
    out, rest = [], line
    while len(rest.encode()) > 74:
        n = 70
        while len(rest[:n].encode()) > 74:
            n -= 1
        out.append(rest[:n])
        rest = " " + rest[n:]
    return "\r\n".join([*out, rest])


def card_30(p):
    yield "VERSION:3.0"
    yield f"UID:{p.uid}"
    yield f"N:{escaped(p.family)};{escaped(p.given)};;;"
    yield f"FN:{escaped(p.name)}"
    for i, email in enumerate(p.emails):
        yield f"item{i + 1}.EMAIL;TYPE=INTERNET:{email}"
        yield f"item{i + 1}.X-ABLabel:_$!<Work>!$_"
    for phone in p.phones:
        yield f"TEL;TYPE=CELL,VOICE:{phone}"
    if p.birthday:  # without a year, as one phone writes it
        yield f"BDAY:{p.birthday}" if p.birthday[0] != "-" else "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29"
    yield "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMC"


def card_40(p):
    yield "VERSION:4.0"
    yield f"UID:{p.uid}"
    yield "KIND:individual"
    yield f"N:{escaped(p.family)};{escaped(p.given)};;;"
    yield f"FN:{escaped(p.name)}"
    for i, email in enumerate(p.emails):
        yield f"EMAIL;PREF={i + 1}:{email}"
    for phone in p.phones:
        yield f"TEL;VALUE=uri;TYPE=\"voice,cell\":tel:{phone.replace(' ', '-')}"
    if p.birthday:
        yield "BDAY:" + (p.birthday.replace("-", "") if p.birthday[0] != "-" else "--0229")


def common(p):
    """What 3.0 and 4.0 write alike."""
    if p.org:
        yield f"ORG:{escaped(p.org)}"
    if p.city:
        yield f"ADR;TYPE=HOME:;;1 Main St;{escaped(p.city)};;62704;"
    if p.tags:
        yield "CATEGORIES:" + ",".join(escaped(tag) for tag in p.tags)
    if p.note:
        yield f"NOTE:{escaped(p.note)}"


def quoted(name, text, charset):
    """A line of a 2.1 card; soft breaks are the encoder's."""
    if text.isascii() and "\n" not in text:
        return f"{name}:{text}"
    said = quopri.encodestring(text.replace("\n", "\r\n").encode(charset), quotetabs=True).decode()
    said = said.replace("=\n", "=\r\n").replace("\r\n", "=0D=0A") if "\n" in text else said
    return f"{name};CHARSET={charset.upper()};ENCODING=QUOTED-PRINTABLE:{said}"


def card_21(p):
    charset = "utf-8"
    for other in ("iso-8859-1", "windows-1252"):
        try:
            (p.name + p.note + p.org + p.city).encode(other)
            charset = other
            break
        except UnicodeEncodeError:
            pass

    def parts(*values):
        return ";".join(value.replace(";", "\\;") for value in values)

    yield "VERSION:2.1"
    yield f"UID:{p.uid}"
    yield quoted("N", parts(p.family, p.given, "", "", ""), charset)
    yield quoted("FN", p.name, charset)
    for email in p.emails:
        yield f"EMAIL;INTERNET:{email}"
    for phone in p.phones:
        yield f"TEL;CELL;PREF:{phone}"
    if p.org:
        yield quoted("ORG", p.org, charset)
    if p.city:
        yield quoted("ADR;HOME", parts("", "", "1 Main St", p.city, "", "62704", ""), charset)
    if p.birthday:
        yield f"BDAY:{p.birthday}"
    if p.tags:
        yield "CATEGORIES:" + ",".join(escaped(tag) for tag in p.tags)
    if p.note:
        yield quoted("NOTE", p.note, charset)


def write_cards(folder, n, accounts, seed):
    """The people, and the three files they are in: one a version."""
    everybody = people(n, accounts, seed)
    paths = []
    for i, (version, lines_of) in enumerate((("21", card_21), ("30", card_30), ("40", card_40))):
        paths.append(os.path.join(folder, f"phone{version}.vcf"))
        with open(paths[-1], "w", encoding="utf-8", newline="") as f:
            for person in everybody[i::3]:
                lines = [*lines_of(person)] if version == "21" else [
                    folded(line) for line in (*lines_of(person), *common(person))]
                f.write("\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]))
            if version == "40":
                f.write("BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:Fair friends\r\n"
                        f"MEMBER:{everybody[2].uid}\r\nEND:VCARD\r\n")
    return everybody, paths
