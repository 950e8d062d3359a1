#!/usr/bin/python3
"""Hostile texts from end to end: into the book by every way, and out of it by every other, inert.

    hostile.py --vouchd PROGRAM --vouch PROGRAM [--texts N] [--seed N] [--whole] [--folder FOLDER]
"""
import os
import time

from book import Book, MARK, daemon, want
import deal
import desk
import files
import shells
import terminal
import texts


def steps(book, of, options):
    contacts = book.contacts()
    yield "tables, cells read back", lambda: files.tables(book, contacts)
    yield "cards", lambda: files.cards(book, contacts)
    yield "calendar items", lambda: files.calendars(book)
    yield "names in the page", lambda: files.page(book, contacts, options.whole)
    yield "screens", lambda: terminal.screens(book, of, options)
    yield "words completed", lambda: terminal.completion(book, of)
    yield "words taken in zsh and fish", lambda: shells.completion(book, options)
    yield "notifications", lambda: desk.pop_ups(book, options.desk)


def run(options, folder):
    with desk.Desk(folder) as desktop:
        book = Book(options.vouchd, options.vouch, folder, bus=desktop.address)
        book.open()
        try:
            begun = time.monotonic()
            of = deal.take(book, texts.texts(options.texts, options.seed, folder))
            print(f"{len(of)} of {options.texts} texts (seed {options.seed}) are in the book: "
                  f"{time.monotonic() - begun:.1f} s", flush=True)
            book.desk = desktop
            for what, step in steps(book, of, options):
                begun = time.monotonic()
                print(f"{step()} {what}: {time.monotonic() - begun:.1f} s", flush=True)
            book.close()
        finally:
            book.stop()
        with open(book.log_path, encoding="utf-8") as f:
            want(MARK not in f.read(), f"a text is in the log: {book.log_path}")
    ran = [name for name in os.listdir(folder) if name == "ran" or name.startswith(MARK)]
    want(not ran, f"a text was run: {ran}")


def main():
    parser = daemon.parser()
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--texts", type=int, default=150)
    parser.add_argument("--desk", type=int, default=30, help="notifications that are shown")
    parser.add_argument("--whole", action="store_true",
                        help="every screen in every form, and the page in a browser")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with daemon.Folder(options.folder) as folder:
        run(options, folder)


if __name__ == "__main__":
    main()
