"""Names that a Tab offers in zsh and in fish, typed at a real one on a terminal of its own: each is
one word, equal, and nothing is run. (bash: terminal.py.)"""
import os
import pty
import select
import shutil
import tempfile
import time

from book import HERE, WAIT, want
from texts import MARK

FILES = os.path.join(HERE, "..", "..", "client", "completion")
READY, RAN = b"READY-1", b"RAN-1"  # said so that what is typed does not look like it
OPEN_BEHIND = "/=@:.,-"  # behind these fish waits for more of the word
TAB, ALL, ENTER = "\t", "\x18a", "\r"

# ^Xa puts all that a Tab offers into the line, as zsh quotes it.
ZSH = """PS1= fpath=($FILES $fpath)
autoload -U compinit && compinit -D -u
zstyle ':completion:all:*' completer _all_matches _complete
zstyle ':completion:all:*' insert true
zle -C all complete-word _generic
bindkey '^Xa' all '^I' complete-word
vouch() {
	if [[ $1 = __complete ]]; then
		command vouch "$@"
	else
		print -rN -- "$@" >>taken
		print RAN-$((1))
	fi
}
print READY-$((1))
"""
# fish has no such key: what it offers is taken as it would stand in the line.
FISH = """source $FILES/vouch.fish
function fish_prompt; end
function vouch
	if test "$argv[1]" = __complete
		command vouch $argv
	else
		printf '%s\\0' $argv >>taken
		echo RAN-(math 0 + 1)
	end
end
function all
	for line in (complete --escape -C "vouch show ")
		set -l word (string split \\t -- $line)[1]
		eval "printf '%s\\0' show $word" >>taken
	end
	echo RAN-(math 0 + 1)
end
echo READY-(math 0 + 1)
"""
SHELLS = {"zsh": (["zsh", "-f", "-i"], ZSH, "vouch show " + ALL + ENTER),
          "fish": (["fish", "--no-config", "-i"], FISH, "all" + ENTER)}


class Shell:
    def __init__(self, book, folder, name):
        argv, begin, self.for_all = SHELLS[name]
        self.folder, self.name, self.said = folder, name, b""
        with open(os.path.join(folder, "begin"), "w", encoding="utf-8") as f:
            f.write(begin)
        env = book.env(VOUCH_COMPLETE_MS="30000", VOUCH_SOCKET=book.socket, TERM="dumb",
                       FILES=os.path.abspath(FILES), HOME=folder, XDG_CONFIG_HOME=folder,
                       XDG_DATA_HOME=folder)
        env["PATH"] = folder + "/bin:" + env["PATH"]
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe(argv[0], argv, env)
        self.type("source ./begin" + ENTER, READY)

    def type(self, keys, until):
        keys, end = keys.encode(), time.monotonic() + WAIT * 4
        while until not in self.said:
            left = end - time.monotonic()
            want(left > 0, f"{self.name} does not go on: {self.said[-800:]}")
            r, w, _ = select.select([self.terminal], [self.terminal] if keys else [], [], left)
            if w:
                keys = keys[os.write(self.terminal, keys[:256]):]
            if r:
                self.said += os.read(self.terminal, 65536)
        self.said = b""

    def take(self, keys):
        """The words that were handed to `vouch`."""
        path = os.path.join(self.folder, "taken")
        self.type(keys, RAN)
        with open(path, encoding="utf-8") as f:
            words = f.read().split("\0")[:-1]
        os.unlink(path)
        return words

    def end(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def of_shell(shell, names, most):
    """How many words were taken."""
    all_of = [word for word in shell.take(shell.for_all) if word != "show"]
    for word in all_of:
        want(word in names or MARK not in word, f"{shell.name}: {word!r} is no name")
    offered = names & {*all_of}
    want(len(offered) > len(names) // 3 or len(names) > 1000,
         f"{shell.name}: of {len(names)} names {len(offered)} are offered")
    # Those that their first letters tell from all others, behind each quote that may stand open.
    some = sorted(name for name in offered if name.startswith(MARK) and not name.isalnum())
    for i, name in enumerate(some[::max(1, len(some) // most)]):
        begun = name[:name.index("q", len(MARK)) + 1]
        quote = ("", "'", '"')[i % 3]
        closed = quote if shell.name == "fish" and name[-1] in OPEN_BEHIND else ""
        got = shell.take("vouch show " + quote + begun + TAB + closed + ENTER)
        want([word.rstrip(" ") for word in got] == ["show", name],
             f"{shell.name}: {name!r} became {got!r}")
    return len(all_of)


def completion(book, options):
    """Of each shell that is there, or a word that it is not."""
    names, found = {c["name"] for c in book.contacts().values()}, 0
    for name in SHELLS:
        if not shutil.which(name):
            print(f"skipped: {name} is not installed", flush=True)
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(folder + "/bin")
            os.symlink(book.vouch, folder + "/bin/vouch")
            shell = Shell(book, folder, name)
            try:
                found += of_shell(shell, names, 90 if options.whole else 9)
            finally:
                shell.end()
            ran = {*os.listdir(folder)} - {"begin", "bin", "fish", ".zcompdump", ".cache"}
            want(not ran, f"{name} left {ran}")
    return found
