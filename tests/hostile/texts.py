"""Hostile texts, the same for a seed. Each holds MARK and its number near its beginning, so that any
piece of it is known again wherever it should not be."""
import random
import re

MARK = "zqx"
NAME_MAX, TITLE_MAX, WORD_MAX = 200, 200, 64  # include/vouch/limits.h

# ~ stands for the mark and the number. What vouchd takes as it is, but for blanks at its ends.
TAKEN = {
    "bidi": ["\u202e~gnp.exe", "~\u202dx\u202a", "\u2066~\u2067x", "a\u2068~\u2069\u2069\u2069", "\u200f~\u200e",
             "~\u061c", "\u202b~\u05e9\u05dc\u05d5\u05dd", "\u2067\u202e~" + "\u202e" * 20],
    "invisible": ["\u200b~\u200b", "~\ufeff", "\ufeff~", "a\u00ad~\u2060", "~\u2028b", "~\u2029END:VCARD",
                  "~\U000e0041\U000e0042\U000e007f", "\u034f~\u180e", "\ufff9~\ufffax\ufffb", "~\u2064\u206f",
                  "~\u200d\u200c", "\u3164~\u115f", "~\ufdd0\uffff\U0010ffff", "\ue000~\U000f0000"],
    "marks": ["~" + "\u0301" * 120, "\u0301\u0489~", "~a" + "\u035c\u0361" * 60, "e\u20e3\u20dd~",
              "~\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49", "\U0001f469\u200d\U0001f680~\U0001f3fb\ufe0f", "~\u1f00\u0345" * 3],
    "markup": ["<b>~</b>", "<span size='999999' ~>", "<a href=\"javascript:~\">", "~</span></markup>",
               "&amp;~&lt;", "&#x1b;~&#0;", "&~;&nosuch;", "<![CDATA[~]]>", "<!DOCTYPE ~ [<!ENTITY a 'b'>]>",
               "<?xml ~?>", "<img src=x ~ onerror=alert(1)>", "&#xD800;~", "<i~", "~<>\"'&"],
    "script": ["<script>~</script>", "</script><script>alert('~')</script>", "\"><svg onload=alert(~)>",
               "</title></style>~<script>", "<!--<script>~", "-->~<!--", "javascript:~", "a' onfocus='~",
               "<iframe srcdoc='~'>", "<base href=//~>", "<style>*{display:none}/*~", "${~}`;//",
               "\\u003cscript>~", "</bdi></table>~</main>", "<meta http-equiv=refresh content=0;~>"],
    "formula": ["=~+1", "+~", "-~", "@~", "=cmd|' /C calc'!~", "=HYPERLINK(\"http://x\",\"~\")",
                "\uff1d~", "\uff0b~", "\uff0d~", "\uff20~", "'=~", "''@~", "~,=1+1", "~;=1+1",
                "~\"\n=1+1", "~\t=1+1", "%0A-~", "\u00a0=~", "\u200b=~", ";~", "\"~", "sep=~", "-", "|~"],
    "format": ["%s~%n", "%n%n~", "%99999999s~", "%1$*~", "~%%", "%ls~%p%x", "{0}~{name}", "{{name}}~",
               "{{{~}}}", "{{#name}}~", "{{/~", "{{>~}}", "{{=~ =}}", "$name ~", "{~", "~}}", "%{~}", "~%00"],
    "shell": ["$(touch HERE/~)", "~\ue03btouch\ue020HERE/~\ue03b", "\ue024(touch HERE/~)",
              "`touch HERE/~`", ";touch HERE/~;", "|touch HERE/~", "&touch HERE/~&", "~\ntouch HERE/ran",
              "'~", "\"~", "~\\", "--~", "-rf ~", "--json ~", "*~", "?~[a-z]", "{a,~}", "!~!!", "\\$(~)", "~>HERE/ran",
              "<(touch HERE/~)", "#~", "'\"'$(touch HERE/~)", "a'b\"c`~", "$'\\e~'", "${IFS}~", "$((~))", "~ =[:x", "\\\\'~",
              "a\\ ~", "--~=1", "^~^x", "%~", "=~ x:y=z"],
    "card": ["~\nEND:VCARD\nBEGIN:VCARD", "~\r\nEND:VCARD", "~\\nEND:VCARD", "~;;;,\\;\\,", "\\~", "~\n FN:x",
             "~\nATTENDEE:mailto:x", "~\nEND:VEVENT\nBEGIN:VEVENT", "X-A;B=\"~\":c", "~:a;b=c", "~\\\\n\\N",
             "~\nRRULE:FREQ=SECONDLY", "=0D=0A~=", "~\n\n\n", "BEGIN:VTODO ~", "~\u0020\n\tx"],
    "json": ["\"},{\"~\":{\"", "\\u0000~", "\\\"~", "]}~\n", "~\\uD800", "null~", "/*~*/", "{\"$ref\":\"#~\"}", "~\\"],
    "sql": ["'; DROP TABLE contact;--~", "\" OR ~=1", "~%_", "x' UNION SELECT ~", "a*~ NEAR(b)", "NULL~"],
    "path": ["../../~", "/etc/passwd~", "~/..", "..\\~", "file:///~", ".~", "~\u2044..", "CON~", "a/~/b", "~.vcf"],
    "twin": ["Jos\u00e9 ~", "Jose\u0301 ~", "\ufb03~", "\u212b~", "\u00c5~", "A\u030a~", "\u0130~\u0131", "\u1e9e~\u00df",
             "\u0410~", "\uff41\uff42~", "\u00a0~\u00a0", "\u3000~\u2003", "\u01c5~", "\u03a3~\u03c2"],
    "plain": ["~", "O'Brien ~", "\u65e5\u672c~", "\U0001f642~", "\u05e9\u05dc\u05d5\u05dd ~ \u05e2\u05d5\u05dc\u05dd", "~ c1", "c1 ~", "12 ~"],
}
# What vouchd takes nowhere: control characters.
REFUSED = {
    "escape": ["\x1b]0;~\x07", "\x1b[2J~", "~\x1b[31m", "\x1b[8m~\x1b[0m", "\x1b]8;;http://x\x1b\\~\x1b]8;;\x1b\\",
               "\x1b]52;c;~\x07", "\x1bP~\x1b\\", "\x1bc~", "~\x1b[6n", "\x1b[?1049h~", "~\x1b(0", "\x1b_~\x1b\\",
               "\x1b[1;31m~", "\x1b[10000000b~", "~\x9b31m", "\u009d0;~\u0007", "~\u0090x\u009c", "\u0085~x", "~\u008dx"],
    "control": ["a\x07~", "~\x08\x08\x08\x08x", "~\x0d\x0aEND:VCARD", "~\x7fx", "\x0e~\x0fx", "~\x0c.", "~\x0b.", "\x01~", "~\x1f.",
                "~\rovertyped", "=\r~"],
}
BLANKS = " \n\t\r"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# daemon/base/utf8.c: what is never shown as it is.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
                    "\ufff9-\ufffb\U000e0000-\U000e007f]")
