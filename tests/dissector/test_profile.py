# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile's coloring rules, columns and filter buttons are understood, and do what they say."""

import os
import re
import subprocess
import sys
import tempfile
import unittest

import samples
import tshark
from conversation import HELLO, LAC, Call, Tunnel, Wire

FOLDER = os.path.join(tshark.ROOT, "dissector", "profile", "L2TPv2")


def lines(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


class Profile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        wire = Wire()
        tunnel = Tunnel(wire).open()
        call = Call(tunnel, user=b"joe").open()
        call.data(LAC)
        octets = tunnel.send(LAC, HELLO)
        tunnel.put(LAC, octets, after=1)
        call.close()
        wire.put(samples.sccrq(host_name=b""), ("192.0.2.3", 1701), samples.LNS)
        cls.capture = wire.write(os.path.join(folder.name, "profile.pcap"))

    def run_with_profile(self, *options):
        result = subprocess.run([sys.executable, "-B", tshark.PROGRAM, "--plugin", tshark.plugin(), "--profile", FOLDER,
                                 "--", "-C", "L2TPv2", "-r", self.capture, *options], capture_output=True,
                                timeout=tshark.SECONDS, check=True)
        self.assertNotIn(b"olor filter", result.stderr)
        return result.stdout.decode()

    def test_rules_color_packets(self):
        names = self.run_with_profile("--color", "-T", "fields", "-e", "frame.coloring_rule.name").split("\n")
        self.assertEqual(["L2TPv2 tunnel set-up"] * 3 + ["L2TPv2 acknowledgement"] + ["L2TPv2 call set-up"] * 3 +
                         ["L2TPv2 acknowledgement", "", "L2TPv2 other control", "L2TPv2 lost, late or too much",
                          "L2TPv2 closing", "L2TPv2 acknowledgement", "L2TPv2 breaks a MUST"], names[:-1])

    def test_columns_show_tunnel_session_and_user(self):
        data = self.run_with_profile().split("\n")[8]
        self.assertRegex(data, r"192\.0\.2\.2 +1 +1 +joe ")

    def test_every_filter_is_sound(self):
        filters = [line.split("@")[2] for line in lines("colorfilters")]
        filters += [re.findall(r'"([^"]*)"', line)[2] for line in lines("dfilter_buttons")]
        for display_filter in filters:
            with self.subTest(display_filter=display_filter):
                tshark.output(["-r", self.capture, "-Y", display_filter])


if __name__ == "__main__":
    unittest.main()
