# SPDX-License-Identifier: GPL-2.0-or-later
"""Every capture is audited as its expectation says: NAME.expected.json beside it. --update writes them again, to be read
before they are committed: each finding must be right."""
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAM = str(Path(os.environ["L2TPSPEC"]).resolve())
CAPTURES = Path(__file__).resolve().parent.parent.parent / "captures"
SECRETS = {"generated": "l2tp-shared-secret", "links": "l2tpspec demo", "": "l2tpspec demo"}
TOLD = {"tunnels": ("fate", "frame", "last_frame", "set_up_us", "end"),
        "sessions": ("tunnel", "kind", "fate", "frame", "last_frame", "end"),
        "findings": ("requirement", "verdict", "who", "tunnel", "session", "count", "frame", "last_frame", "expected",
                     "seen")}


def captures():
    return sorted(path.relative_to(CAPTURES) for path in CAPTURES.rglob("*.pcap*"))


def expectation_path(capture):
    return CAPTURES / capture.with_suffix(".expected.json")


def folder_of(capture):
    return str(capture.parent) if capture.parent != Path(".") else ""


def audited(capture):
    """audited returns what the auditor says of a capture, as far as an expectation holds it."""
    finished = subprocess.run([PROGRAM, "audit", str(capture), "--secret-env", "SECRET_OF_CAPTURE", "--json", "-"],
                              check=False, text=True, capture_output=True, timeout=60, cwd=CAPTURES,
                              env={**os.environ, "SECRET_OF_CAPTURE": SECRETS[folder_of(capture)]})
    report = json.loads(finished.stdout)
    of_file = report["captures"][0]
    told = {"exit": finished.returncode, "verdict": report["verdict"],
            "counts": {name: count for name, count in of_file["counts"].items() if count},
            "parties": of_file["parties"]}
    for name, keys in TOLD.items():
        told[name] = [{key: entry[key] for key in keys if key in entry} for entry in report[name]]
    for tunnel, full in zip(told["tunnels"], report["tunnels"]):
        tunnel["ends"] = [[end["at"], end["tunnel_id"]] for end in full["ends"]]
    for session, full in zip(told["sessions"], report["sessions"]):
        session["ends"] = [[end["session_id"], end["data"]] for end in full["ends"]]
    return told


def written(told):
    """written returns the text of an expectation: one line for each member of a list."""
    lines = []
    for name, value in told.items():
        text = json.dumps(value, ensure_ascii=True)
        if isinstance(value, list) and value:
            text = "[\n" + ",\n".join("    " + json.dumps(entry, ensure_ascii=True) for entry in value) + "\n  ]"
        lines.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


class AuditCaptures(unittest.TestCase):
    maxDiff = None

    def test_every_capture_has_its_expectation(self):
        self.assertTrue(captures())
        for capture in captures():
            with self.subTest(capture=str(capture)):
                self.assertEqual(expectation_path(capture).read_text(encoding="utf-8"), written(audited(capture)))

    def test_every_expectation_has_its_capture(self):
        self.assertEqual({expectation_path(capture) for capture in captures()}, set(CAPTURES.rglob("*.expected.json")))


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        for each in captures():
            expectation_path(each).write_text(written(audited(each)), encoding="utf-8")
    else:
        unittest.main()
