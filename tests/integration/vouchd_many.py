"""Many follow-ups at once: at most three pop-ups, one digest, and nobody else waits for it."""
import sys
import threading
import time
import unittest

from vouchd_case import ACTIONS, BODY, DAY, HOUR, SUMMARY, Line, Salesperson, desktop
from notify_case import REST

AT_ELEVEN = "2026-11-30T11:00"
AT_NOON = "2026-11-30T12:00"
MANY = 10000
ASKING = 4  # clients


class Many(Salesperson):
    def names(self, *names, due=AT_ELEVEN):
        return [self.remind(self.contact(f"{name} Ruiz"), due) for name in names]

    def show(self, *names):
        mock, _ = self.start_all()
        numbers = self.names(*names)
        self.call("dev.advance", seconds=HOUR)
        return mock, numbers, self.pop_ups(mock)


class Digests(Many):
    def test_three_at_once_are_three_pop_ups(self):
        _, _, pop_ups = self.show("Ana", "Ben", "Cleo")
        self.assertEqual([args[SUMMARY] for args in pop_ups],
                         ["Call Ana", "Call Ben", "Call Cleo"])
        self.end()

    def test_what_is_beyond_three_is_one_digest(self):
        _, _, pop_ups = self.show("Ana", "Ben", "Cleo", "Dan")
        self.assertEqual(len(pop_ups), 4)
        self.assertEqual(pop_ups[3][SUMMARY], "1 more follow-up is due")
        self.assertEqual(pop_ups[3][BODY], "Call Dan")
        self.assertEqual(pop_ups[3][ACTIONS], ["next", "Next"])
        self.end()

    def test_a_digest_names_the_first_few_and_counts_the_rest(self):
        _, _, pop_ups = self.show("Ana", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal")
        self.assertEqual(pop_ups[3][SUMMARY], "5 more follow-ups are due")
        self.assertEqual(pop_ups[3][BODY], "Call Dan\nCall Eve\nCall Fay\nand 2 more")
        self.end()

    def test_what_comes_while_three_are_on_the_screen_joins_the_one_digest(self):
        mock, _, _ = self.show("Ana", "Ben", "Cleo")
        self.names("Dan", due=AT_NOON)
        self.names("Eve", "Fay", due="2026-11-30T13:00")
        self.call("dev.advance", seconds=HOUR)
        self.settle_all(mock)
        self.call("dev.advance", seconds=HOUR)
        pop_ups = self.pop_ups(mock)
        self.assertEqual([args[SUMMARY] for args in pop_ups[3:]],
                         ["1 more follow-up is due", "3 more follow-ups are due"])
        self.assertEqual([int(args[1]) for args in pop_ups[3:]], [0, 4])  # in its place
        self.end()

    def test_a_place_that_is_free_again_is_used(self):
        mock, numbers, _ = self.show("Ana", "Ben", "Cleo")
        mock.closed(1, 2)
        self.call("followup.done", id=numbers[1])
        self.settle_all(mock)
        self.names("Dan", "Eve", "Fay", due=AT_NOON)
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(self.summaries(mock)[3:],
                         ["Call Dan", "Call Eve", "1 more follow-up is due"])
        self.end()

    def test_the_setting_says_how_many(self):
        self.settings("[desktop]\npopups_max = 1\n")
        _, _, pop_ups = self.show("Ana", "Ben", "Cleo")
        self.assertEqual([args[SUMMARY] for args in pop_ups],
                         ["Call Ana", "2 more follow-ups are due"])
        self.end()

    def test_a_digest_is_taken_down_when_all_of_it_is_done(self):
        mock, numbers, _ = self.show("Ana", "Ben", "Cleo", "Dan", "Eve")
        self.vouchd.cli("done", str(numbers[3]))
        self.settle_all(mock)
        self.assertEqual(mock.closes(), [])
        self.vouchd.cli("done", str(numbers[4]))
        self.settle_all(mock)
        self.assertEqual(mock.closes(), [4])
        self.end()

    def test_a_dismissed_digest_completes_nothing_and_stays_away(self):
        mock, numbers, _ = self.show("Ana", "Ben", "Cleo", "Dan", "Eve")
        mock.closed(4, 2)
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(len(self.pop_ups(mock)), 4)
        self.assertEqual({self.state(number) for number in numbers}, {"scheduled"})
        self.end()


class Next(Many):
    def press(self, mock, server_id, key):
        mock.action(server_id, key)
        self.settle_all(mock)
        return [(str(args[SUMMARY]), int(args[1])) for args in self.pop_ups(mock)[4:]]

    def start_next(self):
        mock, numbers, _ = self.show("Ana", "Ben", "Cleo", "Dan", "Eve")
        self.assertEqual(self.press(mock, 4, "next"), [("Call Dan", 4)])
        self.assertEqual(mock.calls("Notify")[-1][ACTIONS], ["done", "Done", "snooze", "Snooze"])
        self.assertEqual(mock.closes(), [])
        return mock, numbers

    def test_next_shows_each_with_its_own_buttons_and_then_the_rest(self):
        mock, numbers = self.start_next()
        self.assertEqual(self.press(mock, 4, "done")[1:], [("1 more follow-up is due", 0)])
        self.assertEqual(self.state(numbers[3]), "done")
        self.assertEqual(self.press(mock, 5, "next")[2:], [("Call Eve", 5)])
        self.assertEqual(len(self.press(mock, 5, "snooze")), 3)
        self.assertEqual(self.followup(numbers[4])["due"], AT_NOON)
        self.assertEqual([self.state(number) for number in numbers[:3]], ["scheduled"] * 3)
        self.end()

    def test_the_digest_comes_back_when_the_one_before_it_is_dismissed_or_done_elsewhere(self):
        mock, numbers = self.start_next()
        mock.closed(4, 2)
        self.settle_all(mock)
        self.assertEqual(self.summaries(mock)[5:], ["1 more follow-up is due"])
        self.press(mock, 5, "next")
        self.vouchd.cli("done", str(numbers[4]))
        self.settle_all(mock)
        self.assertEqual(len(mock.calls("Notify")), 7)
        self.assertEqual(mock.closes(), [5])
        self.end()

    def test_what_comes_due_meanwhile_waits_behind_it_too(self):
        mock, _ = self.start_next()
        self.names("Fay", due=AT_NOON)
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(len(self.pop_ups(mock)), 5)
        self.assertEqual(self.press(mock, 4, "done")[1:], [("2 more follow-ups are due", 0)])
        self.end()

    def test_a_restart_leaves_the_one_in_front_and_the_rest_behind_it(self):
        mock, numbers = self.start_next()
        self.end()
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.await_server()
        self.assertEqual([int(args[1]) for args in self.pop_ups(mock)[5:]], [1, 2, 3, 4])
        self.assertEqual(self.press(mock, 4, "done")[5:], [("1 more follow-up is due", 0)])
        self.assertEqual(self.state(numbers[3]), "done")
        self.end()

    def test_a_new_server_is_shown_the_one_in_front_and_then_the_rest(self):
        mock, numbers = self.start_next()
        mock.kill()
        self.until(lambda: not self.delivery()["server"], "the server has left")
        mock = self.serve()
        self.await_server()
        self.assertEqual(self.summaries(mock), ["Call Ana", "Call Ben", "Call Cleo", "Call Dan"])
        mock.action(4, "done")
        self.assertEqual(self.summaries(mock)[4:], ["1 more follow-up is due"])
        self.assertEqual(self.state(numbers[3]), "done")
        self.end()

    def test_next_on_a_digest_that_is_being_renewed(self):
        mock, _, _ = self.show("Ana", "Ben", "Cleo", "Dan", "Eve")
        self.names("Fay", due=AT_NOON)
        mock.child.send_signal(desktop.signal.SIGSTOP)
        self.call("dev.advance", seconds=HOUR)
        mock.child.send_signal(desktop.signal.SIGCONT)
        mock.action(4, "next")
        self.settle_all(mock)
        last = mock.calls("Notify")[-1]
        self.assertEqual((last[SUMMARY], int(last[1])), ("Call Dan", 4))
        mock.action(4, "done")
        self.settle_all(mock)
        self.assertEqual(self.summaries(mock)[-1], "2 more follow-ups are due")
        self.end()


    def test_a_digest_that_is_opened_while_it_is_renewed_is_gone(self):
        mock, _, _ = self.show("Ana", "Ben", "Cleo", "Dan", "Eve")
        self.names("Fay", due=AT_NOON)
        mock.child.send_signal(desktop.signal.SIGSTOP)
        self.call("dev.advance", seconds=HOUR)
        mock.child.send_signal(desktop.signal.SIGCONT)
        mock.action(4, "default")
        self.settle_all(mock)
        self.assertEqual(mock.closes()[-1:], [4])
        self.end()


class Long(Salesperson):
    def test_a_year_of_follow_ups_is_shown_in_order_and_each_once(self):
        mock, _ = self.start_all()
        for name in ("Ana", "Ben"):
            self.call("sale.record", contact=self.contact(f"{name} Ruiz"), product="alarm",
                      completed_day="2026-11-30")
        seen, left = [], 366 * DAY
        events = Line(self.vouchd.path)
        events.call("events.subscribe", kinds=["followup.due"])
        while left > 0:
            self.call("dev.advance", seconds=min(left, 5 * DAY))
            left -= 5 * DAY
            for server_id, args in enumerate(self.pop_ups(mock)[len(seen):], len(seen) + 1):
                seen.append(args[SUMMARY])
                mock.action(server_id, "done")
                self.settle_all(mock)
        events.close()
        self.end()
        items = self.rows("SELECT followup, due_at, notice FROM notice_item ORDER BY id")
        self.assertEqual([due for _, due, _ in items], sorted(due for _, due, _ in items))
        self.assertEqual(len(set(items)), len(items))
        # What a digest told and nobody did comes again the next working morning.
        self.assertLessEqual(len({notice for _, _, notice in items}), len(seen))
        due = self.rows("SELECT about_id FROM event WHERE kind = 'followup.due' ORDER BY id")
        self.assertEqual([row[0] for row in due], [followup for followup, _, _ in items])
        self.assertGreaterEqual(len(seen), 10)
        print(f"a year: {len(items)} due, {len(seen)} pop-ups")

    def test_a_year_at_one_stroke_fires_every_step_once_and_shows_four(self):
        mock, _ = self.start_all()
        contact = self.contact("Ana Ruiz")
        for month in range(1, 12):
            for day in (5, 15, 25):
                self.remind(contact, f"2027-{month:02}-{day:02}T10:00")
        self.call("dev.advance", seconds=366 * DAY)
        summaries = self.summaries(mock)
        self.assertEqual([s.startswith("Call Ana") for s in summaries[:3]], [True] * 3)
        self.assertEqual(summaries[-1], "30 more follow-ups are due")
        self.assertEqual(len({int(args[1]) or i for i, args in enumerate(mock.calls("Notify"), 1)}),
                         4)
        self.end()
        items = self.rows("SELECT followup, due_at FROM notice_item ORDER BY id")
        self.assertEqual([followup for followup, _ in items], list(range(1, 34)))
        self.assertEqual([due for _, due in items], sorted(due for _, due in items))

    def add_many(self):
        """As it is after years away: all of it was to be done when the clock showed 2020."""
        self.run_vouchd("2020-01-02T10:00:00Z")
        contact = self.contact("Ana Ruiz")
        for first in range(0, MANY, 100):
            for i in range(first, first + 100):
                self.vouchd.line.send("followup.add", contact=contact, kind="call", title=str(i),
                                      due=f"2020-{2 + i % 9:02}-{1 + i % 28:02}")
            for i in range(100):
                self.vouchd.line.answer()
        self.end()

    def test_ten_thousand_overdue_are_three_and_a_digest_and_nobody_waits(self):
        self.settings("[quiet]\nstart = 00:00\nend = 00:00\n")  # at whatever hour this runs
        self.add_many()
        mock = self.serve()
        self.until(self.bus.has_owner, "the server")
        self.run_vouchd(now=None)
        busy = self.ask_until(lambda: len(mock.calls("Notify")) >= 4)
        self.settle_all(mock)
        self.say_times(f"while {MANY} fall due", busy)
        seconds = sum(busy) / ASKING
        end = time.monotonic() + seconds
        self.say_times("idle", self.ask_until(lambda: time.monotonic() > end))
        summaries = self.summaries(mock)
        self.assertEqual([s.startswith("Call Ana") for s in summaries[:3]], [True] * 3)
        self.assertEqual(summaries[3:], [f"{MANY - 3} more follow-ups are due"])
        self.assertLess(busy[len(busy) * 99 // 100], 1)  # sanitized, and on any machine
        self.end()
        self.assertEqual(self.rows("SELECT count(DISTINCT followup), count(*) FROM notice_item"),
                         [(MANY, MANY)])

    def ask_until(self, is_over):
        """How long agenda.due took each time, asked by four at once; sorted."""
        times, stop = [], threading.Event()

        def ask():
            line = Line(self.vouchd.path)
            while not stop.is_set():
                start = time.monotonic()
                line.call("agenda.due", limit=10)
                times.append(time.monotonic() - start)
            line.close()

        threads = [threading.Thread(target=ask) for _ in range(ASKING)]
        for thread in threads:
            thread.start()
        try:
            self.until(is_over, "the end")
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        return sorted(times)

    @staticmethod
    def say_times(what, times):
        print(f"agenda.due {what}: {len(times)} calls, "
              f"p50 {times[len(times) // 2] * 1000:.1f} ms, "
              f"p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, max {times[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
