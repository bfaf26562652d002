# SPDX-License-Identifier: GPL-2.0-or-later
"""Tunnels on other ports than 1701 are known by their look, and nothing else is."""

import os
import tempfile
import unittest

import samples
import tshark
from conversation import LAC, LNS, Call, Tunnel, Wire, number

HERE, THERE = (samples.LAC[0], 41000), (samples.LNS[0], 42000)


class OtherPorts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "ports.pcap")
        self.wire = Wire()

    def ours(self, *options):
        """For each frame, whether the plugin took it."""
        frames = tshark.fields(self.wire.write(self.path), ["frame.protocols"], options=options)
        return ["l2tpv2" in frame["frame.protocols"][0] for frame in frames]

    def session(self):
        call = Call(Tunnel(self.wire, at=(HERE, THERE)).open()).open()
        call.data(LAC)
        call.data(LNS)

    def test_tunnel_is_known_by_its_look(self):
        self.session()
        self.assertEqual([True] * 10, self.ours())

    def test_it_can_be_switched_off(self):
        self.session()
        self.assertEqual([False] * 10, self.ours("--disable-heuristic", "l2tpv2_udp"))

    def test_port_is_no_breach_where_the_user_chose_it(self):
        self.session()
        text = tshark.output(["-r", self.wire.write(self.path), "-Y", "l2tpv2.requirement"])
        self.assertEqual("", text)

    def test_what_looks_almost_so_is_left_alone(self):
        sound = samples.control(samples.avp(0, number(1)))
        for payload in (sound + b"\x00", b"\xc8\x03" + sound[2:], b"\x40\x02" + sound[2:], sound[:12],
                        samples.control(samples.avp(7, b"ab")), sound[:2] + number(12) + sound[4:],
                        samples.control(samples.avp(0, b"\x00\x01\x00")), samples.data(bytes(40))):
            self.wire.put(payload, HERE, THERE)
        self.assertEqual([False] * 8, self.ours())

    def test_decode_as(self):
        self.wire.put(samples.data(bytes(8)), HERE, THERE)
        self.assertEqual([False], self.ours())
        self.assertEqual([True], self.ours("-d", "udp.port==42000,l2tpv2"))

    def test_preference(self):
        self.wire.put(samples.data(bytes(8)), HERE, THERE)
        self.assertEqual([True], self.ours("-o", "l2tpv2.udp.port:42000"))


if __name__ == "__main__":
    unittest.main()
