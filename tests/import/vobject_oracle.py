#!/usr/bin/python3
"""Random cards, written by python3-vobject, are read by us as what went in.

usage: vobject_oracle.py READER [CARDS] [SEED]"""
import json
import random
import subprocess
import sys

try:
    import vobject
except ImportError:
    print("skipped: python3-vobject is not installed")
    sys.exit(77)

LETTERS = "abcdefghij XYZ,;:\\\"'=äñß€日本🙂-_.@/?"


def text(rng, most=30, lines=False):
    made = "".join(rng.choice(LETTERS + ("\n" if lines else "")) for _ in range(rng.randint(1, most)))
    return made.strip() or "x"


def make(rng):
    """A card and what it is to become."""
    card = vobject.vCard()
    name, given, family = text(rng, 40), text(rng), text(rng)
    want = {"name": name, "given": given, "family": family}
    card.add("n").value = vobject.vcard.Name(family=family, given=given)
    card.add("fn").value = name
    if rng.random() < 0.6:
        want["org"] = text(rng, 60)
        card.add("org").value = [want["org"]]
    want["emails"] = [f"a{i}@example.org" for i in range(rng.randint(0, 3))]
    for email in want["emails"]:
        card.add("email").value = email
    want["phones"] = [f"+1 (555) 555-01{i:02}" for i in range(rng.randint(0, 3))]
    for phone in want["phones"]:
        card.add("tel").value = phone
        card.contents["tel"][-1].type_param = rng.choice(("CELL", "HOME", "WORK"))
    if rng.random() < 0.5:
        want["address"] = {"street": text(rng), "city": text(rng), "region": text(rng),
                           "postcode": text(rng, 8), "country": text(rng)}
        card.add("adr").value = vobject.vcard.Address(
            street=want["address"]["street"], city=want["address"]["city"],
            region=want["address"]["region"], code=want["address"]["postcode"],
            country=want["address"]["country"])
    if rng.random() < 0.5:
        want["notes"] = text(rng, 400, lines=True)
        card.add("note").value = want["notes"]
    if rng.random() < 0.5:
        want["birthday"] = f"{rng.randint(1900, 2020)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        card.add("bday").value = want["birthday"]
    if rng.random() < 0.5:
        want["external_id"] = f"urn:uuid:{rng.getrandbits(64):016x}"
        card.add("uid").value = want["external_id"]
    return card, {key: value for key, value in want.items() if value}


def main():
    reader = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rng = random.Random(seed)
    made = [make(rng) for _ in range(n)]
    book = "".join(card.serialize() for card, _ in made)
    run = subprocess.run([reader], input=book.encode(), capture_output=True, check=False)
    if run.stderr:
        sys.exit("refused: " + run.stderr.decode())
    items = [json.loads(line) for line in run.stdout.decode().splitlines()]
    assert len(items) == n, (len(items), n)
    for item, (card, want) in zip(items, made):
        del item["line"]
        if item != want:
            print("seed", seed, "\n" + card.serialize())
            sys.exit(f"got    {item}\nwanted {want}")
    print(f"{n} cards of vobject are read as they were made")


main()
