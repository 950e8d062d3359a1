"""The notifier against a real dunst on a display of its own; leaves screenshots to look at."""
import os
import shutil
import subprocess
import sys
import unittest

import desktop
from desktop import WAIT, Bus, Probe, Process

OPTIONS, REST = desktop.options()
ACTIONS = "default=Open,done=Done,snooze=Snooze"
WIDTH, HEIGHT = 640, 240

# The clicks are those of dunst as Debian ships it. `dunstctl context` asks the "dmenu" which
# action it shall be; ours takes Done.
DUNSTRC = """[global]
    width = 400
    height = 200
    origin = top-left
    offset = 20x20
    font = DejaVu Sans 12
    markup = full
    format = "<b>%s</b>\\n%b"
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


class Dunst(unittest.TestCase):
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
        self.folder = desktop.new_folder()
        self.addCleanup(shutil.rmtree, self.folder)
        self.bus = Bus(self.folder)
        self.bus.start()
        self.addCleanup(self.bus.stop)
        self.env = dict(self.bus.env(), DISPLAY=self.display, HOME=self.folder,
                        NO_AT_BRIDGE="1", LANG="C.UTF-8")
        self.write_config()
        self.dunst = self.start_dunst()
        self.probe = Probe(OPTIONS.probe, self.bus.env())
        self.addCleanup(self.probe.kill)
        self.probe.expect("ready")

    def write_config(self):
        pick = os.path.join(self.folder, "pick")
        with open(pick, "w", encoding="utf-8") as f:
            f.write(f"#!/bin/sh\ntee {self.folder}/choices | grep -m1 Done\n")
        os.chmod(pick, 0o700)
        with open(os.path.join(self.folder, "dunstrc"), "w", encoding="utf-8") as f:
            f.write(DUNSTRC.format(pick=pick))

    def start_dunst(self):
        process = Process(["dunst", "-conf", os.path.join(self.folder, "dunstrc")], self.env,
                          stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        return process

    def run_tool(self, *args):
        return subprocess.run(args, env=self.env, check=True, timeout=WAIT, text=True,
                              stdout=subprocess.PIPE).stdout

    def finish(self):
        self.assertEqual(self.probe.quit(), 0, "the probe ended badly")
        self.assertTrue(self.probe.lines.empty(), "something was reported and not expected")

    def show(self, notice, texts="Call Ana|Promised by Friday"):
        return self.probe.ask(f"show {notice} {texts}|{ACTIONS}", f"shown {notice}").split()[2:]

    def window(self):
        """Waits for dunst's window and says where to click into it."""
        found = self.run_tool("xdotool", "search", "--sync", "--onlyvisible", "--class", "Dunst")
        place = self.run_tool("xdotool", "getwindowgeometry", "--shell", found.split()[0])
        at = dict(line.split("=") for line in place.split())
        return int(at["X"]) + int(at["WIDTH"]) // 2, int(at["Y"]) + int(at["HEIGHT"]) // 2

    def click(self, button):
        x, y = self.window()
        self.run_tool("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def displayed(self):
        return int(self.run_tool("dunstctl", "count", "displayed"))

    def expect_empty_screen(self):
        """dunst draws when it gets to it: asks until nothing is shown, at most WAIT times."""
        for _ in range(WAIT):
            if self.displayed() == 0:
                return
        self.fail("the pop-up is still on the screen")

    def screenshot(self, name):
        path = os.path.join(OPTIONS.out, name)
        self.run_tool("import", "-window", "root", path)
        print(f"screenshot: {path}")
        return path

    def colours(self, path):
        return int(self.run_tool("identify", "-format", "%k", path))

    def test_what_we_send_is_on_the_screen_and_nothing_of_it_is_markup(self):
        blank = self.screenshot("blank.png")
        self.assertEqual(self.colours(blank), 1)
        self.show(7, "Call <i>Ana</i> & Tom: how is the alarm?|She said <b>loud</b> & \"clear\", "
                     "<3 & <img src=\"http://example.com/x.png\">\\nLast spoken on 3 March; "
                     "Zoë & José came through her")
        self.window()
        self.assertEqual(self.displayed(), 1)
        shown = self.screenshot("shown.png")
        self.assertGreater(self.colours(shown), 10)
        self.finish()

    def test_a_middle_click_is_the_default_action_and_the_pop_up_goes(self):
        self.show(7)
        self.click(2)
        self.probe.expect("action 7 default")
        self.probe.expect_quiet()
        self.expect_empty_screen()
        self.finish()

    def test_the_menu_offers_every_button_and_done_is_done(self):
        self.show(7)
        self.window()
        self.run_tool("dunstctl", "context")
        self.probe.expect("action 7 done")
        with open(os.path.join(self.folder, "choices"), encoding="utf-8") as f:
            choices = f.read()
        for label in ("Open", "Done", "Snooze"):
            self.assertIn(label, choices)
        self.expect_empty_screen()
        self.finish()

    def test_an_action_from_the_keyboard_is_closed_by_us(self):
        self.show(7)
        self.window()
        self.run_tool("dunstctl", "action", "0")  # dunst itself leaves it on the screen
        self.probe.expect("action 7 default")
        self.expect_empty_screen()
        self.finish()

    def test_a_left_click_only_dismisses(self):
        self.show(7)
        self.click(1)
        self.probe.expect("closed 7 2")
        self.finish()

    def test_closing_by_dunstctl_only_dismisses(self):
        self.show(7)
        self.window()
        self.run_tool("dunstctl", "close")
        self.probe.expect("closed 7 2")
        self.finish()

    def test_what_we_close_leaves_the_screen(self):
        self.show(7)
        self.window()
        self.probe.ask("close 7", "closed 7 3")
        self.expect_empty_screen()
        self.finish()

    def test_an_update_takes_the_place_of_the_old_one(self):
        server, server_id = self.show(7)
        again = self.show(8, "Call Ben|Five are due")
        self.assertNotEqual(again[1], server_id)
        replaced = self.probe.ask(f"show 9 Call Ana today|Moved||{server} {server_id}",
                                  "shown 9").split()[2:]
        self.assertEqual(replaced, [server, server_id])
        self.window()
        self.assertEqual(self.displayed(), 2)
        self.screenshot("two.png")
        self.finish()

    def test_after_a_restart_ids_start_anew_and_we_post_again(self):
        before = self.show(7)
        self.window()
        self.dunst.kill()
        self.probe.expect("gone server=none")
        self.start_dunst()
        self.probe.expect("ready")
        self.probe.ask(f"adopt 7 {before[0]} {before[1]}", "adopted 0")
        after = self.show(7)
        self.assertNotEqual(before[0], after[0])
        self.assertEqual(before[1], after[1])
        self.click(2)
        self.probe.expect("action 7 default")
        self.finish()


if __name__ == "__main__":
    desktop.need("dbus-daemon", "dunst", "dunstctl", "Xvfb", "xdotool", "import", "identify")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
