#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts a real xl2tpd for a while: as LNS or LAC, on a loopback address and a port that the kernel picks.

    tests/interop/xl2tpd.py lns --secret-env L2TP_SECRET --run -- l2tpspec run lns --role lns --peer {peer}

starts xl2tpd as LNS, runs the command with {peer} replaced by ADDRESS:PORT, ends xl2tpd and returns the command's exit
status. Everything xl2tpd needs is generated into a temporary folder. A stand-in takes the place of pppd: as root by a
bind mount in a private mount namespace, else by a small library that is loaded before libc. Where neither is possible
it says so and exits with 77, which ctest reads as skipped. `tests/interop/xl2tpd.py check` only says whether it can.
"""

import argparse
import contextlib
import ctypes
import dataclasses
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from this_machine import HERE, PPPD, Unavailable, shim_path, udp_port_of, way_in, xl2tpd_program

SKIPPED = 77
PATIENCE = 30.0  # only a broken or very busy machine needs so long
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)  # loaded here, since little is safe between fork and exec


class DidNotStart(Exception):
    """DidNotStart carries xl2tpd's own words."""


@dataclass
class Settings:
    """Settings of one xl2tpd. `section` holds more lines for its [lns default] or [lac peer] section."""

    role: str = "lns"
    address: str = "127.0.0.1"
    port: int = 0
    lns: str = ""  # of a LAC: ADDRESS:PORT of the LNS
    secret: str = ""
    challenge: str = "no"
    hidden: str = "no"
    length_bit: str = "yes"
    hostname: str = ""
    ip_range: str = "10.88.0.10-10.88.0.20"
    local_ip: str = "10.88.0.1"
    # With "state" or "tunnel" a Message Type that it has no name for kills it.
    debug: tuple = ("avp", "state", "tunnel")
    section: list = field(default_factory=list)
    ppp: list = field(default_factory=list)  # lines of the stand-in's options file


def configuration(settings, folder):
    """configuration returns the text of xl2tpd.conf."""
    lines = ["[global]", f"listen-addr = {settings.address}", f"port = {settings.port}", "force userspace = yes",
             f"auth file = {folder}/secrets"]
    lines += [f"debug {what} = yes" for what in settings.debug]
    if settings.role == "lns":
        lines += ["[lns default]", f"ip range = {settings.ip_range}", f"local ip = {settings.local_ip}",
                  "require authentication = no"]
    else:
        # No redial: whoever starts a LAC says when it dials.
        lines += ["[lac peer]", f"lns = {settings.lns}", "redial = no", "require authentication = no"]
    lines += [f"challenge = {settings.challenge}", f"hidden bit = {settings.hidden}",
              f"length bit = {settings.length_bit}", f"pppoptfile = {folder}/ppp-options", *settings.section]
    if settings.hostname:
        lines.append(f"hostname = {settings.hostname}")
    return "\n".join(lines) + "\n"


