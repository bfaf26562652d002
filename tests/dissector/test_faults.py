# SPDX-License-Identifier: GPL-2.0-or-later
"""What the built-in dissector gets wrong or passes over in version 2, one test each: the built-in's fault, and ours right."""

import os
import struct
import tempfile
import unittest

import made_captures
import samples
import tshark

LCP = b"\xff\x03\xc0\x21" + bytes.fromhex("09010008aabbccdd")


class Faults(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.capture = os.path.join(folder.name, "fault.pcap")

    def write(self, *payloads):
        samples.write_pcap(self.capture, [samples.udp(payload) for payload in payloads])

    def ours(self, *options):
        return tshark.output(["-r", self.capture, "-V", "-O", "l2tpv2", *options])

    def theirs(self):
        return tshark.output(["-r", self.capture, "-V", "-O", "l2tp"], with_plugin=False)

    def values(self, field, with_plugin=True):
        return [value for frame in tshark.fields(self.capture, [field], with_plugin) for value in frame[field]]

    def breaches(self):
        return self.values("l2tpv2.requirement")

    def test_hidden_avp_has_its_vendor_and_type(self):
        self.write(samples.control(samples.avp(0, b"\x00\x02"), samples.avp(36, bytes(range(16))),
                                   samples.avp(9, bytes(4), hidden=True), tunnel=5))
        self.assertEqual(["0", "36"], self.values("l2tp.avp.type", with_plugin=False))
        self.assertEqual(["0", "36", "9"], self.values("l2tpv2.avp.type"))
        self.assertEqual(["0", "0", "0"], self.values("l2tpv2.avp.vendor_id"))

    def test_hidden_avp_is_un_hidden(self):
        capture = os.path.join(tshark.ROOT, "captures", "generated", "hidden.pcap")
        text = tshark.output(["-r", capture, "-V", "-o", "l2tpv2.secret:l2tp-shared-secret"])
        self.assertIn("Assigned Tunnel ID (un-hidden): 7777", text)

    def test_challenge_response_is_checked(self):
        talk = made_captures.conversation()[:2]
        samples.write_pcap(self.capture, [packet for message in talk for packet in made_captures.packets4(*message)])
        self.assertNotIn("right", self.theirs())
        self.assertIn("Check: right", self.ours("-o", "l2tpv2.secret:l2tpspec demo"))

    def test_empty_number_does_not_take_the_next_avp_for_its_value(self):
        self.write(samples.control(samples.avp(0, b"\x00\x04"), samples.avp(9, b""), samples.avp(1, b"\x00\x01"), tunnel=5))
        self.assertEqual(["32776"], self.values("l2tp.avp.assigned_tunnel_id", with_plugin=False))
        self.assertEqual([], self.values("l2tpv2.avp.assigned_tunnel_id"))
        self.assertIn("rfc2661/4.4.3/assigned-tunnel-id-length", self.breaches())

    def test_value_that_is_too_long_is_named_and_shown(self):
        self.write(samples.control(samples.avp(0, b"\x00\x04"), samples.avp(9, b"\x00\x05\xab\xcd"),
                                   samples.avp(1, b"\x00\x01"), tunnel=5))
        self.assertNotIn("Expert", self.theirs())
        self.assertEqual(["rfc2661/4.4.3/assigned-tunnel-id-length"], self.breaches())
        self.assertEqual(["abcd"], self.values("l2tpv2.avp.rest"))
        self.assertEqual(["5"], self.values("l2tpv2.avp.assigned_tunnel_id"))

    def test_data_of_twelve_octets_is_no_zlb(self):
        self.write(struct.pack("!HHHHHH", 0x4802, 12, 1, 1, 0, 0))
        self.assertIn("Zero Length Body", self.theirs())
        self.assertEqual([], self.values("l2tpv2.zlb"))
        self.assertEqual([], self.breaches())

    def test_bits_that_a_control_message_must_and_must_not_have(self):
        body = samples.avp(0, b"\x00\x06")
        for flags, requirement in ((0x8802, "control-length-bit"), (0xC002, "control-sequence-bit"),
                                   (0xCA02, "control-offset-bit"), (0xC902, "control-priority-bit"),
                                   (0xD802, "reserved-bits")):
            with self.subTest(requirement=requirement):
                length = struct.pack("!H", 20 + (2 if flags & 0x200 else 0) - (0 if flags & 0x800 else 4))
                numbers = struct.pack("!HH", 0, 0) if flags & 0x800 else b""
                offset = struct.pack("!H", 0) if flags & 0x200 else b""
                self.write(struct.pack("!H", flags) + (length if flags & 0x4000 else b"") + struct.pack("!HH", 5, 0) +
                           numbers + offset + body)
                self.assertIn("rfc2661/3.1/" + requirement, self.breaches())

    def test_reserved_bits_are_shown(self):
        self.write(struct.pack("!HHHHHH", 0xFCF2, 20, 5, 0, 0, 0) + struct.pack("!HHHH", 0xBC08, 0, 0, 6))
        self.assertEqual(["0x0003"], self.values("l2tpv2.reserved_2_3"))
        self.assertEqual(["0x000f"], self.values("l2tpv2.avp.reserved"))

    def test_length_beyond_the_datagram_is_measured(self):
        message = bytearray(samples.sccrq())
        actual = len(message)
        message[2:4] = struct.pack("!H", actual + 100)
        self.write(bytes(message))
        self.assertIn("Malformed", self.theirs())
        text = self.ours()
        self.assertNotIn("Malformed", text)
        self.assertIn(f"expected at most {actual}, the octets of the datagram; seen {actual + 100}", text)
        self.assertEqual(["lac.example.net"], self.values("l2tpv2.avp.host_name"))

    def test_length_below_the_header_is_measured(self):
        self.write(struct.pack("!HHHHHH", 0xC802, 5, 5, 0, 0, 0) + samples.avp(0, b"\x00\x06"))
        self.assertIn("expected at least 12, the octets of the header; seen 5", self.ours())
        self.assertEqual(["6"], self.values("l2tpv2.avp.message_type"))

    def test_avp_beyond_the_message_is_measured(self):
        self.write(samples.control(samples.avp(0, b"\x00\x06"), struct.pack("!HHH", 0x8040, 0, 7) + b"host", tunnel=5))
        text = self.ours()
        self.assertNotIn("Malformed", text)
        self.assertIn("expected at most 10 octets, up to the end of the message; seen Length 64", text)
        self.assertIn("AVP: Host Name (incomplete): host", text)

    def test_offset_beyond_the_end_keeps_the_octets(self):
        self.write(struct.pack("!HHHHH", 0x4202, 10 + len(LCP), 1, 1, 500) + LCP)
        self.assertIn("rfc2661/3.1/offset-within-message", self.breaches())
        self.assertEqual([LCP.hex()], self.values("l2tpv2.trailing"))

    def test_octets_behind_the_message_are_shown(self):
        self.write(samples.sccrq() + b"behind")
        self.assertNotIn("behind".encode().hex(), self.theirs())
        self.assertEqual(["behind".encode().hex()], self.values("l2tpv2.trailing"))

    def test_message_type_that_is_not_first(self):
        self.write(samples.control(samples.avp(1, b"\x00\x06"), samples.avp(0, b"\x00\x04"), samples.avp(9, b"\x00\x05"),
                                   tunnel=5))
        self.assertIn("Invalid destination", self.theirs())
        self.assertEqual(["rfc2661/4.4.1/message-type-first"], self.breaches())
        self.assertNotIn("Invalid destination", self.ours())

    def test_vendor_name_is_utf_8(self):
        self.write(samples.control(samples.avp(0, b"\x00\x01"), samples.avp(8, "Écho".encode(), mandatory=False)))
        self.assertNotEqual(["Écho"], self.values("l2tp.avp.vendor_name", with_plugin=False))
        self.assertEqual(["Écho"], self.values("l2tpv2.avp.vendor_name"))

    def test_accm_is_a_map_of_bits(self):
        self.write(samples.control(samples.avp(0, b"\x00\x10"), samples.avp(35, bytes.fromhex("0000000a0000ffffffff")),
                                   tunnel=5, session=6))
        self.assertEqual(["655360"], self.values("l2tp.avp.send_accm", with_plugin=False))
        self.assertEqual(["0x000a0000"], self.values("l2tpv2.avp.accm.send_accm"))

    def test_q931_cause_has_words(self):
        self.write(samples.control(samples.avp(0, b"\x00\x0e"), samples.avp(12, b"\x00\x11\x45"), tunnel=5, session=6))
        self.assertNotIn("User busy", self.theirs())
        self.assertIn("Q.931 Cause Code: User busy (17)", self.ours())
        self.assertIn("Cause Msg: DISCONNECT (0x45)", self.ours())

    def test_high_octet_of_proxy_authen_id_is_looked_at(self):
        self.write(samples.control(samples.avp(0, b"\x00\x0c"), samples.avp(32, b"\x01\x07", mandatory=False), tunnel=5,
                                   session=6))
        self.assertEqual(["7"], self.values("l2tpv2.avp.proxy_authen_id"))
        self.assertIn("rfc2661/4.4.5/proxy-authen-id-reserved", self.breaches())

    def test_reserved_message_type_is_no_vendors(self):
        self.write(samples.control(samples.avp(0, b"\x00\x05"), tunnel=5))
        self.assertNotIn("Vendor", self.ours().replace("Vendor ID: IETF", ""))
        self.assertIn("rfc2661/3.2/reserved-message-types", self.breaches())

    def test_avp_is_a_container_that_a_filter_finds(self):
        self.write(samples.sccrq(), samples.control(tunnel=5))
        for display_filter in ("l2tpv2.avp", "l2tpv2.avp.value contains 6c:61:63"):
            frames = tshark.output(["-r", self.capture, "-Y", display_filter, "-T", "fields", "-e", "frame.number"])
            self.assertEqual(["1"], frames.split())
        self.assertEqual(5, len(self.values("l2tpv2.avp")))

    def test_info_column_keeps_tunnel_and_session(self):
        self.write(samples.data(LCP, tunnel=3, session=4))
        info = tshark.fields(self.capture, ["_ws.col.Info"])[0]["_ws.col.Info"][0]
        self.assertIn("tunnel 3, session 4", info)
        self.assertIn("Echo Request", info)


if __name__ == "__main__":
    unittest.main()
