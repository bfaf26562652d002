# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of xl2tpd.py itself: a daemon starts, carries a PPP session, and leaves nothing behind."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import interop_test
import this_machine
import xl2tpd
from interop_test import processes_that_name

PROGRAM = [sys.executable, "-B", str(xl2tpd.HERE / "xl2tpd.py")]
LISTENS_AFTER_CTRL_C = """
import sys, time
try:
    print("ready", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    if ":%04X " % int(sys.argv[1]) in open("/proc/net/udp").read():
        print("still listens")
    sys.exit(3)
"""
ACCOUNT = ["user demo", "password demo"]


@contextlib.contextmanager
def two_daemons(lns_ppp=(), lac_ppp=(), **common):
    """two_daemons is a LNS and a LAC that dials it."""
    lns_settings = xl2tpd.Settings(role="lns", address="127.0.0.1", ppp=[*lns_ppp], **common)
    with xl2tpd.Xl2tpd(lns_settings) as lns:
        lac_settings = xl2tpd.Settings(role="lac", address="127.0.0.2", lns=lns.peer, ppp=[*lac_ppp], **common)
        with xl2tpd.Xl2tpd(lac_settings) as lac:
            lac.control("c peer")
            yield lac, lns


class Daemon(unittest.TestCase):
    def test_starts_on_a_port_of_its_own_and_leaves_nothing_behind(self):
        with xl2tpd.Xl2tpd(xl2tpd.Settings()) as daemon:
            folder = daemon.folder
            self.assertEqual(daemon.peer, f"127.0.0.1:{daemon.port}")
            self.assertIn(f"port {daemon.port}", daemon.log())
            self.assertTrue(processes_that_name(str(folder)))
        self.assertFalse(folder.exists())
        self.assertEqual(processes_that_name(str(folder)), [])

    def test_a_taken_port_is_reported_with_its_own_words(self):
        with xl2tpd.Xl2tpd(xl2tpd.Settings()) as first:
            # xl2tpd sets SO_REUSEADDR, so a second one may bind the same port; a foreign address it may not.
            with self.assertRaisesRegex(xl2tpd.DidNotStart, "Unable to bind socket"):
                with xl2tpd.Xl2tpd(xl2tpd.Settings(address="192.0.2.1", port=first.port)):
                    pass

    def test_unavailable_without_the_means(self):
        with mock.patch.multiple(this_machine, can_mount=lambda: False, shim_path=lambda: None):
            with self.assertRaisesRegex(xl2tpd.Unavailable, "needs root"):
                xl2tpd.way_in()


class Session(unittest.TestCase):
    def check(self, lns_ppp, proof):
        options = {"secret": "demo secret", "challenge": "yes", "hidden": "yes"}
        with two_daemons([*lns_ppp, *ACCOUNT], [*ACCOUNT, "ping"], **options) as (lac, lns):
            folders = lac.folder, lns.folder
            self.assertTrue(lac.wait_for("ICMP echo reply from 10.88.0.1"), lac.log() + lns.log())
            self.assertIn(proof, lns.log())
            call = re.search(r"Call established with .*Local: (\d+)", lac.log()).group(1)
            lac.control(f"h {call}")
            self.assertTrue(lac.wait_for(f"Call {call} to 127.0.0.1 disconnected"), lac.log())
            self.assertTrue(lns.wait_for("pppd stand-in") and lns.wait_for(": ends"), lns.log())
            lac.control("d peer")
            self.assertTrue(lns.wait_for("Connection closed to 127.0.0.2"), lns.log())
        for folder in folders:
            self.assertEqual(processes_that_name(str(folder)), [])

    def test_without_authentication(self):
        self.check([], "IPCP is open")

    def test_with_pap(self):
        self.check(["require-pap"], "authenticated: peer")

    def test_with_chap(self):
        self.check(["require-chap"], "authenticated: peer")

    def test_stopping_with_a_session_open_leaves_no_stand_in_behind(self):
        with two_daemons() as (lac, lns):
            folders = lac.folder, lns.folder
            self.assertTrue(lac.wait_for("IPCP is open") and lns.wait_for("IPCP is open"), lac.log() + lns.log())
        for folder in folders:
            self.assertEqual(processes_that_name(str(folder)), [])

    def test_a_wrong_secret_is_refused(self):
        with xl2tpd.Xl2tpd(xl2tpd.Settings(secret="one", challenge="yes")) as lns:
            settings = xl2tpd.Settings(role="lac", address="127.0.0.2", lns=lns.peer, secret="two", challenge="yes")
            with xl2tpd.Xl2tpd(settings) as lac:
                lac.control("c peer")
                self.assertTrue(lac.wait_for("Invalid challenge authentication"), lac.log() + lns.log())
                self.assertNotIn("Call established", lac.log())


class Command(unittest.TestCase):
    def test_hands_out_the_peer_and_returns_the_exit_status(self):
        finished = interop_test.run([*PROGRAM, "lns", "--run", "--", "sh", "-c", 'echo "at $0"; exit 3', "{peer}"])
        self.assertEqual(finished.returncode, 3)
        self.assertRegex(finished.stdout, r"^at 127\.0\.0\.1:\d+\n$")

    def test_a_secret_comes_from_the_environment_and_a_log_is_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder, "log")
            finished = interop_test.run([*PROGRAM, "lns", "--secret-env", "DEMO", "--challenge", "--log", log, "--run",
                                         "--", "true"], env={**os.environ, "DEMO": "not for the log"})
            self.assertEqual(finished.returncode, 0)
            text = log.read_text(encoding="utf-8")
        self.assertIn("Listening on IP address", text)
        self.assertNotIn("not for the log", text + finished.stdout + finished.stderr)

    def test_ctrl_c_is_for_the_command_and_the_daemon_outlives_it(self):
        # Ctrl-C on a terminal goes to the whole group; the command then looks whether xl2tpd still listens.
        words = [*PROGRAM, "lns", "--run", "--", sys.executable, "-c", LISTENS_AFTER_CTRL_C, "{port}"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              start_new_session=True) as process:
            self.assertEqual(process.stdout.readline(), "ready\n")
            os.killpg(process.pid, signal.SIGINT)
            self.assertEqual(process.communicate(timeout=30)[0], "still listens\n")
            self.assertEqual(process.returncode, 3)

    def ends_on(self, number):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "TMPDIR": folder}
            with subprocess.Popen([*PROGRAM, "lns"], stderr=subprocess.PIPE, text=True, env=environment) as process:
                self.assertIn("xl2tpd as LNS at", process.stderr.readline())
                self.assertTrue(processes_that_name(folder))
                process.send_signal(number)
                status = process.wait(30)
            gone = xl2tpd.wait_until(lambda: not processes_that_name(folder))
            self.assertTrue(gone, f"still there after signal {number}: {processes_that_name(folder)}")
        return status

    def test_ends_its_daemon_on_signals(self):
        self.assertEqual(self.ends_on(signal.SIGTERM), 128 + signal.SIGTERM)
        self.assertEqual(self.ends_on(signal.SIGINT), 128 + signal.SIGINT)
        self.assertEqual(self.ends_on(signal.SIGKILL), -signal.SIGKILL)


if __name__ == "__main__":
    interop_test.main()
