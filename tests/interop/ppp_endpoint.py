# SPDX-License-Identifier: GPL-2.0-or-later
"""One end of a PPP link without I/O: LCP, PAP or CHAP with MD5, IPCP, and ICMP echo over IPv4.

It says as little as the RFCs allow, but negotiates for real: RFC 1661 (LCP), RFC 1334 (PAP), RFC 1994 (CHAP),
RFC 1332 (IPCP). Frames go in and out with address, control and protocol, without flags and FCS.
"""

import hashlib
import ipaddress
import secrets
import struct
from dataclasses import dataclass

from ppp_negotiation import (CODE_REJECT, CONFIGURE_ACK, CONFIGURE_REQUEST, Negotiation, packet, read_packet)

IPV4, IPCP, LCP, PAP, CHAP = 0x0021, 0x8021, 0xC021, 0xC023, 0xC223
PROTOCOL_REJECT, ECHO_REQUEST, ECHO_REPLY, DISCARD_REQUEST = 8, 9, 10, 11
CHAP_CHALLENGE, CHAP_RESPONSE, CHAP_SUCCESS, CHAP_FAILURE = 1, 2, 3, 4
PAP_REQUEST, PAP_ACK, PAP_NAK = 1, 2, 3
AUTHENTICATION = {"pap": struct.pack("!H", PAP), "chap": struct.pack("!HB", CHAP, 5)}


@dataclass
class Settings:
    """Settings of one end: `require` is None, "pap" or "chap" and asks the other end to authenticate itself."""

    name: str = "stand-in"
    user: str = ""
    password: str = ""
    require: str | None = None
    local: str = "0.0.0.0"
    remote: str = "0.0.0.0"
    ping: str = "never"  # or "once": one ICMP echo request when IPCP is open


