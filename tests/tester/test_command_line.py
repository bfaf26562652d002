# SPDX-License-Identifier: GPL-2.0-or-later
"""The program as people and CI use it: exit codes, reports, plain sentences, no secrets."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parent.parent.parent / "scenarios"
PROGRAM = os.environ["L2TPSPEC"]
SECRET = "correct horse battery staple"


def l2tpspec(*words, **environment):
    """l2tpspec runs the program and returns what it printed and its exit status."""
    return subprocess.run([PROGRAM, *map(str, words)], check=False, text=True, capture_output=True, timeout=60,
                          env={**os.environ, "L2TPSPEC_SCENARIOS": str(SCENARIOS), **environment})


def free_port():
    """free_port returns a UDP port of 127.0.0.1 that nothing listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as question:
        question.bind(("127.0.0.1", 0))
        return question.getsockname()[1]


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def profile(self, **values):
        path = self.folder / "profile.json"
        path.write_text(json.dumps({"device": "test", "role": "lns", "values": values}), encoding="utf-8")
        return path

    def test_usage_errors_exit_with_2(self):
        for words in ([], ["fly"], ["run"], ["run", "--role", "lns"], ["run", "--role", "hub", "--peer", "127.0.0.1"],
                      ["run", "--role", "lns", "--peer", "127.0.0.1:x"], ["run", "--role", "lns", "no/such/scenario"],
                      ["decode"], ["decode", "--hex", "abc"], ["show", "no/such/thing"],
                      ["run", "--role", "lns", "--peer", "127.0.0.1", "--secret-env", "NO_SUCH_VARIABLE"],
                      ["run", "--role", "lns", "--peer", "127.0.0.1", "--json", "/nonexistent/report.json"],
                      ["run", "--role", "lns", "--peer", "127.0.0.1", "--pcap", "/nonexistent/run.pcap"],
                      ["list", "--scenarios", "/nonexistent"]):
            with self.subTest(words=words):
                finished = l2tpspec(*words)
                self.assertEqual(finished.returncode, 2, finished.stderr)
                self.assertTrue(finished.stderr.startswith("l2tpspec: "), finished.stderr)

    def test_help_and_version_exit_with_0(self):
        for words in (["--help"], ["--version"], ["run", "--help"]):
            self.assertEqual(l2tpspec(*words).returncode, 0)

    def test_a_refusing_peer_is_inconclusive_at_once(self):
        report = self.folder / "report.json"
        finished = l2tpspec("run", "--role", "lns", "--peer", f"127.0.0.1:{free_port()}", "--json", report)
        self.assertEqual(finished.returncode, 3)
        self.assertIn("The device could not be reached, so nothing was judged: 127.0.0.1:", finished.stdout)
        result = json.loads(report.read_text(encoding="utf-8"))
        self.assertEqual(result["verdict"], "inconclusive")
        self.assertLess(result["duration_ms"], 2000)
        self.assertEqual({entry["verdict"] for entry in result["scenarios"]}, {"inconclusive", "not-applicable"})

    def test_a_silent_peer_is_inconclusive_and_waited_for_once(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            profile = self.profile(peer=f"127.0.0.1:{silent.getsockname()[1]}", **{"reachable-within": "300 ms"})
            finished = l2tpspec("run", "--profile", profile)
        self.assertEqual(finished.returncode, 3)
        self.assertIn("no answer from 127.0.0.1:", finished.stdout)

    def test_a_broken_scenario_names_file_pointer_and_reason(self):
        folder = self.folder / "lns" / "1"
        folder.mkdir(parents=True)
        broken = folder / "broken.json"
        broken.write_text('{ "title": "t", "why": "w", "requirements": ["rfc2661/6.5/hello-is-acknowledged"],'
                          ' "steps": [ { "send": "HALLO" } ] }', encoding="utf-8")
        finished = l2tpspec("run", "--role", "lns", "--peer", "127.0.0.1", "--scenarios", self.folder)
        self.assertEqual(finished.returncode, 2)
        self.assertEqual(finished.stderr, f"l2tpspec: {broken}: /steps/0/send: no message has this name\n")

    def test_a_broken_profile_names_file_pointer_and_reason(self):
        profile = self.profile(peer="nowhere")
        for words in (["validate", profile], ["run", "--profile", profile]):
            finished = l2tpspec(*words)
            self.assertEqual(finished.returncode, 2)
            self.assertTrue(finished.stderr.startswith(f"l2tpspec: {profile}: /values/peer: must be an address"))

    def test_the_profiles_that_we_ship_are_valid(self):
        profiles = sorted((SCENARIOS / "profiles").glob("*.json"))
        self.assertTrue(profiles)
        self.assertEqual(l2tpspec("validate", *profiles).returncode, 0)

    def test_a_signal_ends_the_run_with_a_report(self):
        report = self.folder / "report.json"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            silent.settimeout(30)
            with subprocess.Popen([PROGRAM, "run", "--role", "lns", "--peer", f"127.0.0.1:{silent.getsockname()[1]}",
                                   "--scenarios", SCENARIOS, "--json", report], stdout=subprocess.PIPE,
                                  text=True) as running:
                silent.recv(2000)  # the first SCCRQ: it is under way
                running.send_signal(signal.SIGTERM)
                printed = running.communicate(timeout=30)[0]
        self.assertEqual(running.returncode, 3)
        self.assertIn("The run was interrupted.", printed)
        self.assertEqual(json.loads(report.read_text(encoding="utf-8"))["verdict"], "inconclusive")

    def test_the_secret_is_nowhere(self):
        report, capture = self.folder / "report.json", self.folder / "run.pcap"
        for words in (["--secret", SECRET], [f"--secret={SECRET}"], ["--secret-env", "THE_SECRET"]):
            finished = l2tpspec("run", "--role", "lns", "--peer", f"127.0.0.1:{free_port()}", "-v", "--json", report,
                                "--pcap", capture, *words, THE_SECRET=SECRET)
            written = finished.stdout + finished.stderr + report.read_text(encoding="utf-8")
            self.assertNotIn(SECRET, written)
            self.assertNotIn(SECRET.encode(), capture.read_bytes())

    def test_a_full_disk_still_gives_the_verdicts(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        finished = l2tpspec("run", "--role", "lns", "--peer", f"127.0.0.1:{free_port()}", "--json", "/dev/full")
        self.assertEqual(finished.returncode, 3)
        self.assertIn("Verdict: inconclusive", finished.stdout)
        self.assertIn("the report could not be written", finished.stderr)

    def test_without_a_terminal_there_are_no_control_codes(self):
        finished = l2tpspec("run", "--role", "lns", "--peer", f"127.0.0.1:{free_port()}")
        self.assertNotIn("\x1b", finished.stdout)
        self.assertNotIn("\r", finished.stdout)

    def test_list_selects_by_whole_components(self):
        def ids(*selectors):
            return [entry["id"] for entry in json.loads(l2tpspec("list", "--json", *selectors).stdout)]

        everything = ids()
        self.assertEqual(everything, sorted(everything))
        self.assertEqual(ids("lns/5.1"), [name for name in everything if name.startswith("lns/5.1/")])
        self.assertIn("lns/5.8/duplicate-sccrq-is-acknowledged", ids("rfc2661/5.8/ack-duplicates"))
        entry = json.loads(l2tpspec("list", "--json", "lns/6.5").stdout)[0]
        self.assertEqual(set(entry), {"id", "title", "role", "level", "requirements"})

    def test_show_knows_scenarios_and_requirements(self):
        self.assertIn("A HELLO is acknowledged", l2tpspec("show", "lns/6.5/hello-is-acknowledged").stdout)
        shown = l2tpspec("show", "rfc2661/6.5/hello-is-acknowledged").stdout.splitlines()
        self.assertEqual(["rfc2661/6.5/hello-is-acknowledged",
                          "  MUST  a HELLO is acknowledged by a ZLB or by another message",
                          "  to obey    receiver",
                          "  source     RFC 2661, section 6.5, lines 2753 to 2756 of its text",
                          "  treatment  judged in context"], shown[:5])
        self.assertIn("  tested by  lns/6.5/hello-is-acknowledged", shown)

    def test_show_says_why_a_requirement_is_not_judged_itself(self):
        for requirement, lines in (
                ("rfc2661/5.7/stopccn-is-acknowledged",
                 ["  reading    A-15", "  treatment  implied by rfc2661/6.4/stopccn-clears-tunnel"]),
                ("rfc2661/3.1/priority-goes-first",
                 ["  treatment  not testable: the queues of a device are not visible"]),
                ("l2tpspec/robustness/survives", ["  source     l2tpspec", "  treatment  driven by scenarios"])):
            with self.subTest(requirement=requirement):
                shown = l2tpspec("show", requirement).stdout.splitlines()
                self.assertEqual([], [line for line in lines if line not in shown], shown)

    def test_coverage_knows_every_requirement_and_who_tests_it(self):
        report = json.loads(l2tpspec("coverage", "--json").stdout)
        by_id = {entry["id"]: entry for entry in report["requirements"]}
        hello = by_id["rfc2661/6.5/hello-is-acknowledged"]
        self.assertEqual((hello["level"], hello["party"], hello["lines"], hello["treatment"]),
                         ("MUST", "receiver", [2753, 2756], "judged in context"))
        self.assertIn("lns/6.5/hello-is-acknowledged", hello["scenarios"])
        self.assertEqual(by_id["rfc2661/5.7/stopccn-is-acknowledged"]["implied_by"],
                         ["rfc2661/6.4/stopccn-clears-tunnel"])
        self.assertIn("reason", by_id["rfc2661/3.1/priority-goes-first"])
        self.assertEqual(sum(total["requirements"] for total in report["totals"].values()), len(by_id))
        named = {name for entry in json.loads(l2tpspec("list", "--json").stdout) for name in entry["requirements"]}
        self.assertEqual({name for name, entry in by_id.items() if entry["scenarios"]}, named)

    def test_coverage_for_people_has_a_line_for_each_requirement_and_totals(self):
        finished = l2tpspec("coverage")
        self.assertEqual(finished.returncode, 0)
        lines = finished.stdout.splitlines()
        count = len(json.loads(l2tpspec("coverage", "--json").stdout)["requirements"])
        self.assertEqual(len([line for line in lines if line.startswith(("rfc", "l2tpspec/"))]), count)
        self.assertIn("    tested by lns/6.5/hello-is-acknowledged", lines)
        self.assertEqual(lines[-1].split()[:2], ["all", str(count)])

    def test_decode_hex(self):
        line = json.loads(l2tpspec("decode", "--hex", "c802 000c 0001 0000 0000 0000").stdout)
        self.assertEqual((line["kind"], line["message"], line["header"]["tunnel_id"]), ("zlb", "ZLB", 1))

    def test_decode_reads_every_capture_that_we_have(self):
        captures = sorted((SCENARIOS.parent / "captures").rglob("*.pcap*"))
        self.assertTrue(captures)
        for capture in captures:
            with self.subTest(capture=capture.name):
                finished = l2tpspec("decode", capture)
                self.assertEqual((finished.returncode, finished.stderr), (0, ""))
                lines = [json.loads(line) for line in finished.stdout.splitlines()]
                counts = json.loads(l2tpspec("decode", "--count", capture).stdout)
                self.assertEqual(counts["messages"], len(lines))
                self.assertEqual(counts["findings"], sum(len(line["findings"]) for line in lines))

    def test_decode_says_what_is_wrong_with_a_file(self):
        finished = l2tpspec("decode", "/nonexistent.pcap")
        self.assertEqual(finished.returncode, 2)
        self.assertIn("/nonexistent.pcap: ", finished.stderr)


if __name__ == "__main__":
    unittest.main()
