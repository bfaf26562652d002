# SPDX-License-Identifier: GPL-2.0-or-later
"""`l2tpspec serve` and a real xl2tpd, both ways: tunnel, authentication, PPP up to an echo, and the end of it all."""

import re
import tempfile
import unittest

import interop_test
import judged_run
import xl2tpd
from served import ACCOUNT, PASSWORD, Served

SECRET = ("--secret-env", "DEMO_SECRET", "--challenge")
ECHO = ("--ppp-echo-interval", "200ms")
XL2TPD = {"secret": judged_run.SECRET, "challenge": "yes"}
XL2TPD_ACCOUNT = ["user demo", f'password "{PASSWORD}"']


class BothWays(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def wait_for(self, served, pattern, daemon):
        self.assertTrue(served.wait_for(pattern), f"no {pattern}\n{served.log()}\n{daemon.log()}")

    def wait_for_daemon(self, daemon, text, served):
        self.assertTrue(daemon.wait_for(text), f"no {text}\n{served.log()}\n{daemon.log()}")

    def check_recording(self, served, sent_types, hidden=frozenset()):
        """check_recording: what the endpoint sent breaks nothing, holds these messages, and hides these AVPs."""
        sent, received = served.messages()
        self.assertTrue(received)
        for message in sent:
            self.assertEqual(message["findings"], [], message)
        types = {message.get("message") for message in sent}
        self.assertEqual(sent_types - types, set())
        seen = {avp["name"] for message in sent for avp in message.get("avps", []) if avp["hidden"]}
        self.assertEqual(hidden - seen, set())
        self.assertNotIn(judged_run.SECRET, served.log())
        self.assertNotIn(PASSWORD, served.log())

    def check_ppp(self, served, daemon):
        self.wait_for(served, "PPP: LCP is open", daemon)
        self.wait_for(served, "PPP: IPCP is open", daemon)
        self.wait_for(served, "PPP: an echo was answered", daemon)
        self.wait_for_daemon(daemon, "IPCP is open", served)


class Xl2tpdDials(BothWays):
    """xl2tpd is the LAC, our endpoint the LNS."""

    def dialled(self, served, ppp=(*XL2TPD_ACCOUNT,), **settings):
        daemon = self.enterContext(xl2tpd.Xl2tpd(xl2tpd.Settings(
            role="lac", address="127.0.0.2", lns=served.peer, ppp=[*ppp], **{**XL2TPD, **settings})))
        daemon.control("c peer")
        return daemon

    def serve(self, *words):
        return self.enterContext(Served(self.folder, "lns", *SECRET, *ACCOUNT, *ECHO, *words))

    def test_a_session_and_xl2tpd_ends_it(self):
        served = self.serve()
        daemon = self.dialled(served)
        self.check_ppp(served, daemon)
        self.wait_for(served, "PPP: authenticated: demo", daemon)
        number = re.search(r"Call established with .*Local: (\d+)", daemon.log()).group(1)
        daemon.control(f"h {number}")
        self.wait_for(served, r"session \d+  Receive CDN  established -> idle", daemon)
        daemon.control("d peer")
        self.wait_for(served, r"tunnel \d+  Receive StopCCN  established -> idle", daemon)
        self.assertEqual(served.end(), 0)
        self.assertRegex(served.log(), r"ended: 1 tunnels, 1 calls, [1-9]\d* frames received, [1-9]\d* frames sent\n$")
        self.check_recording(served, {"SCCRP", "ICRP", "ZLB"})

    def test_a_session_and_we_end_it(self):
        served = self.serve("--hang-up-after", "2s")
        daemon = self.dialled(served)
        self.check_ppp(served, daemon)
        self.wait_for(served, r"session \d+  Local close request  established -> idle", daemon)
        self.wait_for_daemon(daemon, "Connection closed to 127.0.0.1, serial 1", served)
        self.assertEqual(served.end(), 0)
        self.assertNotIn("not acknowledged", served.log())
        self.wait_for_daemon(daemon, "Connection closed to 127.0.0.1, port", served)
        self.check_recording(served, {"SCCRP", "ICRP", "CDN", "StopCCN"})

    def test_pap_and_hidden_avps(self):
        served = self.serve("--ppp-auth", "pap", "--hide-in-calls")
        daemon = self.dialled(served, hidden="yes")
        self.check_ppp(served, daemon)
        self.assertEqual(served.end(), 0)
        self.check_recording(served, {"SCCRP", "ICRP", "StopCCN"}, hidden={"Assigned Session ID"})

    def test_a_wrong_secret_is_refused(self):
        served = self.serve()
        daemon = self.dialled(served, secret="another secret")
        self.wait_for_daemon(daemon, "Invalid challenge authentication", served)
        self.assertEqual(served.end(), 0)
        self.assertIn("ended: 0 tunnels, 0 calls", served.log())

    def test_a_wrong_password_ends_the_call(self):
        served = self.serve()
        daemon = self.dialled(served, ppp=["user demo", "password wrong"])
        self.wait_for(served, "PPP: authentication failed", daemon)
        self.wait_for(served, r"session \d+  Local close request  established -> idle", daemon)
        self.assertEqual(served.end(), 0)
        self.assertNotIn("PPP: IPCP is open", served.log())


class Xl2tpdAnswers(BothWays):
    """xl2tpd is the LNS, our endpoint the LAC with the remote system."""

    def daemon(self, *ppp, **settings):
        return self.enterContext(xl2tpd.Xl2tpd(xl2tpd.Settings(
            role="lns", ppp=[*ppp, *XL2TPD_ACCOUNT], **{**XL2TPD, **settings})))

    def serve(self, daemon, *words):
        return self.enterContext(Served(self.folder, "lac", *SECRET, *ACCOUNT, *ECHO, "--dial", daemon.peer, *words))

    def test_a_session_and_we_end_it(self):
        daemon = self.daemon("require-chap")
        served = self.serve(daemon, "--hang-up-after", "2s")
        self.check_ppp(served, daemon)
        self.assertRegex(served.log(), r"IPCP is open, 10\.88\.0\.\d+ to 10\.88\.0\.1")
        self.assertIn("authenticated: peer", daemon.log())
        self.wait_for(served, r"session \d+  Local close request  established -> idle", daemon)
        self.assertEqual(served.end(), 0)
        self.assertNotIn("not acknowledged", served.log())
        self.wait_for_daemon(daemon, "Connection closed to 127.0.0.1, port", served)
        self.check_recording(served, {"SCCRQ", "SCCCN", "ICRQ", "ICCN", "CDN", "StopCCN"})

    def test_hidden_avps_and_xl2tpd_ends_it(self):
        daemon = self.daemon("require-pap")
        served = self.serve(daemon, "--hide-in-calls")
        self.check_ppp(served, daemon)
        daemon.interrupt()
        self.wait_for(served, r"tunnel \d+  Receive StopCCN  established -> idle", daemon)
        self.assertEqual(served.end(), 0)
        self.check_recording(served, {"SCCRQ", "SCCCN", "ICRQ", "ICCN"}, hidden={"Assigned Session ID"})

    def test_several_calls_on_one_tunnel(self):
        daemon = self.daemon()
        served = self.serve(daemon, "--calls", "3")
        self.wait_for(served, r"(?s)(IPCP is open.*){3}", daemon)
        self.assertEqual(served.end(), 0)
        self.assertIn("ended: 1 tunnels, 3 calls", served.log())
        self.check_recording(served, {"ICRQ", "ICCN", "StopCCN"})

    def test_a_wrong_secret_is_noticed(self):
        daemon = self.daemon(secret="another secret")
        served = self.serve(daemon)
        self.wait_for(served, r"wait-ctl-reply -> idle", daemon)
        self.assertEqual(served.end(), 0)
        self.assertIn("ended: 0 tunnels, 0 calls", served.log())


if __name__ == "__main__":
    judged_run.program()
    interop_test.main()
