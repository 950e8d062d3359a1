#!/usr/bin/python3
"""Calls that are banned everywhere, or outside the one place that may make them."""
import fnmatch
import re

import tree

CODE = ("include", "daemon", "client")
TESTS = CODE + ("tests",)


def calls(*names):
    """A call or a mention as a function; not a member, nor a part of a longer name."""
    return re.compile(r"(?<![\w.>])(?:" + "|".join(names) + r")\s*\(")


def names(prefix):
    return re.compile(r"(?<!\w)" + prefix + r"\w+")


# What, where it is looked for, which files may have it, and what to do instead.
RULES = (
    (calls("strcpy", "strcat", "sprintf", "vsprintf", "strtok", "gets"), TESTS, (),
     "unbounded or with hidden state: base/str.h"),
    (calls("atoi", "atol", "atof", "atoll"), TESTS, (), "no answer for what is not a number: strtol"),
    (calls("system", "popen"), TESTS, (), "nobody starts a shell"),
    (calls("mktime", "localtime", "localtime_r", "ctime", "asctime"), CODE, (),
     "base/zone.h knows the zones and says what a gap means"),
    (calls("clock_gettime", "time", "gettimeofday", "timespec_get"), CODE,
     ("daemon/base/clock.c",), "base/clock.h is the only clock"),
    (calls("exit", "quick_exit"), CODE, ("daemon/main.c", "client/main.c", "client/*/main.c"),
     "only a main ends the program; return a code"),
    (calls("sleep", "usleep", "nanosleep", "alarm"), TESTS, (), "nobody waits by the clock"),
    (calls("syslog", r"sd_journal_\w+"), CODE, (), "base/log.h, which tests/logs listens to"),
    (names("sqlite3_"), CODE, ("daemon/store/*",), "SQL is the store's"),
    (names("(?:event_(?:base_|config_|self_)|evbuffer_|bufferevent_|evconnlistener_|evtimer_|evsignal_)"),
     CODE, ("daemon/io/*",), "the loop is the edges'"),
    (calls("event_new", "event_add", "event_del", "event_free", "event_assign", "event_active",
           "event_pending"), CODE, ("daemon/io/*",), "the loop is the edges'"),
    (names("json_"), ("include", "daemon"), ("daemon/rpc/*",), "JSON is rpc's"),
    (calls("malloc", "calloc", "realloc", "free", "strdup", "x_new", "x_free"), ("daemon/domain",), (),
     "the domain has no heap: the caller's arrays"),
    (calls("printf", "fprintf", "puts", "fputs", "fopen", "open", "read", "write"),
     ("daemon/domain", "daemon/ops"), (), "no input or output here"),
)


def main():
    root = tree.root_option()
    faults, seen = [], set()
    for pattern, folders, allowed, instead in RULES:
        for path in tree.c_files(root, *folders):
            seen.add(path)
            if any(fnmatch.fnmatchcase(path, one) for one in allowed):
                continue
            text = tree.bare(tree.read(root, path))
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                what = found.group().rstrip("( \t\n")
                faults.append(f"{path}:{line}: {what}: {instead}")
    tree.verdict(faults, seen)


main()