class Endpoint:
    """Endpoint is one end of the link: give it frames with `receive` and time with `tick`; take `outgoing`."""

    def __init__(self, settings, log=lambda text: None):
        self.settings = settings
        self.outgoing = []
        self.finished = False
        self.authenticated = False
        self.echo_replies = 0
        self._log = log
        self._challenge = b""
        self._proof = None  # what authenticates us, (protocol, packet): said again until it is answered
        self._identifier = 0
        self._waiting_for = set()
        self._magic = secrets.token_bytes(4)
        self._compress = False
        requests = {1: struct.pack("!H", 1500), 2: bytes(4), 5: self._magic, 7: b"", 8: b""}
        if settings.require:
            requests[3] = AUTHENTICATION[settings.require]
        self.lcp = Negotiation("LCP", requests, self._judge_lcp_option, lambda code, number, data:
                               self._send(LCP, packet(code, number, data)))
        self.ipcp = Negotiation("IPCP", {3: ipaddress.ip_address(settings.local).packed}, self._judge_ipcp_option,
                                lambda code, number, data: self._send(IPCP, packet(code, number, data)))
        self._phases = {LCP: self._receive_lcp, IPCP: self._receive_ipcp, PAP: self._receive_pap,
                        CHAP: self._receive_chap, IPV4: self._receive_ipv4}

    def start(self):
        """start sends the first Configure-Request."""
        self.lcp.open()

    def tick(self):
        """tick repeats what has had no answer yet; call it about once a second."""
        self.lcp.tick()
        self.ipcp.tick()
        self.finished = self.finished or self.lcp.closed
        if self.lcp.opened and "peer" in self._waiting_for and self._asks_for("chap"):
            self._send_challenge()
        if self.lcp.opened and "own" in self._waiting_for and self._proof:
            self._send(*self._proof)

    def terminate(self):
        """terminate asks the other end to close the link."""
        self.lcp.terminate()

    def receive(self, frame):
        """receive takes one frame; what cannot be read is dropped."""
        frame = frame[2:] if frame[:2] == b"\xff\x03" else frame
        if not frame:
            return
        short = frame[0] & 1  # protocol field compression, RFC 1661 section 6.5
        protocol, information = (frame[0], frame[1:]) if short else (int.from_bytes(frame[:2], "big"), frame[2:])
        handler = self._phases.get(protocol)
        if handler is None:
            if self.lcp.opened:
                self._send(LCP, packet(PROTOCOL_REJECT, self._next(), protocol.to_bytes(2, "big") + information))
        elif protocol == LCP or self.lcp.opened:
            handler(information)

    def _asks_for(self, method):
        return self.lcp.requests.get(3) == AUTHENTICATION[method]

    def _next(self):
        self._identifier = (self._identifier + 1) & 0xFF
        return self._identifier

    def _send(self, protocol, information):
        if protocol == LCP or not self._compress:
            self.outgoing.append(b"\xff\x03" + protocol.to_bytes(2, "big") + information)
        elif protocol < 0x100:
            self.outgoing.append(bytes([protocol]) + information)
        else:
            self.outgoing.append(protocol.to_bytes(2, "big") + information)

    def _judge_lcp_option(self, kind, value):
        lengths = {1: 2, 2: 4, 5: 4, 7: 0, 8: 0}
        if kind == 3:
            if not self.settings.user:
                return "reject", value
            known = value in AUTHENTICATION.values()
            return ("ack", value) if known else ("nak", AUTHENTICATION["chap"])
        if kind in lengths and len(value) == lengths[kind]:
            return "ack", value
        return "reject", value

    def _judge_ipcp_option(self, kind, value):
        if kind != 3 or len(value) != 4:
            return "reject", value
        wanted = ipaddress.ip_address(self.settings.remote).packed
        if value != wanted and wanted != bytes(4):
            return "nak", wanted
        return ("ack", value) if value != bytes(4) else ("reject", value)

    def _receive_lcp(self, information):
        was_open = self.lcp.opened
        code, number, data = read_packet(information)
        if code == ECHO_REQUEST and self.lcp.opened:
            self._send(LCP, packet(ECHO_REPLY, number, self._magic + data[4:]))
        elif code == PROTOCOL_REJECT and data[:2] == IPCP.to_bytes(2, "big"):
            self.ipcp.give_up()
        elif code not in (None, ECHO_REQUEST, ECHO_REPLY, PROTOCOL_REJECT, DISCARD_REQUEST):
            if not self.lcp.receive(code, number, data):
                self._send(LCP, packet(CODE_REJECT, self._next(), information))
        if was_open and not self.lcp.opened:
            self.ipcp.down()
        if self.lcp.opened and not was_open:
            self._link_is_open()
        self.finished = self.finished or self.lcp.closed

    def _link_is_open(self):
        options = self.lcp.peer_options
        self._compress = 7 in options and 8 in options
        self._proof = None
        self._waiting_for = ({"own"} if 3 in options else set()) | ({"peer"} if self.settings.require else set())
        self._log("LCP is open")
        if self.settings.require and 3 not in self.lcp.requests:
            self._refused("the other end refuses to authenticate itself")
            return
        if self._asks_for("chap"):
            self._challenge = secrets.token_bytes(16)
            self._send_challenge()
        if options.get(3) == AUTHENTICATION["pap"]:
            self._send_pap_request()
        if not self._waiting_for:
            self.ipcp.open()

    def _authenticated(self, side):
        self._waiting_for.discard(side)
        self._log(f"authenticated: {side}")
        if not self._waiting_for:
            self.authenticated = True
            self.ipcp.open()

    def _refused(self, text):
        self._log(text)
        self.lcp.terminate()

    def _send_challenge(self):
        value = bytes([len(self._challenge)]) + self._challenge + self.settings.name.encode()
        self._send(CHAP, packet(CHAP_CHALLENGE, 1, value))

    def _send_pap_request(self):
        user, password = self.settings.user.encode(), self.settings.password.encode()
        self._proof = PAP, packet(PAP_REQUEST, 1, bytes([len(user)]) + user + bytes([len(password)]) + password)
        self._send(*self._proof)

    def _receive_pap(self, information):
        code, number, data = read_packet(information)
        if code == PAP_REQUEST and self._asks_for("pap") and data:
            user, rest = data[1:1 + data[0]], data[1 + data[0]:]
            password = rest[1:1 + rest[0]] if rest else b""
            good = (user, password) == (self.settings.user.encode(), self.settings.password.encode())
            text = b"Login ok" if good else b"Login incorrect"
            self._send(PAP, packet(PAP_ACK if good else PAP_NAK, number, bytes([len(text)]) + text))
            if good:
                self._authenticated("peer")
            else:
                self._refused("PAP: the other end does not know the password")
        elif code == PAP_ACK and "own" in self._waiting_for:
            self._authenticated("own")
        elif code == PAP_NAK:
            self._refused("PAP: refused by the other end")

    def _receive_chap(self, information):
        code, number, data = read_packet(information)
        secret = self.settings.password.encode()
        if code == CHAP_CHALLENGE and self.lcp.peer_options.get(3) == AUTHENTICATION["chap"] and data:
            value = hashlib.md5(bytes([number]) + secret + data[1:1 + data[0]]).digest()
            self._proof = CHAP, packet(CHAP_RESPONSE, number, bytes([16]) + value + self.settings.user.encode())
            self._send(*self._proof)
        elif code == CHAP_RESPONSE and self._asks_for("chap") and self._challenge:
            good = data[1:17] == hashlib.md5(bytes([number]) + secret + self._challenge).digest()
            self._send(CHAP, packet(CHAP_SUCCESS if good else CHAP_FAILURE, number,
                                    b"Welcome" if good else b"Go away"))
            if good:
                self._authenticated("peer")
            else:
                self._refused("CHAP: the other end does not know the secret")
        elif code == CHAP_SUCCESS and "own" in self._waiting_for:
            self._authenticated("own")
        elif code == CHAP_FAILURE:
            self._refused("CHAP: refused by the other end")

    def _receive_ipcp(self, information):
        was_open = self.ipcp.opened
        code, number, data = read_packet(information)
        if code == CONFIGURE_REQUEST and self._waiting_for:
            return  # RFC 1661 section 3.5: no network phase before authentication is complete
        if code is not None and not self.ipcp.receive(code, number, data):
            self._send(IPCP, packet(CODE_REJECT, self._next(), information))
        if self.ipcp.opened and not was_open:
            own = str(ipaddress.ip_address(self.ipcp.requests.get(3, bytes(4))))
            peer = str(ipaddress.ip_address(self.ipcp.peer_options.get(3, bytes(4))))
            self._log(f"IPCP is open, {own} to {peer}")
            if self.settings.ping == "once":
                self._send(IPV4, icmp_echo(8, own, peer, struct.pack("!HH", 1, 1) + b"a frame in a session"))

    def _receive_ipv4(self, information):
        if not self.ipcp.opened or len(information) < 28 or information[0] != 0x45 or information[9] != 1:
            return
        source, destination = (str(ipaddress.ip_address(information[at:at + 4])) for at in (12, 16))
        if information[20] == 8:
            self._send(IPV4, icmp_echo(0, destination, source, information[24:]))
        elif information[20] == 0:
            self.echo_replies += 1
            self._log(f"ICMP echo reply from {source}")


def internet_checksum(octets):
    """internet_checksum returns the ones' complement sum of RFC 1071."""
    octets = octets + b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def icmp_echo(kind, source, destination, body):
    """icmp_echo returns an IPv4 datagram with an ICMP echo request (8) or reply (0); body starts with its identifier."""
    icmp = struct.pack("!BBH", kind, 0, 0) + body
    icmp = icmp[:2] + struct.pack("!H", internet_checksum(icmp)) + icmp[4:]
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(icmp), 0, 0x4000, 64, 1, 0,
                         ipaddress.ip_address(source).packed, ipaddress.ip_address(destination).packed)
    return header[:10] + struct.pack("!H", internet_checksum(header)) + header[12:] + icmp
