#!/usr/bin/python3
"""Whether the hardening flags took: looks at programs as they were linked.

    hardening.py PROGRAM...     each must be hardened; prints what one lacks (of
                                -z nodlopen the linker leaves no mark)
    hardening.py --can-fail     programs that are built without it must be found lacking
"""
import os
import re
import subprocess
import sys
import tempfile

ENDBR, PROBE = b"\xf3\x0f\x1e\xfa", b"\x48\x83\x0c\x24\x00"
SOFT = {
    "PIE": ["-no-pie"],
    "RELRO": ["-Wl,-z,norelro"],
    "BIND_NOW": ["-Wl,-z,lazy"],
    "a stack that is not executed": ["-Wl,-z,execstack"],
    "the stack protector": ["-fno-stack-protector"],
    "_FORTIFY_SOURCE": ["-U_FORTIFY_SOURCE"],
    "no path of its own to libraries": ["-Wl,-rpath,/tmp"],
    "code in segments of its own": ["-Wl,-z,noseparate-code"],
}
HARD = ["-O2", "-D_FORTIFY_SOURCE=3", "-fstack-protector-strong", "-fstack-clash-protection",
        "-fcf-protection=full", "-fPIE", "-pie", "-Wl,-z,relro", "-Wl,-z,now",
        "-Wl,-z,noexecstack", "-Wl,-z,nodlopen", "-Wl,-z,separate-code"]
SAMPLE = """#include <stdio.h>
#include <string.h>
void fill(char *to, const char *from);
int main(int argc, char **argv)
{
	char text[9000];
	strcpy(text, argv[argc - 1]);
	fill(text + 3, text);
	return puts(text);
}
"""
OTHER = "#include <string.h>\nvoid fill(char *to, const char *from) { *to = *from; }\n"


def readelf(what, program):
    return subprocess.run(["readelf", "-W", what, program], check=True, text=True, timeout=60,
                          stdout=subprocess.PIPE, env=dict(os.environ, LC_ALL="C")).stdout


def is_x86(header):
    return "X86-64" in header


def lacks(program):
    """What a program is without, in words."""
    header, segments, dynamic = (readelf(o, program) for o in ("-h", "-l", "-d"))
    symbols = readelf("--dyn-syms", program)
    loads = [m.group(1) for m in re.finditer(r"^ +LOAD .* ([R ][W ][E ]) 0x", segments, re.M)]
    stack = re.search(r"^ +GNU_STACK .* ([R ][W ][E ]) +0x", segments, re.M)
    with open(program, "rb") as f:
        code = f.read()
    claims = {
        "PIE": "DYN" in header and "PIE" in dynamic,
        "RELRO": "GNU_RELRO" in segments,
        "BIND_NOW": "BIND_NOW" in dynamic or re.search(r"FLAGS_1.*\bNOW\b", dynamic),
        "a stack that is not executed": stack and "E" not in stack.group(1),
        "no path of its own to libraries": not re.search(r"\((RPATH|RUNPATH)\)", dynamic),
        "code that is not written to": "TEXTREL" not in dynamic and
                                       not any("W" in x and "E" in x for x in loads),
        "code in segments of its own": loads and "E" not in loads[0],
        "the stack protector": "__stack_chk_fail" in symbols,
        "_FORTIFY_SOURCE": re.search(r"__(?!stack)\w+_chk@", symbols),
    }
    if is_x86(header):
        claims["marked targets of jumps (CET)"] = code.count(ENDBR) > 3
        claims["probes of the stack"] = PROBE in code
    return [name for name, is_so in claims.items() if not is_so]


def build(folder, name, options):
    program = os.path.join(folder, name)
    sources = []
    for source, text in (("main.c", SAMPLE), ("other.c", OTHER)):
        sources.append(os.path.join(folder, source))
        with open(sources[-1], "w", encoding="ascii") as f:
            f.write(text)
    subprocess.run(["gcc", "-w", *options, "-o", program, *sources], check=True, timeout=60)
    return program


def can_fail():
    problems = []
    with tempfile.TemporaryDirectory(prefix="vouch-hardening-") as folder:
        for name, options in SOFT.items():
            found = lacks(build(folder, "soft", [*HARD, *options]))
            if name not in found:
                problems.append(f"built without {name}: found lacking {found}")
        whole = lacks(build(folder, "hard", HARD))
        if whole:
            problems.append(f"built with all of it: found lacking {whole}")
    return problems


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    if arguments == ["--can-fail"]:
        problems = can_fail()
    else:
        problems = [f"{p}: is without {x}" for p in arguments for x in lacks(p)]
    print("\n".join(problems) or "all of it is there")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
