#!/usr/bin/python3
"""vouch report in a real browser: hostile names do nothing, and what is drawn is what vouchd says.

usage: report.py VOUCHD VOUCH [--pictures FOLDER]
"""
import calendar
import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest

import browser
import screens

HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "</script><b>bold",
           "<!--<script>", "\u202eevil\u2066 \u2028 name", "a' onfocus='alert(3)", "{{nonce}} \\u003c",
           "</bdi></table></main>", "&lt;i&gt; & <i>", "שלום \u202b עולם", "𝕌 𐍈 é"]
WIDTHS = (400, 900, 1400)
ON_PLOT = """(() => { const all = [];
for (const node of document.querySelectorAll('#plot-%s [data-%s]'))
    all.push(Object.assign({}, node.dataset));
return all; })()"""
# Texts that stick out of the drawing they are in.
OUTSIDE = """(() => { const out = [];
for (const text of document.querySelectorAll('.plot svg[role] text')) {
    const box = text.getBoundingClientRect(), of = text.ownerSVGElement.getBoundingClientRect();
    if (box.width && (box.left < of.left - 1 || box.right > of.right + 1 ||
        box.top < of.top - 1 || box.bottom > of.bottom + 1)) out.push(text.textContent);
}
return out; })()"""
MONTHS = {calendar.month_abbr[i]: i for i in range(1, 13)}
VOUCHD, VOUCH = (os.path.realpath(path) for path in sys.argv[1:3])
PICTURES = sys.argv[sys.argv.index("--pictures") + 1] if "--pictures" in sys.argv else None


def period(label, today):
    """The days of "Q2 2026" or "May 2026", up to today."""
    first, year = label.split()
    last = int(first[1]) * 3 if first[0] == "Q" else MONTHS[first]
    begin = last - 2 if first[0] == "Q" else last
    end = f"{year}-{last:02d}-{calendar.monthrange(int(year), last)[1]:02d}"
    return {"from": f"{year}-{begin:02d}-01", "to": min(end, today)}


