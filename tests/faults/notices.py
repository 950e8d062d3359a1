"""A notification server that writes down what it was asked to show, and may kill the asker. Its
user dismisses the oldest pop-up where more than a few are open.

Run as a program it is the server: it prints a JSON line for each thing that happens, and takes
"kill before PID" and "kill after PID" (the next Notify, before or after its answer), "off", and
"dismiss" (what the next Notify would take the place of)."""
import json
import os
import signal
import sys

NAME = "org.freedesktop.Notifications"
OPEN_MAX = 3


def serve():
    import dbus.mainloop.glib
    import dbus.service
    from gi.repository import GLib

    state = {"victim": 0, "when": "", "last": 0, "is_dismissing": False}
    shown = []

    def say(**what):
        print(json.dumps(what), flush=True)

    def strike():
        victim, state["victim"] = state["victim"], 0
        if victim:
            os.kill(victim, signal.SIGKILL)
            say(killed=victim)
        return False

    class Server(dbus.service.Object):
        @dbus.service.method(NAME, "", "as")
        def GetCapabilities(self):
            return ["actions", "body", "body-markup"]

        @dbus.service.method(NAME, "", "ssss")
        def GetServerInformation(self):
            return "notices", "tests", "1", "1.2"

        @dbus.service.method(NAME, "u", "")
        def CloseNotification(self, number):
            self.end(int(number), 3)

        def end(self, number, reason):
            if number in shown:
                shown.remove(number)
                self.NotificationClosed(number, reason)

        @dbus.service.signal(NAME, "uu")
        def NotificationClosed(self, number, reason):
            pass

        @dbus.service.method(NAME, "susssasa{sv}i", "u")
        def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
            number = int(replaces)
            if state["is_dismissing"]:
                state["is_dismissing"] = False
                self.end(number, 2)
            if number not in shown:
                state["last"] += 1
                number = state["last"]
                shown.append(number)
            say(id=number, replaces=int(replaces), single="done" in actions, summary=str(summary), body=str(body))
            if len(shown) > OPEN_MAX:
                self.end(shown[0], 2)
            if state["victim"] and state["when"] == "before":
                strike()
            elif state["victim"]:
                GLib.idle_add(strike)
            return number

    def obey(words):
        if words[0] == "kill":
            state["when"], state["victim"] = words[1], int(words[2])
        elif words[0] == "dismiss":
            state["is_dismissing"] = True
        else:
            state["victim"] = 0
            say(off=True)

    def commands(stream, _condition):
        text = os.read(stream.fileno(), 4096).decode()
        for line in text.splitlines():
            obey(line.split())
        if not text:
            loop.quit()
        return bool(text)

    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    name = dbus.service.BusName(NAME, bus)
    Server(bus, "/org/freedesktop/Notifications")
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, commands)
    say(ready=str(name))
    loop.run()


if __name__ == "__main__":
    serve()
