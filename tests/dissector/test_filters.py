# SPDX-License-Identifier: GPL-2.0-or-later
"""Every field can be filtered for: by value, by name, by bit."""

import os
import tempfile
import unittest

import samples
import tshark

MESSAGES = [
    samples.sccrq(),
    samples.control(samples.avp(0, b"\x00\x04"), samples.avp(9, b"\x00\x05"), samples.avp(1, b"\x00\x06"), tunnel=7),
    samples.control(samples.avp(0, b"\x00\x0e"), samples.avp(1, b"\x00\x06"), samples.avp(14, b"\x00\x05"), tunnel=7,
                    session=9),
    samples.control(tunnel=7, ns=3, nr=4),
    samples.control(samples.avp(0, b"\x00\x02"), samples.avp(36, bytes(range(16))),
                    samples.avp(9, bytes(18), hidden=True), tunnel=5),
    samples.control(samples.avp(0, b"\x00\x06"), samples.avp(9, b"\x01", vendor=9, mandatory=False), tunnel=7),
    samples.sccrq(host_name=b""),
]


class Filters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.capture = samples.write_pcap(os.path.join(folder.name, "filters.pcap"),
                                         [samples.udp(message) for message in MESSAGES])

    def frames(self, display_filter):
        text = tshark.output(["-r", self.capture, "-Y", display_filter, "-T", "fields", "-e", "frame.number"])
        return [int(number) for number in text.split()]

    def test_message_by_its_abbreviation(self):
        self.assertEqual([1, 7], self.frames('l2tpv2.avp.message_type == "SCCRQ"'))

    def test_attribute_by_its_name(self):
        self.assertEqual([5], self.frames('l2tpv2.avp.type == "Random Vector"'))

    def test_result_code_by_its_name_in_the_message(self):
        self.assertEqual([3], self.frames('l2tpv2.avp.result_code == "Invalid destination" && '
                                          'l2tpv2.avp.message_type == "CDN"'))

    def test_result_code_has_the_name_that_its_message_gives(self):
        text = tshark.output(["-r", self.capture, "-V", "-O", "l2tpv2", "-Y", "l2tpv2.avp.result_code == 6"])
        self.assertIn("Result Code: Requester is being shut down (6)", text)
        self.assertIn("Result Code: Invalid destination (6)", text)

    def test_bit_of_a_mask(self):
        self.assertEqual([1, 7], self.frames("l2tpv2.avp.framing_capabilities.sync == 1"))

    def test_text(self):
        self.assertEqual([1], self.frames('l2tpv2.avp.host_name contains "example"'))

    def test_hidden_avp_by_type(self):
        self.assertEqual([5], self.frames("l2tpv2.avp.hidden == 1"))
        title = tshark.output(["-r", self.capture, "-V", "-O", "l2tpv2", "-Y", "l2tpv2.avp.hidden == 1"])
        self.assertIn("AVP: Assigned Tunnel ID (hidden)", title)

    def test_hidden_avp_has_no_value_of_its_own(self):
        self.assertNotIn(5, self.frames("l2tpv2.avp.assigned_tunnel_id"))

    def test_avp_of_a_vendor(self):
        self.assertEqual([6], self.frames("l2tpv2.avp.vendor_id == 9 && l2tpv2.avp.mandatory == 0"))

    def test_octets_of_a_value(self):
        self.assertEqual([5], self.frames("l2tpv2.avp.value contains 0a:0b:0c"))

    def test_acknowledgement(self):
        self.assertEqual([4], self.frames("l2tpv2.zlb && l2tpv2.nr == 4"))

    def test_broken_requirement(self):
        self.assertEqual([7], self.frames('l2tpv2.requirement == "rfc2661/4.4.3/host-name-not-empty"'))

    def test_broken_must_is_an_error(self):
        self.assertEqual([7], self.frames('_ws.expert.severity == "Error" && l2tpv2.avp.message_type == 1'))


if __name__ == "__main__":
    unittest.main()
