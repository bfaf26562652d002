#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes captures/links: one short conversation on each link type, and PPP in each of its phases.

usage: tests/dissector/made_captures.py FOLDER

All octets are put together here, from the RFCs and from the descriptions of link types, not by the project's encoder.
The same command always writes the same octets. The shared secret is SECRET.
"""

import hashlib
import ipaddress
import os
import struct
import sys

import samples

SECRET = b"l2tpspec demo"
LAC, LNS = "192.0.2.1", "192.0.2.2"
LAC6, LNS6 = "2001:db8::1", "2001:db8::2"
LAC_TUNNEL, LNS_TUNNEL, LAC_SESSION, LNS_SESSION = 101, 202, 11, 22
MADE_UP = 0x6C32  # the IPv4 Identification of headers that are made up
ETHERNET, RAW, NULL, SLL, SLL2 = 1, 101, 0, 113, 276
FIRST_SECOND, APART = 946684800, 10_000


def number(attribute, value, octets=2, mandatory=True):
    return samples.avp(attribute, value.to_bytes(octets, "big"), mandatory=mandatory)


def response(message_type, challenge):
    """A Challenge Response (RFC 2661, 4.4.3)."""
    return samples.avp(13, hashlib.md5(bytes([message_type]) + SECRET + challenge).digest())


def conversation():
    """(from the LAC?, payload) of a tunnel with authentication and one incoming call, opened and closed."""
    challenges = bytes(range(16)), bytes(range(16, 32))
    start = [number(2, 0x0100), number(3, 3, 4)]
    lcp = bytes.fromhex("010405dc 0305c22305 0506aabbccdd")
    to_lns, to_lac = {"tunnel": LNS_TUNNEL}, {"tunnel": LAC_TUNNEL}
    return [
        (True, samples.control(number(0, 1), *start, samples.avp(7, b"lac.example.net"), number(9, LAC_TUNNEL),
                               samples.avp(11, challenges[0]))),
        (False, samples.control(number(0, 2), *start, samples.avp(7, b"lns.example.net"), number(9, LNS_TUNNEL),
                                samples.avp(11, challenges[1]), response(2, challenges[0]), **to_lac, ns=0, nr=1)),
        (True, samples.control(number(0, 3), response(3, challenges[1]), **to_lns, ns=1, nr=1)),
        (False, samples.control(**to_lac, ns=1, nr=2)),
        (True, samples.control(number(0, 10), number(14, LAC_SESSION), number(15, 7, 4), samples.avp(21, b"5551234"),
                               samples.avp(22, b"5559876"), **to_lns, ns=2, nr=1)),
        (False, samples.control(number(0, 11), number(14, LNS_SESSION), **to_lac, session=LAC_SESSION, ns=1, nr=3)),
        (True, samples.control(number(0, 12), number(24, 10_000_000, 4), number(19, 1, 4),
                               samples.avp(27, lcp, mandatory=False), samples.avp(28, lcp, mandatory=False),
                               number(29, 2, mandatory=False), samples.avp(30, b"user@example.net", mandatory=False),
                               samples.avp(31, bytes(range(0xA0, 0xB0)), mandatory=False), number(32, 5, mandatory=False),
                               samples.avp(33, bytes(range(0xC0, 0xD0)), mandatory=False), **to_lns,
                               session=LNS_SESSION, ns=3, nr=2)),
        (False, samples.control(**to_lac, ns=2, nr=4)),
        (True, samples.data(b"\xff\x03\xc0\x21" + bytes.fromhex("09010008aabbccdd"), LNS_TUNNEL, LNS_SESSION)),
        (False, samples.data(b"\xff\x03\xc0\x21" + bytes.fromhex("0a01000811223344"), LAC_TUNNEL, LAC_SESSION)),
        (True, samples.control(number(0, 14), samples.avp(1, b"\x00\x03"), number(14, LAC_SESSION), **to_lns,
                               session=LNS_SESSION, ns=4, nr=2)),
        (False, samples.control(**to_lac, ns=2, nr=5)),
        (True, samples.control(number(0, 4), number(9, LAC_TUNNEL), samples.avp(1, b"\x00\x01"), **to_lns, ns=5, nr=2)),
        (False, samples.control(**to_lac, ns=2, nr=6)),
    ]


def ppp(protocol, code, identifier, body=b""):
    """A PPP frame with address and control: a packet of a control protocol (RFC 1661, 5)."""
    return struct.pack("!HHBBH", 0xFF03, protocol, code, identifier, 4 + len(body)) + body


def counted(text):
    return bytes([len(text)]) + text


def phases():
    """(from the LAC?, PPP frame): every phase of a link, and several ways to frame it."""
    lcp, pap, chap, eap, ipcp, ipv6cp, ccp = 0xC021, 0xC023, 0xC223, 0xC227, 0x8021, 0x8057, 0x80FD
    options = bytes.fromhex("010405dc 0506aabbccdd 0702 0802")
    address = bytes.fromhex("0306c0000205")
    inner4 = samples.udp(b"\0\1", ("198.51.100.1", 5000), ("198.51.100.2", 5000))
    inner6 = struct.pack("!IHBB", 0x60000000, 10, 17, 64) + bytes(15) + b"\1" + bytes(15) + b"\2" + \
        struct.pack("!HHHH", 5000, 5000, 10, 0x1234) + b"\0\1"
    return [
        (True, ppp(lcp, 1, 1, options)), (False, ppp(lcp, 3, 1, bytes.fromhex("0104058c"))),
        (True, ppp(lcp, 1, 2, options)), (False, ppp(lcp, 4, 2, bytes.fromhex("0702"))),
        (False, ppp(lcp, 1, 9, bytes.fromhex("0304c023"))), (True, ppp(lcp, 2, 9, bytes.fromhex("0304c023"))),
        (True, ppp(pap, 1, 1, counted(b"user@example.net") + counted(b"open sesame"))),
        (False, ppp(pap, 3, 1, counted(b"no"))), (False, ppp(pap, 2, 2, counted(b"welcome"))),
        (False, ppp(chap, 1, 3, counted(bytes(16)) + b"lns")),
        (True, ppp(chap, 2, 3, counted(bytes(range(16))) + b"user@example.net")),
        (False, ppp(chap, 4, 3, b"wrong")), (False, ppp(chap, 3, 3, b"right")),
        (False, ppp(eap, 1, 4, b"\1")), (True, ppp(eap, 2, 4, b"\1user@example.net")),
        (True, ppp(ipcp, 1, 1, address)), (False, ppp(ipcp, 2, 1, address)),
        (True, ppp(ipv6cp, 1, 1, bytes.fromhex("010a0123456789abcdef"))),
        (True, ppp(ccp, 1, 1, bytes.fromhex("120600000001"))),
        (False, ppp(lcp, 8, 1, bytes.fromhex("80fd0101000a120600000001"))),
        (True, b"\xff\x03\x00\x21" + inner4), (False, b"\x00\x21" + inner4), (True, b"\x21" + inner4),
        (False, b"\xff\x03\x00\x57" + inner6),
        (True, ppp(lcp, 9, 5, bytes(4))), (False, ppp(lcp, 10, 5, bytes(4))),
        (True, b"\xff\x03\x00\x3d\xc0\x00\x00\x01" + bytes(8)),
        (True, ppp(lcp, 5, 6, b"bye")), (False, ppp(lcp, 6, 6)),
    ]


def data_of(frames):
    """The same frames as data messages: with and without Length, numbers and an offset, in turn."""
    messages = []
    for count, (from_lac, frame) in enumerate(frames):
        tunnel, session = (LNS_TUNNEL, LNS_SESSION) if from_lac else (LAC_TUNNEL, LAC_SESSION)
        header = [struct.pack("!HHH", 0x0002, tunnel, session),
                  struct.pack("!HHHH", 0x4002, 8 + len(frame), tunnel, session),
                  struct.pack("!HHHHH", 0x0802, tunnel, session, count // 8, 0),
                  struct.pack("!HHHHHHH", 0x4A02, 16 + len(frame), tunnel, session, count // 8, 0, 2) + b"\0\0"][count % 4]
        messages.append((from_lac, header + frame))
    return messages


def checksum(octets):
    total = sum(struct.unpack(f"!{(len(octets) + 1) // 2}H", octets + b"\0" * (len(octets) % 2)))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def udp_of(source, destination, payload):
    return samples.udp_datagram(payload, (source, 1701), (destination, 1701))


def ipv4(source, destination, body, identification=MADE_UP, fragment=0):
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body), identification, fragment, 64, 17, 0,
                         ipaddress.ip_address(source).packed, ipaddress.ip_address(destination).packed)
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + body


def ipv6(source, destination, body, next_header=17):
    return struct.pack("!IHBB", 0x60000000, len(body), next_header, 64) + ipaddress.ip_address(source).packed + \
        ipaddress.ip_address(destination).packed + body


def pieces(octets, size=64):
    return [(at, octets[at:at + size], at + size < len(octets)) for at in range(0, len(octets), size)]


def packets4(from_lac, payload):
    source, destination = (LAC, LNS) if from_lac else (LNS, LAC)
    return [ipv4(source, destination, udp_of(source, destination, payload))]


def packets6(from_lac, payload):
    source, destination = (LAC6, LNS6) if from_lac else (LNS6, LAC6)
    return [ipv6(source, destination, udp_of(source, destination, payload))]


def fragments4(from_lac, payload, count):
    source, destination = (LAC, LNS) if from_lac else (LNS, LAC)
    return [ipv4(source, destination, part, 1 + count, at // 8 | (0x2000 if more else 0))
            for at, part, more in pieces(udp_of(source, destination, payload))]


def fragments6(from_lac, payload, count):
    source, destination = (LAC6, LNS6) if from_lac else (LNS6, LAC6)
    return [ipv6(source, destination, struct.pack("!BBHI", 17, 0, at | more, 1 + count) + part, 44)
            for at, part, more in pieces(udp_of(source, destination, payload))]


def ethernet(packet, tags=b""):
    kind = 0x86DD if packet[0] >> 4 == 6 else 0x0800
    return bytes.fromhex("020000000002 020000000001") + tags + struct.pack("!H", kind) + packet


def cooked(packet):
    return struct.pack("!HHH8sH", 0, 1, 6, bytes.fromhex("0200000000010000"), 0x0800) + packet


def cooked_2(packet):
    return struct.pack("!HHIHBB8s", 0x0800, 0, 1, 1, 0, 6, bytes.fromhex("0200000000010000")) + packet


def write_pcap(path, link_type, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("!IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link_type))
        for count, frame in enumerate(frames):
            time = count * APART
            file.write(struct.pack("!IIII", FIRST_SECOND + time // 1_000_000, time % 1_000_000, len(frame), len(frame)))
            file.write(frame)


def captures():
    """Name, link type and frames of each capture."""
    talk = conversation()
    plain = [packet for message in talk for packet in packets4(*message)]
    in_ipv6 = [packet for message in talk for packet in packets6(*message)]
    cut4 = [packet for count, message in enumerate(talk) for packet in fragments4(*message, count)]
    cut6 = [packet for count, message in enumerate(talk) for packet in fragments6(*message, count)]
    phase_messages = talk[:8] + data_of(phases()) + talk[10:]
    return [
        ("ethernet", ETHERNET, [ethernet(packet) for packet in plain]),
        ("vlan", ETHERNET, [ethernet(packet, bytes.fromhex("81000064")) for packet in plain]),
        ("vlan-in-vlan", ETHERNET, [ethernet(packet, bytes.fromhex("88a8006481000065")) for packet in plain]),
        ("cooked", SLL, [cooked(packet) for packet in plain]),
        ("cooked-2", SLL2, [cooked_2(packet) for packet in plain]),
        ("null", NULL, [struct.pack("<I", 2) + packet for packet in plain]),
        ("raw", RAW, plain),
        ("ipv6", ETHERNET, [ethernet(packet) for packet in in_ipv6]),
        ("fragments", ETHERNET, [ethernet(packet) for packet in cut4]),
        ("fragments-ipv6", ETHERNET, [ethernet(packet) for packet in cut6]),
        ("ppp-phases", RAW, [packet for message in phase_messages for packet in packets4(*message)]),
    ]


def write_all(folder):
    for name, link_type, frames in captures():
        write_pcap(os.path.join(folder, name + ".pcap"), link_type, frames)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: tests/dissector/made_captures.py FOLDER")
    write_all(sys.argv[1])
