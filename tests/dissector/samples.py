# SPDX-License-Identifier: GPL-2.0-or-later
"""Datagrams and captures written by hand: from the figures of RFC 2661, not by the project's own encoder."""

import ipaddress
import struct

LAC = ("192.0.2.1", 1701)
LNS = ("192.0.2.2", 1701)


def avp(attribute, value, vendor=0, mandatory=True, hidden=False):
    """One AVP (4.1)."""
    bits = (0x8000 if mandatory else 0) | (0x4000 if hidden else 0) | (6 + len(value))
    return struct.pack("!HHH", bits, vendor, attribute) + value


def control(*avps, tunnel=0, session=0, ns=0, nr=0):
    """A control message (3.1); without AVPs a ZLB."""
    body = b"".join(avps)
    return struct.pack("!HHHHHH", 0xC802, 12 + len(body), tunnel, session, ns, nr) + body


def data(payload, tunnel=1, session=1):
    """A data message with the shortest header."""
    return struct.pack("!HHH", 0x0002, tunnel, session) + payload


def sccrq(host_name=b"lac.example.net"):
    """A sound SCCRQ (6.1)."""
    return control(avp(0, b"\x00\x01"), avp(2, b"\x01\x00"), avp(3, b"\x00\x00\x00\x03"), avp(7, host_name),
                   avp(9, b"\x00\x05"))


def sccrp(tunnel=5):
    """A sound SCCRP (6.2) that answers sccrq()."""
    return control(avp(0, b"\x00\x02"), avp(2, b"\x01\x00"), avp(3, b"\x00\x00\x00\x03"), avp(7, b"lns.example.net"),
                   avp(9, b"\x00\x07"), tunnel=tunnel, nr=1)


def checksum(octets):
    """The Internet checksum (RFC 1071), and 0xffff for 0, which would mean that there is none (RFC 768)."""
    padded = octets + b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return 0xffff if total == 0xffff else 0xffff - total


def udp_datagram(payload, source, destination):
    """A UDP datagram with its checksum, between addresses of either version."""
    ends = ipaddress.ip_address(source[0]).packed + ipaddress.ip_address(destination[0]).packed
    length = 8 + len(payload)
    header = struct.pack("!HHH", source[1], destination[1], length)
    return header + struct.pack("!H", checksum(ends + struct.pack("!HH", 17, length) + header + payload)) + payload


def udp(payload, source=LAC, destination=LNS):
    """An IPv4 packet with one UDP datagram."""
    datagram = udp_datagram(payload, source, destination)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(datagram), 0, 0, 64, 17, 0,
                         ipaddress.ip_address(source[0]).packed, ipaddress.ip_address(destination[0]).packed)
    return header + datagram


def write_pcap(path, packets, cut_at=()):
    """A pcap of raw IP packets, one millisecond apart; `cut_at` gives the captured length of each, in turn."""
    lengths = list(cut_at) or [len(packet) for packet in packets]
    with open(path, "wb") as file:
        file.write(struct.pack("!IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for number, (packet, length) in enumerate(zip(packets, lengths)):
            kept = packet[:length]
            file.write(struct.pack("!IIII", 1 + number // 1000, number % 1000 * 1000, len(kept), len(packet)) + kept)
    return str(path)
