# SPDX-License-Identifier: GPL-2.0-or-later
"""The JSON report is what docs/report.schema.json says, and what others read out of it is there."""
import json
import unittest

import jsonschema
import sample

SCHEMA = json.loads((sample.ROOT / "docs" / "report.schema.json").read_text("utf-8"))


class ReportJson(unittest.TestCase):
    def setUp(self):
        self.report = json.loads((sample.written(self) / "report.json").read_text("utf-8"))

    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_a_report_is_as_the_schema_says(self):
        errors = [f"{error.json_path}: {error.message[:200]}"
                  for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(self.report)]
        self.assertEqual([], errors)

    def test_a_report_that_lacks_something_is_refused(self):
        del self.report["scenarios"][0]["attempts"]
        self.assertFalse(jsonschema.Draft202012Validator(SCHEMA).is_valid(self.report))

    def test_attempts_have_their_datagrams_and_steps(self):
        failed = self.report["scenarios"][0]
        self.assertEqual(2, len(failed["attempts"]))
        attempt = failed["attempts"][0]
        self.assertEqual(3, len(attempt["steps"]))
        datagrams = attempt["exchange"]["datagrams"]
        self.assertEqual([7], [number for number, one in enumerate(datagrams, 1) if one.get("decided")])
        self.assertTrue(datagrams[0]["octets"].startswith("c802"))
        self.assertEqual(["control/idle/sccrq-acceptable"], datagrams[1]["rows"])
        self.assertEqual([], self.report["scenarios"][4]["attempts"])


if __name__ == "__main__":
    unittest.main()
