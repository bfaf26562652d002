# SPDX-License-Identifier: GPL-2.0-or-later
"""UDP checksums and ports (RFC 2661, 8.1), as far as the plugin learns of them from Wireshark."""

import os
import tempfile
import unittest

import samples
import tshark
from conversation import LAC, LNS, Call, Tunnel, Wire

REQUIREMENT = "l2tpv2.requirement"
CHECKSUM = slice(26, 28)  # behind an IPv4 header of 20 octets
CHECKSUM_V6 = slice(46, 48)


def without_checksum(packet, place):
    return packet[:place.start] + b"\0\0" + packet[place.stop:]


class UdpPath(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "path.pcap")
        self.wire = Wire()

    def breaches(self, *options):
        frames = tshark.fields(self.wire.write(self.path), [REQUIREMENT], options=options)
        return [frame[REQUIREMENT] for frame in frames]

    def session(self, at=(samples.LAC, samples.LNS)):
        call = Call(Tunnel(self.wire, at=at).open()).open()
        call.data(LAC)
        call.data(LNS)

    def clear_checksum(self, frame, place=CHECKSUM):
        time, packet = self.wire.packets[frame - 1]
        self.wire.packets[frame - 1] = (time, without_checksum(packet, place))

    def test_sound_checksums_break_nothing(self):
        self.session()
        self.assertEqual([[]] * 10, self.breaches())

    def test_control_message_without_checksum(self):
        self.session()
        self.clear_checksum(3)
        self.assertEqual(["rfc2661/8.1/checksum-on-control"], self.breaches()[2])

    def test_data_without_checksum(self):
        self.session()
        self.clear_checksum(9)
        self.assertEqual([[], ["rfc2661/8.1/checksum-on-data"], []], self.breaches()[7:])

    def test_ipv6_is_not_judged(self):
        self.session(at=(("2001:db8::1", 1701), ("2001:db8::2", 1701)))
        self.clear_checksum(3, CHECKSUM_V6)
        self.assertEqual([[]] * 10, self.breaches())

    def test_request_from_1701_goes_to_1701(self):
        self.session(at=(samples.LAC, (samples.LNS[0], 5000)))
        self.assertEqual(["rfc2661/8.1/initiator-sends-to-1701"], self.breaches()[0])

    def test_port_that_decode_as_names_is_no_breach(self):
        self.session(at=(samples.LAC, (samples.LNS[0], 5000)))
        self.assertEqual([[]] * 10, self.breaches("-d", "udp.port==5000,l2tpv2"))

    def test_port_that_the_preferences_name_is_no_breach(self):
        self.session(at=(samples.LAC, (samples.LNS[0], 5000)))
        self.assertEqual([[]] * 10, self.breaches("-o", "l2tpv2.udp.port:1701,5000"))


if __name__ == "__main__":
    unittest.main()
