# SPDX-License-Identifier: GPL-2.0-or-later
"""The reliable channel (RFC 2661, 5.8): what acknowledges, answers and repeats what, and what is missing."""

import os
import tempfile
import unittest

import samples
import tshark
from conversation import HELLO, LAC, LNS, SCCCN, Call, Tunnel, Wire, number


class Recorded(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "channel.pcap")
        self.wire = Wire()
        self.tunnel = Tunnel(self.wire)

    def column(self, name, *options):
        frames = tshark.fields(self.wire.write(self.path), [name], options=options)
        return [",".join(frame[name]) for frame in frames]

    def frames(self, display_filter, *options):
        text = tshark.output(["-r", self.wire.write(self.path), *options, "-Y", display_filter, "-T", "fields", "-e",
                              "frame.number"])
        return [int(frame) for frame in text.split()]


class Channel(Recorded):
    def test_acknowledges(self):
        self.tunnel.open()
        self.assertEqual(["", "1", "2", "3"], self.column("l2tpv2.acknowledges"))
        self.assertEqual(["", "0.010000000"], self.column("l2tpv2.acknowledges.time")[:2])

    def test_one_acknowledges_several(self):
        self.tunnel.open()
        self.tunnel.send(LAC, HELLO)
        self.tunnel.send(LAC, HELLO)
        self.tunnel.send(LNS, None)
        self.assertEqual("5,6", self.column("l2tpv2.acknowledges")[-1])

    def test_acknowledged_in_is_known_from_the_second_pass_on(self):
        self.tunnel.open()
        self.assertEqual(["2", "3", "4", ""], self.column("l2tpv2.acknowledged_in", "-2"))
        self.assertEqual([""] * 4, self.column("l2tpv2.acknowledged_in"))

    def test_responses(self):
        self.tunnel.open()
        Call(self.tunnel).open()
        self.assertEqual(["", "1", "2", "", "", "5", "6", ""], self.column("l2tpv2.response_to"))
        self.assertEqual(["2", "3", "", "", "6", "7", "", ""], self.column("l2tpv2.response_in", "-2"))
        self.assertEqual("0.010000000", self.column("l2tpv2.response_to.time")[1])

    def test_retransmission(self):
        octets = self.tunnel.request()
        self.tunnel.put(LAC, octets, after=1)
        self.assertEqual(["", "1"], self.column("l2tpv2.retransmission_of"))
        self.assertEqual("1.000000000", self.column("l2tpv2.retransmission_of.time")[1])
        self.assertEqual([2], self.frames("l2tpv2.retransmission"))
        self.assertTrue(self.column("_ws.col.Info")[1].startswith("[Retransmission] SCCRQ"))

    def test_another_message_is_no_retransmission(self):
        self.tunnel.open()
        self.assertEqual([], self.frames("l2tpv2.retransmission or l2tpv2.duplicate"))

    def test_duplicate_after_its_acknowledgement(self):
        self.tunnel.open()
        octets = self.tunnel.send(LAC, HELLO)
        self.tunnel.send(LNS, None)
        self.tunnel.put(LAC, octets, after=1)
        self.assertEqual([7], self.frames("l2tpv2.duplicate"))
        self.assertEqual("5", self.column("l2tpv2.duplicate_of")[-1])

    def test_lost_and_late(self):
        self.tunnel.open()
        late = self.tunnel.message(LAC, samples.avp(0, number(HELLO)))
        self.tunnel.ns[LAC] += 1
        self.tunnel.send(LAC, HELLO)
        self.tunnel.put(LAC, late)
        self.assertEqual([5], self.frames("l2tpv2.lost and l2tpv2.missing == 1"))
        self.assertEqual([6], self.frames("l2tpv2.out_of_order"))

    def test_lost_data(self):
        call = Call(self.tunnel.open()).open()
        for ns in (0, 1, 4, 2):
            call.data(LAC, ns=ns)
        self.assertEqual(["", "", "2", ""], self.column("l2tpv2.missing")[-4:])
        self.assertEqual([12], self.frames("l2tpv2.out_of_order"))

    def test_window(self):
        self.tunnel.open()
        for _ in range(5):
            self.tunnel.send(LAC, HELLO, after=0.001)
        self.assertEqual(["1", "2", "3", "4", "5"], self.column("l2tpv2.outstanding")[-5:])
        self.assertEqual("4", self.column("l2tpv2.peer_window")[-1])
        self.assertEqual([9], self.frames("l2tpv2.window_exceeded"))

    def test_hello_without_acknowledgement(self):
        self.tunnel.open()
        octets = self.tunnel.send(LAC, HELLO)
        self.tunnel.put(LAC, octets, after=1)
        self.tunnel.put(LAC, octets, after=8)
        self.assertEqual([6, 7], self.frames("l2tpv2.hello_repeated"))
        self.assertEqual([5], self.frames("l2tpv2.hello_unanswered", "-2"))

    def test_hello_with_acknowledgement(self):
        self.tunnel.open()
        self.tunnel.send(LAC, HELLO)
        self.tunnel.send(LNS, None)
        self.wire.now += 60
        self.tunnel.send(LAC, HELLO)
        self.tunnel.send(LNS, None)
        self.assertEqual([], self.frames("l2tpv2.hello_unanswered or l2tpv2.hello_repeated", "-2"))


class Breaches(Recorded):
    """What only the course of a conversation shows."""

    def requirements(self):
        return self.column("l2tpv2.requirement")

    def test_scccn_twice_is_an_error(self):
        self.tunnel.open()
        self.tunnel.send(LAC, SCCCN)
        self.assertEqual([5], self.frames('_ws.expert.severity == "Error"'))
        self.assertTrue(self.requirements()[-1].startswith("rfc2661/"))

    def test_sound_conversation_has_none(self):
        call = Call(self.tunnel.open()).open()
        call.data(LAC)
        call.close()
        self.tunnel.close()
        self.assertEqual([""] * 13, self.requirements())

    def test_window_names_its_requirement_and_section(self):
        self.tunnel.open()
        for _ in range(5):
            self.tunnel.send(LAC, HELLO, after=0.001)
        self.assertEqual([9], self.frames('l2tpv2.requirement == "rfc2661/5.8/peer-window-respected"'))
        text = tshark.output(["-r", self.path, "-V", "-O", "l2tpv2", "-Y", "frame.number == 9"])
        self.assertIn("RFC 2661 section 5.8", text)
        self.assertIn("expected at most 4 unacknowledged; seen 5", text)

    def test_what_an_earlier_frame_broke_is_linked(self):
        self.tunnel.open()
        octets = self.tunnel.send(LAC, HELLO)
        self.tunnel.send(LNS, None)
        for _ in range(3):
            self.tunnel.put(LAC, octets, after=6)
        self.tunnel.send(LNS, None, after=6)
        self.assertEqual([10], self.frames('l2tpv2.requirement == "rfc2661/5.8/ack-duplicates"'))
        self.assertEqual("9", self.column("l2tpv2.broken_in")[-1])
        self.assertEqual([9], self.frames("l2tpv2.blamed_in == 10", "-2"))


if __name__ == "__main__":
    unittest.main()
