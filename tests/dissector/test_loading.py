# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin loads into a stock tshark and its fields are well formed."""

import collections
import os
import re
import unittest

import tshark


class Loading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        status, text, cls.errors = tshark.run(["-G", "fields"])
        if status != 0:
            raise AssertionError(f"tshark -G fields ended with {status}:\n{cls.errors}")
        cls.rows = [line.split("\t") for line in text.splitlines()]
        cls.fields = [row for row in cls.rows if row[0] == "F" and row[2].startswith("l2tpv2.")]

    def test_tshark_has_no_complaint_about_it(self):
        self.assertNotIn("l2tpv2", self.errors)

    def test_built_in_protocol_stays(self):
        names = {row[2] for row in self.rows if row[0] == "P"}
        self.assertLessEqual({"l2tp", "l2tpv2"}, names)

    def test_documented_names_exist(self):
        wanted = {"l2tpv2." + name for name in (
            "type length_present length version tunnel_id session_id ns nr offset_size avp avp.mandatory avp.hidden "
            "avp.reserved avp.length avp.vendor_id avp.type avp.value avp.message_type avp.host_name requirement "
            "avp.result_code avp.result_code.error_code avp.protocol_version avp.sequencing_required "
            "avp.framing_capabilities.async").split()}
        self.assertEqual(set(), wanted - {row[2] for row in self.fields})

    def test_guide_has_every_name_but_those_of_avps(self):
        with open(os.path.join(tshark.ROOT, "docs", "wireshark.md"), encoding="utf-8") as file:
            told = set(re.findall(r"`(l2tpv2\.[a-z0-9_.]+)`", file.read())) - {"l2tpv2.so", "l2tpv2.udp.port"}
        registered = {row[2] for row in self.fields}
        self.assertEqual(set(), {name for name in registered if not re.match(r"l2tpv2\.avp\b", name)} - told)
        self.assertEqual(set(), told - registered)

    def test_names_are_plain(self):
        for row in self.fields:
            self.assertRegex(row[2], re.compile(r"^l2tpv2(\.[a-z0-9_]+)+$"))

    def test_one_name_has_one_type(self):
        types = collections.defaultdict(set)
        for row in self.fields:
            types[row[2]].add(row[3])
        self.assertEqual({}, {name: kinds for name, kinds in types.items() if len(kinds) > 1})


if __name__ == "__main__":
    unittest.main()
