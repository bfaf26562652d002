# SPDX-License-Identifier: GPL-2.0-or-later
"""Every packet of a tunnel and a session bears their numbers, who takes part, and the states of both ends."""

import os
import subprocess
import sys
import tempfile
import unittest

import conversation
import samples
import tshark
from conversation import LAC, LNS, Call, Tunnel, Wire

TUNNEL, SESSION = "l2tpv2.tunnel.index", "l2tpv2.session.index"
PAP = b"\xff\x03\xc0\x23\x01\x01\x00\x15" + b"\x04jane" + b"\x0bnever-shown"


class Tracking(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "tracking.pcap")
        self.wire = Wire()

    def fields(self, *names, options=(), first=0):
        return tshark.fields(self.wire.write(self.path, first), names, options=options)

    def numbers(self, name, **more):
        return ["".join(frame[name]) for frame in self.fields(name, **more)]

    def call(self, **more):
        return Call(Tunnel(self.wire).open(), **more).open()

    def test_session_is_on_all_its_packets(self):
        call = self.call()
        call.data(LAC)
        call.data(LNS)
        call.close()
        self.assertEqual(["1"] * 12, self.numbers(TUNNEL))
        self.assertEqual([""] * 4 + ["1", "1", "1", "", "1", "1", "1", ""], self.numbers(SESSION))

    def test_one_filter_follows_a_session(self):
        call = self.call()
        other = Call(call.tunnel, ids=(21, 23), serial=2).open()
        call.data(LAC)
        other.data(LAC)
        call.close()
        frames = tshark.fields(self.wire.write(self.path), ["frame.number"],
                               options=["-Y", "l2tpv2.session.index == 1"])
        self.assertEqual(["5", "6", "7", "13", "15"], [frame["frame.number"][0] for frame in frames])

    def test_identifiers_of_the_other_direction(self):
        self.call().data(LNS)
        last = self.fields("l2tpv2.tunnel.peer_id", "l2tpv2.session.peer_id", "l2tpv2.tunnel_id")[-1]
        self.assertEqual((["7"], ["13"], ["5"]), tuple(last.values()))

    def test_names_and_numbers_are_on_data(self):
        self.call(user=b"joe@example").data(LNS)
        last = self.fields("l2tpv2.tunnel.host_name", "l2tpv2.session.called_number", "l2tpv2.session.calling_number",
                           "l2tpv2.session.user")[-1]
        self.assertEqual([["lns.example", "lac.example"], ["5550100"], ["5550199"], ["joe@example"]],
                         list(last.values()))

    def test_without_the_preference_they_are_there_for_filters_only(self):
        self.call(user=b"joe@example").data(LNS)
        path = self.wire.write(self.path)
        without = ["-o", "l2tpv2.tracking_fields:FALSE"]
        seen = [tshark.output(["-r", path, "-V", "-O", "l2tpv2", *options]) for options in ([], without)]
        for line in ("[Tunnel: 1]", "[Session: 1]", "[User: joe@example]", "[Session state of the sender: established]"):
            self.assertIn(line, seen[0])
            self.assertNotIn(line, seen[1])
        self.assertIn("Session ID: ", seen[1])
        found = [tshark.output(["-r", path, "-Y", 'l2tpv2.session.user == "joe@example"', *options])
                 for options in ([], without)]
        self.assertTrue(found[0])
        self.assertEqual(*found)

    def test_user_of_ppp(self):
        call = self.call()
        call.data(LAC, PAP)
        call.data(LNS)
        self.assertEqual("jane", self.numbers("l2tpv2.session.user")[-1])

    def test_password_of_ppp_is_not_taken(self):
        self.call().data(LAC, PAP)
        text = tshark.output(["-r", self.wire.write(self.path), "-V", "-O", "l2tpv2"])
        self.assertNotIn("never-shown", text)

    def test_user_is_not_whom_the_lns_names(self):
        call = self.call()
        call.data(LNS, PAP)
        call.data(LAC)
        self.assertEqual("", self.numbers("l2tpv2.session.user")[-1])

    def test_states_before_and_after(self):
        self.call()
        frames = self.fields("l2tpv2.tunnel.sender_state_before", "l2tpv2.tunnel.sender_state_after",
                             "l2tpv2.session.sender_state_before", "l2tpv2.session.sender_state_after")
        self.assertEqual([["idle"], ["wait-ctl-reply"], [], []], list(frames[0].values()))
        self.assertEqual([["wait-reply"], ["established"]], list(frames[6].values())[2:])

    def test_unchanged_state_is_found_and_not_shown_twice(self):
        self.call().data(LAC)
        path = self.wire.write(self.path)
        found = tshark.fields(path, ["frame.number"],
                              options=["-Y", 'l2tpv2.session.sender_state_before == "established"'])
        self.assertEqual([["9"]], [frame["frame.number"] for frame in found])
        text = tshark.output(["-r", path, "-V", "-O", "l2tpv2", "-Y", "frame.number == 9"])
        self.assertIn("Session state of the sender: established", text)
        self.assertNotIn("Session state of the sender before", text)

    def test_responder_on_another_port(self):
        tunnel = Tunnel(self.wire)
        tunnel.at = [(samples.LAC[0], 50000), samples.LNS]
        tunnel.request()
        tunnel.at[LNS] = (samples.LNS[0], 40000)
        tunnel.send(LNS, conversation.SCCRP, samples.avp(2, b"\x01\x00"), samples.avp(3, bytes(4)),
                    samples.avp(7, b"lns"), samples.avp(9, b"\x00\x07"))
        tunnel.send(LAC, conversation.SCCCN)
        Call(tunnel).open().data(LNS)
        self.assertEqual({"1"}, set(self.numbers(TUNNEL)))
        self.assertEqual("1", self.numbers(SESSION)[-1])

    def test_two_lacs_behind_one_address(self):
        for port in (1024, 1025):
            tunnel = Tunnel(self.wire, at=(("198.51.100.1", port), samples.LNS), ids=(5, port))
            Call(tunnel.open()).open().data(LAC)
        self.assertEqual(["1"] * 9 + ["2"] * 9, self.numbers(TUNNEL))
        self.assertEqual(["1", "2"], [self.numbers(SESSION)[8], self.numbers(SESSION)[-1]])

    def test_ipv6(self):
        tunnel = Tunnel(self.wire, at=(("2001:db8::1", 1701), ("2001:db8::2", 1701)))
        Call(tunnel.open()).open().data(LAC)
        self.assertEqual(["1"] * 9, self.numbers(TUNNEL))
        self.assertEqual("1", self.numbers(SESSION)[-1])

    def test_several_tunnels_between_the_same_hosts(self):
        calls = [Call(Tunnel(self.wire, ids=ids).open()).open() for ids in ((5, 7), (6, 8))]
        for call in calls:
            call.data(LAC)
        self.assertEqual(["1", "2"], self.numbers(TUNNEL)[-2:])
        self.assertEqual(["1", "2"], self.numbers(SESSION)[-2:])

    def test_identifiers_used_again_are_another_session(self):
        call = self.call()
        call.close()
        self.wire.now += 60
        again = Call(call.tunnel, serial=2).open()
        again.data(LAC)
        self.assertEqual("2", self.numbers(SESSION)[-1])

    def test_tunnel_identifiers_used_again_are_another_tunnel(self):
        Tunnel(self.wire).open().close()
        self.wire.now += 60
        Tunnel(self.wire).open()
        self.assertEqual(["1"] * 6 + ["2"] * 4, self.numbers(TUNNEL))

    def test_capture_that_starts_in_the_middle(self):
        call = self.call()
        call.data(LAC)
        call.data(LNS)
        call.close()
        self.assertEqual(["1"] * 4, self.numbers(TUNNEL, first=8))
        self.assertNotIn("", self.numbers(SESSION, first=8)[:3])

    def test_quoted_datagram_is_not_counted(self):
        tunnel = Tunnel(self.wire)
        tunnel.request()
        quoted = self.wire.packets[0][1]
        icmp = b"\x03\x03\x00\x00\x00\x00\x00\x00" + quoted
        whole = samples.udp(b"", samples.LNS, samples.LAC)[:20]
        packet = whole[:2] + conversation.number(20 + len(icmp)) + whole[4:9] + b"\x01" + whole[10:20] + icmp
        self.wire.packets.append((1.0, packet))
        self.assertEqual(["1", ""], self.numbers(TUNNEL))
        self.assertEqual([[], []], [frame["l2tpv2.retransmission_of"] for frame in
                                    self.fields("l2tpv2.retransmission_of")])


