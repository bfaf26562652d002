# SPDX-License-Identifier: GPL-2.0-or-later
"""The command `l2tpspec serve`: its arguments, its log, its end."""

import os
import re
import signal
import socket
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ.get("L2TPSPEC", "l2tpspec")
SECRET = "never to be shown"
LISTEN = ["--listen", "127.0.0.1:0"]
HOSTILE = b"\x1b]0;owned\x07\n0.000 s  forged\xff\xc2\x9b"


def environment():
    return {**os.environ, "THE_SECRET": SECRET, "EMPTY": ""}


def serve(*words):
    return subprocess.run([PROGRAM, "serve", *map(str, words)], capture_output=True, text=True, check=False,
                          timeout=60, env=environment())


def avp(kind, value):
    return struct.pack("!HHH", 0x8000 | (6 + len(value)), 0, kind) + value


def sccrq(host_name, tunnel=7):
    """sccrq returns a sound SCCRQ, apart from what the host name may hold."""
    body = (avp(0, b"\0\1") + avp(2, b"\1\0") + avp(3, struct.pack("!I", 3)) + avp(7, host_name)
            + avp(9, struct.pack("!H", tunnel)))
    return struct.pack("!HHHHHH", 0xC802, 12 + len(body), 0, 0, 0, 0) + body


