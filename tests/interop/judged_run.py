# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of l2tpspec for the interop tests: the program that CMake built, its report and its recording."""

import json
import os
import subprocess
from pathlib import Path

import interop_test

SCENARIOS = Path(__file__).resolve().parent.parent.parent / "scenarios"
SECRET = "l2tpspec demo"


def program():
    """program returns the path of l2tpspec, named by L2TPSPEC; the tests are skipped without it."""
    path = os.environ.get("L2TPSPEC")
    if not path or not os.access(path, os.X_OK):
        interop_test.skip("l2tpspec is not built (set L2TPSPEC to its path)")
    return path


def environment():
    """environment is what l2tpspec runs with: the demo secret, and nothing of the caller's colours or scenarios."""
    kept = {name: value for name, value in os.environ.items() if name not in ("L2TPSPEC_SCENARIOS", "CLICOLOR_FORCE")}
    return {**kept, "DEMO_SECRET": SECRET, "NO_COLOR": "1"}


def command(*words, scenarios=SCENARIOS, role="lns"):
    """command returns the words of a run with the scenarios of the source tree."""
    return [program(), "run", *map(str, words), "--role", role, "--scenarios", str(scenarios)]


class Run:
    """Run is one finished `l2tpspec run`: exit status, what it printed (as octets), report and recording."""

    def __init__(self, folder, peer, *words, timeout=240, scenarios=SCENARIOS, role="lns"):
        self.json_path, self.pcap_path = Path(folder, "run.json"), Path(folder, "run.pcap")
        finished = subprocess.run([*command(*words, scenarios=scenarios, role=role), "--peer", peer,
                                   "--secret-env", "DEMO_SECRET",
                                   "--json", str(self.json_path), "--pcap", str(self.pcap_path)],
                                  check=False, capture_output=True, timeout=timeout, env=environment())
        self.status = finished.returncode
        self.stdout, self.stderr = finished.stdout, finished.stderr

    @property
    def text(self):
        """text is all that was printed; a UnicodeDecodeError says that it was not UTF-8."""
        return (self.stdout + self.stderr).decode("utf-8")

    @property
    def report(self):
        """report is the JSON report, read strictly."""
        return read_json(self.json_path)


def read_json(path):
    """read_json reads a file as strict UTF-8 and JSON without NaN or Infinity."""
    def refuse(word):
        raise ValueError(f"{word} is not JSON")

    return json.loads(Path(path).read_bytes().decode("utf-8"), parse_constant=refuse)
