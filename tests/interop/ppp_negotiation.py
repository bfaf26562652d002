# SPDX-License-Identifier: GPL-2.0-or-later
"""The option negotiation that LCP and every network control protocol share (RFC 1661, sections 4 and 5)."""

CONFIGURE_REQUEST, CONFIGURE_ACK, CONFIGURE_NAK, CONFIGURE_REJECT = 1, 2, 3, 4
TERMINATE_REQUEST, TERMINATE_ACK, CODE_REJECT = 5, 6, 7
MAX_CONFIGURE = 10
MAX_TERMINATE = 2
MAX_REFUSALS = 10


def packet(code, identifier, data):
    """packet returns a control packet: Code, Identifier, Length, data."""
    return bytes([code, identifier]) + (4 + len(data)).to_bytes(2, "big") + data


def read_packet(octets):
    """read_packet returns Code, Identifier and data, or None three times when Length does not fit."""
    length = int.from_bytes(octets[2:4], "big")
    if not 4 <= length <= len(octets):
        return None, None, None
    return octets[0], octets[1], octets[4:length]


def write_options(options):
    """write_options returns the options, a list of (type, value), as octets."""
    return b"".join(bytes([kind, 2 + len(value)]) + value for kind, value in options)


def read_options(octets):
    """read_options returns a list of (type, value), or None when the lengths do not add up."""
    options = []
    while octets:
        if len(octets) < 2 or not 2 <= octets[1] <= len(octets):
            return None
        options.append((octets[0], octets[2:octets[1]]))
        octets = octets[octets[1]:]
    return options


class Negotiation:
    """Negotiation is one protocol's automaton: `requests` is what we ask for, `peer_options` what we have granted.

    judge(type, value) returns ("ack" | "nak" | "reject", value); send(code, identifier, data) sends.
    """

    def __init__(self, name, requests, judge, send):
        self.name = name
        self.requests = dict(requests)
        self.peer_options = {}
        self.closed = False
        self._judge = judge
        self._send = send
        self._identifier = 0
        self._acknowledged = False  # the other end has granted our request
        self._granted = False       # we have granted the other end's
        self._attempts_left = 0
        self._refusals_left = 0
        self._terminations_left = 0
        self._stopping = False  # the other end has terminated: one tick for it to hear that it may

    @property
    def opened(self):
        """opened is true when both ends have granted each other's request."""
        return self._acknowledged and self._granted and not self._ending()

    def open(self):
        """open begins, or begins again, with a Configure-Request."""
        self._acknowledged = False
        self._attempts_left = MAX_CONFIGURE
        self._refusals_left = MAX_REFUSALS
        self._request()

    def down(self):
        """down forgets what was agreed: the layer below begins again."""
        self._acknowledged = self._granted = False
        self._attempts_left = 0

    def tick(self):
        """tick repeats a request that has had no answer."""
        if self._stopping:
            self.closed = True
        elif self._terminations_left:
            self._terminate_again()
        elif self._attempts_left and not self._acknowledged:
            self._request(self._identifier)

    def terminate(self):
        """terminate sends Terminate-Request; without an answer the negotiation counts as closed after some ticks."""
        if self._ending():
            return
        self._attempts_left = 0
        self._terminations_left = MAX_TERMINATE + 1
        self._terminate_again()

    def give_up(self):
        """give_up stops asking: the other end does not know the protocol."""
        self._attempts_left = 0

    def receive(self, code, identifier, data):
        """receive handles one packet and returns False for a code that is unknown here."""
        handlers = {CONFIGURE_REQUEST: self._on_request, CONFIGURE_ACK: self._on_ack, CONFIGURE_NAK: self._on_nak,
                    CONFIGURE_REJECT: self._on_reject, TERMINATE_REQUEST: self._on_terminate_request,
                    TERMINATE_ACK: self._on_terminate_ack, CODE_REJECT: lambda _identifier, _data: None}
        if code not in handlers:
            return False
        handlers[code](identifier, data)
        return True

    def _ending(self):
        return self.closed or self._stopping or self._terminations_left > 0

    def _request(self, identifier=None):
        self._attempts_left -= 1
        self._identifier = identifier if identifier else self._identifier % 255 + 1
        self._send(CONFIGURE_REQUEST, self._identifier, write_options(self.requests.items()))

    def _terminate_again(self):
        self._terminations_left -= 1
        if not self._terminations_left:
            self.closed = True
            return
        self._identifier = self._identifier % 255 + 1
        self._send(TERMINATE_REQUEST, self._identifier, b"")

    def _on_request(self, identifier, data):
        options = read_options(data)
        if options is None or self._ending():
            return
        if self.opened or not (self._attempts_left or self._acknowledged):
            self.open()  # the other end begins again, or we have not begun yet
        judged = [(kind, *self._judge(kind, value)) for kind, value in options]
        for verdict, code in (("reject", CONFIGURE_REJECT), ("nak", CONFIGURE_NAK)):
            answer = [(kind, value) for kind, judgement, value in judged if judgement == verdict]
            if answer:
                self._granted = False
                self._send(code, identifier, write_options(answer))
                return
        self._granted = True
        self.peer_options = dict(options)
        self._send(CONFIGURE_ACK, identifier, data)

    def _on_ack(self, identifier, data):
        if identifier == self._identifier and data == write_options(self.requests.items()):
            self._acknowledged = True

    def _on_nak(self, identifier, data):
        options = self._refused_options(identifier, data)
        if options is not None:
            self.requests.update((kind, value) for kind, value in options if kind in self.requests)
            self._request()

    def _on_reject(self, identifier, data):
        options = self._refused_options(identifier, data)
        if options is not None:
            for kind, _ in options:
                self.requests.pop(kind, None)
            self._request()

    def _refused_options(self, identifier, data):
        if identifier != self._identifier or self._acknowledged or not self._refusals_left:
            return None
        self._refusals_left -= 1
        self._attempts_left = MAX_CONFIGURE
        return read_options(data)

    def _on_terminate_request(self, identifier, _data):
        self._send(TERMINATE_ACK, identifier, b"")
        self._attempts_left = 0
        self._stopping = True

    def _on_terminate_ack(self, _identifier, _data):
        if self._terminations_left:
            self._terminations_left = 0
            self.closed = True
