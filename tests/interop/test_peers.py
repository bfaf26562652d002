# SPDX-License-Identifier: GPL-2.0-or-later
"""l2tpspec against peers that are absent, silent or hostile, and against Ctrl-C and broken scenario files."""

import json
import os
import pty
import select
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import judged_run
import xl2tpd
from fake_lns import FakeLns, SilentPeer, Words, closed_port

SET_UP = "lns/5.1"
# Each of these attacks a reader: window title, clearing the screen, C1 controls (raw and as UTF-8), a forged line,
# right-to-left override, octets that are no UTF-8, a NUL, a quotation mark for the JSON.
ATTACKS = [b"\x1b]0;owned\x07", b"\x1b[2J\x1b[1;31m", b"\x9b31m", b"\xc2\x9b31m", b"\r\nPASS  lns/forged\n",
           "\u202eevil".encode(), b"\xff\xfe\xc0\xaf\xed\xa0\x80", b"\x00", b'"},"verdict":"pass','\\'.encode()]
HOSTILE = b"".join(ATTACKS)
FORBIDDEN = [b"\x1b]", b"\x1b[2J", b"\x1b[1;31m", b"\x07", b"\x9b31m", b"\nPASS  lns/forged", "\u202e".encode(),
             b"\xff", b"\x00"]


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def assert_one_plain_sentence(self, text, *words):
        lines = [line for line in text.splitlines() if all(word in line for word in words)]
        self.assertTrue(lines, text)


class Absent(InFolder):
    def test_a_refused_port_is_inconclusive_and_said_at_once(self):
        started = time.monotonic()
        peer = closed_port()
        run = judged_run.Run(self.folder, peer, "lns", timeout=60)
        self.assertEqual(run.status, 3, run.text)
        self.assertEqual(run.report["verdict"], "inconclusive")
        self.assert_one_plain_sentence(run.text, peer)
        self.assertLess(time.monotonic() - started, 20)

    def test_a_silent_peer_is_inconclusive(self):
        with SilentPeer() as silent:
            profile = Path(self.folder, "profile.json")
            profile.write_text(json.dumps({"device": "silent", "role": "lns", "values": {"reachable-within": "1 s"}}),
                               encoding="utf-8")
            run = judged_run.Run(self.folder, silent.peer, SET_UP, "--profile", profile, timeout=60)
        self.assertEqual(run.status, 3, run.text)
        self.assertEqual(run.report["verdict"], "inconclusive")
        self.assert_one_plain_sentence(run.text, silent.peer)


class Interrupted(InFolder):
    @classmethod
    def setUpClass(cls):
        try:
            xl2tpd.xl2tpd_program()
            xl2tpd.way_in()
        except xl2tpd.Unavailable as reason:
            raise unittest.SkipTest(str(reason)) from reason

    def scenarios(self):
        """scenarios returns a folder with one scenario that keeps a tunnel open for longer than the test waits."""
        folder = Path(self.folder, "scenarios", "lns", "5.1")
        folder.mkdir(parents=True)
        document = {"title": "t", "why": "w", "requirements": ["rfc2661/6.5/hello-is-acknowledged"], "steps": [
            {"use": "tunnel"}, {"wait": "600 s"}, {"send": "HELLO"}, {"expect": [{"acknowledgement": "HELLO"}]}]}
        Path(folder, "waits.json").write_text(json.dumps(document), encoding="utf-8")
        return folder.parent.parent

    def test_ctrl_c_closes_the_tunnel_and_writes_the_report(self):
        with xl2tpd.Xl2tpd(xl2tpd.Settings(secret=judged_run.SECRET, challenge="yes")) as daemon:
            report, recording = Path(self.folder, "run.json"), Path(self.folder, "run.pcap")
            words = judged_run.command("lns", "--peer", daemon.peer, "--secret-env", "DEMO_SECRET", "--json", report,
                                       "--pcap", recording, scenarios=self.scenarios())
            with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env=judged_run.environment()) as process:
                self.assertTrue(daemon.wait_for("Connection established to"), daemon.log())
                process.send_signal(signal.SIGINT)
                output = b"".join(process.communicate(timeout=60)).decode("utf-8")
            self.assertEqual(process.returncode, 3, output)
            self.assertTrue(daemon.wait_for("message type 4 (Stop-Control-Connection-Notification)"), daemon.log())
        written = judged_run.read_json(report)
        self.assertEqual(written["verdict"], "inconclusive")
        self.assertEqual([entry["id"] for entry in written["scenarios"]], ["lns/5.1/waits"])
        self.assertGreater(recording.stat().st_size, 24)


