#!/usr/bin/python3
"""Ids only: does any log of a vouchd hold a word that a client sent it?

ear.c has kept, in a file a process, what was asked and what was logged. Processes of one test share a
folder, and so a book: what one was told is searched in the logs of all of them. It prints what it
looked through, and the place of each hit, never the word."""
import argparse
import collections
import os
import re
import sys
import tempfile

import words

FOLDERS = "|".join(re.escape(folder) for folder in (tempfile.gettempdir(), "/tmp", "/dev/shm"))
PLACE = re.compile(rf"(?:{FOLDERS})/[^/\s]+")


class Heard:
    """One process."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        self.places, self.lines = [], []
        log, streams = [], collections.defaultdict(list)
        for kind, number, content in records(path):
            if kind == b"p":
                self.places.append(content.decode(errors="replace"))
            elif kind == b"l":
                log.append(content)
            else:
                streams[number].append(content)
        for stream in streams.values():
            self.lines += [line for line in b"".join(stream).split(b"\n") if line]
        self.n_log_bytes = sum(len(part) for part in log)
        self.log = b"".join(log).decode(errors="replace")

    def place(self):
        for text in self.places:
            found = PLACE.search(text)
            if found:
                return found.group()
        return self.name

    def bare_log(self):
        """Without the folders that the test has put it into."""
        log = self.log
        for path in sorted((p for p in self.places if p.startswith("/")), key=len, reverse=True):
            log = log.replace(path, "/")
        return log.replace(self.place(), "/")


def records(path):
    with open(path, "rb") as f:
        while head := f.readline():
            kind, number, n = head.split()
            yield kind, number, f.read(int(n))


def search(processes, methods, own):
    """Of the processes of one test: how many words they were told, and where one was logged."""
    needles = words.needles_of_lines([line for p in processes for line in p.lines], methods)
    return len(needles), {f"{process.name}:{number}: a text of {where}" for process in processes
                          for number, where in words.hits(needles, process.bare_log(), own)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heard", required=True, help="the folder that ear.c wrote into")
    parser.add_argument("--vouchd", required=True, help="the program, for its params tables")
    parser.add_argument("--least", type=int, default=1, help="processes there must be")
    options = parser.parse_args()

    heard = [Heard(entry.path) for entry in os.scandir(options.heard)]
    with words.daemon.Folder(None) as folder:
        methods = words.params_of_methods(options.vouchd, folder)
    own = words.Own(methods)
    places = collections.defaultdict(list)
    for process in heard:
        places[process.place()].append(process)
    found = [search(processes, methods, own) for processes in places.values()]
    faults = sorted(fault for _, some in found for fault in some)

    for fault in faults:
        print(fault)
    print(f"{len(heard)} vouchds in {len(places)} folders, {sum(bool(p.lines) for p in heard)} were "
          f"asked, {sum(bool(p.log) for p in heard)} logged; "
          f"{sum(len(p.lines) for p in heard)} requests, {sum(n for n, _ in found)} words, "
          f"{sum(p.n_log_bytes for p in heard)} bytes of logs, {len(faults)} hits")
    if len(heard) < options.least:
        print(f"there should be {options.least} vouchds at least")
        return 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
