# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever carries the datagrams, L2TP looks the same; and captures/links is what its script writes."""

import os
import re
import tempfile
import unittest

import made_captures
import tshark
from test_golden import secret_of

FOLDER = os.path.join(tshark.ROOT, "captures", "links")


def l2tp_of(name):
    """What a person reads of L2TP, frame by frame that has some; the frames' own numbers are left out."""
    capture = os.path.join("captures", "links", name + ".pcap")
    frames = []
    for line in tshark.output(["-r", os.path.join(tshark.ROOT, capture), *secret_of(capture), "-V", "-O",
                               "l2tpv2"]).splitlines():
        if line and not line.startswith(" "):
            ours = line.startswith("Layer Two Tunneling Protocol version 2")
            frames += [[]] if ours else []
        # What names a frame, or counts the time to one, depends on how many frames a datagram came in.
        if ours and not re.search(r"frame|\bin: \d+\]|\d seconds\]|to: \d+\]|of: \d+\]", line, re.I):
            frames[-1].append(line)
    return frames


class Links(unittest.TestCase):
    def test_captures_are_what_the_script_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            made_captures.write_all(folder)
            self.assertEqual(sorted(os.listdir(folder)),
                             sorted(name for name in os.listdir(FOLDER) if name.endswith(".pcap")))
            for name in os.listdir(folder):
                with open(os.path.join(folder, name), "rb") as new, open(os.path.join(FOLDER, name), "rb") as old:
                    self.assertEqual(new.read(), old.read(), f"{name}: run tests/dissector/made_captures.py captures/links")

    def test_every_link_shows_the_same_conversation(self):
        expected = l2tp_of("ethernet")
        self.assertEqual(len(made_captures.conversation()), len(expected))
        for name, _, _ in made_captures.captures():
            if name not in ("ethernet", "ppp-phases"):
                with self.subTest(link=name):
                    self.assertEqual(expected, l2tp_of(name))

    def test_each_phase_of_ppp_is_handed_on(self):
        path = os.path.join(FOLDER, "ppp-phases.pcap")
        seen = {protocol for frame in tshark.fields(path, ["frame.protocols"])
                for protocol in frame["frame.protocols"][0].split(":")}
        self.assertLessEqual({"l2tpv2", "ppp", "lcp", "pap", "chap", "eap", "ipcp", "ipv6cp", "ccp", "ip", "ipv6", "mp"}, seen)


if __name__ == "__main__":
    unittest.main()