class Broken(InFolder):
    def run_with(self, text):
        folder = Path(self.folder, "scenarios", "lns", "5.1")
        folder.mkdir(parents=True, exist_ok=True)
        Path(folder, "broken.json").write_text(text, encoding="utf-8")
        return judged_run.Run(self.folder, "127.0.0.1:9", "lns", scenarios=Path(self.folder, "scenarios"))

    def test_names_file_pointer_and_reason(self):
        sound = {"title": "t", "why": "w", "requirements": ["rfc2661/6.1/sccrq-is-answered"],
                 "steps": [{"send": "SCCRQ"}]}
        misjudged = {"expect": [{"message": "SCCRP", "verdict": "good"}]}
        cases = [({**sound, "steps": [{"send": "SCCRX"}]}, "/steps/0/send"),
                 ({**sound, "requirements": ["rfc2661/9.9/none"]}, "/requirements/0"),
                 ({**sound, "steps": [misjudged]}, "/steps/0/expect/0/verdict"),
                 ({**sound, "twin": "lns/5.1/none"}, "/twin")]
        for document, pointer in cases:
            with self.subTest(pointer=pointer):
                run = self.run_with(json.dumps(document))
                self.assertEqual(run.status, 2, run.text)
                self.assert_one_plain_sentence(run.text, "broken.json", pointer)

    def test_text_that_is_no_json(self):
        run = self.run_with('{ "title": ')
        self.assertEqual(run.status, 2, run.text)
        self.assert_one_plain_sentence(run.text, "broken.json")


class Hostile(InFolder):
    def assert_harmless(self, output):
        for octets in FORBIDDEN:
            self.assertNotIn(octets, output)
        output.decode("utf-8")

    def attack(self, words):
        with FakeLns(words) as fake:
            run = judged_run.Run(self.folder, fake.peer, SET_UP, "-v", timeout=120)
            self.assertTrue(fake.seen)
        self.assert_harmless(run.stdout + run.stderr)
        self.assert_harmless(run.json_path.read_bytes())
        run.report["verdict"]  # and it is JSON
        decoded = subprocess.run([judged_run.program(), "decode", str(run.pcap_path)], check=False, timeout=60,
                                 capture_output=True, env=judged_run.environment())
        self.assert_harmless(decoded.stdout + decoded.stderr)
        for line in decoded.stdout.splitlines():
            json.loads(line)
        return run

    def test_strings_in_an_accepted_tunnel(self):
        self.attack(Words(host_name=HOSTILE, vendor_name=HOSTILE))

    def test_each_attack_in_an_error_message(self):
        for octets in (*ATTACKS, HOSTILE):
            with self.subTest(octets=octets):
                run = self.attack(Words(refuse=octets))
                self.assertNotEqual(run.status, 0, run.text)

    def test_on_a_terminal_too(self):
        with FakeLns(Words(refuse=HOSTILE)) as fake:
            words = judged_run.command(SET_UP, "--peer", fake.peer, "--secret-env", "DEMO_SECRET", "-v")
            output = output_on_terminal(words, judged_run.environment())
        self.assertIn(b"lns/5.1", output)
        self.assert_harmless(output)


def output_on_terminal(words, environment):
    """output_on_terminal returns what a program writes to a terminal until it ends."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        output = bytearray()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if select.select([ours], [], [], 1.0)[0]:
                try:
                    octets = os.read(ours, 4096)
                except OSError:  # EIO: nobody has the other side open any more
                    break
                if not octets:
                    break
                output += octets
        os.close(ours)
        process.wait(10)
    return bytes(output)


if __name__ == "__main__":
    judged_run.program()
    unittest.main()
