# SPDX-License-Identifier: GPL-2.0-or-later
"""A LNS that makes its own IP packets: with a sound UDP checksum, none, a wrong one before a sound one, or in fragments.

    wire_device.py ADDRESS MODE     MODE: socket, good, zero, wrong, fragments

It prints "ready" when it listens on ADDRESS, port 1701, and ends when its standard input is closed.
"""

import select
import socket
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "interop"))

from fake_lns import FakeLns, message_type  # noqa: E402  (the path is set above)

UDP = socket.IPPROTO_UDP


def one_s_complement(octets):
    """one_s_complement is the Internet checksum of RFC 1071."""
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def udp_datagram(source, target, payload, mode):
    """udp_datagram is a UDP header and its payload."""
    length = 8 + len(payload)
    header = struct.pack("!HHH", source[1], target[1], length)
    pseudo = socket.inet_aton(source[0]) + socket.inet_aton(target[0]) + struct.pack("!HH", UDP, length)
    checksum = one_s_complement(pseudo + header + b"\0\0" + payload) or 0xFFFF
    checksum = {"zero": 0, "wrong": checksum ^ 0x0101}.get(mode, checksum)
    return header + struct.pack("!H", checksum) + payload


def ip_packets(source, target, datagram, size, identification):
    """ip_packets cuts a datagram into IPv4 packets that carry at most `size` octets; the kernel fills in the rest."""
    for at in range(0, len(datagram), size):
        part = datagram[at:at + size]
        more = 0x2000 if at + size < len(datagram) else 0
        yield struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(part), identification, more | at // 8, 64, UDP, 0,
                          socket.inet_aton(source[0]), socket.inet_aton(target[0])) + part


def main():
    """main answers until standard input ends."""
    address, mode = sys.argv[1:]
    lns = FakeLns()
    lns._theirs = lns._ns = lns._nr = 0
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind((address, 1701))
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    identification = 1

    def send(octets, target):
        nonlocal identification
        if mode == "socket":
            listening.sendto(octets, target)
            return
        for each in ("wrong", "good") if mode == "wrong" else (mode,):
            datagram = udp_datagram((address, 1701), target, octets, each)
            identification += 1
            for packet in ip_packets((address, 1701), target, datagram, 16 if mode == "fragments" else 65000,
                                     identification):
                raw.sendto(packet, (target[0], 0))

    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        datagram, sender = listening.recvfrom(65535)
        kind = message_type(datagram)
        if kind is not None:
            for answer in lns._answers(kind, datagram):
                send(answer, sender)


if __name__ == "__main__":
    main()