def end_with_parent():
    """end_with_parent runs in the child: it is to get SIGTERM should this process die without a word."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Xl2tpd:
    """Xl2tpd runs one daemon as a context manager: `address`, `port`, `peer`, `log()`, `control()`, `wait_for()`."""

    def __init__(self, settings):
        self.settings = settings
        self.address = settings.address
        self.port = None
        self.folder = None
        self.deaths = 0  # since keep_alive was called
        self._process = None
        self._lifeline = None
        self._keeper = None
        self._ending = threading.Event()

    @property
    def peer(self):
        """peer is ADDRESS:PORT."""
        return f"{self.address}:{self.port}"

    def __enter__(self):
        program, way = xl2tpd_program(), way_in()
        self.folder = Path(tempfile.mkdtemp(prefix="l2tpspec-xl2tpd-"))
        try:
            self._write_files()
            self._start(program, way)
            self._wait_until_bound()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error):
        self.stop()

    def log(self):
        """log returns what xl2tpd and its stand-ins have written so far, with bytes that are not UTF-8 replaced."""
        texts = []
        for name in ("xl2tpd.log", "ppp.log"):
            path = self.folder / name
            texts.append(path.read_text(encoding="utf-8", errors="replace") if path.exists() else "")
        return "".join(texts)

    def control(self, line):
        """control writes a line to xl2tpd's control pipe, such as "c peer" (dial) or "d peer" (disconnect)."""
        descriptor = os.open(self.folder / "control", os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(descriptor, line.encode() + b"\n")
        finally:
            os.close(descriptor)

    def wait_for(self, text, patience=PATIENCE):
        """wait_for returns True as soon as text is in the log, False when patience (seconds) is over or xl2tpd ends."""
        return wait_until(lambda: text in self.log(), patience, self.running)

    def running(self):
        """running tells whether xl2tpd still runs."""
        return self._process is not None and self._process.poll() is None

    def keep_alive(self):
        """keep_alive starts the daemon again, on its port, whenever it dies, as a service manager would."""
        self.settings = dataclasses.replace(self.settings, port=self.port)
        self._keeper = threading.Thread(target=self._start_again_and_again, daemon=True)
        self._keeper.start()

    def interrupt(self):
        """interrupt sends SIGINT: unlike SIGTERM it makes xl2tpd close its tunnels with StopCCN."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)

    def stop(self):
        """stop ends this xl2tpd and its stand-ins, and nothing else, and removes the folder."""
        self._ending.set()
        if self._keeper is not None:
            with contextlib.suppress(RuntimeError):  # a signal came before it had started
                self._keeper.join()
            self._keeper = None
        if self._process is not None:
            self._end_processes()
            self._process = None
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _write_files(self):
        settings, folder = self.settings, self.folder
        (folder / "xl2tpd.conf").write_text(configuration(settings, folder), encoding="utf-8")
        (folder / "ppp-options").write_text("\n".join([f"logfile {folder}/ppp.log", *settings.ppp]) + "\n",
                                            encoding="utf-8")
        secrets = folder / "secrets"
        secrets.touch(mode=0o600)
        secrets.write_text(f"* * {settings.secret}\n" if settings.secret else "", encoding="utf-8")
        stand_in = folder / "pppd"
        # xl2tpd starts this as pppd: a name of its own, since Python looks for modules beside the script.
        stand_in.write_text(f"#!/bin/sh\nunset LD_PRELOAD\nexec {shlex.quote(sys.executable)} -B -S -E "
                            f'{shlex.quote(str(HERE / "pppd_stand_in.py"))} "$@"\n', encoding="utf-8")
        stand_in.chmod(0o755)

    def _start(self, program, way):
        folder = self.folder
        command = [program, "-D", "-c", f"{folder}/xl2tpd.conf", "-s", f"{folder}/secrets", "-p", f"{folder}/pid",
                   "-C", f"{folder}/control"]
        environment = dict(os.environ)
        if way == "mount":
            script = f'mount --bind "$1" {PPPD} && shift && exec "$@"'
            command = ["unshare", "--mount", "sh", "-c", script, "sh", f"{folder}/pppd", *command]
        else:
            environment["LD_PRELOAD"] = str(shim_path())
            environment["L2TP_PPPD_STAND_IN"] = f"{folder}/pppd"
        # Everything that xl2tpd starts inherits this pipe: its end is the end of the last of them.
        self._lifeline, held = os.pipe()
        try:
            with open(folder / "xl2tpd.log", "ab") as log:
                # A session of its own: Ctrl-C on the terminal is for the tester, whose StopCCN wants an answer.
                self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
                                                 env=environment, pass_fds=[held], start_new_session=True,
                                                 preexec_fn=end_with_parent)
        finally:
            os.close(held)

    def _start_again_and_again(self):
        while not self._ending.wait(0.05):
            if self.running():
                continue
            self.deaths += 1
            self._end_processes()
            os.close(self._lifeline)
            self._write_files()
            self._start(xl2tpd_program(), way_in())
            self._wait_until_bound()

    def _wait_until_bound(self):
        def bound():
            self.port = udp_port_of(self._process.pid)
            # The control pipe is opened after the socket.
            return self.port is not None and "Listening on IP address" in self.log()

        if not wait_until(bound, PATIENCE, self.running):
            raise DidNotStart("xl2tpd did not start:\n" + self.log())

    def _end_processes(self):
        os.set_blocking(self._lifeline, False)
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.running():
                self._process.send_signal(number)
            if not self._lifeline_ended():
                os.killpg(self._process.pid, number)  # its stand-ins: they are in the session that xl2tpd leads
            if wait_until(lambda: not self.running() and self._lifeline_ended(), PATIENCE):
                return

    def _lifeline_ended(self):
        try:
            return os.read(self._lifeline, 1) == b""
        except BlockingIOError:
            return False


def wait_until(condition, patience=PATIENCE, alive=lambda: True):
    """wait_until returns True as soon as condition() holds, False when patience is over or alive() no longer holds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline or not alive():
            return condition()
        time.sleep(0.01)
    return True


def arguments():
    """arguments returns the parsed options and the command to run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role", choices=("lns", "lac", "check"))
    parser.add_argument("--address", default="127.0.0.1", help="loopback address to bind (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="UDP port to bind (default: the kernel picks one)")
    parser.add_argument("--lns", default="", metavar="ADDRESS:PORT", help="the LNS that a LAC dials")
    parser.add_argument("--secret-env", metavar="NAME", help="environment variable with the shared secret")
    parser.add_argument("--challenge", action="store_const", const="yes", default="no", help="challenge = yes")
    parser.add_argument("--hidden", action="store_const", const="yes", default="no", help="hidden bit = yes")
    parser.add_argument("--hostname", default="", help="the Host Name to announce")
    parser.add_argument("--dial", action="store_true", help="as LAC, dial before the command runs")
    parser.add_argument("--ppp", action="append", default=[], metavar="LINE", help="option line for the pppd stand-in")
    parser.add_argument("--log", metavar="FILE", help="copy xl2tpd's log there at the end")
    parser.add_argument("--run", action="store_true", help="-- COMMAND...: run the command, with {peer}, {address} "
                        "and {port} replaced; without it xl2tpd runs until a signal comes")
    before, command = list(sys.argv[1:]), []
    if "--" in before:
        at = before.index("--")
        before, command = before[:at], before[at + 1:]
    chosen = parser.parse_args(before)
    if chosen.run != bool(command):
        parser.error("--run and -- COMMAND... belong together")
    return chosen, command


def run_command(words, daemon):
    """run_command runs the command to its end, passing SIGTERM on, and returns its exit status."""
    for name in ("peer", "address", "port"):
        words = [word.replace("{" + name + "}", str(getattr(daemon, name))) for word in words]
    with subprocess.Popen(words) as process:
        # Ctrl-C reaches the command from the terminal; here it must only not end the wait for it.
        signal.signal(signal.SIGINT, lambda _number, _frame: None)
        signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
        status = process.wait()
    return status if status >= 0 else 128 - status


def wait_for_signal():
    """wait_for_signal ends by what a signal raises. signal.pause() misses a signal that comes just before it."""
    while True:
        time.sleep(0.1)


def main():
    """main starts the daemon, runs the command, and returns its exit status."""
    chosen, words = arguments()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    try:
        if chosen.role == "check":
            print(f"{xl2tpd_program()}, pppd replaced by {way_in()}")
            return 0
        secret = os.environ.get(chosen.secret_env, "") if chosen.secret_env else ""
        settings = Settings(debug=("avp",), role=chosen.role, address=chosen.address, port=chosen.port,
                            lns=chosen.lns, secret=secret,
                            challenge=chosen.challenge, hidden=chosen.hidden, hostname=chosen.hostname, ppp=chosen.ppp)
        with Xl2tpd(settings) as daemon:
            if chosen.dial:
                daemon.control("c peer")
            daemon.keep_alive()
            try:
                # Whoever reads this line may send a signal at once.
                print(f"xl2tpd as {chosen.role.upper()} at {daemon.peer}", file=sys.stderr)
                return run_command(words, daemon) if words else wait_for_signal()
            finally:
                if chosen.log:
                    Path(chosen.log).write_text(daemon.log(), encoding="utf-8")
    except Unavailable as reason:
        print(f"skipped: {reason}", file=sys.stderr)
        return SKIPPED
    except DidNotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
