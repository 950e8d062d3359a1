"""Other people's words: which of them requests hold, and whether a log has any of them.

The params tables say what is whose: a string counts as somebody's own unless its table gives it words
or a pattern (days, instants) and it is one of them."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, "tests", part) for part in ("faults", "lint")]

# pylint: disable=wrong-import-position
import daemon
import tree

SHORTEST = 4
SHORTEST_FOREIGN = 2  # what is not ASCII is in no line of vouchd's own
SHORTEST_NUMBER = 7  # ids and errors are shorter
STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
WORD = re.compile(r"\w+")
TAIL, HEAD = re.compile(r"\w*\Z"), re.compile(r"\w*")


def params_of_methods(program, folder):
    """The schema of each method's params, as the vouchd itself tells it."""
    vouchd = daemon.Daemon(program, folder)
    vouchd.start()
    try:
        with vouchd.client() as client:
            document = client.call("rpc.discover")
    finally:
        vouchd.stop()
    return {m["name"]: {p["name"]: p["schema"] for p in m["params"]} for m in document["methods"]}


def is_known(value, schema):
    if "enum" in schema:
        return value in schema["enum"]
    return "pattern" in schema and re.search(schema["pattern"], value) is not None


def texts_of(value, schema, where):
    """(where, text) of each string that somebody wrote."""
    if isinstance(value, str):
        if not is_known(value, schema):
            yield where, value
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item, schema.get("items", {}), where)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts_of(item, schema.get("properties", {}).get(name, {}), f"{where}.{name}")


def texts_of_line(line, methods):
    """Of one line that a client sent; whatever the params tables do not know counts, too."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return
    for request in message if isinstance(message, list) else [message]:
        method = request.get("method") if isinstance(request, dict) else None
        if isinstance(method, str):
            yield from texts_of(request.get("params"), {"properties": methods.get(method, {})},
                                method if method in methods else "?")


def is_telling(word):
    if not word.isascii():
        return len(word) >= SHORTEST_FOREIGN and any(c.isalpha() for c in word)
    digits = sum(c.isdigit() for c in word)
    return len(word) >= SHORTEST and (any(c.isalpha() for c in word) or digits >= SHORTEST_NUMBER)


def needles_of(text):
    """What would show that it was logged: all of it, each word, and the digits of a number."""
    text = text.casefold()
    needles = {" ".join(text.split()), *re.split(r"[\s\x00-\x1f\x7f]+", text)}
    if not any(c.isalpha() for c in text):
        needles.add("".join(c for c in text if c.isdigit()))
    return {needle for needle in needles if is_telling(needle)}


def needles_of_lines(lines, methods):
    """{needle: where it was first told}"""
    needles = {}
    for line in lines:
        for where, text in texts_of_line(line, methods):
            for needle in needles_of(text):
                needles.setdefault(needle, where)
    return needles


class Own:
    """The words vouchd says of itself: of the texts in its code, and of the system's errors."""

    def __init__(self, methods):
        texts = [os.strerror(code) for code in range(1, 134)] + list(methods)
        for path in tree.c_files(ROOT, "daemon", "include"):
            texts += STRING.findall(tree.read(ROOT, path))
        self.words = set(WORD.findall("\n".join(texts).casefold()))

    def has(self, words):
        return self.words.issuperset(words)


def is_there(needle, line, own):
    """Whether the line has it, and not as a part of what vouchd says anyway."""
    start = line.find(needle)
    while start >= 0:
        end = start + len(needle)
        before, after = TAIL.search(line, 0, start), HEAD.match(line, end)
        if not own.has(WORD.findall(before.group() + needle + after.group())):
            return True
        start = line.find(needle, start + 1)
    return False


def hits(needles, log, own):
    """(line, where) of each needle that a log has; needles: {needle: where}."""
    whole = log.casefold()
    lines = whole.split("\n")
    for needle, where in needles.items():
        if needle in whole:
            for number, line in enumerate(lines, 1):
                if is_there(needle, line, own):
                    yield number, where
