#!/usr/bin/python3
"""Whether the list of what is linked is an SPDX document, and is true of the programs.

    sbom.py DOCUMENT PROGRAM...
"""
import json
import re
import subprocess
import sys

DOCUMENT = {"spdxVersion": r"SPDX-2\.3", "dataLicense": r"CC0-1\.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": r"vouch-\d.*", "documentNamespace": r"https://[^#]+"}
PACKAGE = {"SPDXID": r"SPDXRef-[\w.-]+", "name": ".+", "versionInfo": r"\d.*|NOASSERTION",
           "downloadLocation": ".+", "licenseDeclared": ".+"}
NOT_SHIPPED = re.compile(r"lib(asan|ubsan|gcov|clang_rt)")


def wrong_fields(what, wanted, name):
    return [f"{name}: {key} is {what.get(key)!r}" for key, value in wanted.items()
            if not re.fullmatch(value, str(what.get(key, "")))]


def needed(program):
    said = subprocess.run(["readelf", "-dW", program], check=True, text=True, timeout=60,
                          stdout=subprocess.PIPE).stdout
    return [n for n in re.findall(r"\(NEEDED\).*\[(.*)\]", said) if not NOT_SHIPPED.match(n)]


def judge(document, libraries):
    problems = wrong_fields(document, DOCUMENT, "the document")
    created = document.get("creationInfo", {})
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", created.get("created", "")):
        problems.append("creationInfo.created is no time")
    if not all(re.match(r"(Tool|Person|Organization): .", c) for c in created.get("creators", [""])):
        problems.append("creationInfo.creators names nobody")
    packages = document.get("packages", [])
    for package in packages:
        problems += wrong_fields(package, PACKAGE, package.get("name", "a package"))
    ids = [package["SPDXID"] for package in packages] + ["SPDXRef-DOCUMENT"]
    if len(set(ids)) != len(ids):
        problems.append("an id is given twice")
    related = document.get("relationships", [])
    for r in related:
        problems += [f"{r[key]} is nothing" for key in ("spdxElementId", "relatedSpdxElement")
                     if r[key] not in ids]
    if not any(r["relationshipType"] == "DESCRIBES" for r in related):
        problems.append("it says not what it describes")
    starts = tuple(w for p in packages for w in p.get("comment", "").split() if len(w) > 2 and
                   w not in ("linked", "as"))
    problems += [f"{name} is linked, and no package has it" for name in libraries
                 if not name.startswith(starts)]
    return problems


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        document = json.load(f)
    libraries = sorted({name for program in sys.argv[2:] for name in needed(program)})
    problems = judge(document, libraries)
    if not judge(document, ["libnot-there.so.1"]) or not judge(dict(document, name=""), []):
        problems.append("this test finds nothing")
    print("\n".join(problems) or f"true of {', '.join(libraries)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
