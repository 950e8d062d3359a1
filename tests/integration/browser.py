"""A headless Chromium, driven over a pipe: what a page does in it, says in it, and looks like."""
import base64
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile

PROGRAM = shutil.which("chromium")
MOVE = """import os, sys
to_it, from_it = (os.dup(int(fd)) for fd in sys.argv[1:3])
os.dup2(to_it, 3)
os.dup2(from_it, 4)
for fd in 3, 4:
    os.set_inheritable(fd, True)
os.execv(sys.argv[3], sys.argv[3:])"""


# No answer takes longer than this, on a slow and busy machine either.
LONGEST = 60


class Browser:
    def __init__(self):
        self.home = tempfile.mkdtemp()
        to_it, self.out = os.pipe()
        self.back, from_it = os.pipe()
        # Chromium reads 3 and writes 4; sh knows only descriptors of one digit, so python moves them.
        self.process = subprocess.Popen(
            [sys.executable, "-c", MOVE, str(to_it), str(from_it), PROGRAM, "--headless",
             "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--disable-background-networking", "--disable-dev-shm-usage",
             "--remote-debugging-pipe", f"--user-data-dir={self.home}/profile", "about:blank"],
            env={"PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8"},
            pass_fds=(to_it, from_it), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(to_it)
        os.close(from_it)
        self.buffer, self.last, self.session, self.events = b"", 0, None, []
        try:
            self.attach()
        except BaseException:
            self.close()
            raise

    def attach(self):
        target = next(t for t in self.ask("Target.getTargets")["targetInfos"]
                      if t["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=target["targetId"],
                                flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def close(self):
        """Ends it with all that it started, which are in one group of their own."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(LONGEST)
        os.close(self.out)
        os.close(self.back)
        shutil.rmtree(self.home, ignore_errors=True)

    def read(self):
        while b"\0" not in self.buffer:
            if not select.select([self.back], [], [], LONGEST)[0]:
                raise TimeoutError(f"chromium said nothing for {LONGEST} seconds")
            bytes_read = os.read(self.back, 1 << 20)
            if not bytes_read:
                raise RuntimeError("chromium ended")
            self.buffer += bytes_read
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path, width=1400, is_dark=False, has_script=True):
        """The page as it is once loaded; what happens from here on is in `events`."""
        self.events = []
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", media="", features=[
            {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}])
        self.ask("Emulation.setScriptExecutionDisabled", value=not has_script)
        self.ask("Page.navigate", url=f"file://{path}")
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.read())

    def value(self, script):
        """What the script comes to in the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def key(self, name, code=0):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=name, code=name,
                     windowsVirtualKeyCode=code)

    def complaints(self):
        """What the console, an exception, a dialog or the network had to say."""
        found = []
        for event in self.events:
            method, params = event.get("method", ""), event.get("params", {})
            if method in ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled",
                          "Page.javascriptDialogOpening"):
                found.append(params)
            if method == "Network.requestWillBeSent" and \
                    not params["request"]["url"].startswith("file://"):
                found.append(params["request"]["url"])
        return found

    def picture(self, path):
        data = self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def print(self, path):
        data = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
