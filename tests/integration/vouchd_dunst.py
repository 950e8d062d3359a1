"""vouchd and a real dunst on a display of its own; leaves screenshots to look at."""
import os
import signal
import subprocess
import sys
import unittest

from vouchd_case import HOUR, Line, Salesperson, desktop
from notify_case import OPTIONS, REST
from desktop import WAIT, Process

WIDTH, HEIGHT = 520, 620
AT_ELEVEN = "2026-11-30T11:00"

# The clicks are those of dunst as Debian ships it. Its menu of buttons is a "dmenu"; ours takes
# the line that the test wants.
DUNSTRC = """[global]
    width = 420
    height = 200
    origin = top-left
    offset = 20x20
    font = DejaVu Sans 12
    markup = full
    format = "<b>%s</b>\\n%b"
    notification_limit = 10
    show_indicators = yes
    dmenu = {pick}
    mouse_left_click = close_current
    mouse_middle_click = do_action, close_current
    mouse_right_click = close_all
[urgency_normal]
    background = "#ffffff"
    foreground = "#202020"
    frame_color = "#3060a0"
    timeout = 0
"""


class Dunst(Salesperson):
    @classmethod
    def setUpClass(cls):
        os.makedirs(OPTIONS.out, exist_ok=True)
        read, write = os.pipe()
        cls.screen = Process(["Xvfb", "-displayfd", str(write), "-screen", "0",
                              f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"], dict(os.environ),
                             stderr=subprocess.DEVNULL, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read, encoding="ascii") as f:
            number = f.readline().strip()
        if not number:
            cls.screen.kill()
            desktop.skip("Xvfb does not start here")
        cls.display = ":" + number

    @classmethod
    def tearDownClass(cls):
        cls.screen.kill()

    def setUp(self):
        super().setUp()
        self.env = dict(self.bus.env(), DISPLAY=self.display, HOME=self.folder, NO_AT_BRIDGE="1",
                        LANG="C.UTF-8")
        self.write_config()

    def write_config(self):
        pick = os.path.join(self.folder, "pick")
        with open(pick, "w", encoding="utf-8") as f:
            f.write(f'#!/bin/sh\ntee {self.folder}/choices | grep -m1 "$(cat {self.folder}/want)"\n')
        os.chmod(pick, 0o700)
        with open(os.path.join(self.folder, "dunstrc"), "w", encoding="utf-8") as f:
            f.write(DUNSTRC.format(pick=pick))

    def start_dunst(self):
        process = Process(["dunst", "-conf", os.path.join(self.folder, "dunstrc")], self.env,
                          stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        return process

    def start_desktop(self):
        dunst = self.start_dunst()
        self.run_vouchd()
        self.await_server()
        return dunst

    def run_tool(self, *args):
        return subprocess.run(args, env=self.env, check=True, timeout=WAIT, text=True,
                              stdout=subprocess.PIPE).stdout

    def await_displayed(self, n):
        self.until(lambda: int(self.run_tool("dunstctl", "count", "displayed")) == n,
                   f"{n} pop-ups")
        if n:
            self.run_tool("xdotool", "search", "--sync", "--onlyvisible", "--class", "Dunst")

    def click(self, button):
        found = self.run_tool("xdotool", "search", "--sync", "--onlyvisible", "--class", "Dunst")
        place = self.run_tool("xdotool", "getwindowgeometry", "--shell", found.split()[0])
        at = dict(line.split("=") for line in place.split())
        self.run_tool("xdotool", "mousemove", str(int(at["X"]) + 40), str(int(at["Y"]) + 20),
                      "click", str(button))

    def press(self, label):
        """A button of the pop-up on top, by dunst's menu."""
        with open(os.path.join(self.folder, "want"), "w", encoding="utf-8") as f:
            f.write(label)
        self.run_tool("dunstctl", "context")

    def screenshot(self, name):
        path = os.path.join(OPTIONS.out, name)
        self.run_tool("import", "-window", "root", path)
        self.assertGreater(int(self.run_tool("identify", "-format", "%k", path)), 10)
        print(f"screenshot: {path}")

    def show(self, *names, **more):
        numbers = [self.remind(self.contact(name), AT_ELEVEN, **more) for name in names]
        self.call("dev.advance", seconds=HOUR)
        self.await_displayed(min(len(names), 4))
        return numbers

    def await_state(self, number, state):
        self.until(lambda: self.state(number) == state, state)

    def test_a_plan_s_step_and_a_reminder_on_the_screen(self):
        self.start_desktop()
        sale = self.call("sale.record", contact=self.contact("Ana Ruiz"), product="alarm",
                         completed_day="2026-11-28")
        self.remind(self.contact("Zoë <Núñez> & Sons"), "2026-12-01", kind="visit")
        self.call("dev.clock", now="2026-12-02T09:30:00Z")
        self.assertTrue(sale["followups"])
        self.until(lambda: self.delivery()["undelivered"] == 0, "all is shown")
        self.await_displayed(3)
        self.screenshot("vouchd-names.png")
        self.end()

    def test_everything_is_told_where_the_user_wants_it_so(self):
        self.settings("[desktop]\nprivacy = full\n")
        self.start_desktop()
        self.show("Ana Ruiz & <b>Sons</b>", title="Is the alarm <b>loud</b> enough & <3?",
                  note="She said: \"call after ten\"")
        self.screenshot("vouchd-full.png")
        self.end()

    def test_nobody_is_named_where_the_user_wants_it_so(self):
        self.settings("[desktop]\nprivacy = none\n")
        self.start_desktop()
        self.show("Ana Ruiz", "Ben Ode", "Cleo Fay", "Dan Poe", "Eve Roe")
        self.screenshot("vouchd-none.png")
        self.end()

    def test_three_and_a_digest_and_next(self):
        self.start_desktop()
        numbers = self.show("Ana Ruiz", "Ben Ode", "Cleo Fay", "Dan Poe", "Eve Roe", "Fay Lu",
                            "Gus Oh", "Hal Im")
        self.screenshot("vouchd-digest.png")
        self.call("followup.done", ids=numbers[:3])
        self.await_displayed(1)
        events = Line(self.vouchd.path)
        events.call("events.subscribe", kinds=["notice.shown"])
        for button, name in (("Next", "vouchd-next.png"), ("Done", "vouchd-rest.png")):
            self.press(button)
            self.assertEqual(events.read()["params"]["kind"], "notice.shown")
            self.settle_dunst()
            self.screenshot(name)
        events.close()
        self.assertEqual(self.state(numbers[3]), "done")
        self.end()

    def settle_dunst(self):
        """vouchd has said all, dunst has read it and drawn it."""
        for _ in range(3):
            self.ping()
            self.await_displayed(1)

    def test_monday_s_digest_and_its_next(self):
        self.settings("[desktop]\nmorning = yes\n")
        self.start_desktop()
        ana = self.contact("Ana Ruiz")
        referral = self.call("referral.receive", referrer=ana, name="Ruth Kim",
                             permission="introduced")["referral"]
        self.call("sale.record", contact=referral["person"]["id"], product="alarm",
                  referral=referral["id"], completed_day="2026-11-28")
        self.call("promise.add", contact=ana, text="quote", due_day="2026-12-08")
        self.call("dev.clock", now="2027-01-04T09:00:00Z")
        self.until(lambda: self.delivery()["undelivered"] == 0, "it is shown")
        self.await_displayed(1)
        self.screenshot("vouchd-morning.png")
        self.press("Next")
        self.settle_dunst()
        self.screenshot("vouchd-morning-next.png")
        self.end()

    def test_what_comes_due_while_dunst_is_paused_is_one_digest(self):
        self.start_desktop()
        self.run_tool("dunstctl", "set-paused", "true")
        self.until(lambda: self.delivery()["do_not_disturb"], "it is noticed")
        for name in ("Ana Ruiz", "Ben Ode"):
            self.remind(self.contact(name), AT_ELEVEN)
        self.call("dev.advance", seconds=HOUR)
        self.assertEqual(self.delivery()["held"], 2)
        self.run_tool("dunstctl", "set-paused", "false")
        self.until(lambda: self.delivery()["held"] == 0, "they are told")
        self.await_displayed(1)
        self.screenshot("vouchd-held.png")
        self.end()

    def test_done_in_the_menu_does_it_and_the_pop_up_goes(self):
        self.start_desktop()
        (number,) = self.show("Ana Ruiz")
        self.press("Done")
        self.await_state(number, "done")
        self.await_displayed(0)
        self.end()

    def test_snooze_in_the_menu_moves_it_an_hour(self):
        self.start_desktop()
        (number,) = self.show("Ana Ruiz")
        self.press("Snooze")
        self.until(lambda: self.followup(number)["due"] == "2026-11-30T12:00", "it is moved")
        self.await_displayed(0)
        self.call("dev.advance", seconds=HOUR)
        self.await_displayed(1)
        self.end()

    def test_a_left_click_dismisses_and_completes_nothing(self):
        self.start_desktop()
        (number,) = self.show("Ana Ruiz")
        self.click(1)
        self.await_displayed(0)
        self.call("dev.advance", seconds=HOUR)
        self.ping()
        self.await_displayed(0)
        self.assertEqual(self.state(number), "scheduled")
        self.end()

    def test_done_by_the_command_takes_it_off_the_screen(self):
        self.start_desktop()
        (number,) = self.show("Ana Ruiz")
        self.vouchd.cli("done", str(number))
        self.await_displayed(0)
        self.end()

    def test_a_restarted_dunst_is_shown_what_is_still_due(self):
        dunst = self.start_desktop()
        numbers = self.show("Ana Ruiz", "Ben Ode")
        dunst.kill(signal.SIGTERM)
        self.until(lambda: not self.delivery()["server"], "dunst has left")
        self.call("followup.done", id=numbers[0])
        self.start_dunst()
        self.await_server()
        self.await_displayed(1)
        self.press("Done")
        self.await_state(numbers[1], "done")
        self.await_displayed(0)
        self.end()

    def test_a_restarted_vouchd_does_not_show_it_twice(self):
        self.start_desktop()
        (number,) = self.show("Ana Ruiz")
        self.settle_dunst()
        self.end()
        self.run_vouchd("2026-11-30T11:10:00Z")
        self.await_server()
        self.settle_dunst()
        self.press("Done")
        self.await_state(number, "done")
        self.await_displayed(0)
        self.end()


if __name__ == "__main__":
    desktop.need("dbus-daemon", "dunst", "dunstctl", "Xvfb", "xdotool", "import", "identify")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
