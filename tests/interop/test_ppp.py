# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the pppd stand-in's framing and negotiation, and of its terminal; no daemon, no root."""

import os
import pty
import random
import select
import signal
import subprocess
import sys
import termios
import unittest
from pathlib import Path

import ppp_framing
from ppp_endpoint import Endpoint, Settings, icmp_echo, internet_checksum
from ppp_negotiation import read_options, read_packet
from pppd_stand_in import read_options as read_pppd_options
from pppd_stand_in import settings_of


class Framing(unittest.TestCase):
    def test_fcs_of_the_well_known_check_string(self):
        self.assertEqual(ppp_framing.fcs16(b"123456789"), 0x906E)  # the catalogued check value of CRC-16/X-25

    def test_fcs_of_a_frame_and_its_fcs_is_the_good_value(self):
        frame = bytes.fromhex("ff03c021")
        self.assertEqual(ppp_framing.running_fcs(frame + ppp_framing.fcs16(frame).to_bytes(2, "little")), 0xF0B8)

    def test_encodes_a_frame_as_the_rfc_says(self):
        # C0 21 with flag, escape and a control character in the information; escapes by hand from RFC 1662 4.2.
        octets = ppp_framing.encode(bytes.fromhex("ff037e7d11"))
        self.assertTrue(octets.startswith(bytes.fromhex("7eff7d237d5e7d5d7d31")))
        self.assertTrue(octets.endswith(b"\x7e"))

    def test_every_octet_survives_in_any_pieces(self):
        frame = b"\xff\x03" + bytes(range(256))
        stream = ppp_framing.encode(frame) + ppp_framing.encode(frame)
        for size in (1, 2, 3, 7, len(stream)):
            decoder = ppp_framing.Decoder()
            frames = []
            for at in range(0, len(stream), size):
                frames += decoder.feed(stream[at:at + size])
            self.assertEqual(frames, [frame, frame])
            self.assertEqual(decoder.dropped, 0)

    def test_one_flag_between_frames_is_enough(self):
        one = ppp_framing.encode(b"\xff\x03\xc0\x21")
        self.assertEqual(len(ppp_framing.Decoder().feed(one + one[1:])), 2)

    def test_drops_a_wrong_fcs_an_abort_and_a_runt(self):
        good = ppp_framing.encode(b"\xff\x03\xc0\x21")
        decoder = ppp_framing.Decoder()
        self.assertEqual(decoder.feed(good[:-2] + bytes([good[-2] ^ 0x40]) + b"\x7e"), [])
        self.assertEqual(decoder.feed(b"\x7eabc\x7d\x7e"), [])
        self.assertEqual(decoder.feed(b"\x7eab\x7e"), [])
        self.assertEqual(decoder.dropped, 3)
        self.assertEqual(len(decoder.feed(good)), 1)

    def test_a_frame_without_end_keeps_memory_bounded(self):
        decoder = ppp_framing.Decoder()
        for _ in range(100):
            self.assertEqual(decoder.feed(b"a" * 4096), [])
        self.assertLess(len(decoder._frame), 2 * ppp_framing.LONGEST_FRAME)


def connect(first, second, drop=lambda _side, _frame: False, turns=60):
    """connect hands frames to and fro until both ends are silent, then lets one tick pass, `turns` times at most."""
    ends = (first, second)
    for _ in range(turns):
        while first.outgoing or second.outgoing:
            for side, end in enumerate(ends):
                while end.outgoing:
                    frame = end.outgoing.pop(0)
                    if not drop(side, frame):
                        ends[1 - side].receive(frame)
        if all(end.ipcp.opened or end.finished for end in ends):
            return
        for end in ends:
            end.tick()


def pair(lac, lns):
    ends = Endpoint(lac), Endpoint(lns)
    for end in ends:
        end.start()
    return ends


LNS = {"local": "10.88.0.1", "remote": "10.88.0.10", "user": "demo", "password": "s3cret"}


