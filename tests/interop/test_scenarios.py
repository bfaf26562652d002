# SPDX-License-Identifier: GPL-2.0-or-later
"""Every scenario for a LNS against a real xl2tpd: each verdict as expected, the report and the recording sound."""

import tempfile
import unittest

import interop_test
import judged_run
import judged_suite
import xl2tpd

# Nothing here waits for HELLO: xl2tpd says it after 60 seconds.
IMPLEMENTS = {"incoming-calls": True, "outgoing-calls": False, "tunnel-authentication": True, "hidden-avps": True,
              "tie-breaker": False, "ppp": True, "hello": False}
VALUES = {"first-interval": "1 s", "interval-cap": "16 s", "retransmissions": 4, "max-tunnels": 64}
JOBS = 48


class Scenarios(judged_suite.JudgedSuite, unittest.TestCase):
    expected = "xl2tpd_lns_expected.json"

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        profile = judged_suite.write_profile(cls.folder, "lns", implements=IMPLEMENTS, values=VALUES)
        settings = xl2tpd.Settings(debug=("avp",), secret=judged_run.SECRET, challenge="yes",
                                   ip_range="10.88.0.10-10.88.3.250")
        with xl2tpd.Xl2tpd(settings) as daemon:
            daemon.keep_alive()
            cls.address, cls.port = daemon.address, daemon.port
            cls.run_of_all = judged_run.Run(cls.folder, daemon.peer, "lns", "--profile", profile, "--jobs", JOBS)
            cls.log = daemon.log()
            cls.alive = daemon.running()

    def test_the_recording_has_the_right_addresses_and_ports(self):
        fields = ["-T", "fields", "-e", "ip.src", "-e", "udp.srcport", "-e", "ip.dst", "-e", "udp.dstport"]
        device = [self.address, str(self.port)]
        for line in self.tshark(*fields, "-Y", "udp"):
            source, destination = line.split("\t")[:2], line.split("\t")[2:]
            self.assertIn(device, (source, destination), line)
            self.assertEqual([source[0], destination[0]], ["127.0.0.1", "127.0.0.1"])
        self.assertEqual(self.tshark("-Y", "!udp"), [])

    def test_the_recording_holds_what_xl2tpd_got(self):
        decode = ["-d", f"udp.port=={self.port},l2tp"]
        sccrqs = self.tshark(*decode, "-Y", f"l2tp.avp.message_type == 1 && udp.dstport == {self.port}")
        self.assertGreater(len(sccrqs), 3)
        self.assertIn("message type 1 (Start-Control-Connection-Request)", self.log)


if __name__ == "__main__":
    judged_run.program()
    interop_test.main()