# No text at all: these bytes stand between the quotes of a JSON string.
NO_TEXT = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xc3", b"\x80", b"\xf8\x88\x80\x80\x80",
           b"\\ud800", b"\\udc00\\ud800", b"\\u0000", b"\x00", b"\x1b[2J", b"\n", b"\\x1b", b"\\", b"a\x7f\xfe"]


class Text:
    """What is said, what becomes of it (None: it is refused), and by which number it is known."""

    def __init__(self, number, kind, said):
        self.number, self.kind, self.said = number, kind, said
        kept = said.strip(BLANKS)
        self.kept = kept if kept and not CONTROL.search(kept) and len(kept) <= NAME_MAX else None

    @property
    def mark(self):
        return f"{MARK}{self.number}q"

    def cut(self, most):
        """What a shorter field holds of it."""
        return self.kept[:most].strip(BLANKS)


def one(number, rng, templates, kind):
    if kind == "long":
        said = rng.choice(TAKEN[rng.choice([*TAKEN])]).replace("~", f"{MARK}{number}q")
        return Text(number, kind, (said + rng.choice("x\u0301\U0001f642<%'\u202e") * NAME_MAX)[:NAME_MAX - number % 3])
    if kind == "too long":
        return Text(number, kind, f"{MARK}{number}q" + "x" * NAME_MAX)
    said = templates[number // len(KINDS) % len(templates)].replace("~", f"{MARK}{number}q", 1).replace("~", "x")
    for _ in range(number // len(KINDS) // len(templates) and rng.randint(0, 2)):
        said += rng.choice(TAKEN[rng.choice([*TAKEN])]).replace("~", "y")
    return Text(number, kind, said[:NAME_MAX])


KINDS = [*TAKEN, *REFUSED, "long", "too long"]


def texts(count, seed, here):
    """`here` is a folder: what is run by mistake leaves a file there."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        templates = TAKEN.get(kind) or REFUSED.get(kind) or [""]
        made.append(one(number, rng, [t.replace("HERE", here) for t in templates], kind))
    return made


def seen(text):
    """As vouch shows it in a line."""
    return UNSAFE.sub(lambda m: " " if m.group() in "\t\n" else f"\\x{ord(m.group()):02x}" if ord(m.group()) < 0xa0
                      else f"<U+{ord(m.group()):04X}>", text)


def popped_up(text, has_lines=False):
    """As a notification shows it, before it is cut."""
    kept = "\n\u200c\u200d" if has_lines else "\u200c\u200d"
    text = re.sub("[\ufdd0-\ufdef\ufffe\uffff\U0010fffe\U0010ffff]", "", text)  # sd-bus takes none
    return UNSAFE.sub(lambda m: m.group() if m.group() in kept else " " if m.group() in "\t\n" else "",
                      text)
