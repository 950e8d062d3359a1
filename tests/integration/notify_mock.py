"""What the notifier sends, and which signals it believes: against a mock, which can do what no
real notification server can be made to do."""
import random
import signal
import sys
import unittest

import desktop
from desktop import NAME, PATH
from notify_case import ACTIONS, REST, Desktop

import dbus


class Posting(Desktop):
    def test_nothing_but_the_agreed_fields_is_sent(self):
        server, probe = self.start()
        probe.send(f"show 7 Call <b>Ana</b> & Tom|Promised <3 & \"soon\"|{ACTIONS}")
        probe.expect("shown 7")
        app, replaces, icon, summary, body, actions, hints, timeout = server.calls("Notify")[0]
        self.assertEqual((app, replaces, icon, timeout), ("vouch", 0, "vouch", 0))
        self.assertEqual(summary, "Call <b>Ana</b> & Tom")
        self.assertEqual(body, "Promised &lt;3 &amp; \"soon\"")
        self.assertEqual(actions, ["default", "Open", "done", "Done", "snooze", "Snooze"])
        self.assertEqual(dict(hints), {"desktop-entry": "vouch", "urgency": 1, "resident": False,
                                       "category": "x-vouch.followup.due"})
        self.finish(probe)

    def test_a_server_without_markup_and_actions_gets_plain_text_and_no_buttons(self):
        server, probe = self.start(capabilities="body")
        probe.send(f"show 7 Ana|<3 & more|{ACTIONS}")
        probe.expect("shown 7")
        notify = server.calls("Notify")[0]
        self.assertEqual(notify[4], "<3 & more")
        self.assertEqual(list(notify[5]), [])
        self.finish(probe)

    def test_a_server_without_a_body_gets_none(self):
        server, probe = self.start(capabilities="")
        probe.send("show 7 Ana|<3")
        probe.expect("shown 7")
        self.assertEqual(server.calls("Notify")[0][4], "")
        self.finish(probe)

    def test_long_texts_are_cut_before_they_are_escaped(self):
        server, probe = self.start()
        probe.send(f"show 7 {'é' * 300}|{'&' * 300}")
        probe.expect("shown 7")
        notify = server.calls("Notify")[0]
        self.assertEqual(notify[3], "é" * 79 + "…")
        self.assertEqual(notify[4], "&amp;" * 199 + "…")
        self.finish(probe)

    def test_an_error_is_reported_and_the_next_one_shown(self):
        excess = f"{NAME}.Error.ExcessNotificationGeneration"
        server, probe = self.start(notify=f"""
self.last_id += 1
if self.last_id == 1:
    raise dbus.exceptions.DBusException('too many', name='{excess}')
ret = self.last_id
""")
        probe.ask("show 7 Ana", f"failed 7 {excess}")
        probe.ask("show 7 Ana", "shown 7")
        self.assertEqual(server.closes(), [])
        self.finish(probe)

    def test_an_answer_without_an_id_is_a_failure(self):
        _, probe = self.start(notify="ret = 0")
        probe.ask("show 7 Ana", "failed 7 org.freedesktop.DBus.Error.InconsistentMessage")
        self.finish(probe)

    def test_an_id_given_twice_belongs_to_the_newer_notice(self):
        server, probe = self.start(notify="ret = 5")
        probe.ask("show 7 Ana", "shown 7")
        probe.ask("show 8 Ben", "shown 8")
        probe.expect("closed 7 4")
        server.action(5, "done")
        probe.expect("action 8 done")
        self.finish(probe)

    def test_more_than_64_at_once_are_refused(self):
        _, probe = self.start()
        for notice in range(64):
            probe.ask(f"show {notice} Ana", f"shown {notice}")
        probe.ask("show 64 Ana", "failed 64 org.freedesktop.DBus.Error.LimitsExceeded")
        probe.ask("close 0", "closed 0 3")
        probe.ask("show 64 Ana", "shown 64")
        self.finish(probe)


