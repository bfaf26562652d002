# SPDX-License-Identifier: GPL-2.0-or-later
"""`l2tpspec serve` for the interop tests: started on a loopback address, its log, its recording, its end."""

import json
import re
import signal
import subprocess
from pathlib import Path

import judged_run
from xl2tpd import PATIENCE, wait_until

ACCOUNT = ("--ppp-user", "demo", "--ppp-password-env", "DEMO_PASSWORD")
PASSWORD = "a password"


class Served:
    """Served runs one endpoint as a context manager: `peer`, `log()`, `wait_for()`, `end()`, `messages()`."""

    def __init__(self, folder, role, *words, listen="127.0.0.1:0"):
        self._log, self._errors = Path(folder, f"{role}.log"), Path(folder, f"{role}.errors")
        self._pcap = Path(folder, f"{role}.pcap")
        self._words = [judged_run.program(), "serve", "--role", role, "--listen", listen, "--pcap", str(self._pcap),
                       *map(str, words)]
        self._process = None
        self.peer = None

    def __enter__(self):
        environment = {**judged_run.environment(), "DEMO_PASSWORD": PASSWORD}
        with open(self._log, "wb") as log, open(self._errors, "wb") as errors:
            self._process = subprocess.Popen(self._words, stdin=subprocess.DEVNULL, stdout=log, stderr=errors,
                                             env=environment)
        if not self.wait_for(r"listens on (\S+:\d+)"):
            self.__exit__()
            raise AssertionError("serve did not start: " + self._errors.read_text(encoding="utf-8"))
        self.peer = re.search(r"listens on (\S+:\d+)", self.log()).group(1).rstrip(",")
        return self

    def __exit__(self, *_error):
        if self.running():
            self._process.kill()
        self._process.wait(PATIENCE)

    def running(self):
        """running tells whether it still runs."""
        return self._process.poll() is None

    def log(self):
        """log is what it has printed so far."""
        return self._log.read_text(encoding="utf-8")

    def wait_for(self, pattern, patience=PATIENCE):
        """wait_for returns True as soon as the log matches, False when patience is over or the endpoint has ended."""
        return wait_until(lambda: re.search(pattern, self.log()) is not None, patience, self.running)

    def end(self, number=signal.SIGTERM):
        """end sends a signal and returns the exit status."""
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def messages(self, secret_env="DEMO_SECRET"):
        """messages returns what was recorded, decoded: (sent by this endpoint, received)."""
        words = [judged_run.program(), "decode", str(self._pcap), "--secret-env", secret_env]
        finished = subprocess.run(words, check=True, capture_output=True, text=True, timeout=60,
                                  env=judged_run.environment())
        decoded = [json.loads(line) for line in finished.stdout.splitlines()]
        sent = [message for message in decoded if message["from"] == self.peer]
        return sent, [message for message in decoded if message["from"] != self.peer]
