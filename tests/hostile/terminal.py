"""What the commands draw on a terminal, and hand to the shell: inert, and the texts are in it."""
import concurrent.futures
import os
import pty
import re
import subprocess
import tempfile
import tty

from book import HERE, WAIT, Wrong, want
from texts import UNSAFE, seen

STYLE = re.compile("\x1b\\[(0|1|2|1;31)?m")  # client/view.c
WORDS = ("", "due", "week", "promises", "complaints", "earned", "candidates", "referrals", "tree",
         "army", "referrers", "gifts", "dates", "campaigns", "editions", "recipients d1", "quiet",
         "stop", "status", "status bar way", "numbers", "numbers sources", "journal", "requests",
         "holidays", "duplicates", "plan list", "plan get name=hostile", "contact list limit=1000",
         "followup list limit=1000", "sale list limit=1000", "household list limit=1000",
         "promise list limit=1000", "candidate list limit=1000", "journal list limit=1000",
         "date list limit=1000", "time list limit=1000", "run list limit=1000", "agenda get",
         "relabel tag x add y dry-run", "spread", "find zqx", "export csv", "export sales",
         "export followups", "export referrals", "doctor", "config", "backups")
FORMS = ((), ("--json",), ("--plain",))
DATA = ("export",)  # for a program to read: looked at by itself


def on_terminal(book, words, **env):
    """All that comes, as bytes; the terminal adds nothing to it."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    child = subprocess.Popen([book.vouch, *words], env=book.env(TERM="xterm-256color", **env),
                             stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                             cwd=book.folder)
    os.close(theirs)
    shown = b""
    with open(ours, "rb", buffering=0) as f:
        while True:
            try:
                more = f.read(65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            shown += more
    code = child.wait(WAIT)
    want(code in (0, 1, 2, 3, 4, 5), f"{words}: {code} {shown[-800:]}")
    return shown


def is_inert(words, shown):
    try:
        text = STYLE.sub("", shown.decode())
    except UnicodeDecodeError as error:
        at = error.start
        raise Wrong(f"{words}: no UTF-8: {shown[max(0, at - 90):at + 30]}") from error
    found = UNSAFE.search(text.replace("\n", "").replace("\t", "") if "--plain" in words
                          else text.replace("\n", ""))
    want(not found, f"{words}: {found and ascii(text[max(0, found.start() - 90):found.end() + 9])}")
    return text


def commands(book, of):
    for words in WORDS:
        if not words.startswith(DATA):
            for form in FORMS:
                yield [*words.split(), *form]
    step = max(1, len(of) // 12)
    for text, who in [*of.items()][::step]:
        yield ["show", f"c{who}", "all"]
        yield ["ask", f"c{who}"]
        yield ["draft", f"c{who}", "print"]
        for words in (["show", text.kept], ["find", text.kept], [text.kept], ["call", text.kept],
                      ["remind", text.kept, text.kept], ["plan", "get", "name=" + text.kept],
                      ["export", "to", text.kept]):
            if "\0" not in text.kept:
                yield words
    for number in range(1, 90, 13):
        for words in (("why", str(number)), ("show", f"r{number}"), ("show", f"s{number}"),
                      ("show", f"h{number}"), ("contact", "timeline", f"id={number}")):
            yield [*words]


def screens(book, of, options):
    """Each screen on a terminal, wide or narrow, or some of them; how many."""
    def one(task):
        i, words = task
        return is_inert(words, on_terminal(book, words, COLUMNS=("500", "80", "40")[i % 3]))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        tasks = [*enumerate(commands(book, of))]
        all_of = [*pool.map(one, tasks if options.whole else tasks[options.seed % 8::8])]
    for text, who in [*of.items()][::max(1, len(of) // (12 if options.whole else 4))]:
        shown = is_inert((), on_terminal(book, ("show", f"c{who}"), COLUMNS="2000"))
        name = seen(book.line.call("contact.get", id=who)["contact"]["name"])
        want(name.split("  ")[0].strip() in shown, f"{name!r} is not in {shown[:300]!r}")
        want(text.mark in shown, f"{text.mark} is not in {shown[:300]!r}")
    return len(all_of)


# As readline does it: the quote that was typed stays before the word, and one comes behind it, unless
# there is one already.
BASH = """source "$1"
while IFS= read -r -d '' typed; do
	for quote in '' '"' "'"; do
		COMP_WORDS=(vouch show "$quote$typed") COMP_CWORD=2 COMPREPLY=()
		_vouch 2>/dev/null
		for word in "${COMPREPLY[@]}"; do
			set -f
			if [ -n "$quote" ]; then
				[[ $word == "$quote"* ]] || word=$quote$word
				[[ ${#word} -gt 1 && $word == *"$quote" ]] || word=$word$quote
			fi
			got=()
			eval "got=($word)"
			set +f
			printf '%s\\0%s\\0' "${#got[@]}" "${got[*]}"
		done
	done
done"""


def completion(book, of):
    """Names that a Tab offers, taken by a real bash as they stand: one word, equal, nothing run."""
    names = {c["name"] for c in book.contacts().values()}
    typed = ["", *sorted({n[:1] for n in names if re.match("[a-zA-Z<&=+@%{]", n)})]
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(book.vouch, os.path.join(folder, "vouch"))
        env = book.env(VOUCH_COMPLETE_MS="30000", VOUCH_SOCKET=book.socket)
        env["PATH"] = folder + ":" + env["PATH"]
        bash = subprocess.run(
            ["bash", "--norc", "-c", BASH, "-",
             os.path.join(HERE, "..", "..", "client", "completion", "vouch.bash")], env=env,
            input="\0".join(typed[:6]).encode() + b"\0", cwd=book.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=WAIT * 10, check=False)
    want(bash.returncode == 0 or not bash.stderr, bash.stderr)
    parts = bash.stdout.decode().split("\0")
    offered = [*zip(parts[::2], parts[1::2])]
    for n, word in offered:
        want(n == "1" and (word in names or "zqx" not in word), f"{n} words: {word!r}")
    want(len({w for _, w in offered} & names) > len(of) // 3 or len(names) > 1000,
         f"of {len(names)} names {len({w for _, w in offered} & names)} are offered")
    return len(offered)
