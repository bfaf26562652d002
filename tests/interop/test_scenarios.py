# SPDX-License-Identifier: GPL-2.0-or-later
"""Every scenario for an LNS against a real xl2tpd: each verdict as expected, the report and the recording sound."""

import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import interop_test
import judged_run
import xl2tpd

EXPECTED = Path(__file__).with_name("xl2tpd_lns_expected.json")
EXIT_STATUS = {"pass": 0, "warn": 0, "not-applicable": 0, "fail": 1, "inconclusive": 3, "error": 3}


def expected_verdicts():
    """expected_verdicts returns the verdict of every scenario; one that is not pass has a reason beside it."""
    verdicts = {}
    for name, entry in json.loads(EXPECTED.read_text(encoding="utf-8"))["verdicts"].items():
        verdicts[name] = entry if isinstance(entry, str) else entry["verdict"]
    return verdicts


class Scenarios(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        settings = xl2tpd.Settings(secret=judged_run.SECRET, challenge="yes")
        with xl2tpd.Xl2tpd(settings) as daemon:
            cls.address, cls.port = daemon.address, daemon.port
            cls.run_of_all = judged_run.Run(cls.folder, daemon.peer, "lns")
            cls.log = daemon.log()
            cls.alive = daemon.running()

    def tshark(self, *words):
        """tshark returns the lines that tshark prints about the recording."""
        if not shutil.which("tshark"):
            self.skipTest("tshark is not installed")
        finished = subprocess.run(["tshark", "-n", "-r", self.run_of_all.pcap_path, *words], check=True, text=True,
                                  capture_output=True, timeout=60)
        return finished.stdout.splitlines()

    def test_every_verdict_is_the_expected_one(self):
        report = self.run_of_all.report
        seen = {entry["id"]: entry["verdict"] for entry in report["scenarios"]}
        self.assertEqual(seen, expected_verdicts(), self.run_of_all.text + self.log)

    def test_every_verdict_but_pass_has_a_reason_in_the_list(self):
        entries = json.loads(EXPECTED.read_text(encoding="utf-8"))["verdicts"]
        for name, entry in entries.items():
            with self.subTest(scenario=name):
                self.assertTrue(entry == "pass" or (entry["verdict"] != "pass" and len(entry["because"]) > 20))

    def test_exit_status_follows_the_verdict(self):
        verdict = self.run_of_all.report["verdict"]
        self.assertEqual(self.run_of_all.status, EXIT_STATUS[verdict], self.run_of_all.text)

    def test_xl2tpd_is_still_alive(self):
        self.assertTrue(self.alive, self.log)

    def test_the_report_names_frames_of_the_recording(self):
        frames = len(self.tshark())
        self.assertGreater(frames, len(self.run_of_all.report["scenarios"]))
        for entry in self.run_of_all.report["scenarios"]:
            with self.subTest(scenario=entry["id"]):
                self.assertTrue(entry["frames"])
                self.assertTrue(all(1 <= frame <= frames for frame in entry["frames"]))

    def test_the_recording_has_the_right_addresses_and_ports(self):
        fields = ["-T", "fields", "-e", "ip.src", "-e", "udp.srcport", "-e", "ip.dst", "-e", "udp.dstport"]
        device = [self.address, str(self.port)]
        for line in self.tshark(*fields, "-Y", "udp"):
            source, destination = line.split("\t")[:2], line.split("\t")[2:]
            self.assertIn(device, (source, destination), line)
            self.assertEqual([source[0], destination[0]], ["127.0.0.1", "127.0.0.1"])
        self.assertEqual(self.tshark("-Y", "!udp"), [])

    def test_the_recording_holds_what_xl2tpd_got(self):
        decode = ["-d", f"udp.port=={self.port},l2tp"]
        sccrqs = self.tshark(*decode, "-Y", f"l2tp.avp.message_type == 1 && udp.dstport == {self.port}")
        self.assertGreater(len(sccrqs), 3)
        self.assertIn("message type 1 (Start-Control-Connection-Request)", self.log)

    def test_the_secret_is_nowhere(self):
        written = self.run_of_all.stdout + self.run_of_all.stderr + self.run_of_all.json_path.read_bytes()
        self.assertNotIn(judged_run.SECRET.encode(), written + self.run_of_all.pcap_path.read_bytes())


if __name__ == "__main__":
    judged_run.program()
    interop_test.main()
