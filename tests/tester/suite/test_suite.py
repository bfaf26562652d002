# SPDX-License-Identifier: GPL-2.0-or-later
"""`l2tpspec run` as an instrument: many scenarios at once, shards, baselines, profiles, journal, and every bad end."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import jsonschema

from devices import (PROGRAM, ROOT, SCCRQ, SCENARIOS, SECRET, STOPCCN, Dying, Flooding, Served, Stopping, environment,
                     l2tpspec, message_type, profile, scenario_folder, free_socket)
from fake_lns import FakeLns, avp, avp_value, control

TUNNEL = {"use": "tunnel"}
HELLO_STEPS = [TUNNEL, {"send": "HELLO"}, {"expect": [{"acknowledgement": "HELLO"}]}]
WAITING = [TUNNEL, {"wait": "600 s"}]


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.report_path = self.folder / "report.json"

    def run_suite(self, *words, **more):
        finished = l2tpspec("run", *words, "--json", self.report_path, **more)
        self.assertNotIn(SECRET, finished.stdout + finished.stderr)
        return finished

    def report(self):
        return json.loads(self.report_path.read_text(encoding="utf-8"))

    def verdicts(self):
        return {entry["id"]: entry["verdict"] for entry in self.report()["scenarios"]}


class Parallel(InFolder):
    def test_the_suite_takes_about_as_long_as_its_longest_scenario(self):
        folder = scenario_folder(self.folder, **{f"s{i}": [TUNNEL, {"wait": "2 s"}] for i in range(8)})
        with Served() as served:
            finished = self.run_suite("--profile", profile(self.folder, served.peer), "--scenarios", folder, "--jobs", "8")
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        ratio = float(re.search(r"the suite took ([0-9.]+) times", finished.stdout).group(1))
        self.assertLess(ratio, 2.5, finished.stdout)  # 8 if they ran one by one

    def test_a_fixed_source_port_makes_them_run_one_by_one(self):
        with free_socket() as found:
            source = "127.0.0.1:{}".format(found.getsockname()[1])
        folder = scenario_folder(self.folder, a=HELLO_STEPS, b=HELLO_STEPS)
        with Served() as served:
            finished = self.run_suite("--profile", profile(self.folder, served.peer, source=source), "--scenarios",
                                      folder)
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        self.assertIn("Up to 1 scenario(s) at the same time", finished.stdout)

    def test_verdicts_stay_on_a_bad_network(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS, b=[TUNNEL, {"use": "session"}])
        with Served() as served:
            finished = self.run_suite("--profile", profile(self.folder, served.peer), "--scenarios", folder, "--impair",
                                      "loss=1%,dup=5%,reorder=5%,delay=2ms,seed=7", "--repeat", "3")
        self.assertEqual(set(self.verdicts().values()), {"pass"}, finished.stdout)

    def test_without_a_profile_it_says_what_it_found_and_assumed(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        with Served() as served:
            finished = self.run_suite("--role", "lns", "--peer", served.peer, "--secret-env", "TEST_SECRET",
                                      "--scenarios", folder)
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        for text in ("It challenges the tester.", "It accepts a second tunnel", "No profile was given"):
            self.assertIn(text, finished.stdout)

    def test_over_ipv6(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        with Served(listen="[::1]:0") as served:
            finished = self.run_suite("--profile", profile(self.folder, served.peer), "--scenarios", folder)
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)


class Shards(InFolder):
    def test_shards_are_the_whole_and_merge_to_it(self):
        with Served() as served:
            device = profile(self.folder, served.peer)
            parts = [self.folder / f"{i}.json" for i in (1, 2, 3)]
            for i, part in enumerate(parts, 1):
                l2tpspec("run", "lns/5.1", "lns/6.5", "lns/4.1", "--profile", device, "--shard", f"{i}/3", "--json", part)
        merged = l2tpspec("merge", *parts, "--json", self.report_path)
        whole = [entry["id"] for entry in json.loads(l2tpspec("list", "--json", "lns/5.1", "lns/6.5", "lns/4.1").stdout)]
        self.assertEqual(sorted(self.verdicts()), whole, merged.stderr)
        self.assertEqual(len(self.report()["shards"]), 3)
        verdict = self.report()["verdict"]
        self.assertEqual(merged.returncode, {"pass": 0, "warn": 0, "fail": 1}.get(verdict, 3))
        twice = l2tpspec("merge", parts[0], parts[0])
        if json.loads(parts[0].read_text(encoding="utf-8"))["scenarios"]:
            self.assertEqual(twice.returncode, 2)
            self.assertIn("stands in", twice.stderr)

    def test_what_shards_say_together_is_what_the_whole_says(self):
        words = ("run", "lac/4.4.3", "lac/5.8", "lac/6.4", "--role", "lac", "--peer", "builtin")
        whole, parts = self.folder / "whole.json", [self.folder / f"{i}.json" for i in (1, 2, 3)]
        l2tpspec(*words, "--json", whole)
        for i, part in enumerate(parts, 1):
            l2tpspec(*words, "--shard", f"{i}/3", "--json", part, "--pcap", self.folder / f"{i}.pcap")
        page, xml = self.folder / "merged.html", self.folder / "merged.xml"
        merged = l2tpspec("merge", *parts, "--json", self.report_path, "--html", page, "--junit", xml)
        self.assertEqual(merged.returncode, 0, merged.stderr)
        one, all_of_it = json.loads(whole.read_text(encoding="utf-8")), self.report()
        for part in ("suite", "profile", "device", "verdict", "sections", "findings"):
            self.assertEqual(all_of_it[part], one[part], part)
        for part, key in (("scenarios", "id"), ("requirements", "requirement"), ("state_rows", "row")):
            self.assertEqual([(entry[key], entry["verdict"]) for entry in all_of_it[part]],
                             [(entry[key], entry["verdict"]) for entry in one[part]], part)
        schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
        self.assertEqual([], [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(all_of_it)])
        for entry in all_of_it["scenarios"]:
            self.assertRegex(entry["recording"], r"/[123]\.pcap$")
        for path in (page, xml):
            self.assertIn(str(parts[2]), path.read_text(encoding="utf-8"))

    def test_what_is_no_report_is_refused(self):
        path = self.folder / "x.json"
        for text in ("[]", "{}", '{"verdict": "good", "scenarios": [], "findings": []}', '{"verdict": "pass"}'):
            path.write_text(text, encoding="utf-8")
            finished = l2tpspec("merge", path)
            self.assertEqual(finished.returncode, 2, text)
            self.assertTrue(finished.stderr.startswith(f"l2tpspec: {path}: "), finished.stderr)


class Baselines(InFolder):
    def test_drift_either_way_is_exit_4_and_unknown_ids_are_listed(self):
        known = self.folder / "known.json"
        failing = [{"send": "SCCRQ"}, {"expect": [{"message": "SCCRP", "verdict": "fail", "because": "as known"}]}]
        folder = scenario_folder(self.folder, good=HELLO_STEPS, bad=failing)
        with Served() as served:
            words = ["--profile", profile(self.folder, served.peer), "--scenarios", folder]
            self.assertEqual(self.run_suite(*words, "--write-baseline", known).returncode, 1)
            self.assertEqual(self.run_suite(*words, "--baseline", known).returncode, 0)
            baseline = json.loads(known.read_text(encoding="utf-8"))
            self.assertEqual(baseline["verdicts"]["lns/1/good"], "pass")
            self.assertEqual(baseline["verdicts"]["lns/1/bad"], {"verdict": "fail", "because": "as known"})
            for changed, word in (({"lns/1/bad": "pass"}, "worse"),
                                  ({"lns/1/good": {"verdict": "fail", "because": "x"}}, "better"),
                                  ({"lns/1/gone": "pass"}, "do not exist")):
                other = {**baseline, "verdicts": {**baseline["verdicts"], **changed}}
                known.write_text(json.dumps(other), encoding="utf-8")
                finished = self.run_suite(*words, "--baseline", known)
                self.assertEqual(finished.returncode, 0 if word == "do not exist" else 4, finished.stdout)
                self.assertIn(word, finished.stdout)

    def test_a_verdict_other_than_pass_needs_a_reason(self):
        known = self.folder / "known.json"
        known.write_text('{"verdicts": {"lns/1/a": "fail"}}', encoding="utf-8")
        finished = self.run_suite("--role", "lns", "--peer", "127.0.0.1:9", "--baseline", known)
        self.assertEqual(finished.returncode, 2)
        self.assertIn("needs a reason", finished.stderr)


class Profiles(InFolder):
    def test_the_committed_schema_is_the_generated_one(self):
        schema = SCENARIOS / "profile.schema.json"
        self.assertEqual(schema.read_text(encoding="utf-8"), l2tpspec("schema", "--profile").stdout,
                         "run: l2tpspec schema --profile > scenarios/profile.schema.json")

    def test_shipped_profiles_satisfy_schema_and_program(self):
        schema = json.loads((SCENARIOS / "profile.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        for path in sorted((SCENARIOS / "profiles").glob("*.json")):
            with self.subTest(profile=path.name):
                jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))
                self.assertEqual(l2tpspec("validate", path).returncode, 0)

    def test_schema_and_program_refuse_the_same(self):
        schema = jsonschema.Draft202012Validator(
            json.loads((SCENARIOS / "profile.schema.json").read_text(encoding="utf-8")))
        sound = {"device": "d", "role": "lns"}
        for wrong in ({"role": "hub"}, {"implements": {"flying": True}}, {"implements": {"hello": "yes"}},
                      {"implements": {"peer": True}}, {"values": {"settle": "soon"}}, {"values": {"window": -1}},
                      {"values": {"secret": "plain"}}, {"hooks": {"fly": "ask"}}, {"hooks": {"dial": "now"}},
                      {"hooks": {"dial": []}}, {"device": ""}, {"more": 1}):
            with self.subTest(wrong=wrong):
                path = self.folder / "profile.json"
                path.write_text(json.dumps({**sound, **wrong}), encoding="utf-8")
                self.assertEqual(l2tpspec("validate", path).returncode, 2)
                self.assertFalse(schema.is_valid({**sound, **wrong}))

    def test_contradictions_end_the_run_and_missing_musts_are_findings(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        for implements in ({"demands-authentication": True, "tunnel-authentication": False},
                           {"sequencing-required": True}):
            device = profile(self.folder, "127.0.0.1:9", implements=implements)
            finished = self.run_suite("--profile", device, "--scenarios", folder)
            self.assertEqual(finished.returncode, 2, implements)
            self.assertIn("l2tpspec: The profile ", finished.stderr)
        with Served() as served:
            device = profile(self.folder, served.peer, implements={"hidden-avps": False})
            finished = self.run_suite("--profile", device, "--scenarios", folder)
        self.assertEqual(finished.returncode, 1, finished.stdout)
        self.assertEqual(self.report()["findings"][0]["requirement"], "rfc2661/4.3/hidden-avps-are-read")


class Hooks(InFolder):
    def test_marks_and_logs_go_with_each_attempt(self):
        marks = self.folder / "marks"
        write = f"import sys; open({str(marks)!r}, 'a').write(sys.argv[1] + '\\n')"
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        with Served() as served:
            device = profile(self.folder, served.peer, hooks={"mark": [sys.executable, "-c", write, "{scenario}"],
                                                              "health": ["true"]})
            finished = self.run_suite("--profile", device, "--scenarios", folder)
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        self.assertIn("lns/1/a", marks.read_text(encoding="utf-8").splitlines())

    def test_a_device_that_is_not_well_is_not_judged(self):
        device = profile(self.folder, "127.0.0.1:9", hooks={"health": ["false"]})
        finished = self.run_suite("lns/6.5", "--profile", device)
        self.assertEqual(finished.returncode, 3)
        self.assertIn("the hook health says", finished.stdout)

    def test_the_operator_is_asked_on_the_terminal(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        with Served() as served:
            device = profile(self.folder, served.peer, hooks={"health": "ask"})
            words = [PROGRAM, "run", "--profile", str(device), "--scenarios", str(folder), "--json",
                     str(self.report_path)]
            child, terminal = pty.fork()
            if child == 0:
                os.execve(PROGRAM, words, environment())
            printed = b""
            asked = 0
            while True:
                try:
                    octets = os.read(terminal, 4096)
                except OSError:  # the other side is closed
                    break
                printed += octets
                if printed.count(b"asks you to") > asked and printed.endswith(b": "):
                    asked += 1
                    os.write(terminal, b"\n")
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            os.close(terminal)
        self.assertEqual(status, 0, printed)
        self.assertGreaterEqual(asked, 1)

    def test_without_a_terminal_asking_fails(self):
        device = profile(self.folder, "127.0.0.1:9", hooks={"health": "ask"})
        finished = subprocess.run([PROGRAM, "run", "lns/6.5", "--profile", str(device)], check=False, text=True,
                                  capture_output=True, timeout=60, env=environment(), start_new_session=True,
                                  stdin=subprocess.DEVNULL)
        self.assertEqual(finished.returncode, 3)


class LateMachine(InFolder):
    """The tester is stopped for 2 s when it has sent a HELLO, as a machine without a free processor would do."""

    def judged(self, *answers_after):
        """judged runs one HELLO; the device answers the first ones after so many seconds, the tester asleep."""
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        with Stopping(*answers_after) as lns:
            device = profile(self.folder, lns.peer, **{"ack-within": "1 s", "answer-within": "1 s"})
            with subprocess.Popen([PROGRAM, "run", "--profile", str(device), "--scenarios", str(folder), "--jobs", "1",
                                   "--json", str(self.report_path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, env=environment()) as running:
                lns.pid = running.pid
                printed = running.communicate(timeout=120)[0]
        self.assertIn("At worst the tester's machine was late by ", printed)
        self.assertGreater(self.report()["late_ms"], 1500)
        return self.report()["scenarios"][0], printed

    def test_an_answer_that_came_in_time_counts_though_it_was_read_late(self):
        entry, printed = self.judged(0.3)
        self.assertEqual((entry["verdict"], len(entry["attempts"])), ("pass", 1), printed)

    def test_an_answer_that_seems_late_is_asked_for_again(self):
        entry, printed = self.judged(1.6)
        self.assertEqual(entry["verdict"], "pass", printed)
        first, second = entry["attempts"]
        self.assertEqual((first["verdict"], second["verdict"]), ("inconclusive", "pass"))
        self.assertRegex(first["because"], r"^the tester's machine was late by \d+ ms$")
        self.assertGreater(first["late_ms"], 1500)


class BadEnds(InFolder):
    def test_a_device_that_dies_is_named_with_what_was_learned(self):
        folder = scenario_folder(self.folder, a=[TUNNEL], b=HELLO_STEPS, c=HELLO_STEPS)
        with Dying() as dying:
            device = profile(self.folder, dying.peer, **{"reachable-within": "1 s"})
            finished = self.run_suite("--profile", device, "--scenarios", folder, "--jobs", "1")
        self.assertEqual(finished.returncode, 1, finished.stdout + finished.stderr)
        self.assertIn("The device stopped answering in lns/1/b", finished.stdout)
        self.assertEqual(self.verdicts(), {"lns/1/a": "pass", "lns/1/b": "fail", "lns/1/c": "inconclusive"})

    def test_a_flood_of_garbage_ends_in_bounded_memory(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        measured = ("import resource, subprocess, sys; status = subprocess.run(sys.argv[1:]).returncode; "
                    "print('KiB', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)")
        with Flooding() as flooding:
            device = profile(self.folder, flooding.peer, **{"answer-within": "1 s", "ack-within": "1 s"})
            finished = subprocess.run([sys.executable, "-c", measured, PROGRAM, "run", "--profile", str(device),
                                       "--scenarios", str(folder), "--jobs", "1", "--json", str(self.report_path)],
                                      check=False, text=True, capture_output=True, timeout=240, env=environment())
        self.assertIn(finished.returncode, (0, 1, 3), finished.stdout + finished.stderr)
        self.assertTrue(self.report()["scenarios"])
        self.assertLess(int(re.search(r"KiB (\d+)", finished.stdout).group(1)), 600_000)

    def test_a_full_disk_costs_the_file_and_not_the_run(self):
        folder = scenario_folder(self.folder, a=HELLO_STEPS)
        with Served() as served:
            words = ["run", "--profile", profile(self.folder, served.peer), "--scenarios", folder]
            for option in ("--json", "--pcap", "--journal"):
                with self.subTest(option=option):
                    finished = l2tpspec(*words, option, "/dev/full")
                    self.assertIn(finished.returncode, (0, 3) if option == "--journal" else (3,))
                    self.assertIn("PASS  lns/1/a", finished.stdout)
                    self.assertIn("l2tpspec: ", finished.stderr)

    def interrupted(self, *numbers):
        """interrupted runs a scenario that waits, sends the signals once its tunnel is open, and returns the end."""
        folder = scenario_folder(self.folder, a=WAITING, b=HELLO_STEPS)
        with free_socket() as lns:
            device = profile(self.folder, "127.0.0.1:{}".format(lns.getsockname()[1]), **{"ack-within": "2 s"})
            with subprocess.Popen([PROGRAM, "run", "--profile", str(device), "--scenarios", str(folder), "--jobs", "1",
                                   "--json", str(self.report_path), "--journal", str(self.folder / "journal")],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  env=environment()) as running:
                heard = answer_until_established(lns)
                for number in numbers:
                    running.send_signal(number)
                    if number != numbers[-1]:
                        while message_type(lns.recv(2000)) != STOPCCN:  # it has begun to end in an orderly way
                            pass
                stdout, stderr = running.communicate(timeout=60)
        return running.returncode, stdout + stderr, heard

    def test_ctrl_c_ends_with_a_report(self):
        status, printed, _heard = self.interrupted(signal.SIGINT)
        self.assertEqual(status, 3, printed)
        self.assertIn("The run was interrupted.", printed)
        self.assertEqual(self.verdicts(), {"lns/1/a": "inconclusive", "lns/1/b": "inconclusive"})

    def test_a_second_ctrl_c_ends_at_once_with_a_report(self):
        status, printed, _heard = self.interrupted(signal.SIGINT, signal.SIGINT)
        self.assertEqual(status, 3, printed)
        self.assertEqual(set(self.verdicts().values()), {"inconclusive"})

    def test_what_a_crash_leaves_open_is_cleaned_up(self):
        status, _printed, (ours, theirs, address) = self.interrupted(signal.SIGKILL)
        self.assertEqual(status, -signal.SIGKILL)
        journal = self.folder / "journal"
        last = json.loads(journal.read_text(encoding="utf-8").splitlines()[-1])["open"]
        self.assertEqual((last["theirs"], last["ours"]), (ours, theirs))
        host, _, port = last["peer"].rpartition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lns:
            lns.bind((host, int(port)))
            lns.settimeout(60)
            with subprocess.Popen([PROGRAM, "cleanup", str(journal)], stdout=subprocess.PIPE, text=True,
                                  env=environment()) as cleaning:
                datagram, sender = lns.recvfrom(2000)
                self.assertEqual(message_type(datagram), STOPCCN)
                self.assertEqual(sender, address)
                self.assertEqual(int.from_bytes(datagram[4:6], "big"), ours)
                self.assertEqual(int.from_bytes(avp_value(datagram, 9), "big"), theirs)
                ns = int.from_bytes(datagram[8:10], "big")
                lns.sendto(control(theirs, 0, 1, ns + 1), sender)
                printed = cleaning.communicate(timeout=60)[0]
        self.assertEqual(cleaning.returncode, 0, printed)
        self.assertIn("1 closed", printed)
        again = l2tpspec("cleanup", journal)
        self.assertEqual((again.returncode, "no tunnel was left open" in again.stdout), (0, True))


def answer_until_established(lns):
    """answer_until_established plays the LNS for two tunnels, the probe's and the scenario's, until the second one's
    SCCCN; it returns our ID, the tester's, and the tester's address."""
    ours = 100
    theirs = {}
    while True:
        datagram, sender = lns.recvfrom(2000)
        kind = message_type(datagram)
        if kind == SCCRQ:
            if sender not in theirs:
                ours += 1
                theirs[sender] = (ours, int.from_bytes(avp_value(datagram, 9), "big"))
            mine, peer = theirs[sender]
            body = (avp(0, b"\0\2") + avp(2, b"\1\0") + avp(3, b"\0\0\0\3") + avp(7, b"lns") +
                    avp(9, mine.to_bytes(2, "big")))
            lns.sendto(control(peer, 0, 0, 1, body), sender)
        elif kind is not None and sender in theirs:
            mine, peer = theirs[sender]
            ns = int.from_bytes(datagram[8:10], "big")
            lns.sendto(control(peer, 0, 1, ns + 1), sender)
            if kind == 3:
                return mine, peer, sender


class ContinuousIntegration(InFolder):
    def test_the_examples_of_the_documentation_work(self):
        text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
        blocks = dict(re.findall(r"<!-- tested: (\w+) -->\n```sh\n(.*?)```", text, re.DOTALL))
        self.assertEqual(set(blocks), {"shell", "baseline", "shards"})
        folder = scenario_folder(self.folder, a=HELLO_STEPS, b=[TUNNEL], c=[TUNNEL, {"use": "session"}])
        with Served() as served:
            device = profile(self.folder, served.peer)
            for name, script in blocks.items():
                with self.subTest(example=name):
                    finished = subprocess.run(
                        ["sh", "-eu", "-c", script], check=False, text=True, capture_output=True, timeout=120,
                        cwd=self.folder, env=environment(PROFILE=str(device), L2TPSPEC_SCENARIOS=str(folder),
                                                         PATH=f"{Path(PROGRAM).parent}:{os.environ['PATH']}"))
                    self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
                    self.assertEqual(self.verdicts(), {f"lns/1/{name}": "pass" for name in "abc"})


if __name__ == "__main__":
    unittest.main()