class Arguments(unittest.TestCase):
    def assert_refused(self, *words, because=""):
        finished = serve(*words)
        self.assertEqual(finished.returncode, 2, finished.stderr)
        self.assertTrue(finished.stderr.startswith("l2tpspec: "), finished.stderr)
        self.assertIn(because, finished.stderr)
        self.assertNotIn(SECRET, finished.stdout + finished.stderr)

    def test_usage_errors_exit_with_2(self):
        lns, lac = ["--role", "lns", *LISTEN], ["--role", "lac", *LISTEN]
        for words in ([], ["--role", "lns"], ["--role", "hub", *LISTEN], LISTEN, ["--role", "lns", "--listen", "name:1"],
                      [*lns, "--dial", "nowhere"], [*lns, "--dial", "127.0.0.1:0"], [*lns, "--dial", "[::1]:1701"],
                      [*lns, "--calls", "-1"], [*lns, "--calls", "100000"], [*lns, "--hang-up-after", "soon"],
                      [*lns, "--hello-interval", "5"], [*lns, "--challenge"], [*lac, "--hide"],
                      [*lac, "--hide-in-calls"],
                      [*lns, "--secret-env", "EMPTY"], [*lns, "--secret-env", "THE_SECRET", "--secret", SECRET],
                      [*lns, "--ppp-user", "demo"], [*lns, "--ppp-password-env", "THE_SECRET"],
                      [*lns, "--ppp-auth", "chap"], [*lns, "--ppp-auth", "eap"], [*lns, "--ppp-address", "::1"],
                      [*lns, "--ppp-address", "10.0.0.1:17"], [*lns, "--ppp-echo-interval", "x"],
                      [*lns, "--pcap", "/nonexistent/run.pcap"]):
            with self.subTest(words=words):
                self.assert_refused(*words)

    def test_a_defect_has_to_exist_and_to_fit_the_role(self):
        self.assert_refused("--role", "lns", *LISTEN, "--defect", "no-such", because="--list-defects")
        self.assert_refused("--role", "lac", *LISTEN, "--defect", "replies-to-port-1701",
                            because="the defect replies-to-port-1701 needs --role lns")

    def test_cannot_bind(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            where = f"127.0.0.1:{taken.getsockname()[1]}"
            self.assert_refused("--role", "lns", "--listen", where, because=f"cannot listen on {where}: ")
        self.assert_refused("--role", "lns", "--listen", "192.0.2.1:0", because="cannot listen on 192.0.2.1:0: ")

    def test_defects_are_listed(self):
        names = serve("--list-defects").stdout.splitlines()
        self.assertGreaterEqual(len(names), 80)
        self.assertEqual(len(names), len(set(names)))
        for name in names:
            self.assertRegex(name, r"^[a-z0-9-]+$")
        texts = serve("--list-defects", "-v").stdout.splitlines()
        self.assertEqual([line.split()[0] for line in texts], names)
        self.assertTrue(all(len(line.split()) > 4 for line in texts))


class Running(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.silent = self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.silent.bind(("127.0.0.1", 0))
        self.silent.settimeout(30)

    def start(self, *words):
        """start returns a running endpoint, the address it listens on, and its first line."""
        process = subprocess.Popen([PROGRAM, "serve", *map(str, words)], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env=environment())
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        line = process.stdout.readline().decode()
        found = re.search(r"listens on (\d+\.\d+\.\d+\.\d+):(\d+)", line)
        self.assertTrue(found, line)
        return process, (found.group(1), int(found.group(2))), line

    def end(self, process, number=signal.SIGTERM):
        """end sends a signal and returns the rest of the output."""
        process.send_signal(number)
        rest = process.communicate(timeout=30)[0].decode()
        self.assertEqual(process.returncode, 0, rest)
        return rest

    def end_at_once(self, process, number=signal.SIGTERM):
        """end_at_once does not wait for a peer that acknowledges nothing: it sends a second signal."""
        process.send_signal(number)
        lines = [process.stdout.readline()]
        while lines[-1] and b"a second signal ends at once" not in lines[-1]:
            lines.append(process.stdout.readline())
        return b"".join(lines).decode() + self.end(process, number)

    def dial_silent(self):
        return ["--dial", f"127.0.0.1:{self.silent.getsockname()[1]}"]

    def test_ends_with_a_summary_on_a_signal(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process, _, _ = self.start("--role", "lns", *LISTEN)
            self.assertRegex(self.end(process, number),
                             r"ended: 0 tunnels, 0 calls, 0 frames received, 0 frames sent\n$")

    def test_a_second_signal_ends_at_once(self):
        process, _, _ = self.start("--role", "lac", *LISTEN, *self.dial_silent())
        self.silent.recv(2000)
        rest = self.end_at_once(process, signal.SIGINT)
        self.assertNotIn("not acknowledged", rest)
        self.assertIn("ended: 0 tunnels", rest)

    def test_dials_from_any_address_and_port_by_itself(self):
        process, local, _ = self.start("--role", "lac", *self.dial_silent(), "--calls", "0")
        self.assertEqual(local[0], "0.0.0.0")
        datagram, sender = self.silent.recvfrom(2000)
        self.assertEqual((datagram[18:20], sender), (b"\0\1", ("127.0.0.1", local[1])))
        process.kill()

    def test_strings_of_the_peer_are_escaped(self):
        process, address, _ = self.start("--role", "lns", *LISTEN, "-v")
        self.silent.sendto(sccrq(HOSTILE), address)
        self.silent.recv(2000)
        rest = self.end_at_once(process)
        self.assertIn("owned", rest)
        self.assertNotIn("\n0.000 s  forged", rest)
        for code in ("\x1b", "\x07", "\x9b", "\ufffd"):
            self.assertNotIn(code, rest)

    def test_messages_are_shown_as_a_ladder_if_wanted(self):
        process, address, _ = self.start("--role", "lns", *LISTEN, "--verbose")
        self.silent.sendto(sccrq(b"a-peer"), address)
        self.silent.recv(2000)
        rest = self.end_at_once(process)
        port = self.silent.getsockname()[1]
        self.assertRegex(rest, rf"<-- 127\.0\.0\.1:{port}  SCCRQ  Ns 0 Nr 0  Host Name .*a-peer")
        self.assertRegex(rest, rf"--> 127\.0\.0\.1:{port}  SCCRP  Ns 0 Nr 1")
        self.assertRegex(rest, r"tunnel \d+  Receive SCCRQ, acceptable  idle -> wait-ctl-conn  \(control/idle/sccrq-acceptable\)")

    def test_the_secret_is_nowhere(self):
        capture = self.folder / "run.pcap"
        process, address, line = self.start("--role", "lns", *LISTEN, "--secret", SECRET, "--challenge", "-v",
                                            "--pcap", capture)
        self.assertNotIn(SECRET.encode(), Path(f"/proc/{process.pid}/cmdline").read_bytes())
        self.silent.sendto(sccrq(b"a-peer"), address)
        self.silent.recv(2000)
        self.assertNotIn(SECRET, line + self.end_at_once(process))
        self.assertNotIn(SECRET.encode(), capture.read_bytes())

    def test_the_recording_is_there_while_it_runs(self):
        capture = self.folder / "run.pcap"
        process, address, _ = self.start("--role", "lns", *LISTEN, "--pcap", capture)
        for _ in range(2):  # the second answer comes after the first exchange was written
            self.silent.sendto(sccrq(b"a-peer"), address)
            self.silent.recv(2000)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        self.assertIn(b"a-peer", capture.read_bytes())

    def test_the_defect_is_named_and_shows(self):
        process, address, line = self.start("--role", "lns", *LISTEN, "--defect", "ignores-duplicate-sccrq")
        self.assertIn("defect ignores-duplicate-sccrq: ", line)
        self.silent.sendto(sccrq(b"a-peer"), address)
        self.assertEqual(self.silent.recv(2000)[18:20], b"\0\2")
        self.end_at_once(process)


if __name__ == "__main__":
    unittest.main()
