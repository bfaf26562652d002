# SPDX-License-Identifier: GPL-2.0-or-later
"""Asynchronous HDLC framing of PPP (RFC 1662): flags, escapes and the 16-bit FCS."""

FLAG = 0x7E
ESCAPE = 0x7D
ESCAPE_BIT = 0x20
GOOD_FCS = 0xF0B8
LONGEST_FRAME = 4096


def _fcs_row(octet):
    value = octet
    for _ in range(8):
        value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return value


_FCS_TABLE = tuple(_fcs_row(octet) for octet in range(256))


def running_fcs(octets):
    """running_fcs returns the FCS-16 register after octets, before the final complement (RFC 1662, C.2)."""
    register = 0xFFFF
    for octet in octets:
        register = (register >> 8) ^ _FCS_TABLE[(register ^ octet) & 0xFF]
    return register


def fcs16(octets):
    """fcs16 returns the FCS-16 that is sent after octets, low octet first."""
    return running_fcs(octets) ^ 0xFFFF


def encode(frame):
    """encode returns frame (address to information) with its FCS, escaped and between two flags."""
    out = bytearray([FLAG])
    for octet in frame + fcs16(frame).to_bytes(2, "little"):
        if octet < 0x20 or octet in (FLAG, ESCAPE):
            out += bytes([ESCAPE, octet ^ ESCAPE_BIT])
        else:
            out.append(octet)
    out.append(FLAG)
    return bytes(out)


class Decoder:
    """Decoder takes a stream of octets in pieces of any size and returns the frames in it, FCS checked and removed.

    What cannot be a frame is counted in `dropped` and skipped: a wrong FCS, fewer than four octets, an abort
    (escape before flag), or a frame longer than LONGEST_FRAME.
    """

    def __init__(self):
        self.dropped = 0
        self._frame = bytearray()
        self._escaped = False

    def feed(self, octets):
        """feed returns the list of frames that octets completed."""
        frames = []
        for octet in octets:
            if octet == FLAG:
                frame = self._end_of_frame()
                if frame is not None:
                    frames.append(frame)
            elif octet == ESCAPE:
                self._escaped = True
            elif len(self._frame) <= LONGEST_FRAME:
                self._frame.append(octet ^ ESCAPE_BIT if self._escaped else octet)
                self._escaped = False
        return frames

    def _end_of_frame(self):
        frame, aborted = bytes(self._frame), self._escaped
        self._frame.clear()
        self._escaped = False
        if not frame and not aborted:
            return None  # two flags in a row are no frame at all
        if aborted or not 4 <= len(frame) <= LONGEST_FRAME or running_fcs(frame) != GOOD_FCS:
            self.dropped += 1
            return None
        return frame[:-2]
