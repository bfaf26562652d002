# SPDX-License-Identifier: GPL-2.0-or-later
"""Headless Chromium by way of chromedriver and the WebDriver protocol (W3C), as far as the tests need it."""
import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request

SECONDS = 120
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def missing():
    """missing names what a browser test would need and this machine does not have."""
    return [program for program in ("chromium", "chromedriver") if not shutil.which(program)]


class Browser:
    """One window. Use it in a with statement."""

    def __init__(self, width=1280, height=900, dark=False):
        self.profile = tempfile.TemporaryDirectory()
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       text=True)
        self.address = self._address()
        arguments = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                     f"--user-data-dir={self.profile.name}", f"--window-size={width},{height}"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium's sandbox does not work for root
        if dark:
            arguments.append("--blink-settings=preferredColorScheme=0")
        capabilities = {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"},
                        "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments}}
        try:
            session = self._post("/session", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]
        except Exception:
            self._end()
            raise
        self.session = f"/session/{session}"
        # Headless Chromium has a least width of its own; the emulation of a device has none.
        self.command("Emulation.setDeviceMetricsOverride",
                     {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def _address(self):
        for line in self.driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                return f"http://127.0.0.1:{found[1]}"
        raise RuntimeError("chromedriver did not start")

    def _call(self, request):
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["value"]

    def _post(self, path, body):
        return self._call(urllib.request.Request(self.address + path, json.dumps(body).encode(),
                                                 {"Content-Type": "application/json"}))

    def _get(self, path):
        return self._call(self.address + path)

    def _end(self):
        self.driver.terminate()
        self.driver.wait(SECONDS)
        self.driver.stdout.close()
        self.profile.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call(urllib.request.Request(self.address + self.session, method="DELETE"))
        finally:
            self._end()

    def command(self, name, parameters):
        """command sends one of Chromium's own."""
        return self._post(f"{self.session}/goog/cdp/execute", {"cmd": name, "params": parameters})

    def open(self, path, fragment=""):
        self._post(f"{self.session}/url", {"url": path.as_uri() + fragment})

    def run(self, script, *arguments):
        """run carries out the body of a JavaScript function and returns its result."""
        return self._post(f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector):
        element = self._post(f"{self.session}/element", {"using": "css selector", "value": selector})[ELEMENT]
        self._post(f"{self.session}/element/{element}/click", {})

    def type(self, selector, text):
        element = self._post(f"{self.session}/element", {"using": "css selector", "value": selector})[ELEMENT]
        self._post(f"{self.session}/element/{element}/value", {"text": text})

    def console(self):
        """console returns the messages since the last call."""
        return [entry["message"] for entry in self._post(f"{self.session}/se/log", {"type": "browser"})]

    def screenshot(self, path, whole_page=False):
        shot = self.command("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole_page})
        path.write_bytes(base64.b64decode(shot["data"]))
