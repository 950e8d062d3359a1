"""All that a salesperson may type about somebody, in hostile texts."""
import datetime

from book import NOW, PLAN_STEP, come_in
from texts import NAME_MAX, TITLE_MAX, WORD_MAX

DAY = "2026-11-{:02}"


def calls_of(text, who, i):
    """What is entered of the contact `who`; each text in each field is its own."""
    said, day = text.kept, DAY.format(1 + i % 28)
    other = said[:NAME_MAX - 2] + " K"
    due = NOW + datetime.timedelta(minutes=i + 1)
    yield "followup.add", {"contact": who, "kind": "call", "title": text.cut(TITLE_MAX),
                           "note": said, "due": f"{due:%Y-%m-%dT%H:%M}"}
    yield "touch.log", {"contact": who, "channel": "call", "direction": "both", "text": said,
                        "day": day}
    some = [
        ("sale.record", {"contact": who, "product": said, "amount": 100 + i, "currency": "EUR",
                         "completed_day": day}),
        ("promise.add", {"contact": who, "text": said, "due_day": "2026-12-09"}),
        ("complaint.add", {"contact": who, "text": said}),
        ("satisfaction.record", {"contact": who, "score": 9, "words": said}),
        ("compliment.add", {"contact": who, "text": said}),
        ("gift.add", {"contact": who, "what": said, "amount": 100, "currency": "EUR"}),
        ("candidate.add", {"contact": who, "name": other, "relation": text.cut(WORD_MAX),
                           "note": said}),
        ("referral.receive", {"referrer": who, "name": other, "need": said, "note": said,
                              "permission": "introduced"}),
        ("suppression.add", {"contact": who, "channel": "visit", "reason": said}),
        ("date.add", {"contact": who, "what": text.cut(WORD_MAX), "day": "2027-01-03"}),
        ("household.add", {"name": said, "members": [who]}),
        ("talk.record", {"contact": who, "motive": "none", "agreed": "yes", "note": said,
                         "answers": [{"question": "informed", "bad_experience": True,
                                      "words": said}]}),
        ("time.log", {"activity": "serving", "minutes": 1, "day": day, "note": said}),
    ]
    yield some[i % len(some)]
    yield some[(i // len(some) % (len(some) - 1) + i + 1) % len(some)]


def fill(book, of):
    requests = []
    for i, (text, who) in enumerate(of.items()):
        requests.extend(calls_of(text, who, i))
    book.all(requests)
    few = list(of)[:40]
    book.all([("campaign.add", {"name": t.kept, "kind": "card", "rrule": "FREQ=YEARLY",
                                "start_day": "2026-12-15"}) for t in few[:5]])
    book.all([("plan.put", {"document": {"name": "hostile", "title": t.kept, "steps": [
        dict(PLAN_STEP, text=t.kept, reason=t.kept)]}}) for t in few])
    book.all([("plan.apply", {"plan": "hostile", "contact": of[t], "anchor_day": "2026-11-30"})
              for t in few[-3:]])
    book.all([("calendar.put", {"source": "us", "days": [
        {"day": f"2027-{1 + i // 28:02}-{1 + i % 28:02}", "name": t.kept}
        for i, t in enumerate(few)]})])


def take(book, texts):
    of = come_in(book, texts)
    fill(book, of)
    return of
