#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""pppd_stand_in: what xl2tpd starts in place of pppd, so that a session works where the kernel has no PPP.

It takes the arguments that xl2tpd gives to pppd and reads `file OPTIONS` like pppd; it knows the options local:remote,
name, user, password, require-pap, require-chap, file, logfile, and one of its own, `ping`. All others are ignored.
Its link is the pseudo-terminal on its standard input, and it ends when that is hung up, on SIGTERM (after a
Terminate-Request), or when the other end terminates.
"""

import os
import select
import shlex
import signal
import sys
import time
import tty

from ppp_endpoint import Endpoint, Settings
from ppp_framing import Decoder, encode

TICK = 1.0
WITH_VALUE = {"name", "user", "password", "ipparam", "remotename", "mtu", "mru", "plugin", "logfile", "linkname"}


def read_options(arguments):
    """read_options returns pppd's options as a dictionary; an option without a value has the value ""."""
    options, words = {}, list(arguments)
    while words:
        word = words.pop(0)
        if word == "file" and words:
            with open(words.pop(0), encoding="utf-8") as file:
                words = [w for line in file for w in shlex.split(line, comments=True)] + words
        elif word in WITH_VALUE and words:
            options[word] = words.pop(0)
        elif ":" in word and not word.startswith("/"):
            options["addresses"] = word
        else:
            options[word] = ""
    return options


def settings_of(options):
    """settings_of returns the endpoint's settings."""
    local, _, remote = options.get("addresses", ":").partition(":")
    require = next((method for method in ("chap", "pap") if f"require-{method}" in options), None)
    return Settings(name=options.get("name", "stand-in"), user=options.get("user", ""),
                    password=options.get("password", ""), require=require, local=local or "0.0.0.0",
                    remote=remote or "0.0.0.0", ping="once" if "ping" in options else "never")


class Link:
    """Link runs an endpoint on a terminal until it has finished or the terminal is hung up."""

    def __init__(self, descriptor, endpoint):
        self._descriptor = descriptor
        self._endpoint = endpoint
        self._decoder = Decoder()
        self._wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: None)

    def run(self):
        """run returns when the link is down."""
        self._endpoint.start()
        next_tick = time.monotonic() + TICK
        while self._flush() and not self._endpoint.finished:
            wait = max(0.0, next_tick - time.monotonic())
            readable, _, _ = select.select([self._descriptor, self._wake_read], [], [], wait)
            if self._wake_read in readable:
                os.read(self._wake_read, 64)
                self._endpoint.terminate()
            if self._descriptor in readable and not self._read():
                return
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK
                self._endpoint.tick()

    def _read(self):
        try:
            octets = os.read(self._descriptor, 4096)
        except OSError:  # EIO: the other side of the pseudo-terminal is closed
            return False
        for frame in self._decoder.feed(octets):
            self._endpoint.receive(frame)
        return bool(octets)

    def _flush(self):
        try:
            while self._endpoint.outgoing:
                octets = encode(self._endpoint.outgoing.pop(0))
                while octets:
                    octets = octets[os.write(self._descriptor, octets):]
        except OSError:
            return False
        return True


def main():
    """main runs the stand-in on standard input, a terminal that it sets raw without losing what already came in."""
    options = read_options(sys.argv[1:])
    path = options.get("logfile")
    log_file = open(path, "a", encoding="utf-8", buffering=1) if path else None

    def log(text):
        if log_file:
            log_file.write(f"pppd stand-in[{os.getpid()}]: {text}\n")

    if os.isatty(0):
        tty.setraw(0, tty.TCSANOW)
    log("started: " + " ".join(sys.argv[1:]))
    Link(0, Endpoint(settings_of(options), log)).run()
    log("ends")
    return 0


if __name__ == "__main__":
    sys.exit(main())
