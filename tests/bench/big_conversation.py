# SPDX-License-Identifier: GPL-2.0-or-later
"""A large, sound conversation of LACs with an LNS, as octets: tunnels that stay open, calls that come and go."""

import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "dissector"))
import samples  # noqa: E402

TUNNELS = 20
CALLS_AT_ONCE = 20     # in each tunnel
DATA_OF_A_CALL = 9     # beside six control messages: 40 % control
MICROSECONDS_APART = 400


def number(value, octets=2):
    return value.to_bytes(octets, "big")


class Tunnel:
    """One LAC with its LNS; `ids`, `ns` and `addresses` are those of the LAC and the LNS."""

    def __init__(self, capture, position):
        self.capture = capture
        self.addresses = [(f"10.1.{position // 200}.{position % 200 + 1}", 1701), ("192.0.2.1", 1701)]
        self.ids = [capture.fresh_id(), capture.fresh_id()]
        self.ns = [0, 0]
        self.session_ids = [set(), set()]
        self.serial = position * 100000
        self.calls = []
        self.control(0, samples.avp(0, number(1)), samples.avp(2, b"\x01\x00"), samples.avp(3, number(3, 4)),
                     samples.avp(7, b"lac%d.example.net" % position), samples.avp(8, b"Example", mandatory=False),
                     samples.avp(9, number(self.ids[0])), samples.avp(10, number(16)), to=0)
        self.control(1, samples.avp(0, number(2)), samples.avp(2, b"\x01\x00"), samples.avp(3, number(3, 4)),
                     samples.avp(7, b"lns.example.net"), samples.avp(9, number(self.ids[1])),
                     samples.avp(10, number(16)))
        self.control(0, samples.avp(0, number(3)))
        self.control(1)

    def control(self, sender, *avps, session=0, to=None):
        tunnel = self.ids[1 - sender] if to is None else to
        self.capture.add(self.addresses[sender], self.addresses[1 - sender],
                         samples.control(*avps, tunnel=tunnel, session=session, ns=self.ns[sender],
                                         nr=self.ns[1 - sender]))
        if avps:
            self.ns[sender] = (self.ns[sender] + 1) & 0xffff

    def open_call(self):
        ids = [self.capture.fresh_id(taken) for taken in self.session_ids]
        self.serial += 1
        self.control(0, samples.avp(0, number(10)), samples.avp(14, number(ids[0])),
                     samples.avp(15, number(self.serial, 4)), samples.avp(18, number(1, 4)),
                     samples.avp(21, b"5550100"), samples.avp(22, b"555%07d" % self.serial))
        self.control(1, samples.avp(0, number(11)), samples.avp(14, number(ids[1])), session=ids[0])
        self.control(0, samples.avp(0, number(12)), samples.avp(24, number(10_000_000, 4)),
                     samples.avp(19, number(1, 4)), samples.avp(38, number(1_000_000, 4), mandatory=False),
                     samples.avp(29, number(2), mandatory=False),
                     samples.avp(30, b"user%d@example.net" % self.serial, mandatory=False),
                     samples.avp(31, bytes(range(16)), mandatory=False), samples.avp(32, number(1), mandatory=False),
                     samples.avp(33, bytes(range(16, 32)), mandatory=False), session=ids[1])
        self.control(1)
        self.calls.append([ids, 0])

    def close_call(self, call):
        ids, _ = call
        self.calls.remove(call)
        self.control(0, samples.avp(0, number(14)), samples.avp(1, number(3)), samples.avp(14, number(ids[0])),
                     session=ids[1])
        self.control(1)
        for taken, own in zip(self.session_ids, ids):
            taken.discard(own)

    def send_data(self, call):
        sender = call[1] % 2
        call[1] += 1
        self.capture.add(self.addresses[sender], self.addresses[1 - sender],
                         samples.data(self.capture.frame(), self.ids[1 - sender], call[0][1 - sender]))

    def step(self):
        """One packet of data, or what a call needs before and after it."""
        if len(self.calls) < CALLS_AT_ONCE and self.capture.random.random() < 0.5:
            return self.open_call()
        if not self.calls:
            return None
        call = self.capture.random.choice(self.calls)
        return self.close_call(call) if call[1] >= DATA_OF_A_CALL else self.send_data(call)


class Conversation:
    """Packets written to a pcap as they are made."""

    def __init__(self, file):
        self.file = file
        self.random = random.Random(1)
        self.packets = self.controls = 0
        self.taken = set()
        self.frames = [self.make_frame(length) for length in range(20, 200, 12)]
        file.write(struct.pack("!IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))

    def fresh_id(self, taken=None):
        taken = self.taken if taken is None else taken
        while True:
            value = self.random.randrange(1, 65536)
            if value not in taken:
                taken.add(value)
                return value

    @staticmethod
    def make_frame(length):
        """PPP with an IPv4 packet of UDP."""
        inner = samples.udp(bytes(length), ("198.51.100.7", 40000), ("203.0.113.9", 40001))
        return b"\xff\x03\x00\x21" + inner

    def frame(self):
        return self.random.choice(self.frames)

    def add(self, source, destination, message):
        packet = samples.udp(message, source, destination)
        micros = self.packets * MICROSECONDS_APART
        self.file.write(struct.pack("!IIII", 1_000_000_000 + micros // 1_000_000, micros % 1_000_000, len(packet),
                                    len(packet)) + packet)
        self.packets += 1
        self.controls += message[0] >> 7


def write_header(path):
    """Write a pcap without packets."""
    with open(path, "wb") as file:
        Conversation(file)


def write(path, packets):
    """Write a pcap of at least so many packets, and tell how many are control messages."""
    with open(path, "wb") as file:
        capture = Conversation(file)
        tunnels = [Tunnel(capture, position) for position in range(TUNNELS)]
        while capture.packets < packets:
            capture.random.choice(tunnels).step()
    return capture.packets, capture.controls
