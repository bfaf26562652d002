# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenarios against `l2tpspec serve`: the sound endpoint passes them all, a defect fails the one that aims at it."""

import tempfile
import unittest

import judged_run
import judged_suite
from served import Served

SERVE = ("--secret-env", "DEMO_SECRET", "--challenge", "--ppp")
# What each defect must fail; other scenarios may notice it too.
AIMED_AT = {
    "ignores-duplicate-sccrq": "lns/5.8/duplicate-sccrq-is-acknowledged",
    "ignores-hello": "lns/6.5/hello-is-acknowledged",
    "accepts-unknown-mandatory-avp": "lns/4.1/unknown-mandatory-avp-in-sccrq-is-refused",
    "wrong-challenge-response": "lns/4.4.3/challenge-is-answered",
}


class Scenarios(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def judge(self, *words, selector="lns"):
        """judge returns a run against an endpoint that was started for it, and the endpoint's log."""
        with Served(self.folder, "lns", *SERVE, *words) as served:
            # Nothing here waits for HELLO: the endpoint says it after 60 seconds.
            profile = judged_suite.write_profile(self.folder, "lns", implements={"hello": False},
                                                 values={"max-tunnels": 64})
            run = judged_run.Run(self.folder, served.peer, selector, "--profile", profile, "--jobs", 48)
            self.assertEqual(served.end(), 0)
            return run, served.log()

    def test_the_sound_endpoint_passes_all(self):
        run, log = self.judge()
        verdicts = {entry["id"]: entry["verdict"] for entry in run.report["scenarios"]}
        self.assertGreater(len(verdicts), 10)
        others = {name for name, verdict in verdicts.items() if verdict not in ("pass", "not-applicable")}
        self.assertEqual(others, set(), run.text + log)
        self.assertGreater(list(verdicts.values()).count("pass"), 150)
        self.assertEqual(run.status, 0, run.text)

    def test_a_defect_fails_the_scenario_that_aims_at_it(self):
        for defect, scenario in AIMED_AT.items():
            with self.subTest(defect=defect):
                run, log = self.judge("--defect", defect, selector=scenario)
                verdicts = {entry["id"]: entry["verdict"] for entry in run.report["scenarios"]}
                self.assertEqual(verdicts, {scenario: "fail"}, run.text + log)
                self.assertEqual(run.status, 1, run.text)


if __name__ == "__main__":
    judged_run.program()
    unittest.main()
