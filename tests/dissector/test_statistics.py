# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics: the tree, the sessions, the conversations, and a session's PPP frames."""

import os
import re
import tempfile
import unittest

import samples
import tshark
from conversation import LAC, LNS, Call, Tunnel, Wire


class Statistics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        wire = Wire()
        tunnel = Tunnel(wire).open()
        first = Call(tunnel, user=b"joe@example").open()
        for ns in (0, 1, 4):
            first.data(LAC, ns=ns)
        first.data(LNS)
        first.close()
        second = Call(tunnel, ids=(21, 23), serial=2).open()
        second.data(LNS, b"\xff\x03\x00\x21second")
        wire.put(samples.sccrq(host_name=b""), ("192.0.2.3", 1701), samples.LNS)
        cls.capture = wire.write(os.path.join(folder.name, "statistics.pcap"))

    def lines(self, statistic):
        return tshark.output(["-q", "-r", self.capture, "-z", statistic]).splitlines()

    def counts(self):
        """Name -> count of each line of the tree."""
        found = [re.match(r" *(.+?) {2,}(\d+) ", line) for line in self.lines("l2tpv2,tree")]
        return {match[1]: int(match[2]) for match in found if match}

    def sessions(self, statistic="l2tpv2,sessions"):
        """Each row as a dictionary of its columns."""
        lines = [line for line in self.lines(statistic) if line.count("|") > 3]
        names = [name.strip() for name in lines[0].split("|")]
        return [dict(zip(names, [cell.strip() for cell in line.split("|")])) for line in lines[1:]]

    def test_tree_counts_messages(self):
        counts = self.counts()
        self.assertEqual((2, 2, 5, 1), (counts["SCCRQ"], counts["ICRQ"], counts["Data"], counts["CDN"]))

    def test_tree_counts_avps_and_result_codes(self):
        counts = self.counts()
        self.assertEqual(2, counts["Called Number"])
        self.assertEqual(1, counts["CDN 3: Administrative reasons"])

    def test_tree_counts_breaches(self):
        self.assertEqual(1, self.counts()["rfc2661/4.4.3/host-name-not-empty"])

    def test_a_row_for_each_session(self):
        first, second = self.sessions()
        self.assertEqual(("1", "1", "192.0.2.1", "192.0.2.2", "joe@example", "5550100", "5550199"),
                         tuple(first[name] for name in ("Session", "Tunnel", "LAC", "LNS", "User", "Called", "Calling")))
        self.assertEqual(("2", ""), (second["Session"], second["User"]))

    def test_start_and_set_up_time(self):
        first, _ = self.sessions()
        self.assertEqual(("0.040000", "0.020000"), (first["Start"], first["Set-up time"]))

    def test_frames_octets_and_losses(self):
        first, second = self.sessions()
        names = ("LAC frames", "LNS frames", "LAC octets", "LNS octets", "LAC lost", "LNS lost")
        self.assertEqual(("3", "1", "36", "12", "2", "0"), tuple(first[name] for name in names))
        self.assertEqual(("0", "1", "0", "10", "0", "0"), tuple(second[name] for name in names))

    def test_how_it_ended(self):
        first, second = self.sessions()
        self.assertEqual("closed by the LAC in frame 13, Result Code 3 (Administrative reasons)", first["End"])
        self.assertEqual("open at the end", second["End"])

    def test_filter_of_a_statistic(self):
        self.assertEqual(["2"], [row["Session"] for row in self.sessions("l2tpv2,sessions,l2tpv2.session.index == 2")])

    def test_conversations(self):
        rows = [re.split(r" {2,}", line)[0:2] for line in self.lines("conv,l2tpv2") if "<->" in line]
        self.assertEqual({("192.0.2.1 session 1", "192.0.2.2 session 1"), ("192.0.2.1 session 2", "192.0.2.2 session 2"),
                          ("192.0.2.1 tunnel 1", "192.0.2.2 tunnel 1"), ("192.0.2.3 tunnel 2", "192.0.2.2 tunnel 2")},
                         {tuple(" ".join(row).split("<->")[side].strip() for side in (0, 1)) for row in rows})

    def test_filter_of_a_conversation(self):
        text = tshark.output(["-r", self.capture, "-Y", 'l2tpv2.conversation.src == "192.0.2.2 session 2"', "-T", "fields",
                              "-e", "frame.number"])
        self.assertEqual(["16", "19"], text.split())

    def test_follow_a_session(self):
        text = "\n".join(self.lines("follow,l2tpv2,raw,2"))
        self.assertIn(b"\xff\x03\x00\x21second".hex(), text)
        self.assertIn("Node 0: 192.0.2.2:1701", text)

    def test_follow_has_both_directions_of_its_session_alone(self):
        text = "\n".join(self.lines("follow,l2tpv2,raw,1"))
        self.assertNotIn(b"second".hex(), text)
        self.assertEqual(4, text.count(b"\xff\x03\xc0\x21".hex()))
        self.assertEqual(1, text.count("\t" + b"\xff\x03\xc0\x21".hex()))


if __name__ == "__main__":
    unittest.main()
