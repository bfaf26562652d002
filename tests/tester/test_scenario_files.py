# SPDX-License-Identifier: GPL-2.0-or-later
"""Schema and parser agree: on every scenario of the library, on the good files and on the broken ones."""

import json
import os
import subprocess
import unittest
from pathlib import Path

import jsonschema

HERE = Path(__file__).resolve().parent
SCENARIOS = HERE.parent.parent / "scenarios"
SCHEMA = SCENARIOS / "scenario.schema.json"
PROGRAM = os.environ["L2TPSPEC"]


def l2tpspec(*words):
    """l2tpspec runs the program and returns what it printed and its exit status."""
    return subprocess.run([PROGRAM, *map(str, words)], check=False, text=True, capture_output=True, timeout=60)


def library():
    return sorted(path for path in SCENARIOS.rglob("*.json")
                  if not path.name.endswith(".schema.json") and "profiles" not in path.parts)


class ScenarioFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.schema = jsonschema.Draft202012Validator(schema)

    def test_the_committed_schema_is_the_generated_one(self):
        self.assertEqual(SCHEMA.read_text(encoding="utf-8"), l2tpspec("schema").stdout,
                         "run: l2tpspec schema > scenarios/scenario.schema.json")

    def test_good_files_satisfy_both(self):
        for path in library() + sorted((HERE / "scenarios" / "good").glob("*.json")):
            with self.subTest(file=path.name):
                finished = l2tpspec("validate", path, "--scenarios", SCENARIOS)
                self.assertEqual((finished.returncode, finished.stderr), (0, ""))
                self.schema.validate(json.loads(path.read_text(encoding="utf-8")))

    def test_broken_files_are_refused_with_pointer_and_reason(self):
        listed = set()
        for line in (HERE / "scenarios" / "broken.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            name, pointer, reason, others = line.split("\t")
            listed.add(name)
            path = HERE / "scenarios" / "broken" / name
            with self.subTest(file=name):
                finished = l2tpspec("validate", path, "--scenarios", SCENARIOS)
                place = f"{path}: {pointer}: " if pointer else f"{path}: "
                self.assertEqual(finished.returncode, 2)
                self.assertTrue(finished.stderr.startswith(f"l2tpspec: {place}{reason}"), finished.stderr)
                if others != "not JSON":
                    refused = not self.schema.is_valid(json.loads(path.read_text(encoding="utf-8")))
                    self.assertEqual(refused, others == "schema", "the schema")
        self.assertEqual(listed, {path.name for path in (HERE / "scenarios" / "broken").glob("*.json")})

    def test_ids_of_twins_are_mutual_or_at_least_there(self):
        ids = {entry["id"] for entry in json.loads(l2tpspec("list", "--json", "--scenarios", SCENARIOS).stdout)}
        ids |= {path.relative_to(SCENARIOS).with_suffix("").as_posix() for path in library()}  # a family as a whole
        for path in library():
            twin = json.loads(path.read_text(encoding="utf-8")).get("twin")
            with self.subTest(file=path.name):
                self.assertTrue(twin is None or twin in ids, twin)


if __name__ == "__main__":
    unittest.main()
