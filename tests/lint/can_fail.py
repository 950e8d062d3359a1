#!/usr/bin/python3
"""Each lint must find the fault that was put there for it, and nothing in a clean tree.

usage: can_fail.py BUILD        (a folder with compile_commands.json, for clang-tidy's turn)
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import tree

BUILD = sys.argv.pop() if len(sys.argv) > 1 else ""
CLEAN = {
    "daemon/domain/day.h": "/* Days. */\n#pragma once\n\nint day_next(int day);\n",
    "daemon/domain/day.c": "/* Days. */\n#include \"domain/day.h\"\n\n"
                           "int day_next(int day)\n{\n\treturn day + 1; /* never gets(NULL) */\n}\n",
    "daemon/store/day.c": "#include <sqlite3.h>\n#include <string.h>\n\n#include \"domain/day.h\"\n",
    "tests/run": "#!/bin/bash\necho \"$1\"\n",
}


def c_function(body, parameters="void"):
    return f"static int f({parameters})\n{{\n{body}\treturn 0;\n}}\n"


class Lint(unittest.TestCase):
    def lint(self, name, *changes):
        """(exit status, what it printed) over the clean tree with these files put in."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in list(CLEAN.items()) + list(changes):
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as f:
                    f.write(text)
            run = subprocess.run([sys.executable, "-B", os.path.join(tree.HERE, name + ".py"),
                                  "--root", root], capture_output=True, text=True, check=False)
        if run.returncode == 77:
            self.skipTest(run.stdout)
        return run.returncode, run.stdout + run.stderr

    def finds(self, name, path, text, *wants):
        code, said = self.lint(name, (path, text))
        self.assertEqual(code, 1, said)
        self.assertEqual(len(said.splitlines()), 1, said)
        for want in (path, *wants):
            self.assertIn(want, said)

    def passes(self, name, *changes):
        self.assertEqual(self.lint(name, *changes), (0, ""))


class Trees(Lint):
    def test_a_clean_tree_passes(self):
        for name in ("layers", "banned", "sizes", "marks", "format", "shell"):
            with self.subTest(name):
                self.passes(name)

    def test_an_empty_tree_fails(self):
        with tempfile.TemporaryDirectory() as root:
            run = subprocess.run([sys.executable, "-B", os.path.join(tree.HERE, "layers.py"),
                                  "--root", root], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1)


class Layers(Lint):
    def test_includes_across_the_table_are_found(self):
        for path, include in (
                ("daemon/base/x.c", '"domain/day.h"'), ("daemon/domain/x.c", '"store/db.h"'),
                ("daemon/domain/x.c", "<libical/ical.h>"), ("daemon/domain/x.c", "<time.h>"),
                ("daemon/store/x.c", "<jansson.h>"), ("daemon/ops/x.c", "<sqlite3.h>"),
                ("daemon/ops/x.c", '"rpc/rpc.h"'), ("daemon/rpc/x.c", '"store/db.h"'),
                ("daemon/rpc/x.c", "<sys/socket.h>"), ("daemon/io/x.c", '"ops/op.h"'),
                ("daemon/io/x.c", "<jansson.h>"), ("client/x.c", '"store/db.h"'),
                ("client/x.c", "<libical/ical.h>"), ("client/x.c", "<event2/event.h>"),
                ("daemon/app.c", "<unheard/of.h>"), ("include/vouch/x.h", '"base/str.h"')):
            with self.subTest(path=path, include=include):
                self.finds("layers", path, f"/* x */\n# include {include}\n", ":2:")

    def test_what_the_table_allows_passes(self):
        self.passes("layers", ("daemon/domain/recur.c", "#include <libical/ical.h>\n"),
                    ("daemon/io/loop.c", "#include <event2/event.h>\n#include <sys/un.h>\n"),
                    ("daemon/app.c", '#include "app.h"\n#include "rpc/rpc.h"\n#include <ini.h>\n'),
                    ("client/import/csv.c", '#include <csv.h>\n#include "import/map.h"\n'))


