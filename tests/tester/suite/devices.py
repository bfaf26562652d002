# SPDX-License-Identifier: GPL-2.0-or-later
"""Devices for the tests of `l2tpspec run`: the reference endpoint, and small LNSs that die, flood or say nothing."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
SCENARIOS = ROOT / "scenarios"
PROGRAM = os.environ["L2TPSPEC"]
SECRET = "correct horse battery staple"
sys.path.insert(0, str(ROOT / "tests" / "interop"))

from fake_lns import FakeLns, message_type  # noqa: E402  (the path is set above)

SCCRQ, SCCCN, STOPCCN, HELLO = 1, 3, 4, 6


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in ("L2TPSPEC_SCENARIOS", "CLICOLOR_FORCE")}
    return {**kept, "L2TPSPEC_SCENARIOS": str(SCENARIOS), "TEST_SECRET": SECRET, "NO_COLOR": "1", **more}


def l2tpspec(*words, timeout=120, **more):
    """l2tpspec runs the program and returns what it printed and its exit status."""
    return subprocess.run([PROGRAM, *map(str, words)], check=False, text=True, capture_output=True, timeout=timeout,
                          env=environment(**more))


class Served:
    """Served is `l2tpspec serve --role lns` as a context manager; `peer` is its ADDRESS:PORT."""

    def __init__(self, *words, listen="127.0.0.1:0"):
        self._words = [PROGRAM, "serve", "--role", "lns", "--listen", listen, "--secret-env", "TEST_SECRET",
                       "--challenge", "--ppp", *words]

    def __enter__(self):
        self.process = subprocess.Popen(self._words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, env=environment())
        for line in self.process.stdout:
            found = re.search(r"listens on (\S+:\d+)", line)
            if found:
                self.peer = found.group(1).rstrip(",")
                break
        self._reader = threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_error):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self._reader.join(30)
        self.process.stdout.close()


class Dying(FakeLns):
    """Dying closes its port for good when it hears a HELLO."""

    def _answers(self, kind, datagram):
        if kind == HELLO:
            raise SystemExit
        return super()._answers(kind, datagram)

    def _serve(self):
        try:
            super()._serve()
        except SystemExit:
            self._socket.close()

    def __exit__(self, *_error):
        self._thread.join(0)
        if self._socket.fileno() >= 0:
            super().__exit__()


class Stopping(FakeLns):
    """Stopping stops the process `pid` for 2 s when it hears a HELLO, and answers meanwhile: the first time after so
    many seconds, and so on; when the list is at its end, at once."""

    def __init__(self, *answers_after):
        super().__init__()
        self.pid = None
        self._answers_after = list(answers_after)

    def _answers(self, kind, datagram):
        answers = super()._answers(kind, datagram)
        if kind != HELLO or not self._answers_after:
            return answers
        after = self._answers_after.pop(0)
        os.kill(self.pid, signal.SIGSTOP)
        threading.Timer(2.0, os.kill, (self.pid, signal.SIGCONT)).start()
        time.sleep(after)
        return answers


class Flooding(FakeLns):
    """Flooding answers each datagram with garbage as fast as it can, until the next one comes."""

    def _serve(self):
        garbage = os.urandom(1400)
        self._socket.setblocking(False)
        sender, count = None, 0
        while True:
            try:
                datagram, sender = self._socket.recvfrom(65535)
                if not datagram:
                    return
                self._answer(datagram, sender)
            except BlockingIOError:
                if sender is None:
                    self._socket.setblocking(True)
                    datagram, sender = self._socket.recvfrom(65535)
                    self._socket.setblocking(False)
                    if not datagram:
                        return
                    self._answer(datagram, sender)
            count += 1
            header = b"\xc8\x02" if count % 2 else b"\x02\x02"
            try:
                self._socket.sendto(header + garbage[count % 700:], sender)
            except OSError:
                continue

    def _answer(self, datagram, sender):
        kind = message_type(datagram)
        if kind is not None:
            for answer in self._answers(kind, datagram):
                self._socket.sendto(answer, sender)


def scenario_folder(folder, **scenarios):
    """scenario_folder writes scenarios lns/1/NAME, each from its steps, and returns the folder."""
    place = Path(folder, "scenarios", "lns", "1")
    place.mkdir(parents=True, exist_ok=True)
    for name, steps in scenarios.items():
        document = {"title": "t", "why": "w", "requirements": ["rfc2661/6.5/hello-is-acknowledged"], "steps": steps}
        Path(place, f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return place.parent.parent


def profile(folder, peer, implements=None, hooks=None, **values):
    """profile writes a profile and returns its path."""
    path = Path(folder, "profile.json")
    document = {"device": "test", "role": "lns", "implements": implements or {},
                "values": {"peer": peer, "secret": {"env": "TEST_SECRET"}, **values}, "hooks": hooks or {}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def free_socket():
    """free_socket returns a UDP socket on a loopback port that the kernel chose."""
    found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    found.bind(("127.0.0.1", 0))
    found.settimeout(60)
    return found
