# SPDX-License-Identifier: GPL-2.0-or-later
"""A recording is read by tshark, which shows a comment on each packet, and by our own audit."""
import json
import os
import shutil
import subprocess
import unittest

import sample

PROGRAM = os.environ["L2TPSPEC"]


class Recording(unittest.TestCase):
    def setUp(self):
        self.recording = sample.written(self) / "run.pcap"

    def test_tshark_shows_scenario_step_and_verdict(self):
        if not shutil.which("tshark"):
            self.skipTest("there is no tshark")
        read = subprocess.run(["tshark", "-n", "-r", self.recording, "-T", "fields", "-e", "frame.number", "-e",
                               "frame.comment", "-e", "udp.dstport"], check=True, capture_output=True, text=True,
                              timeout=120)
        self.assertNotIn("appears to have been cut short", read.stderr)
        frames = [line.split("\t") for line in read.stdout.splitlines()]
        self.assertEqual([str(number) for number in range(1, 11)], [frame[0] for frame in frames])
        scenario = "lns/5.8/duplicate-sccrq-is-acknowledged"
        self.assertEqual(f"{scenario}, step 1, fail", frames[0][1])
        self.assertEqual(f"{scenario}, step 1, fail, breaks rfc2661/4.1/reserved-bits", frames[1][1])
        self.assertEqual(f"{scenario}, step 4, fail, the verdict stands on it", frames[6][1])
        self.assertEqual("1701", frames[0][2])

    def test_our_audit_reads_it(self):
        read = subprocess.run([PROGRAM, "audit", "--json", "-", self.recording], check=False, capture_output=True,
                              text=True, timeout=60)
        report = json.loads(read.stdout)
        self.assertEqual(1, len(report["tunnels"]), read.stderr)

    def test_a_recording_that_was_cut_off_is_read_as_far_as_it_goes(self):
        whole = self.recording.read_bytes()
        self.recording.write_bytes(whole[:-100])
        read = subprocess.run([PROGRAM, "decode", "--count", self.recording], check=False, capture_output=True,
                              text=True, timeout=60)
        self.assertIn("after frame 9", read.stderr)


if __name__ == "__main__":
    unittest.main()
