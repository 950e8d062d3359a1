#!/usr/bin/python3
"""Files of at most 500 lines; functions of at most 60, with 6 parameters and 4 levels."""
import re

import tree

FILE_LINES = 500
FUNCTION_LINES = 60
PARAMETERS = 6
NESTING = 4

# Callbacks whose parameters a library decides.
GIVEN = {"row_changes"}  # sqlite3_preupdate_hook

TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|[^\s\w]")
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
CLOSER = {"(": ")", "{": "}", "[": "]"}
ALONE = ("break", "continue", "return", "goto", "sizeof")


class Tokens:
    """The tokens of a file, each with its line."""

    def __init__(self, text):
        text = DIRECTIVE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), tree.bare(text))
        self.words, self.lines = [], []
        line, last = 1, 0
        for found in TOKEN.finditer(text):
            line += text.count("\n", last, found.start())
            last = found.start()
            self.words.append(found.group())
            self.lines.append(line)

    def at(self, i):
        return self.words[i] if i < len(self.words) else ""

    def past(self, i):
        """Past the bracket that closes the one at i."""
        stack = []
        while i < len(self.words):
            word = self.words[i]
            if word in CLOSER:
                stack.append(CLOSER[word])
            elif stack and word == stack[-1]:
                stack.pop()
                if not stack:
                    return i + 1
            i += 1
        return i


class Body:
    """A walk over a function's statements that finds how deep they lie in one another."""

    def __init__(self, tokens):
        self.t = tokens
        self.deepest = 0

    def statement(self, i, depth):
        """Past the statement at i, which lies within `depth` others."""
        self.deepest = max(self.deepest, depth)
        word = self.t.at(i)
        if word == "{":
            return self.block(i, depth)
        if word == "if":
            return self.condition(i, depth)
        if word in ("for", "while", "switch"):
            return self.statement(self.t.past(i + 1), depth + 1)
        if word == "do":
            i = self.statement(i + 1, depth + 1)
            return self.t.past(i + 1) + 1
        if word == "case":
            while self.t.at(i) not in (":", ""):
                i += 1
            return i + 1
        if self.t.at(i + 1) == ":" and re.match(r"\w", word):
            return i + 2
        if self.is_loop_macro(i):
            return self.statement(self.t.past(i + 1), depth + 1)
        return self.expression(i)

    def block(self, i, depth):
        i += 1
        while self.t.at(i) not in ("}", ""):
            i = self.statement(i, depth)
        return i + 1

    def condition(self, i, depth):
        i = self.statement(self.t.past(i + 1), depth + 1)
        if self.t.at(i) != "else":
            return i
        is_chain = self.t.at(i + 1) == "if"
        return self.statement(i + 1, depth if is_chain else depth + 1)

    def is_loop_macro(self, i):
        """`json_array_foreach(…)` and the like: a name and brackets with a statement after them."""
        if self.t.at(i + 1) != "(" or not re.match(r"[a-zA-Z]", self.t.at(i)):
            return False
        if self.t.at(i) in ALONE:
            return False
        after = self.t.at(self.t.past(i + 1))
        return after == "{" or bool(re.match(r"[A-Za-z_]", after))

    def expression(self, i):
        while i < len(self.t.words) and self.t.words[i] not in (";", "}"):
            i = self.t.past(i) if self.t.words[i] in CLOSER else i + 1
        return i + 1 if self.t.at(i) == ";" else i


def parameters(words):
    """How many a list between brackets names."""
    if words in ([], ["void"]):
        return 0
    depth, count = 0, 1
    for word in words:
        depth += (word in CLOSER) - (word in CLOSER.values())
        count += word == "," and depth == 0
    return count


def functions(t):
    """(name, first line, last line, parameters, nesting) of each function that is defined."""
    i = start = 0
    brackets = None  # the last (…) since `start`, attributes apart
    while i < len(t.words):
        word = t.words[i]
        if word == "(":
            past = t.past(i)
            if i > start and t.words[i - 1] != "__attribute__":
                brackets = (i, past)
            i = past
        elif word == "{" and brackets and "=" not in t.words[start:i]:
            body = Body(t)
            past = body.statement(i, 0)
            first, last = brackets
            yield (t.words[first - 1], t.lines[start], t.lines[past - 1],
                   parameters(t.words[first + 1:last - 1]), body.deepest)
            i = start = past
            brackets = None
        elif word in ("{", "["):
            i = t.past(i)
        else:
            i += 1
            if word == ";":
                start, brackets = i, None


def judge(path, text):
    n_lines = text.count("\n")
    if n_lines > FILE_LINES:
        yield f"{path}: {n_lines} lines, at most {FILE_LINES}"
    for name, first, last, n_parameters, nesting in functions(Tokens(text)):
        for what, value, most in (("lines", last - first + 1, FUNCTION_LINES),
                                  ("parameters", n_parameters, PARAMETERS),
                                  ("levels of nesting", nesting, NESTING)):
            if value > most and not (what == "parameters" and name in GIVEN):
                yield f"{path}:{first}: {name}() has {value} {what}, at most {most}"


def main():
    root = tree.root_option()
    paths = tree.c_files(root, "include", "daemon", "client")
    faults = []
    for path in paths:
        faults.extend(judge(path, tree.read(root, path)))
    tree.verdict(faults, paths)


if __name__ == "__main__":
    main()
