"""Mutants of a C file: one small change each, of the kind that a tired programmer makes."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
import tree  # pylint: disable=wrong-import-position

TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|<<=|>>=|->|\+\+|--|&&|\|\||<<|>>|[-<>=!+*/%&|^]=|[^\s\w]")
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
DEFINED = re.compile(r"[ \t]*#define\s+\w+(?:\([^)]*\))?")
NUMBER = re.compile(r"(0x[0-9a-fA-F]+|\d+)([uUlL]*)$")
OPENERS, CLOSERS = "([{", ")]}"
INSTEAD = {
    "<": ("<=",), "<=": ("<",), ">": (">=",), ">=": (">",),
    "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",), "true": ("false",),
    "false": ("true",), "++": ("--",), "--": ("++",), "+=": ("-=",), "-=": ("+=",),
    "/": ("*",), "%": ("/",), "!": ("",), "|=": ("&=",), "&=": ("|=",),
}
# What says by itself whether it holds: with one of them in it, a condition is turned over already.
CLAIMS = {"<", "<=", ">", ">=", "==", "!=", "&&", "||", "!", "true", "false"}
KEYWORDS = {"return", "if", "for", "while", "switch", "do", "else", "case", "goto", "sizeof",
            "static", "const", "struct", "enum", "unsigned", "default"}


class Mutant:
    """A change of text[start:end] into `new`."""

    def __init__(self, source, place, new, shown=None):
        start, end = place
        text = source.text
        self.text = text[:start] + new + text[end:]
        self.line = text.count("\n", 0, start) + 1
        self.function = source.function_at(start)
        first = text.rfind("\n", 0, start) + 1
        whole = text[first:start] + new + text[end:].split("\n", 1)[0]
        self.shown = shown or re.sub(r"\s+", " ", whole.split("\n", 1)[0]).strip()


class Source:
    def __init__(self, text):
        self.text = text
        bare = DIRECTIVE.sub(self.body_of_define, tree.bare(text))
        found = list(TOKEN.finditer(bare))
        self.words = [f.group() for f in found]
        self.spans = [f.span() for f in found]
        self.functions = []
        self.is_code = [False] * len(found)
        self.find_functions()

    @staticmethod
    def body_of_define(found):
        """Directives are blanked, but for what a macro stands for."""
        name = DEFINED.match(found.group())
        if not name:
            return re.sub(r"[^\n]", " ", found.group())
        return " " * name.end() + found.group()[name.end():].replace("\\", " ")

    def find_functions(self):
        depth, name, start = 0, None, 0
        for i, word in enumerate(self.words):
            if word in OPENERS:
                if depth == 0 and word == "(" and not name:
                    name = self.words[i - 1]
                if depth == 0 and word == "{" and self.words[i - 1] == ")":
                    self.functions.append((self.spans[i][0], name))
                    start = i
                depth += 1
            elif word in CLOSERS:
                depth -= 1
                if depth == 0 and word == "}":
                    if start:
                        self.is_code[start:i] = [True] * (i - start)
                    name, start = None, 0
            elif word == ";" and depth == 0:
                name = None

    def function_at(self, place):
        names = [name for start, name in self.functions if start <= place]
        inside = any(self.is_code[i] for i, (a, b) in enumerate(self.spans) if a <= place < b)
        return names[-1] if names and inside else "-"

    def function_line(self, line):
        """Where the function of a line begins."""
        lines = [self.text.count("\n", 0, start) + 1 for start, _ in self.functions]
        return max([n for n in lines if n <= line], default=1)

    def word(self, i):
        return self.words[i] if 0 <= i < len(self.words) else ""

    def close(self, i):
        """The token that closes the bracket at i."""
        depth = 0
        while True:
            depth += (self.words[i] in OPENERS) - (self.words[i] in CLOSERS)
            if depth == 0:
                return i
            i += 1

    def end_of_statement(self, i):
        while self.words[i] != ";":
            i = self.close(i) + 1 if self.words[i] in OPENERS else i + 1
        return i

    def is_operand(self, i):
        return bool(re.match(r"[\w)\]]", self.word(i))) and self.word(i) not in KEYWORDS

    def is_size(self, i):
        """Is the number the size of an array that is declared? A roomier one is no fault."""
        before = self.word(i - 3)
        if self.word(i - 1) != "[" or before in ("return", "case"):
            return False
        if before == "[" and self.word(i - 2) == "]":
            return True
        return bool(re.match(r"[\w*]", before)) or before == "," and self.is_declared(i - 3)

    def is_declared(self, i):
        """Does the comma at i part names that are declared, rather than arguments or values?"""
        depth = 0
        while depth >= 0 and self.words[i] not in (";", "{", "}"):
            depth += (self.words[i] in CLOSERS) - (self.words[i] in OPENERS)
            i -= 1
        return depth == 0 and bool(re.match(r"[A-Za-z_]", self.word(i + 2)))

    def of_token(self, i):
        word = self.words[i]
        number = NUMBER.match(word)
        if word in INSTEAD:
            return INSTEAD[word]
        if word in "+-" and self.is_operand(i - 1):
            return ("-" if word == "+" else "+",)
        if word == "*" and (self.word(i - 1).isdigit() or self.word(i + 1).isdigit()):
            return ("/",)
        if number and not self.is_size(i):
            value = int(number.group(1), 0)
            return tuple(f"{n}{number.group(2)}" for n in (value + 1, value - 1) if n >= 0)
        return ()

    def claims(self, first, last):
        return bool(CLAIMS & set(self.words[first:last]))

    def turned(self, first, last):
        """The expression of the tokens from first to before last, turned over."""
        if first >= last or self.claims(first, last) or NUMBER.match(self.words[first]):
            return
        place = self.spans[first][0], self.spans[last - 1][1]
        yield Mutant(self, place, f"!({self.text[place[0]:place[1]]})")

    def begins_statement(self, i):
        before = self.word(i - 1)
        if before in ("{", "}", ";", "else", "do"):
            return True
        if before == ":":
            return self.word(i - 3) == "case" or self.word(i - 2) in ("out", "default")
        if before != ")":
            return False
        j, depth = i - 1, 0
        while True:
            depth += (self.words[j] in CLOSERS) - (self.words[j] in OPENERS)
            if depth == 0:
                break
            j -= 1
        return self.word(j - 1) in ("if", "for", "while", "switch")

    def is_droppable(self, i):
        word, after = self.words[i], self.word(i + 1)
        if word in ("break", "continue", "*", "++", "--"):
            return True
        if word == "(":
            return after == "void"
        return word not in KEYWORDS and bool(re.match(r"[A-Za-z_]", word)) and \
            after in ("(", "=", "+=", "-=", "|=", "&=", "*=", "/=", "++", "--", "->", ".", "[")

    def dropped(self, i):
        if not self.begins_statement(i) or not self.is_droppable(i):
            return
        end = self.end_of_statement(i)
        place = self.spans[i][0], self.spans[end][1]
        statement = self.text[place[0]:place[1]]
        shown = "without " + re.sub(r"\s+", " ", statement)
        yield Mutant(self, place, ";" + "\n" * statement.count("\n"), shown)

    def mutants(self):
        parens = 0
        for i, word in enumerate(self.words):
            parens += (word == "(") - (word == ")")
            for new in self.of_token(i):
                yield Mutant(self, self.spans[i], new)
            if not self.is_code[i]:
                continue
            if word in ("if", "while"):
                yield from self.turned(i + 2, self.close(i + 1))
            elif word == "return":
                yield from self.turned(i + 1, self.end_of_statement(i))
            elif parens == 0 or word == "(" and parens == 1:
                yield from self.dropped(i)
