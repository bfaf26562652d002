# SPDX-License-Identifier: GPL-2.0-or-later
"""The recordings of real daemons hold what captures/README.md says, checked without any code of l2tpspec."""

import hashlib
import struct
import unittest
from pathlib import Path

from fake_lns import avp_value, message_type

CAPTURES = Path(__file__).resolve().parent.parent.parent / "captures"
SECRET = b"l2tpspec demo"
LAC, LNS = "127.0.0.2", "127.0.0.1"
ICRQ, ICRP = 10, 11
CHALLENGE, CHALLENGE_RESPONSE, RANDOM_VECTOR = 11, 13, 36
ASSIGNED_SESSION_ID, CALL_SERIAL_NUMBER, CALLED_NUMBER = 14, 15, 21


ETHERNET, RAW_IP = 1, 101


def datagrams(path):
    """datagrams returns (source address, UDP checksum, payload) of each packet of a little-endian pcap."""
    data = path.read_bytes()
    magic, link_type = struct.unpack_from("<I", data)[0], struct.unpack_from("<I", data, 20)[0]
    if magic not in (0xA1B2C3D4, 0xA1B23C4D) or link_type not in (ETHERNET, RAW_IP):
        raise ValueError(f"{path} is not a little-endian pcap of Ethernet or raw IP")
    found, at = [], 24
    while at < len(data):
        captured, original = struct.unpack_from("<II", data, at + 8)
        if captured != original:
            raise ValueError(f"{path} has a packet that is cut short")
        packet = data[at + 16 + (14 if link_type == ETHERNET else 0):at + 16 + captured]
        source = ".".join(map(str, packet[12:16]))
        found.append((source, struct.unpack_from("!H", packet, 26)[0], packet[28:]))
        at += 16 + captured
    return found


def conversation(path):
    """conversation returns the control messages other than ZLB, as (source address, Message Type, octets)."""
    return [(source, message_type(octets), octets) for source, _, octets in datagrams(path) if message_type(octets)]


def unhidden(octets, kind, secret=SECRET):
    """unhidden returns the value of the hidden AVP of this type (RFC 2661, 4.3), with the message's Random Vector."""
    hidden, key = avp_value(octets, kind), struct.pack("!H", kind) + secret + avp_value(octets, RANDOM_VECTOR)
    clear = b""
    for at in range(0, len(hidden), 16):
        block = hidden[at:at + 16]
        clear += bytes(a ^ b for a, b in zip(block, hashlib.md5(key).digest()))
        key = secret + block
    return clear[2:2 + int.from_bytes(clear[:2], "big")]


def response(kind, challenge, secret=SECRET):
    """response computes a Challenge Response (RFC 2661, 4.4.3) for the message of this type."""
    return hashlib.md5(bytes([kind]) + secret + challenge).digest()


class Captures(unittest.TestCase):
    def read(self, name):
        return conversation(CAPTURES / f"xl2tpd-lac-lns-{name}.pcap")

    def test_a_whole_call_in_order(self):
        whole = [(LAC, 1), (LNS, 2), (LAC, 3), (LAC, 10), (LNS, 11), (LAC, 12), (LAC, 14), (LAC, 4)]
        for name in ("chap", "hidden-bit"):
            self.assertEqual([message[:2] for message in self.read(name)], whole)

    def test_hello_from_both_and_the_lns_closes(self):
        messages = [message[:2] for message in self.read("hello")]
        self.assertEqual(messages[:6], [(LAC, 1), (LNS, 2), (LAC, 3), (LAC, 10), (LNS, 11), (LAC, 12)])
        self.assertEqual((sorted(messages[6:8]), messages[8:]), ([(LNS, 6), (LAC, 6)], [(LNS, 4)]))

    def test_a_wrong_secret_ends_with_a_refusal(self):
        messages = self.read("wrong-secret")
        self.assertEqual([message[:2] for message in messages], [(LAC, 1), (LNS, 2), (LAC, 4)])
        challenge = avp_value(messages[0][2], CHALLENGE)
        self.assertEqual(avp_value(messages[1][2], CHALLENGE_RESPONSE), response(2, challenge))
        self.assertNotEqual(response(2, challenge), response(2, challenge, b"not the secret"))

    def test_both_challenges_are_answered_with_the_demo_secret(self):
        for name in ("chap", "hidden-bit", "hello"):
            sccrq, sccrp, scccn = (octets for _, _, octets in self.read(name)[:3])
            self.assertEqual(avp_value(sccrp, CHALLENGE_RESPONSE), response(2, avp_value(sccrq, CHALLENGE)))
            self.assertEqual(avp_value(scccn, CHALLENGE_RESPONSE), response(3, avp_value(sccrp, CHALLENGE)))

    def test_hidden_bit_brings_random_vectors_and_hides_nothing(self):
        for _, kind, octets in self.read("hidden-bit"):
            self.assertEqual(len(avp_value(octets, RANDOM_VECTOR)), 16, kind)
        for name in ("chap", "hidden-bit", "hello", "wrong-secret"):
            for _, _, octets in self.read(name):
                self.assertEqual([flags for flags in avp_flags(octets) if flags & 0x4000], [])

    def test_data_has_the_l_bit_only_where_it_was_asked_for(self):
        for name, expected in (("chap", 0x40), ("hidden-bit", 0)):
            data = [octets for _, _, octets in datagrams(CAPTURES / f"xl2tpd-lac-lns-{name}.pcap") if octets[0] < 0x80]
            self.assertGreater(len(data), 10)
            self.assertEqual({octets[0] & 0x40 for octets in data}, {expected})

    def test_xl2tpd_sends_no_udp_checksums(self):
        for path in CAPTURES.glob("xl2tpd-lac-lns-*.pcap"):
            self.assertEqual({checksum for _, checksum, _ in datagrams(path)}, {0})

    def test_hidden_avps_towards_xl2tpd_are_readable_and_were_read(self):
        messages = {kind: octets for _, kind, octets in conversation(CAPTURES / "xl2tpd-lns-hidden-avps.pcap")}
        icrq, icrp = messages[ICRQ], messages[ICRP]
        self.assertEqual(len([flags for flags in avp_flags(icrq) if flags & 0x4000]), 3)
        self.assertEqual(unhidden(icrq, CALLED_NUMBER), b"5550100 5550101 5550102")
        self.assertEqual(len(unhidden(icrq, CALL_SERIAL_NUMBER)), 4)
        # The header of ICRP carries the Session ID that was hidden: xl2tpd has un-hidden it.
        self.assertEqual(unhidden(icrq, ASSIGNED_SESSION_ID), icrp[6:8])

    def test_the_page_tells_of_every_recording(self):
        page = (CAPTURES / "README.md").read_text(encoding="utf-8")
        for path in CAPTURES.glob("*.pcap*"):
            self.assertIn(f"`{path.name}`", page)


def avp_flags(octets):
    """avp_flags returns the first two octets of each AVP of a sound control message."""
    found, at = [], 12
    while at < len(octets):
        found.append(struct.unpack_from("!H", octets, at)[0])
        at += found[-1] & 0x3FF
    return found


if __name__ == "__main__":
    unittest.main()
