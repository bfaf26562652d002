# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures built octet by octet: control messages in UDP over IPv4, in pcap and pcapng files."""
import socket
import struct

LAC, LNS = ("192.0.2.1", 1701), ("192.0.2.2", 1701)
RAW_IP, ETHERNET = 101, 1

SCCRQ, SCCRP, SCCCN, STOPCCN, HELLO = 1, 2, 3, 4, 6
MESSAGE_TYPE, RESULT_CODE, PROTOCOL_VERSION, FRAMING_CAPABILITIES, HOST_NAME, VENDOR_NAME, ASSIGNED_TUNNEL_ID = \
    0, 1, 2, 3, 7, 8, 9


def avp(kind, value, mandatory=True):
    """avp returns one AVP of the IETF (RFC 2661, 4.1)."""
    return struct.pack("!HHH", (0x8000 if mandatory else 0) | (6 + len(value)), 0, kind) + value


def control(tunnel, ns, nr, *avps, session=0):
    """control returns a control message (RFC 2661, 3.1)."""
    body = b"".join(avps)
    return struct.pack("!HHHHHH", 0xC802, 12 + len(body), tunnel, session, ns, nr) + body


def message_type(kind):
    return avp(MESSAGE_TYPE, struct.pack("!H", kind))


def number(kind, value):
    return avp(kind, struct.pack("!H", value))


def opening(kind, tunnel, ns, nr, assigned, host=b"host", *further):
    """opening returns a SCCRQ or SCCRP with what it must have (6.1, 6.2)."""
    return control(tunnel, ns, nr, message_type(kind), number(PROTOCOL_VERSION, 0x0100),
                   avp(FRAMING_CAPABILITIES, struct.pack("!I", 3)), avp(HOST_NAME, host),
                   number(ASSIGNED_TUNNEL_ID, assigned), *further)


def stopccn(tunnel, ns, nr, assigned, result=1):
    return control(tunnel, ns, nr, message_type(STOPCCN), number(ASSIGNED_TUNNEL_ID, assigned),
                   number(RESULT_CODE, result))


def zlb(tunnel, ns, nr):
    return control(tunnel, ns, nr)


def sound_conversation(host=b"host"):
    """sound_conversation returns (from, to, payload) of a tunnel that is opened and closed by the RFC."""
    return [(LAC, LNS, opening(SCCRQ, 0, 0, 0, 4711, host)),
            (LNS, LAC, opening(SCCRP, 4711, 0, 1, 1147)),
            (LAC, LNS, control(1147, 1, 1, message_type(SCCCN))),
            (LNS, LAC, zlb(4711, 1, 2)),
            (LAC, LNS, stopccn(1147, 2, 1, 4711)),
            (LNS, LAC, zlb(4711, 1, 3))]


def checksum(octets):
    total = sum(struct.unpack(f"!{(len(octets) + 1) // 2}H", octets + b"\0" * (len(octets) % 2)))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def ip_packet(source, destination, payload, udp_checksum=None):
    """ip_packet returns an IPv4 packet with UDP in it; the UDP checksum is right unless one is given."""
    addresses = socket.inet_aton(source[0]) + socket.inet_aton(destination[0])
    udp = struct.pack("!HHHH", source[1], destination[1], 8 + len(payload), 0) + payload
    if udp_checksum is None:
        udp_checksum = checksum(addresses + struct.pack("!HH", 17, len(udp)) + udp) or 0xFFFF
    udp = udp[:6] + struct.pack("!H", udp_checksum) + udp[8:]
    header = struct.pack("!HHHHHH", 0x4500, 20 + len(udp), 1, 0, 0x4011, 0) + addresses
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + udp


def pcap(frames, link_type=RAW_IP, times=()):
    """pcap returns the octets of a capture file; the times are in milliseconds, without them frames are 10 ms apart."""
    out = struct.pack("!IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link_type)
    for index, frame in enumerate(frames):
        time = times[index] if times else index * 10
        out += struct.pack("!IIII", 946684800 + time // 1000, time % 1000 * 1000, len(frame), len(frame)) + frame
    return out


def block(kind, body):
    """block returns a pcapng block."""
    length = 12 + len(body) + -len(body) % 4
    return struct.pack("!II", kind, length) + body + b"\0" * (-len(body) % 4) + struct.pack("!I", length)


def pcapng(parts):
    """pcapng returns a file of interfaces (a link type each) and frames, in the order given; a frame is a pair of the
    interface's number and the octets."""
    out = block(0x0A0D0D0A, struct.pack("!IHHq", 0x1A2B3C4D, 1, 0, -1))
    for part in parts:
        if isinstance(part, int):
            out += block(1, struct.pack("!HHI", part, 0, 65535))
        else:
            interface, frame = part
            out += block(6, struct.pack("!IIIII", interface, 0, 0, len(frame), len(frame)) + frame)
    return out


def conversation_pcap(datagrams, times=()):
    return pcap([ip_packet(source, destination, payload) for source, destination, payload in datagrams], times=times)