class Signals(Desktop):
    def test_an_action_comes_once_with_its_token_and_we_close_the_pop_up(self):
        server, probe = self.start()
        probe.ask(f"show 7 Ana||{ACTIONS}", "shown 7")
        server.token(1, "token-123")
        server.action(1, "default")
        probe.expect("action 7 default token-123")
        server.action(1, "default")
        server.action(1, "done")
        server.closed(1, 2)
        probe.ask("show 8 Ben", "shown 8")
        server.action(2, "done")
        probe.expect("action 8 done -")
        self.settle(probe)
        self.assertEqual(server.closes(), [1, 2])
        self.finish(probe)

    def test_a_dismissed_pop_up_is_reported_once(self):
        server, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        server.closed(1, 2)
        probe.expect("closed 7 2")
        server.closed(1, 2)
        server.action(1, "done")
        self.settle(probe)
        self.finish(probe)

    def test_unknown_ids_are_ignored(self):
        server, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        chance = random.Random(1)
        for _ in range(300):
            server_id = chance.choice((0, 2, 77, 2**31, 2**32 - 1))
            chance.choice((lambda: server.action(server_id, "done"),
                           lambda: server.closed(server_id, 2),
                           lambda: server.token(server_id, "t")))()
        server.action(1, "done")
        probe.expect("action 7 done")
        self.finish(probe)

    def test_an_action_before_the_answer_is_kept_for_it(self):
        server, probe = self.start(notify="""
self.EmitSignal('', 'ActivationToken', 'us', [9, 'early'])
self.EmitSignal('', 'ActionInvoked', 'us', [9, 'done'])
ret = 9
""")
        probe.send("show 7 Ana")
        probe.expect("shown 7")
        probe.expect("action 7 done early")
        self.settle(probe)
        self.assertEqual(server.closes(), [9])
        self.finish(probe)

    def forge(self, probe_name, name, signature, *args, interface=NAME, path=PATH):
        other = dbus.bus.BusConnection(self.bus.address)
        for destination in (None, probe_name):
            message = dbus.lowlevel.SignalMessage(path, interface, name)
            message.append(*args, signature=signature)
            if destination:
                message.set_destination(destination)
            other.send_message(message)
        other.get_name_owner("org.freedesktop.DBus")  # the bus has passed them on
        other.close()

    def test_signals_of_another_peer_are_ignored(self):
        server, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        name = self.name_of(probe)
        self.forge(name, "ActionInvoked", "us", dbus.UInt32(1), "done")
        self.forge(name, "NotificationClosed", "uu", dbus.UInt32(1), dbus.UInt32(2))
        self.forge(name, "ActivationToken", "us", dbus.UInt32(1), "forged")
        self.settle(probe)
        server.action(1, "snooze")
        probe.expect("action 7 snooze -")
        self.finish(probe)

    def test_another_peer_cannot_change_the_owner(self):
        server, probe = self.start()
        name = self.name_of(probe)
        owner = self.bus.client.get_name_owner(NAME)
        self.forge(name, "NameOwnerChanged", "sss", NAME, owner, ":1.999",
                   interface="org.freedesktop.DBus", path="/org/freedesktop/DBus")
        probe.ask("show 7 Ana", "shown 7")
        server.action(1, "done")
        probe.expect("action 7 done")
        self.finish(probe)

    def test_signals_of_the_wrong_shape_are_ignored(self):
        server, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        server.emit("ActionInvoked", "s", "done")
        server.emit("ActionInvoked", "us", dbus.UInt32(1), "x" * 300)
        server.emit("NotificationClosed", "u", dbus.UInt32(1))
        server.emit("SomethingNew", "u", dbus.UInt32(1))
        server.action(1, "done")
        probe.expect("action 7 done")
        self.finish(probe)


class Replacing(Desktop):
    def test_an_action_may_replace_its_pop_up_and_a_double_click_counts_once(self):
        server, probe = self.start()
        owner = probe.ask("show 7 Digest", "shown 7").split()[2]
        probe.send(f"then 7 show 8 First||{ACTIONS}|{owner} 1")
        self.settle(probe)
        probe.child.send_signal(signal.SIGSTOP)
        server.action(1, "next")
        server.action(1, "done")  # meant for the old one
        probe.child.send_signal(signal.SIGCONT)
        probe.expect("action 7 next")
        probe.expect("shown 8")
        self.assertEqual(server.calls("Notify")[1][1], 1)
        self.assertEqual(server.closes(), [])
        server.action(1, "done")
        probe.expect("action 8 done")
        self.settle(probe)
        self.assertEqual(server.closes(), [1])
        self.finish(probe)

    def test_an_id_of_another_server_is_not_replaced(self):
        server, probe = self.start()
        probe.ask("show 7 Ana|||:1.999 5", "shown 7")
        self.assertEqual(server.calls("Notify")[0][1], 0)
        self.finish(probe)

    def test_a_server_that_gives_a_new_id_has_the_old_one_closed(self):
        server, probe = self.start(notify="self.last_id += 1; ret = self.last_id")
        owner = probe.ask("show 7 Ana", "shown 7").split()[2]
        probe.ask(f"show 7 Ana again|||{owner} 1", "shown 7")
        self.settle(probe)
        self.assertEqual(server.closes(), [1])
        self.finish(probe)


class Closing(Desktop):
    def test_what_we_close_is_reported_as_closed_by_us(self):
        server, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        probe.ask("close 7", "closed 7 3")
        probe.send("close 7")
        probe.send("close 99")
        self.settle(probe)
        self.assertEqual(server.closes(), [1])
        self.finish(probe)

    def test_what_we_close_before_the_answer_never_shows(self):
        server, probe = self.start()
        server.child.send_signal(signal.SIGSTOP)
        probe.send("show 7 Ana")
        probe.send("close 7")
        self.settle(probe)
        server.child.send_signal(signal.SIGCONT)
        probe.ask("show 8 Ben", "shown 8")
        self.settle(probe)
        self.assertEqual(server.closes(), [1])
        self.finish(probe)

    def test_an_action_may_close_its_own_pop_up(self):
        server, probe = self.start()
        probe.ask("show 7 Ana", "shown 7")
        probe.send("then 7 close 7")
        self.settle(probe)
        server.action(1, "done")
        probe.expect("action 7 done")
        self.settle(probe)
        self.assertEqual(server.closes(), [1])
        self.finish(probe)


if __name__ == "__main__":
    desktop.need("dbus-daemon")
    unittest.main(argv=[sys.argv[0], *REST], verbosity=2)