class Book:
    """A vouchd of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        self.daemon = screens.start(VOUCHD, self.folder, "2026-12-01T12:00:00Z")
        self.ask("dev.clock", now="2026-12-01T12:00:00Z")
        self.pages = 0

    def ask(self, method, **params):
        request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        answer = next(screens.ask(self.folder, [request]))
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def run(self, *words, **environ):
        return subprocess.run(
            [VOUCH, "--socket", f"{self.folder}/s", "report", *words], text=True, cwd=self.folder,
            encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
            timeout=60, stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "HOME": self.folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                 **environ})

    def page(self):
        self.pages += 1
        path = f"{self.folder}/page{self.pages}.html"
        run = self.run("to", path)
        if run.returncode:
            raise RuntimeError(run.stderr)
        return path

    def close(self):
        self.daemon.terminate()
        assert self.daemon.wait(60) == 0
        subprocess.run(["rm", "-r", self.folder], check=True)


def fill(book):
    """Two years in which everything happens, to people with such names."""
    people = [book.ask("contact.add", name=name, cadence="ABC"[i % 3])["contact"]["id"]
              for i, name in enumerate(HOSTILE)]
    sources = ["referral", "repeat", "prospecting", "marketing", "walk-in", "other", None]
    for i in range(24):
        month = f"{2025 + i // 12}-{i % 12 + 1:02d}"
        sale = {"contact": people[i % 7], "product": "<b>x</b>", "amount": 10000 + 777 * i,
                "currency": "EUR" if i % 3 else "JPY", "completed_day": month + "-01"}
        if sources[i % 7]:
            sale["source"] = sources[i % 7]
        book.ask("sale.record", **sale)
        book.ask("touch.log", contact=people[i % len(people)], channel="call", direction="both",
                 minutes=10 + i, day=month + "-01")
        book.ask("time.log", activity="prospecting", minutes=5 + i, day=month + "-01")
    for i, (how, day) in enumerate([("keep", "2026-05-02"), ("keep", "2026-05-20"),
                                    ("break", "2026-08-09")]):
        promise = book.ask("promise.add", contact=people[i], text=HOSTILE[i], made_day="2026-04-01",
                           due_day="2026-05-10")["promise"]["id"]
        book.ask(f"promise.{how}", id=promise, day=day)
    for i, name in enumerate(HOSTILE):
        got = book.ask("ask.record", contact=people[i], outcome="names-given", day="2026-11-02",
                       override_reason="they offered",
                       names=[{"name": f"{name} {k}", "permission": "introduced"}
                              for k in range(2)])["referrals"]
        for referral in got:
            book.ask("referral.advance", id=referral["id"], status="contacted")
    book.ask("referral.advance", id=got[0]["id"], status="meeting")
    book.ask("followup.add", contact=people[0], kind="task", title=HOSTILE[1], due="2026-12-02")


def setUpModule():
    """One browser for all of it: a start takes longer than a page."""
    if browser.PROGRAM:
        Report.browser = Command.browser = browser.Browser()
        unittest.addModuleCleanup(Report.browser.close)


@unittest.skipUnless(browser.PROGRAM, "chromium is missing")
class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.book = Book()
        cls.addClassCleanup(cls.book.close)
        fill(cls.book)
        cls.path = cls.book.page()
        cls.today = cls.book.ask("system.hello")["today"]

    def opened(self, **how):
        self.browser.open(self.path, **how)
        self.assertEqual(self.browser.complaints(), [])

    def plot(self, name, key):
        return self.browser.value(ON_PLOT % (name, key))

    def test_names_are_text_whatever_they_hold(self):
        self.opened()
        value = self.browser.value
        self.assertEqual(value("document.title"), "vouch, Tue 1 Dec 2026")
        self.assertEqual(value("document.images.length"), 0)
        self.assertEqual(value("document.scripts.length"), 4)
        self.assertEqual(value("document.querySelectorAll('main b, main i, [onerror]').length"), 0)
        self.assertEqual(value("document.querySelectorAll('main > section').length"), 7)
        text = value("document.body.textContent")
        for name in HOSTILE[:4] + HOSTILE[5:9]:
            self.assertIn(name, text)
        self.assertIn("<U+202E>evil", text)
        self.assertNotRegex(text.split("vouch-end")[0].split('{"funnel"')[0], "[\u202a-\u202e]")

    def test_what_runs_without_leave_is_noticed(self):
        """The page of the other tests with a hole in it: they would not pass on that."""
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        holed = self.path.replace("page", "holed")
        with open(holed, "w", encoding="utf-8") as file:
            file.write(text.replace("</main>", "<img src=x onerror=alert(1)></main>"))
        self.browser.open(holed)
        self.assertTrue(self.browser.complaints())

    def test_the_funnel_is_that_of_numbers(self):
        self.opened()
        stages = self.book.ask("numbers.funnel")["stages"]
        self.assertGreater(sum(s["n"] for s in stages), 20)
        self.assertEqual([(d["stage"], int(d["n"])) for d in self.plot("funnel", "n")],
                         [(s["stage"], s["n"]) for s in stages])

    def bars(self, plot):
        """{period: {series: n}} as drawn."""
        drawn = {}
        for part in self.plot(plot, "series"):
            drawn.setdefault(part["period"], {})[part["series"]] = int(part["n"])
        self.assertEqual(len(drawn), len(set(drawn)))
        return drawn

    def compare(self, plot, method, read):
        """Each bar with what vouchd says of those days, and all of them with two years."""
        drawn = self.bars(plot)
        self.assertTrue(drawn)
        for label, parts in drawn.items():
            told = read(self.book.ask(method, **period(label, self.today)))
            self.assertEqual(parts, {k: n for k, n in told.items() if n}, label)
        whole = read(self.book.ask(method, **{"from": "2025-01-01", "to": self.today}))
        for key, n in whole.items():
            self.assertEqual(sum(parts.get(key, 0) for parts in drawn.values()), n, key)

    def test_sales_and_revenue_are_those_of_numbers(self):
        self.opened()

        def revenue(currency):
            return lambda a: {s["source"] or "not-noted": m["amount"] for s in a["sources"]
                              for m in s["revenue"] if m["currency"] == currency}
        self.compare("sales", "numbers.sources", lambda a: {
            s["source"] or "not-noted": s["sales"] for s in a["sources"]})
        self.compare("revenue-EUR", "numbers.sources", revenue("EUR"))
        self.compare("revenue-JPY", "numbers.sources", revenue("JPY"))

    def test_promises_and_hours_are_those_of_numbers(self):
        self.opened()
        self.compare("promises", "numbers.promises",
                     lambda a: {k: a[k] for k in ("kept_on_time", "kept_late", "broken")})
        self.compare("hours", "numbers.time", lambda a: a["minutes"])

    def test_the_map_has_everybody_who_was_spoken_to(self):
        self.opened()
        items = self.book.ask("contact.list", has_class=True, limit=1000)["items"]
        self.assertEqual(
            sorted((int(d["contact"]), int(d["days"])) for d in self.plot("cadence", "days")),
            sorted((c["id"], c["silent_days"]) for c in items if c["silent_days"] is not None))

    def test_the_tree_unfolds_by_keyboard_into_that_of_vouchd(self):
        self.opened()
        value, all_of = self.browser.value, []

        def walk(nodes):
            for node in nodes:
                all_of.append((node["contact"]["id"], node["chain"]["people"],
                               node["chain"]["sales"]))
                walk(node["children"])
        walk(self.book.ask("referral.tree")["roots"])
        rows = "document.querySelectorAll('[role=treeitem]').length"
        before = value(rows)
        value("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()")
        self.browser.key("ArrowLeft", 37)
        self.assertEqual(value("document.activeElement.getAttribute('aria-expanded')"), "false")
        self.assertEqual(value(rows), before - 2)
        for _ in range(2 * len(all_of)):
            self.browser.key("ArrowRight", 39)
            self.browser.key("ArrowDown", 40)
        self.assertEqual([(int(d["contact"]), int(d["people"]), int(d["sales"]))
                          for d in self.plot("tree", "sales")], all_of)
        self.assertEqual(self.browser.complaints(), [])

    def test_it_reads_without_script(self):
        self.opened(has_script=False)
        self.browser.ask("Emulation.setScriptExecutionDisabled", value=False)
        value = self.browser.value
        self.assertEqual(value("document.querySelectorAll('svg').length"), 0)
        self.assertEqual(value("document.querySelectorAll('details:not([open])').length"), 0)
        for section in ("agenda", "funnel", "sources", "cadence", "promises", "hours"):
            self.assertGreater(value(f"document.querySelectorAll('#{section} td').length"), 5)
        self.assertGreater(value("document.querySelectorAll('#tree li').length"), 20)

    def test_nothing_sticks_out_at_any_width(self):
        for width in WIDTHS:
            for is_dark in (False, True) if PICTURES else (width == 400,):
                self.opened(width=width, is_dark=is_dark)
                self.assertEqual(self.browser.value("document.documentElement.scrollWidth"), width)
                self.assertEqual(self.browser.value(OUTSIDE), [], width)
                if PICTURES:
                    self.browser.picture(f"{PICTURES}/{width}-{'dark' if is_dark else 'light'}.png")

    def test_each_plot_says_what_it_is_and_has_its_table(self):
        self.opened()
        self.assertEqual(self.browser.value("""[...document.querySelectorAll('.plot')].filter(p =>
            !p.querySelector('svg[role][aria-label]') ||
            !p.parentNode.querySelector('table, ul.tree')).map(p => p.id)"""), [])

    def test_it_prints(self):
        self.opened()
        path = f"{PICTURES or self.book.folder}/report.pdf"
        self.browser.print(path)
        with open(path, "rb") as file:
            self.assertEqual(file.read(5), b"%PDF-")
        self.assertEqual(self.browser.complaints(), [])


class Command(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.book = Book()
        cls.addClassCleanup(cls.book.close)

    @unittest.skipUnless(browser.PROGRAM, "chromium is missing")
    def test_an_empty_book_says_so_in_words(self):
        self.browser.open(self.book.page())
        self.assertEqual(self.browser.complaints(), [])
        text = self.browser.value("document.body.innerText")
        self.assertEqual(self.browser.value("document.querySelectorAll('svg, table').length"), 0)
        for words in ("none yet. It begins with the ask", "Nothing is due", "Nobody was asked",
                      "No sale was completed", "Nobody has referred anybody yet",
                      "Nobody is to hear from you", "No promise came to its end",
                      "No hours are noted"):
            self.assertIn(words, text)

    def test_it_is_named_by_the_day_is_yours_alone_and_replaces_nothing_unasked(self):
        path = f"{self.book.folder}/vouch-report-2026-12-01.html"
        run = self.book.run()
        self.assertEqual((run.returncode, run.stdout), (
            0, "Written: vouch-report-2026-12-01.html. To look at it: open it in a browser, or "
            "say --open.\n"))
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        again = self.book.run()
        self.assertEqual(again.returncode, 1)
        self.assertIn("say --force", again.stderr)
        self.assertEqual(self.book.run("--force").returncode, 0)
        os.unlink(path)

    def test_open_gives_the_desktop_its_address(self):
        folder = self.book.folder
        with open(f"{folder}/xdg-open", "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nprintf %s "$*" >{folder}/opened\n')
        os.chmod(f"{folder}/xdg-open", 0o700)
        run = self.book.run("to", "a page ü.html", "--open", PATH=f"{folder}:/usr/bin:/bin",
                            DISPLAY=":99")
        self.assertEqual(run.stdout, "Written: a page ü.html, and opened.\n")
        with open(f"{folder}/opened", encoding="utf-8") as file:
            self.assertEqual(file.read(), f"file://{os.path.realpath(folder)}/a%20page%20%C3%BC.html")

    def test_where_there_is_no_desktop_it_is_written_and_said(self):
        run = self.book.run("to", "b.html", "--open")
        self.assertEqual((run.returncode, run.stdout), (1, "Written: b.html.\n"))
        self.assertIn("is a desktop running", run.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1, failfast="--failfast" in sys.argv)
