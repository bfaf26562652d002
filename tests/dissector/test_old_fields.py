# SPDX-License-Identifier: GPL-2.0-or-later
"""The built-in's fields go on working as filters and columns, and are not seen in the packet details."""

import os
import unittest

import tshark
from test_differential import PAIRS, value

FOLDER = os.path.join(tshark.ROOT, "captures", "generated")
CAPTURES = [os.path.join(FOLDER, name + ".pcap") for name in ("messages", "avp-forms", "extensions", "extension-messages",
                                                             "data")]


# What names fields to tshark's output only has to say so to the plugin.
ALWAYS = ["-o", "l2tpv2.old_fields:TRUE"]


class OldFields(unittest.TestCase):
    def test_each_has_the_values_of_ours(self):
        names = sorted({name for pair in PAIRS for name in (pair.theirs, pair.ours)})
        seen = set()
        for capture in CAPTURES:
            for number, frame in enumerate(tshark.fields(capture, names, options=ALWAYS), 1):
                for pair in PAIRS:
                    if pair.kind == "hex text":
                        self.assertTrue(frame[pair.theirs] or not frame[pair.ours])
                        continue
                    ours, theirs = ([value(text, pair.kind) for text in frame[name]] for name in (pair.ours, pair.theirs))
                    self.assertEqual(ours, theirs, f"{capture} frame {number}: {pair.theirs}")
                    seen.update({pair.theirs} if theirs else ())
        self.assertEqual(set(), {pair.theirs for pair in PAIRS if pair.kind != "hex text"} - seen)

    def test_filters_find_what_they_found(self):
        capture = os.path.join(tshark.ROOT, "captures", "xl2tpd-lac-lns-chap.pcap")
        for old in ("l2tp.type == 1", "l2tp.tunnel", "l2tp.avp.host_name", "l2tp.avp.message_type == 1",
                    "l2tp.Ns == 2", "l2tp.zero_length_body_message", "l2tp.avp.sync_framing_type == 1",
                    "l2tp.avp.assigned_session_id", "l2tp.result_code", "l2tp.seq_bit == 0"):
            with self.subTest(filter=old):
                frames = [tshark.output(["-r", capture, "-Y", old, "-T", "fields", "-e", "frame.number"], with_plugin)
                          for with_plugin in (True, False)]
                self.assertNotEqual("", frames[0])
                self.assertEqual(frames[1], frames[0])

    def test_columns_show_them(self):
        capture = os.path.join(tshark.ROOT, "captures", "xl2tpd-lac-lns-chap.pcap")
        column = ["-o", 'gui.column.format:"Tunnel","%Cus:l2tp.tunnel:0:R"']
        ours = tshark.output(["-r", capture, *column])
        self.assertEqual(tshark.output(["-r", capture, *column], with_plugin=False).split(), ours.split())
        self.assertGreater(len(ours.split()), 10)

    def test_nobody_pays_for_them_who_does_not_ask(self):
        self.assertNotIn('"l2tp.', tshark.output(["-r", CAPTURES[0], "-T", "json"]))
        self.assertIn('"l2tp.', tshark.output(["-r", CAPTURES[0], "-T", "json", *ALWAYS]))

    def test_they_are_not_shown(self):
        text = tshark.output(["-r", CAPTURES[0], "-V", *ALWAYS])
        self.assertNotIn("Zero Length Body message", text)
        self.assertEqual(text.count("AVP: Host Name"), text.count("    Host Name:"))

    def test_protocol_hierarchy_knows_only_ours(self):
        text = tshark.output(["-q", "-r", CAPTURES[0], "-Y", "l2tp.tunnel", "-z", "io,phs"])
        self.assertIn("l2tpv2", text)
        self.assertNotIn("l2tp ", text)


if __name__ == "__main__":
    unittest.main()
