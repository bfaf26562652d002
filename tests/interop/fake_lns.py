# SPDX-License-Identifier: GPL-2.0-or-later
"""A small LNS in Python for what no sound daemon does: to be silent, or to send strings that attack the reader.

It shares no code with l2tpspec. One peer, one tunnel at a time; it acknowledges what comes and answers SCCRQ and ICRQ.
"""

import socket
import struct
import threading
from dataclasses import dataclass, field

SCCRQ, SCCRP, STOPCCN, ICRQ, ICRP = 1, 2, 4, 10, 11
HOST_NAME, VENDOR_NAME, RESULT_CODE = 7, 8, 1


def avp(kind, value, mandatory=0x8000):
    """avp returns one AVP of vendor 0."""
    return struct.pack("!HHH", mandatory | (6 + len(value)), 0, kind) + value


def control(tunnel, session, ns, nr, body=b""):
    """control returns a control message."""
    return struct.pack("!HHHHHH", 0xC802, 12 + len(body), tunnel, session, ns, nr) + body


def message_type(datagram):
    """message_type returns the Message Type of a control message, or None."""
    if len(datagram) < 20 or not datagram[0] & 0x80:
        return None
    return struct.unpack_from("!H", datagram, 18)[0]


def avp_value(datagram, kind):
    """avp_value returns the value of the first AVP of this type, or None."""
    at = 12
    while at + 6 <= len(datagram):
        flags, _vendor, found = struct.unpack_from("!HHH", datagram, at)
        length = flags & 0x3FF
        if length < 6:
            return None
        if found == kind:
            return datagram[at + 6:at + length]
        at += length
    return None


@dataclass
class Words:
    """Words are the strings it sends; `refuse` not None answers SCCRQ with StopCCN and that Error Message."""

    host_name: bytes = b"fake.example"
    vendor_name: bytes = b"fake"
    refuse: bytes | None = None


@dataclass
class FakeLns:
    """FakeLns answers on a loopback port of its own while it is a context manager; `seen` holds Message Types."""

    words: Words = field(default_factory=Words)
    seen: list = field(default_factory=list)

    def __enter__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._theirs = 0
        self._ns = self._nr = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        # An empty datagram to itself ends the loop: a socket that is closed under recvfrom does not.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ender:
            ender.sendto(b"", self._socket.getsockname())
        self._thread.join(10)
        self._socket.close()

    @property
    def peer(self):
        """peer is ADDRESS:PORT."""
        return "{}:{}".format(*self._socket.getsockname())

    def _serve(self):
        while True:
            datagram, sender = self._socket.recvfrom(65535)
            if not datagram:
                return
            kind = message_type(datagram)
            if kind is None:
                continue
            self.seen.append(kind)
            for answer in self._answers(kind, datagram):
                self._socket.sendto(answer, sender)

    def _answers(self, kind, datagram):
        ns = struct.unpack_from("!H", datagram, 8)[0]
        if kind == SCCRQ:
            self._theirs = int.from_bytes(avp_value(datagram, 9) or b"", "big")
            self._ns, self._nr = 0, 0
        if ns == self._nr:
            self._nr = (ns + 1) & 0xFFFF
            body = {SCCRQ: self._reply_to_sccrq, ICRQ: lambda: avp(0, struct.pack("!H", ICRP)) +
                    avp(14, struct.pack("!H", 77))}.get(kind)
            if body:
                session = int.from_bytes(avp_value(datagram, 14) or b"", "big") if kind == ICRQ else 0
                self._ns += 1
                return [control(self._theirs, session, self._ns - 1, self._nr, body())]
        return [control(self._theirs, 0, self._ns, self._nr)]

    def _reply_to_sccrq(self):
        if self.words.refuse is not None:
            return (avp(0, struct.pack("!H", STOPCCN)) + avp(9, struct.pack("!H", 55)) +
                    avp(RESULT_CODE, struct.pack("!HH", 2, 6) + self.words.refuse))
        return (avp(0, struct.pack("!H", SCCRP)) + avp(2, b"\1\0") + avp(3, struct.pack("!I", 3)) +
                avp(HOST_NAME, self.words.host_name) + avp(VENDOR_NAME, self.words.vendor_name, 0) +
                avp(9, struct.pack("!H", 55)))


class SilentPeer:
    """SilentPeer is a bound port that never answers: silence without ICMP."""

    def __enter__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.peer = "{}:{}".format(*self._socket.getsockname())
        return self

    def __exit__(self, *_error):
        self._socket.close()


def closed_port():
    """closed_port returns the ADDRESS:PORT of a port that was just given back: nobody listens there."""
    with SilentPeer() as peer:
        return peer.peer
