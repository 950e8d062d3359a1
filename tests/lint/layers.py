#!/usr/bin/python3
"""Every #include against the table "who may include whom"."""
import fnmatch
import os
import re

import tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)

# A file belongs to the first row whose pattern fits it. Ours: the folders its quoted includes may
# name ("." is its own folder, without a slash). Third party: the headers beside libc's.
LAYERS = (
    ("include/vouch/*", ("vouch",), ()),
    ("daemon/base/*", ("base",), ()),
    ("daemon/domain/recur.c", ("base", "domain", "vouch"), ("libical/ical.h",)),
    ("daemon/domain/*", ("base", "domain", "vouch"), ()),
    ("daemon/store/erase.c", ("base", "domain", "store", "vouch"), ("sqlite3.h", "gcrypt.h")),
    ("daemon/store/*", ("base", "domain", "store", "vouch"), ("sqlite3.h",)),
    ("daemon/ops/*", ("base", "domain", "store", "ops", "vouch"), ()),
    ("daemon/rpc/*", ("base", "domain", "ops", "rpc", "vouch"), ("jansson.h",)),
    ("daemon/io/*", ("base", "io", "vouch"), ("event2/*", "systemd/*")),
    ("daemon/*", (".", "base", "domain", "store", "ops", "rpc", "io", "vouch"),
     ("event2/*", "systemd/sd-daemon.h", "ini.h")),
    ("client/import/*", (".", "base", "vouch", "import", "holidays"), ("jansson.h", "csv.h", "libical/*")),
    ("client/holidays/*", (".", "base", "vouch", "holidays"), ("libical/*",)),
    ("client/export/*", (".", "base", "vouch", "export"), ("jansson.h", "libical/*")),
    ("client/report/*", (".", "base", "vouch", "report"), ("jansson.h",)),
    ("client/*", (".", "base", "vouch"), ("jansson.h", "libsmartcols.h")),
)

LIBC = set("""
assert ctype dirent dlfcn endian err errno error fcntl fnmatch getopt glob grp iconv inttypes iso646
langinfo limits locale malloc math poll pwd regex sched search setjmp signal spawn stdalign stdarg
stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings sysexits syslog termios
time uchar unistd utime wchar wctype wordexp
""".split())
LIBC_FOLDERS = ("sys", "linux", "asm")

# libc headers that a layer has no business with.
NEVER = (
    ("daemon/domain/*", ("time.h", "unistd.h", "fcntl.h", "malloc.h", "sys/*", "linux/*")),
    ("daemon/ops/*", ("fcntl.h", "sys/*", "linux/*")),
    ("daemon/rpc/*", ("sys/socket.h", "sys/un.h", "poll.h", "sys/epoll.h")),
)


def fits(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def is_libc(header):
    folder, _, name = header.rpartition("/")
    if folder:
        return folder.split("/")[0] in LIBC_FOLDERS
    return name.endswith(".h") and name[:-2] in LIBC


def judge(path, quote, header):
    """Why this include is not allowed, or None."""
    _, ours, third_party = next(row for row in LAYERS if fnmatch.fnmatchcase(path, row[0]))
    if quote == '"':
        folder = os.path.dirname(header).split("/")[0] or "."
        if folder not in ours:
            return "this layer may include " + " ".join(ours)
        return None
    for pattern, headers in NEVER:
        if fnmatch.fnmatchcase(path, pattern) and fits(header, headers):
            return "this layer never does that itself"
    if is_libc(header) or fits(header, third_party):
        return None
    return "not among this layer's third-party headers: " + (" ".join(third_party) or "none")


def main():
    root = tree.root_option()
    paths = tree.c_files(root, "include", "daemon", "client")
    faults = []
    for path in paths:
        text = tree.read(root, path)
        for found in INCLUDE.finditer(text):
            why = judge(path, found.group(1), found.group(2))
            if why:
                line = text.count("\n", 0, found.start()) + 1
                faults.append(f"{path}:{line}: includes {found.group(2)}: {why}")
    tree.verdict(faults, paths)


main()
