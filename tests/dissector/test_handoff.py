# SPDX-License-Identifier: GPL-2.0-or-later
"""Which datagrams the plugin takes, and which look exactly as they do without it."""

import os
import struct
import tempfile
import unittest

import samples
import tshark

V3_CONTROL = bytes.fromhex("c803001400000000000000008008000000000006")
V3_DATA = bytes.fromhex("0003000000000001ff0300210000")
L2F = bytes.fromhex("d0010001000000010000001400000000")
OTHER = [b"", b"\x00", b"\xc8", b"hello, world", bytes(16), b"\xff" * 40, bytes.fromhex("c804001400000000")]


class Handoff(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.capture = os.path.join(folder.name, "handoff.pcap")

    def write(self, *packets):
        return samples.write_pcap(self.capture, packets)

    def protocols(self, *options):
        return [frame["frame.protocols"][0] for frame in
                tshark.fields(self.capture, ["frame.protocols"], options=options)]

    def assert_looks_as_without_plugin(self):
        for options in (["-V"], ["-T", "fields", "-e", "frame.protocols", "-e", "_ws.col.Info"], ["-2", "-V"]):
            ours = tshark.output(["-r", self.capture, *options])
            without = tshark.output(["-r", self.capture, *options], with_plugin=False)
            self.assertEqual(without, ours)

    def test_version_2_is_taken(self):
        self.write(samples.udp(samples.sccrq()))
        self.assertEqual(["raw:ip:udp:l2tpv2"], self.protocols())

    def test_version_3_goes_back(self):
        self.write(samples.udp(V3_CONTROL), samples.udp(V3_DATA), samples.udp(V3_CONTROL, samples.LNS, samples.LAC))
        self.assert_looks_as_without_plugin()

    def test_version_1_goes_back(self):
        self.write(samples.udp(L2F), samples.udp(L2F, samples.LNS, samples.LAC))
        self.assert_looks_as_without_plugin()

    def test_anything_else_goes_back(self):
        self.write(*[samples.udp(payload) for payload in OTHER])
        self.assert_looks_as_without_plugin()

    def test_version_2_after_version_3_is_taken(self):
        self.write(samples.udp(V3_CONTROL), samples.udp(samples.sccrq()))
        self.assertEqual("raw:ip:udp:l2tpv2", self.protocols()[1])

    def test_version_3_on_a_floating_port_goes_back(self):
        moved = (samples.LNS[0], 40000)
        self.write(samples.udp(V3_CONTROL), samples.udp(V3_CONTROL, moved, samples.LAC))
        self.assert_looks_as_without_plugin()

    def test_responder_on_another_port_is_followed(self):
        initiator, moved = (samples.LAC[0], 50000), (samples.LNS[0], 40000)
        self.write(samples.udp(samples.sccrq(), initiator, samples.LNS), samples.udp(samples.sccrp(), moved, initiator),
                   samples.udp(samples.control(tunnel=7, ns=1, nr=1), initiator, moved))
        for options in ([], ["-2"]):
            with self.subTest(options=options):
                self.assertEqual(["raw:ip:udp:l2tpv2"] * 3, self.protocols(*options))

    def test_decode_as_goes_back_to_built_in(self):
        self.write(samples.udp(samples.sccrq()))
        self.assertEqual(["raw:ip:udp:l2tp"], self.protocols("-d", "udp.port==1701,l2tp"))

    def test_decode_as_takes_another_port(self):
        self.write(samples.udp(samples.sccrq(), (samples.LAC[0], 2000), (samples.LNS[0], 2000)))
        self.assertEqual(["raw:ip:udp:l2tpv2"], self.protocols("-d", "udp.port==2000,l2tpv2"))

    def test_ppp_is_handed_on_with_and_without_address_and_control(self):
        lcp = struct.pack("!HBBH", 0xC021, 9, 1, 8) + bytes(4)
        self.write(samples.udp(samples.data(b"\xff\x03" + lcp)), samples.udp(samples.data(lcp)))
        self.assertEqual(["raw:ip:udp:l2tpv2:ppp:lcp"] * 2, self.protocols())

    def test_l2tp_within_l2tp_is_decoded_twice(self):
        inner = samples.udp(samples.sccrq())
        self.write(samples.udp(samples.data(b"\xff\x03\x00\x21" + inner)))
        frame = tshark.fields(self.capture, ["l2tpv2.tunnel_id", "l2tpv2.avp.host_name"])[0]
        self.assertEqual({"l2tpv2.tunnel_id": ["1", "0"], "l2tpv2.avp.host_name": ["lac.example.net"]}, frame)

    def test_info_column_keeps_tunnel_and_session_beside_ppp(self):
        lcp = struct.pack("!HBBH", 0xC021, 9, 1, 8) + bytes(4)
        self.write(samples.udp(samples.data(lcp, tunnel=3, session=4)))
        info = tshark.fields(self.capture, ["_ws.col.Info"])[0]["_ws.col.Info"][0]
        self.assertRegex(info, r"^Data, tunnel 3, session 4 \| Echo Request")


if __name__ == "__main__":
    unittest.main()
