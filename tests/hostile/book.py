"""A book that hostile texts have come into by every way there is, and the commands of its owner."""
import csv
import datetime
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "faults"), os.path.join(HERE, "..", "integration")]
import daemon  # noqa: E402
from daemon import WAIT  # noqa: E402
from texts import BLANKS, CONTROL, MARK, NO_TEXT, WORD_MAX  # noqa: E402

NOW = datetime.datetime(2026, 11, 30, 10, 0)  # a Monday
SETTINGS = ("[desktop]\nmorning = no\nprivacy = full\n[quiet]\nstart = 00:00\nend = 00:00\n"
            "[calendar]\nfolder = ~/calendars/vouch\nitems = todo\n")
PLAN_STEP = {"key": "a", "offset": "+1bd", "kind": "call"}


class Wrong(AssertionError):
    """Something got through, or out, that must not."""


def want(claim, what):
    if not claim:
        raise Wrong(what)


def unguarded(cell):
    """As vouch reads a cell: one ' before what a spreadsheet would take for a formula goes."""
    rest = cell.lstrip("'")
    return cell[1:] if cell[:1] == "'" and rest[:1] in tuple("=+-@\t\r＝＋－＠") else cell


class Book(daemon.Daemon):
    def __init__(self, program, vouch, folder, bus=None):
        super().__init__(program, folder, bus=bus)
        self.vouch = os.path.abspath(vouch)
        self.now = NOW
        self.settings(SETTINGS)
        self.line = None

    def open(self):
        self.start()
        self.line = self.client()
        return self

    def close(self):
        """Its sanitizers must have had nothing to say."""
        self.line.close()
        self.child.terminate()
        want(self.wait() == 0, self.log())

    def env(self, **more):
        return dict(super().env(), LC_ALL="C.UTF-8", XDG_CACHE_HOME=self.folder + "/cache", **more)

    def cli(self, *words, check=0, **env):
        done = subprocess.run([self.vouch, *words], env=self.env(**env), cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=WAIT * 4, check=False)
        want(check is None or done.returncode == check, f"{words}: {done.returncode} {done.stderr}")
        return done

    def all(self, requests):
        """The results; each must succeed."""
        results = []
        for request, answer in zip(requests, self.line.answers(requests)):
            want("error" not in answer, f"{request}: {answer.get('error')}")
            results.append(answer["result"])
        return results

    def contacts(self):
        return {c["id"]: c for c in self.line.list("contact.list", full=True)}


def refuse(book, texts):
    """What is no text is refused in every field, and nothing is done."""
    before = len(book.contacts())
    bad = [t for t in texts if t.kept is None]
    for method, key, more in (("contact.add", "name", {}), ("touch.log", "text", {"contact": 1}),
                              ("template.put", "name", {"text": "x"})):
        for text, answer in zip(bad, book.line.answers([(method, {key: text.said, **more})
                                                        for text in bad])):
            if method != "contact.add" and not CONTROL.search(text.said.strip(BLANKS)):
                continue
            want("error" in answer, f"{method} took {text.said!r}")
            want(answer["error"]["code"] in (-32602, 100, 101), answer)
    for piece in NO_TEXT:
        with book.client() as line:
            line.socket.sendall(b'{"jsonrpc":"2.0","id":1,"method":"contact.add","params":'
                                b'{"name":"' + piece + b'"}}\n')
            answer = line.file.readline()
        want(b'"error"' in answer and b"-32700" in answer, f"{piece!r}: {answer!r}")
    want(len(book.contacts()) == before, "what is no text was taken")


def import_csv(book, texts):
    path = os.path.join(book.folder, "in.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["id", "name", "org", "notes", "city"])
        for text in texts:
            out.writerow([f"t{text.number}", text.said, text.said, text.said, text.said])
    book.cli("import", "--source", "rival", path, check=None)
    return "t{}"


def escaped(text):
    for plain, said in (("\\", "\\\\"), ("\n", "\\n"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, said)
    return text.replace("\r", "")


def import_vcard(book, texts):
    """Folded after each fifth character, and one of five not escaped at all, as bad writers do."""
    path = os.path.join(book.folder, "in.vcf")
    with open(path, "w", encoding="utf-8", newline="") as f:
        for text in texts:
            said = escaped(text.said)
            said = "\r\n ".join(said[i:i + 20] for i in range(0, len(said), 20))
            note = text.said if text.number % 5 == 3 else said
            f.write(f"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:u{text.number}@hostile\r\nFN:{said}\r\n"
                    f"ORG:{said}\r\nCATEGORIES:{said}\r\nNOTE:{note}\r\nEND:VCARD\r\n")
    book.cli("import", "--source", "phone", path, check=None)


def add(book, texts):
    return [r["contact"]["id"] for r in book.all([("contact.add", {
        "name": t.kept, "org": t.kept, "given": t.kept, "family": t.kept, "notes": t.kept,
        "tags": [t.cut(WORD_MAX)], "listen_for": t.kept, "cadence": "ABC"[t.number % 3],
        "address": {"street": t.kept, "city": t.kept}, "emails": [f"{t.mark}@example.org"],
        "phones": [f"+1 555 {t.number // 1000:03} {t.number % 1000:04}"]}) for t in texts])]


def come_in(book, texts):
    """{text: id of the contact}: half of them by hand, a quarter from a table, one from a phone."""
    good = [t for t in texts if t.kept is not None]
    by_hand = [t for t in good if t.number % 4 < 2]
    of = dict(zip(by_hand, add(book, by_hand)))
    refuse(book, texts)
    table = [t for t in texts if t.number % 4 == 2]
    cards = [t for t in texts if t.number % 4 == 3]
    import_csv(book, table)
    import_vcard(book, cards)
    found = {}
    for number, contact in book.contacts().items():
        for key in (contact.get("external_id"), contact.get("uid")):
            found[key] = (number, contact)
    for text, key in [(t, f"t{t.number}") for t in table] + [(t, f"u{t.number}@hostile")
                                                            for t in cards]:
        if key not in found:
            want(text.kept is None or text in table, f"no contact of {text.said!r}")
            continue
        number, contact = found[key]
        want(not CONTROL.search(contact["name"]), f"{text.said!r} became {contact['name']!r}")
        if text.kept is None:
            continue
        of[text] = number
    return of
