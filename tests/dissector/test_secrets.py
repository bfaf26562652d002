# SPDX-License-Identifier: GPL-2.0-or-later
"""Hidden AVPs are un-hidden and Challenge Responses checked with the secret of the preferences or of the table."""

import collections
import os
import tempfile
import unittest

import made_captures
import samples
import tshark

HIDDEN = os.path.join(tshark.ROOT, "captures", "generated", "hidden.pcap")
DAEMONS = os.path.join(tshark.ROOT, "captures", "xl2tpd-lac-lns-chap.pcap")
CHECK = "l2tpv2.avp.challenge_response.check"
WRONG, RIGHT, NO_SECRET, NO_CHALLENGE = "0", "1", "2", "3"


def secret(text):
    return ["-o", f"l2tpv2.secret:{text}"]


def by_peer(*rows):
    return [part for peer, text in rows for part in ("-o", f'uat:l2tpv2_secrets:"{peer}","{text}"')]


def checks(capture, *options):
    return [frame[CHECK][0] for frame in tshark.fields(capture, [CHECK], options=list(options)) if frame[CHECK]]


def experts(capture, *options):
    """How often each expert info of the plugin occurs."""
    counted = collections.Counter()
    for frame in tshark.fields(capture, ["_ws.expert.message"], options=list(options)):
        counted.update(frame["_ws.expert.message"])
    return counted


class HiddenAvps(unittest.TestCase):
    def values(self, field, *options):
        return [value for frame in tshark.fields(HIDDEN, [field], options=list(options)) for value in frame[field]]

    def test_value_is_shown_as_what_it_is(self):
        self.assertEqual([], self.values("l2tpv2.avp.clear_value"))
        numbers = self.values("l2tpv2.avp.proxy_authen_id", *secret("l2tp-shared-secret"))
        self.assertEqual({"7"}, set(numbers))
        self.assertGreater(len(numbers), len(self.values("l2tpv2.avp.proxy_authen_id")))

    def test_text_beyond_ascii_is_shown_too(self):
        names = self.values("l2tpv2.avp.vendor_name", *secret("l2tp-shared-secret"))
        self.assertEqual({"\u00c9cho"}, set(names))

    def test_what_was_sent_stays_and_is_marked(self):
        sent = self.values("l2tpv2.avp.value")
        self.assertEqual(sent, self.values("l2tpv2.avp.value", *secret("l2tp-shared-secret")))
        text = tshark.output(["-r", HIDDEN, "-V", *secret("l2tp-shared-secret")])
        self.assertIn("(hidden, as sent)", text)
        self.assertIn("AVP: Assigned Tunnel ID (un-hidden): 7777", text)

    def test_without_secret_the_type_is_named(self):
        text = tshark.output(["-r", HIDDEN, "-V"])
        self.assertIn("AVP: Assigned Tunnel ID (hidden)", text)
        self.assertNotIn("un-hidden", text.replace("un-hides", ""))

    def test_wrong_secret_gives_a_hint_and_no_value(self):
        wrong = experts(HIDDEN, *secret("another secret"))
        self.assertGreater(sum(count for text, count in wrong.items() if "likely to be another" in text), 30)
        self.assertEqual([], self.values("l2tpv2.avp.clear_value", *secret("another secret")))
        right = experts(HIDDEN, *secret("l2tp-shared-secret"))
        self.assertEqual(0, sum(count for text, count in right.items() if "likely to be another" in text))

    def test_secret_of_either_peer_goes_before_the_one_for_all(self):
        for peer in ("192.0.2.1", "192.0.2.2"):
            options = by_peer((peer, "l2tp-shared-secret")) + secret("another secret")
            self.assertEqual(self.values("l2tpv2.avp.clear_value", *secret("l2tp-shared-secret")),
                             self.values("l2tpv2.avp.clear_value", *options))

    def test_secret_of_a_stranger_is_not_used(self):
        options = by_peer(("192.0.2.3", "l2tp-shared-secret"), ("2001:db8::1", "l2tp-shared-secret"))
        self.assertEqual([], self.values("l2tpv2.avp.clear_value", *options))

    def test_secret_by_ipv6_address(self):
        capture = os.path.join(tshark.ROOT, "captures", "links", "ipv6.pcap")
        self.assertEqual([RIGHT, RIGHT], checks(capture, *by_peer(("2001:db8::2", "l2tpspec demo"))))

    def test_peer_that_is_no_address_is_refused(self):
        status, _, errors = tshark.run(["-r", HIDDEN, *by_peer(("lns.example.net", "x"))])
        self.assertNotEqual(0, status)
        self.assertIn("address", errors)

    def test_secret_is_never_shown(self):
        text = tshark.output(["-r", HIDDEN, "-V", *secret("l2tp-shared-secret")])
        self.assertNotIn("l2tp-shared-secret", text)