class Passes(unittest.TestCase):
    """A frame looks the same however the file is read, but for what later frames tell."""

    LATER = ["Acknowledged in", "Time until", "Response in", "Found to break", "never acknowledged", "Severity level",
             "Group: "]

    def shown(self, path, *options):
        text = tshark.output(["-r", path, *options, "-V", "-O", "l2tpv2"])
        return [line for line in text.splitlines() if not any(words in line for words in self.LATER)]

    def test_two_passes_show_what_one_does(self):
        for capture in tshark.captures():
            with self.subTest(capture=capture):
                path = os.path.join(tshark.ROOT, capture)
                self.assertEqual(self.shown(path), self.shown(path, "-2"))

    def test_live_shows_what_a_file_does(self):
        path = os.path.join(tshark.ROOT, "captures", "xl2tpd-lac-lns-chap.pcap")
        names = ["-T", "fields", "-e", "l2tpv2.tunnel.index", "-e", "l2tpv2.session.index", "-e", "l2tpv2.acknowledges",
                 "-e", "l2tpv2.requirement"]
        with open(path, "rb") as file:
            live = subprocess.run([sys.executable, "-B", tshark.PROGRAM, "--plugin", tshark.plugin(), "--", "-i", "-",
                                   *names], stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  timeout=tshark.SECONDS, check=False)
        self.assertEqual(tshark.output(["-r", path, *names]), live.stdout.decode())


if __name__ == "__main__":
    unittest.main()
