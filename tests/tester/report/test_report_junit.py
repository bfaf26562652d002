# SPDX-License-Identifier: GPL-2.0-or-later
"""The JUnit report is valid, its counts are those of its elements, and a hostile string is only text."""
import unittest
from pathlib import Path

import sample
from lxml import etree

XSD = Path(__file__).resolve().parent / "junit.xsd"


class ReportJunit(unittest.TestCase):
    def setUp(self):
        self.document = etree.parse(str(sample.written(self) / "report.xml"))
        self.schema = etree.XMLSchema(etree.parse(str(XSD)))

    def test_it_is_valid(self):
        self.assertTrue(self.schema.validate(self.document), self.schema.error_log)

    def test_what_is_not_valid_is_refused(self):
        del self.document.getroot()[0].attrib["tests"]
        self.assertFalse(self.schema.validate(self.document))

    def test_counts_are_those_of_the_elements(self):
        root = self.document.getroot()
        for element in [root, *root.iter("testsuite")]:
            with self.subTest(element=element.get("name")):
                self.assertEqual(int(element.get("tests")), len(list(element.iter("testcase"))))
                self.assertEqual(int(element.get("failures")), len(list(element.iter("failure"))))
                self.assertEqual(int(element.get("errors")), len(list(element.iter("error"))))

    def test_a_test_case_is_named_after_its_scenario(self):
        case = self.document.find(".//testcase[@name='duplicate-sccrq-is-acknowledged']")
        self.assertEqual("lns.5_8", case.get("classname"))
        self.assertIn("rfc2661/5.8/ack-duplicates", case.find("failure").get("type"))
        self.assertIn("<script>document.title='owned'</script>", case.findtext("failure"))
        self.assertIn("expected", case.findtext("system-out"))


if __name__ == "__main__":
    unittest.main()
