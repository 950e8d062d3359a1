"""The table at the end: what was measured beside what, what it was to reach, and whether it did."""
import statistics


class Figures:
    def __init__(self):
        self.rows = []

    def add(self, what, measured, beside="–", ratio=None, reach="–", is_met=None):
        """ratio is a number or None; is_met None is for what has no reach of its own."""
        met = {True: "yes", False: "MISSED", None: ""}[is_met]
        self.rows.append((what, measured, beside, "–" if ratio is None else f"{ratio:.2f}",
                          reach, met))

    def skip(self, what, why):
        self.rows.append((what, f"skipped: {why}", "", "", "", ""))

    def at_least(self, what, measured, beside, ratio, least):
        self.add(what, measured, beside, ratio, f"≥ {least:,}", ratio >= least)

    def at_most(self, what, measured, beside, ratio, most):
        self.add(what, measured, beside, ratio, f"≤ {most:,}", ratio <= most)

    def print(self):
        head = ("what", "measured", "beside", "ratio", "reach", "met?")
        rows = [head, *self.rows]
        widths = [max(len(row[i]) for row in rows if row is head or not row[1].startswith("skipped"))
                  for i in range(len(head))]
        widths[0] = max(len(row[0]) for row in rows)
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        missed = [row[0] for row in self.rows if row[5] == "MISSED"]
        print(f"\n{len(missed)} missed" + (": " + "; ".join(missed) if missed else ""))


def in_turn(times, *measures):
    """The medians of measures that take turns, so that a busy machine is busy for all."""
    taken = [[] for _ in measures]
    for _ in range(times):
        for got, measure in zip(taken, measures):
            got.append(measure())
    return [statistics.median(got) for got in taken]
