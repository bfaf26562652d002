# SPDX-License-Identifier: GPL-2.0-or-later
"""What is asked of a run of all scenarios of a role against a real xl2tpd, whichever role it has."""

import json
import shutil
import subprocess
from pathlib import Path

import judged_run

HERE = Path(__file__).resolve().parent
EXIT_STATUS = {"pass": 0, "warn": 0, "not-applicable": 0, "fail": 1, "inconclusive": 3, "error": 3}
JUDGED = ("pass", "warn", "fail", "inconclusive")


def entries_of(name):
    """entries_of returns the list of expected verdicts of that name."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))["verdicts"]


def verdicts_of(name):
    """verdicts_of returns the verdict of every scenario; one that is not pass has a reason beside it."""
    return {key: entry if isinstance(entry, str) else entry["verdict"] for key, entry in entries_of(name).items()}


def write_profile(folder, role, **parts):
    """write_profile writes a device profile and returns its path."""
    path = Path(folder, "profile.json")
    path.write_text(json.dumps({"device": f"xl2tpd as {role}", "role": role, **parts}), encoding="utf-8")
    return path


class JudgedSuite:
    """JudgedSuite holds the tests. The class that is made of it sets `expected`, the name of a list of verdicts, and in
    setUpClass `run_of_all`, `log` and `alive`."""

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
        self.assertEqual(seen, verdicts_of(self.expected), self.run_of_all.text + self.log)

    def test_every_verdict_but_pass_has_a_reason_in_the_list(self):
        entries = entries_of(self.expected)
        for name, entry in entries.items():
            with self.subTest(scenario=name):
                plain = entry in ("pass", "not-applicable")
                self.assertTrue(plain or (entry["verdict"] != "pass" and len(entry["because"]) > 20))

    def test_exit_status_follows_the_verdict(self):
        verdict = self.run_of_all.report["verdict"]
        self.assertEqual(self.run_of_all.status, EXIT_STATUS[verdict], self.run_of_all.text)

    def test_xl2tpd_is_still_alive(self):
        self.assertTrue(self.alive, self.log)

    def test_the_report_names_frames_of_the_recording(self):
        frames = len(self.tshark())
        judged = [entry for entry in self.run_of_all.report["scenarios"] if entry["verdict"] in JUDGED]
        self.assertGreater(frames, len(judged))
        for entry in self.run_of_all.report["scenarios"]:
            with self.subTest(scenario=entry["id"]):
                if entry["verdict"] in JUDGED:
                    self.assertTrue(entry["frames"])
                self.assertTrue(all(1 <= frame <= frames for frame in entry["frames"]))

    def test_the_secret_is_nowhere(self):
        written = self.run_of_all.stdout + self.run_of_all.stderr + self.run_of_all.json_path.read_bytes()
        self.assertNotIn(judged_run.SECRET.encode(), written + self.run_of_all.pcap_path.read_bytes())
