"""dbusmock template: a notification server that does what the test tells it to.

Parameters: capabilities (blank separated); notify (Python, sets `ret`; default: ids count up);
properties ({interface: {name: boolean}})."""
BUS_NAME = "org.freedesktop.Notifications"
MAIN_OBJ = "/org/freedesktop/Notifications"
MAIN_IFACE = "org.freedesktop.Notifications"
SYSTEM_BUS = False

NOTIFY = """
if args[1]:
    ret = args[1]
else:
    self.last_id += 1
    ret = self.last_id
"""


def load(mock, parameters):
    capabilities = parameters.get("capabilities", "actions body body-markup").split()
    mock.last_id = 0
    mock.AddMethods(MAIN_IFACE, [
        ("GetCapabilities", "", "as", f"ret = dbus.Array({capabilities!r}, signature='s')"),
        ("GetServerInformation", "", "ssss", "ret = ('mock', 'tests', '1', '1.2')"),
        ("CloseNotification", "u", "",
         "self.EmitSignal('', 'NotificationClosed', 'uu', [args[0], 3])"),
        ("Notify", "susssasa{sv}i", "u", parameters.get("notify", NOTIFY)),
    ])
    for interface, properties in parameters.get("properties", {}).items():
        mock.AddProperties(interface, {name: bool(on) for name, on in properties.items()})