class Negotiating(unittest.TestCase):
    def assert_open(self, lac, lns):
        self.assertTrue(lac.ipcp.opened and lns.ipcp.opened)
        self.assertEqual(lac.ipcp.requests[3], bytes([10, 88, 0, 10]))

    def test_opens_without_authentication(self):
        lac, lns = pair(Settings(), Settings(**LNS))
        connect(lac, lns)
        self.assert_open(lac, lns)
        self.assertFalse(lac.authenticated)

    def test_opens_with_pap_and_with_chap(self):
        for method in ("pap", "chap"):
            lac, lns = pair(Settings(user="demo", password="s3cret"), Settings(**LNS, require=method))
            connect(lac, lns)
            self.assert_open(lac, lns)
            self.assertTrue(lac.authenticated and lns.authenticated)

    def test_wrong_password_closes_the_link(self):
        for method in ("pap", "chap"):
            lac, lns = pair(Settings(user="demo", password="wrong"), Settings(**LNS, require=method))
            connect(lac, lns)
            self.assertTrue(lac.finished)
            self.assertFalse(lac.ipcp.opened or lns.ipcp.opened or lns.authenticated)

    def test_an_end_without_a_name_cannot_be_authenticated(self):
        lac, lns = pair(Settings(), Settings(**LNS, require="chap"))
        connect(lac, lns)
        self.assertTrue(lac.finished)
        self.assertFalse(lac.ipcp.opened or lns.ipcp.opened)

    def test_survives_losing_a_quarter_of_all_frames(self):
        for method in (None, "pap", "chap"):
            for seed in range(20):
                chance = random.Random(seed)
                lac, lns = pair(Settings(user="demo", password="s3cret"), Settings(**LNS, require=method))
                connect(lac, lns, drop=lambda _side, _frame: chance.random() < 0.25)
                self.assert_open(lac, lns)

    def test_a_ping_is_answered(self):
        lac, lns = pair(Settings(ping="once"), Settings(**LNS))
        connect(lac, lns)
        self.assertEqual(lac.echo_replies, 1)

    def test_terminate_is_acknowledged_and_ends_both(self):
        lac, lns = pair(Settings(), Settings(**LNS))
        connect(lac, lns)
        lac.terminate()
        connect(lac, lns)
        self.assertTrue(lac.finished or lac.lcp.closed)
        self.assertTrue(lns.finished)

    def test_terminate_without_an_answer_ends_too(self):
        end = Endpoint(Settings())
        end.start()
        end.terminate()
        for _ in range(5):
            end.tick()
        self.assertTrue(end.lcp.closed)

    def test_echo_request_is_answered_and_an_unknown_protocol_rejected(self):
        lac, lns = pair(Settings(), Settings(**LNS))
        connect(lac, lns)
        lac.outgoing.clear()
        lac.receive(bytes.fromhex("ff03c021 0907000c 00000000 01020304"))
        code, number, data = read_packet(lac.outgoing.pop(0)[4:])
        self.assertEqual((code, number, data[4:]), (10, 7, bytes([1, 2, 3, 4])))
        lac.receive(bytes.fromhex("ff0380570101000a"))
        code, _, data = read_packet(lac.outgoing.pop(0)[4:])
        self.assertEqual((code, data[:2]), (8, bytes.fromhex("8057")))

    def test_unknown_option_is_rejected_and_unknown_code_too(self):
        end = Endpoint(Settings())
        end.receive(bytes.fromhex("ff03c021 01050008 c8040102"))
        answers = [read_packet(frame[4:]) for frame in end.outgoing]
        self.assertIn((4, 5, bytes.fromhex("c8040102")), answers)
        end.outgoing.clear()
        end.receive(bytes.fromhex("ff03c021 63010004"))
        self.assertEqual(read_packet(end.outgoing.pop(0)[4:])[0], 7)

    def test_rubbish_is_dropped(self):
        end = Endpoint(Settings())
        for text in ("", "ff", "ff03", "ff03c0", "ff03c021", "ff03c021 01050009 01040102", "ff03c021 01050008 0101ffff",
                     "ff03c021 01050006 0103", "c0", "ff030021 45", "ff03c223 01"):
            end.receive(bytes.fromhex(text))
        self.assertEqual(end.outgoing, [])


