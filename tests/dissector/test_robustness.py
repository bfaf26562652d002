# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever the octets are, the plugin shows what is there: no crash, no "Malformed", no "Dissector bug"."""

import os
import random
import struct
import tempfile
import unittest

import damage
import samples
import tshark

LCP = b"\xff\x03" + struct.pack("!HBBH", 0xC021, 1, 1, 14) + bytes.fromhex("010405dc050611223344")
IP_UDP = 28
SOUND = [
    samples.sccrq(),
    samples.sccrp(),
    samples.control(tunnel=7, ns=1, nr=1),
    samples.control(samples.avp(0, b"\x00\x0e"), samples.avp(1, b"\x00\x02\x00\x06busy"), samples.avp(14, b"\x00\x09"),
                    samples.avp(12, b"\x00\x10\x00why"), tunnel=7, session=3, ns=2, nr=2),
    samples.control(samples.avp(0, b"\x00\x02"), samples.avp(36, bytes(range(16))),
                    samples.avp(9, bytes(18), hidden=True), samples.avp(77, b"x" * 30, vendor=9, mandatory=False)),
    samples.data(LCP),
    struct.pack("!HHHHHHH", 0x4A02, 14 + 4 + len(LCP), 1, 2, 3, 4, 4) + bytes(4) + LCP,
]


class Robustness(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.capture = os.path.join(folder.name, "robustness.pcap")

    def decode(self, payloads, cut_at=()):
        """Decode fully and return the text of the run, after the checks that hold for any input."""
        samples.write_pcap(self.capture, [samples.udp(payload) for payload in payloads], cut_at)
        status, text, errors = tshark.run(["-r", self.capture, "-V"])
        self.assertEqual(0, status, f"tshark ended with {status}:\n{errors[-4000:]}")
        self.assertNotIn("Dissector bug", text)
        self.assertNotIn("Malformed Packet: L2TPv2", text)
        self.assertEqual(len(payloads), text.count("User Datagram Protocol"), "a datagram was not decoded")
        return text

    def test_capture_cut_at_every_octet(self):
        cuts = [(payload, IP_UDP + kept) for payload in SOUND for kept in range(2, len(payload))]
        text = self.decode([payload for payload, _ in cuts], [cut for _, cut in cuts])
        self.assertEqual(len(cuts), text.count("Octets on the wire that the capture does not hold"))

    def test_cut_capture_breaks_no_requirement(self):
        cuts = [(payload, IP_UDP + kept) for payload in SOUND for kept in range(2, len(payload))]
        samples.write_pcap(self.capture, [samples.udp(payload) for payload, _ in cuts], [cut for _, cut in cuts])
        whole = os.path.join(os.path.dirname(self.capture), "whole.pcap")
        samples.write_pcap(whole, [samples.udp(payload) for payload, _ in cuts])
        field = "l2tpv2.requirement"
        pairs = zip(tshark.fields(self.capture, [field]), tshark.fields(whole, [field]))
        for number, (cut, sound) in enumerate(pairs, 1):
            self.assertLessEqual(set(cut[field]), set(sound[field]), f"frame {number}: the cut itself is blamed")

    def test_datagram_shortened_at_every_octet(self):
        self.decode([payload[:kept] for payload in SOUND for kept in range(len(payload))])

    def test_every_length_field_wrong(self):
        payloads = []
        for payload in SOUND:
            for length in (0, 1, 5, 6, 11, 12, 13, len(payload) - 1, len(payload) + 1, 0x3FF, 0x8000, 0xFFFF):
                payloads += [payload[:at] + struct.pack("!H", length) + payload[at + 2:]
                             for at in range(0, len(payload) - 1, 2)]
        self.decode([payload for payload in payloads if payload[1] & 15 == 2])

    def test_random_octets(self):
        source = random.Random(2661)
        flags = [0xC802, 0x0002, 0x4002, 0x0202, 0xCA02, 0xFFF2]
        self.decode([struct.pack("!H", source.choice(flags)) + source.randbytes(source.randrange(200))
                     for _ in range(2000)])

    def test_damaged_messages(self):
        source = random.Random(1999)
        payloads = []
        for _ in range(2000):
            octets = bytearray(source.choice(SOUND))
            for _ in range(source.randrange(1, 6)):
                octets[source.randrange(2, len(octets))] = source.randrange(256)
            payloads.append(bytes(octets))
        self.decode(payloads)

    def test_thousands_of_avps(self):
        self.decode([samples.control(samples.avp(0, b"\x00\x01"), *[samples.avp(39, b"")] * 10000)])

    def test_damaged_captures(self):
        for seed in range(1, 4):  # damage.py by itself takes as many as one likes
            with self.subTest(seed=seed):
                self.assertEqual([], damage.run_round(seed))

    def test_control_characters_are_escaped(self):
        text = self.decode([samples.sccrq(host_name=b"\x1b[31mred\x07\x00\xff\xe2\x80\xae")])
        for forbidden in ("\x1b", "\x07", "\x00"):
            self.assertNotIn(forbidden, text)


if __name__ == "__main__":
    unittest.main()