class ChallengeResponses(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.capture = os.path.join(folder.name, "challenges.pcap")

    def write(self, messages):
        return samples.write_pcap(self.capture, [packet for message in messages
                                                 for packet in made_captures.packets4(*message)])

    def test_right_in_both_directions(self):
        self.assertEqual([RIGHT, RIGHT], checks(DAEMONS, *secret("l2tpspec demo")))

    def test_right_in_every_pass(self):
        self.assertEqual([RIGHT, RIGHT], checks(DAEMONS, "-2", *secret("l2tpspec demo")))
        self.assertEqual([RIGHT], checks(DAEMONS, "-2", "-Y", "l2tpv2.avp.message_type == 3", *secret("l2tpspec demo")))

    def test_wrong_with_another_secret(self):
        self.assertEqual([WRONG, WRONG], checks(DAEMONS, *secret("another secret")))
        self.assertTrue(any("is not the digest" in text for text in experts(DAEMONS, *secret("another secret"))))

    def test_wrong_from_a_daemon_with_another_secret(self):
        capture = os.path.join(tshark.ROOT, "captures", "xl2tpd-lac-lns-wrong-secret.pcap")
        self.assertEqual([WRONG], checks(capture, *secret("not the secret")))
        self.assertEqual([RIGHT], checks(capture, *secret("l2tpspec demo")))

    def test_expert_summary_and_filters_know_it(self):
        for capture, options, text, name in (
                (DAEMONS, secret("l2tpspec demo"), "Challenge Response is right", "l2tpv2.challenge_response.right"),
                (DAEMONS, secret("another secret"), "is not the digest", "l2tpv2.challenge_response.wrong"),
                (HIDDEN, [], "The value is hidden", "l2tpv2.avp.hidden.no_secret"),
                (HIDDEN, secret("another secret"), "likely to be another", "l2tpv2.avp.hidden.wrong_secret")):
            with self.subTest(expert=name):
                self.assertIn(text, tshark.output(["-q", "-r", capture, "-z", "expert", *options]))
                self.assertNotEqual("", tshark.output(["-r", capture, "-Y", name, *options]))
                by_words = f'_ws.expert.message contains "{text}"'
                self.assertNotEqual("", tshark.output(["-r", capture, "-Y", by_words, *options]))

    def test_unknown_secret(self):
        self.assertEqual([NO_SECRET, NO_SECRET], checks(DAEMONS))

    def test_challenge_that_was_not_captured(self):
        talk = made_captures.conversation()
        self.write(talk[1:3])
        self.assertEqual([NO_CHALLENGE, RIGHT], checks(self.capture, *secret("l2tpspec demo")))

    def test_reused_tunnel_id_has_the_challenge_of_its_own_tunnel(self):
        talk = made_captures.conversation()
        other = samples.control(made_captures.number(0, 1), made_captures.number(2, 0x0100),
                                made_captures.number(3, 3, 4), samples.avp(7, b"lac.example.net"),
                                made_captures.number(9, made_captures.LAC_TUNNEL), samples.avp(11, b"another"))
        self.write(talk[:3] + talk[-2:] + [(True, other)] + talk[1:3])
        self.assertEqual([RIGHT, RIGHT, WRONG, RIGHT], checks(self.capture, *secret("l2tpspec demo")))


if __name__ == "__main__":
    unittest.main()
