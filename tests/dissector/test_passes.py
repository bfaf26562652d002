# SPDX-License-Identifier: GPL-2.0-or-later
"""One pass, two passes and reading from a pipe show the same of every capture, forward links excepted."""

import os
import re
import unittest

import tshark
from test_golden import secret_of

# Fields that only a later frame can fill in, so that a first pass has none.
FORWARD = re.compile(r"^ +\[(Acknowledged in|Time until it was acknowledged|Response in|Time until the response|"
                     r"Found to break a rule in)")


def details(capture, options=(), from_pipe=False):
    path = os.path.join(tshark.ROOT, capture)
    with open(path, "rb") as file:
        octets = file.read() if from_pipe else None
    text = tshark.output(["-r", "-" if from_pipe else path, "-V", "-O", "l2tpv2", *secret_of(capture), *options],
                         standard_input=octets)
    return [line for line in text.splitlines() if not FORWARD.match(line)]


class Passes(unittest.TestCase):
    def test_two_passes_show_what_one_shows(self):
        for capture in tshark.captures():
            with self.subTest(capture=capture):
                self.assertEqual(details(capture), details(capture, ["-2"]))

    def test_a_pipe_shows_what_a_file_shows(self):
        for capture in tshark.captures():
            with self.subTest(capture=capture):
                self.assertEqual(details(capture), details(capture, from_pipe=True))

    def test_a_filter_on_the_second_pass_changes_nothing(self):
        capture = "captures/xl2tpd-lac-lns-chap.pcap"
        whole = "\n".join(details(capture, ["-2"]))
        part = details(capture, ["-2", "-R", "l2tpv2.avp.message_type == 3"])
        frame = [line for line in part if "Challenge Response" in line or "Check:" in line]
        self.assertTrue(frame)
        for line in frame:
            self.assertIn(line, whole)


if __name__ == "__main__":
    unittest.main()