class Terminal(unittest.TestCase):
    """The stand-in as a process on a pseudo-terminal, as xl2tpd starts it: canonical mode, echo off."""

    def setUp(self):
        self.ours, theirs = pty.openpty()
        mode = termios.tcgetattr(theirs)
        mode[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, mode)
        os.write(self.ours, ppp_framing.encode(bytes.fromhex("ff03c021 0109000a 0506 12ff8042")))
        script = Path(__file__).with_name("pppd_stand_in.py")
        self.process = subprocess.Popen([sys.executable, "-B", "-S", "-E", script, "10.88.0.1:10.88.0.10"],
                                        stdin=theirs, stdout=theirs)
        self.theirs = theirs
        self.addCleanup(self.end)

    def end(self):
        for descriptor in (self.ours, self.theirs):
            if descriptor is not None:
                os.close(descriptor)
        self.process.kill()
        self.process.wait()

    def frames_until(self, wanted):
        """frames_until returns the frames that came, the last of them one that wanted() accepts."""
        decoder, frames = ppp_framing.Decoder(), []
        while not any(map(wanted, frames)):
            if not select.select([self.ours], [], [], 20)[0]:
                self.fail(f"only {[frame.hex() for frame in frames]} came")
            frames += decoder.feed(os.read(self.ours, 4096))
        self.assertEqual(decoder.dropped, 0)
        return frames

    def test_the_terminal_is_raw(self):
        self.frames_until(lambda frame: frame[4:5] == b"\x01")
        iflag, oflag, cflag, lflag = termios.tcgetattr(self.theirs)[:4]
        self.assertEqual(iflag & (termios.ICRNL | termios.INLCR | termios.IXON | termios.ISTRIP), 0)
        self.assertEqual(lflag & (termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN), 0)
        self.assertEqual((oflag & termios.OPOST, cflag & termios.CSIZE), (0, termios.CS8))

    def test_what_came_before_it_was_ready_is_answered(self):
        self.frames_until(lambda frame: frame[4:6] == b"\x02\x09")

    def test_every_octet_gets_through(self):
        self.frames_until(lambda frame: frame[4:5] == b"\x01")
        for first in range(0, 256, 4):  # as magic numbers, which come back in Configure-Ack
            number = first // 4 + 10
            request = bytes([1, number, 0, 10, 5, 6, *range(first, first + 4)])
            os.write(self.ours, ppp_framing.encode(b"\xff\x03\xc0\x21" + request))
            frames = self.frames_until(lambda frame: frame[4:6] == bytes([2, number]))
            self.assertEqual(frames[-1][4:], b"\x02" + request[1:])

    def test_ends_when_the_other_side_hangs_up(self):
        self.frames_until(lambda frame: frame[4:5] == b"\x01")
        os.close(self.ours)
        self.ours = None
        self.assertEqual(self.process.wait(20), 0)

    def test_says_terminate_request_on_a_signal(self):
        self.frames_until(lambda frame: frame[4:5] == b"\x01")
        self.process.send_signal(signal.SIGTERM)
        frames = self.frames_until(lambda frame: frame[4:5] == b"\x05")
        os.write(self.ours, ppp_framing.encode(b"\xff\x03\xc0\x21\x06" + frames[-1][5:]))
        self.assertEqual(self.process.wait(20), 0)


class Details(unittest.TestCase):
    def test_checksum_of_a_datagram_with_its_checksum_is_zero(self):
        datagram = icmp_echo(8, "10.88.0.1", "10.88.0.10", b"\0\1\0\1odd")
        self.assertEqual(internet_checksum(datagram[:20]), 0)
        self.assertEqual(internet_checksum(datagram[20:]), 0)

    def test_options_that_do_not_add_up(self):
        self.assertIsNone(read_options(b"\x01"))
        self.assertIsNone(read_options(b"\x01\x01"))
        self.assertIsNone(read_options(b"\x01\x05ab"))
        self.assertEqual(read_options(b"\x01\x03a\x02\x02"), [(1, b"a"), (2, b"")])

    def test_reads_what_xl2tpd_gives_to_pppd(self):
        options = read_pppd_options(["/dev/pts/1", "passive", "nodetach", "10.88.0.1:10.88.0.10", "refuse-pap",
                                     "name", "demo", "ipparam", "127.0.0.2"])
        settings = settings_of(options)
        self.assertEqual((settings.local, settings.remote, settings.name), ("10.88.0.1", "10.88.0.10", "demo"))
        self.assertIsNone(settings.require)
        self.assertEqual(settings_of(read_pppd_options([":"])).local, "0.0.0.0")


if __name__ == "__main__":
    unittest.main()
