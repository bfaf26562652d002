# SPDX-License-Identifier: GPL-2.0-or-later
"""Conversations of a LAC with an LNS, message by message, with the time of each."""

import ipaddress
import struct

import samples

SCCRQ, SCCRP, SCCCN, STOPCCN, HELLO = 1, 2, 3, 4, 6
ICRQ, ICRP, ICCN, CDN, WEN = 10, 11, 12, 14, 15
LAC, LNS = 0, 1


def number(value, octets=2):
    return value.to_bytes(octets, "big")


def ip_udp(payload, source, destination):
    """An IP packet, of the version that the addresses have, with one UDP datagram."""
    if ipaddress.ip_address(source[0]).version == 4:
        return samples.udp(payload, source, destination)
    datagram = samples.udp_datagram(payload, source, destination)
    return struct.pack("!IHBB", 6 << 28, len(datagram), 17, 64) + ipaddress.ip_address(source[0]).packed + \
        ipaddress.ip_address(destination[0]).packed + datagram


class Wire:
    """What is on the wire, in the order of time."""

    def __init__(self):
        self.packets = []
        self.now = 0.0

    def put(self, payload, source, destination, after=0.01):
        self.now += after
        self.packets.append((self.now, ip_udp(payload, source, destination)))

    def write(self, path, first=0):
        """Write a pcap from packet `first` on, counted from 0."""
        with open(path, "wb") as file:
            file.write(struct.pack("!IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
            for time, packet in self.packets[first:]:
                file.write(struct.pack("!IIII", 1_000_000 + int(time), round(time % 1 * 1e6), len(packet), len(packet)))
                file.write(packet)
        return str(path)


class Tunnel:
    """One tunnel: `at`, `ids` and `ns` are those of the LAC and the LNS."""

    def __init__(self, wire, at=(samples.LAC, samples.LNS), ids=(5, 7), names=(b"lac.example", b"lns.example")):
        self.wire = wire
        self.at = list(at)
        self.ids = ids
        self.names = names
        self.ns = [0, 0]

    def message(self, sender, *avps, session=0, tunnel=None, ns=None, nr=None):
        """The octets of a control message with the next numbers."""
        return samples.control(*avps, tunnel=self.ids[1 - sender] if tunnel is None else tunnel, session=session,
                               ns=self.ns[sender] if ns is None else ns, nr=self.ns[1 - sender] if nr is None else nr)

    def put(self, sender, payload, after=0.01):
        self.wire.put(payload, self.at[sender], self.at[1 - sender], after)

    def send(self, sender, kind, *avps, after=0.01, session=0, tunnel=None):
        """A control message; without `kind` a ZLB. Return its octets."""
        if kind is None:
            octets = self.message(sender, session=session)
        else:
            octets = self.message(sender, samples.avp(0, number(kind)), *avps, session=session, tunnel=tunnel)
            self.ns[sender] += 1
        self.put(sender, octets, after)
        return octets

    def request(self):
        return self.send(LAC, SCCRQ, samples.avp(2, b"\x01\x00"), samples.avp(3, number(3, 4)),
                         samples.avp(7, self.names[LAC]), samples.avp(9, number(self.ids[LAC])), tunnel=0)

    def open(self):
        self.request()
        self.send(LNS, SCCRP, samples.avp(2, b"\x01\x00"), samples.avp(3, number(3, 4)),
                  samples.avp(7, self.names[LNS]), samples.avp(9, number(self.ids[LNS])))
        self.send(LAC, SCCCN)
        self.send(LNS, None)
        return self

    def close(self, sender=LAC):
        self.send(sender, STOPCCN, samples.avp(9, number(self.ids[sender])), samples.avp(1, number(1)))
        self.send(1 - sender, None)


class Call:
    """An incoming call on a tunnel."""

    def __init__(self, tunnel, ids=(11, 13), serial=1, user=None):
        self.tunnel = tunnel
        self.ids = ids
        self.serial = serial
        self.user = user

    def open(self):
        tunnel = self.tunnel
        tunnel.send(LAC, ICRQ, samples.avp(14, number(self.ids[LAC])), samples.avp(15, number(self.serial, 4)),
                    samples.avp(21, b"5550100"), samples.avp(22, b"5550199"))
        tunnel.send(LNS, ICRP, samples.avp(14, number(self.ids[LNS])), session=self.ids[LAC])
        proxy = [] if self.user is None else [
            samples.avp(29, number(2), mandatory=False), samples.avp(30, self.user, mandatory=False),
            samples.avp(31, bytes(range(16)), mandatory=False), samples.avp(32, number(1), mandatory=False),
            samples.avp(33, bytes(range(16)), mandatory=False)]
        tunnel.send(LAC, ICCN, samples.avp(24, number(10_000_000, 4)), samples.avp(19, number(1, 4)), *proxy,
                    session=self.ids[LNS])
        tunnel.send(LNS, None)
        return self

    def data(self, sender, payload=b"\xff\x03\xc0\x21\x09\x01\x00\x08\x00\x00\x00\x00", ns=None, after=0.01):
        tunnel, session = self.tunnel.ids[1 - sender], self.ids[1 - sender]
        if ns is None:
            octets = samples.data(payload, tunnel, session)
        else:
            octets = struct.pack("!HHHHH", 0x0802, tunnel, session, ns, 0) + payload
        self.tunnel.put(sender, octets, after)

    def close(self, sender=LAC):
        self.tunnel.send(sender, CDN, samples.avp(1, number(3)), samples.avp(14, number(self.ids[sender])),
                         session=self.ids[1 - sender])
        self.tunnel.send(1 - sender, None)