class Banned(Lint):
    def test_banned_calls_are_found(self):
        for path, line in (
                ("client/x.c", "strcpy(a, b);"), ("daemon/rpc/x.c", "(void)sprintf (a, b);"),
                ("tests/io/x.c", "n = atoi(a);"), ("daemon/domain/x.c", "t = mktime(&tm);"),
                ("client/x.c", "localtime_r(&t, &tm);"), ("daemon/app.c", "t = time(NULL);"),
                ("daemon/io/x.c", "clock_gettime(CLOCK_REALTIME, &t);"),
                ("daemon/ops/x.c", "exit(1);"), ("client/x.c", "system(a);"),
                ("daemon/io/x.c", "sd_journal_send(a);"),
                ("daemon/ops/x.c", "sqlite3_reset(s);"), ("daemon/rpc/x.c", "event_add(e, t);"),
                ("daemon/app.c", "evbuffer_new();"), ("daemon/store/x.c", "json_decref(j);"),
                ("daemon/domain/x.c", "p = malloc(3);"), ("daemon/ops/x.c", "printf(a);")):
            with self.subTest(path=path, line=line):
                self.finds("banned", path, f"/* x */\n\n{line}\n", ":3:")

    def test_members_comments_strings_and_the_one_place_pass(self):
        self.passes("banned", ("client/x.c", 'p->exit(1); s.time(); /* atoi(a) */ f("gets(x)");\n'
                               "// strcpy(a, b)\nmy_exit(0); fgets(a, 1, f); g('\"'); _exit(1);\n"),
                    ("daemon/base/clock.c", "clock_gettime(CLOCK_REALTIME, &t);\n"),
                    ("daemon/main.c", "exit(0);\n"), ("daemon/store/x.c", "sqlite3_step(s);\n"))


class Sizes(Lint):
    def test_a_long_file_is_found(self):
        self.finds("sizes", "client/x.c", "\n" * 501, "501 lines")
        self.passes("sizes", ("client/x.c", "\n" * 500))

    def test_a_long_function_is_found(self):
        line = '\tg("}}}{", \'}\', 1);\n'
        self.finds("sizes", "client/x.c", c_function(line * 57), "f() has 61 lines")
        self.passes("sizes", ("client/x.c", c_function(line * 56)))

    def test_many_parameters_are_found(self):
        six = "int a, int b, int c, int d, int e, int (*f)(int, int, int)"
        self.finds("sizes", "client/x.c", c_function("", six + ", int g"), "7 parameters")
        self.passes("sizes", ("client/x.c", c_function("", six)))

    def test_attributes_and_tables_are_not_taken_for_functions(self):
        self.finds("sizes", "client/x.c", "static const int t[] = {\n\tF(1, 2, 3, 4, 5, 6, 7),\n};\n"
                   "__attribute__((a(1, 2)))\n" + c_function("", "int a, " * 6 + "int g"), ":4:")

    def test_deep_nesting_is_found(self):
        four = "if (a)\nfor (;;)\nwhile (b) {\nswitch (c) {\ncase 1:\ng();\n"
        self.passes("sizes", ("client/x.c", c_function(four + "}\n}\n")))
        for deeper in ("if (d)\ng();\n", "json_array_foreach(a, i, v)\ng();\n", "do {\n} while (e);\n"):
            with self.subTest(deeper):
                self.finds("sizes", "client/x.c", c_function(four + deeper + "}\n}\n"), "5 levels")

    def test_a_chain_of_else_if_is_one_level(self):
        chain = "if (a) {\n\tg();\n}" + " else if (b) {\n\tg();\n}" * 9 + " else {\n\tg();\n}\n"
        self.passes("sizes", ("client/x.c", c_function(chain)))


class Others(Lint):
    def test_marks_and_machine_paths_are_found(self):
        for text in ("FIX" + "ME", "XX" + "X later", "/wor" + "k/main", "/tmp/" + "b-dev",
                     "/home/" + "ana", "<<<<" + "<<< HEAD"):
            with self.subTest(text):
                self.finds("marks", "README.md", f"a\n{text}\n", ":2:")

    def test_another_format_is_found(self):
        self.finds("format", "tests/io/x.c", "int  a;\n", ":1:")

    def test_a_careless_script_is_found(self):
        self.finds("shell", "tests/integration/x.bats", "#!/usr/bin/env bats\nrm $1\n", "SC2086")
        self.finds("shell", ".ci/x", "#!/bin/sh\nrm $1\n", "SC2086")


class Tidy(unittest.TestCase):
    def test_a_fault_only_clang_tidy_sees_is_found(self):
        if not shutil.which("clang-tidy") or not BUILD:
            self.skipTest("no clang-tidy, or no build folder")
        with tempfile.TemporaryDirectory() as root:
            path = os.path.join(root, "daemon", "x.c")
            os.makedirs(os.path.dirname(path))
            with open(path, "w", encoding="utf-8") as f:
                f.write("int f(const char *s);\nint f(const char *s)\n{\n"
                        "\tif (s)\n\t\treturn 1;\n\treturn *s;\n}\n")
            for name in (".clang-tidy", "tests/lint/tidy.py", "tests/lint/tree.py"):
                os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
                shutil.copy(os.path.join(tree.ROOT, name), os.path.join(root, name))
            with open(os.path.join(root, "compile_commands.json"), "w", encoding="utf-8") as f:
                json.dump([{"directory": root, "command": f"cc -c {path}", "file": path}], f)
            run = subprocess.run([sys.executable, "-B", "tests/lint/tidy.py", root], cwd=root,
                                 capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertIn("NullDereference", run.stdout)


unittest.main()
