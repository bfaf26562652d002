# SPDX-License-Identifier: GPL-2.0-or-later
"""Every scenario for a LAC against a real xl2tpd, which dials and hangs up at the word of the profile's hooks."""

import contextlib
import socket
import tempfile
import unittest

import interop_test
import judged_run
import judged_suite
import xl2tpd

# xl2tpd makes one call in each tunnel, never hides an AVP, and says HELLO after 60 seconds: too late for this test.
IMPLEMENTS = {"incoming-calls": True, "outgoing-calls": False, "opens-tunnels": True, "tunnel-authentication": True,
              "hidden-avps": True, "tie-breaker": False, "hello": False}
VALUES = {"first-interval": "1 s", "interval-cap": "16 s", "retransmissions": 4, "max-sessions": 1, "max-tunnels": 64,
          "dial-within": "8 s", "settle": "0 s"}
LANES = 160  # no listener twice: xl2tpd does not dial again while it still forgets the last tunnel
JOBS = 16


def free_ports(count):
    """free_ports returns ports that were free a moment ago."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def sections(ports, own_lines):
    """sections returns the lines for a [lac] section of its own for each port that the tester listens on."""
    lines = []
    for port in ports:
        lines += [f"[lac lac{port}]", f"lns = 127.0.0.1:{port}", "redial = no", "require authentication = no", *own_lines]
    return lines


class LacScenarios(judged_suite.JudgedSuite, unittest.TestCase):
    expected = "xl2tpd_lac_expected.json"

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        ports = free_ports(LANES)
        own_lines = ["challenge = yes", "length bit = yes", f"pppoptfile = {cls.folder}/ppp-options"]
        with open(f"{cls.folder}/ppp-options", "w", encoding="utf-8") as options:
            options.write(f"logfile {cls.folder}/ppp.log\n")
        settings = xl2tpd.Settings(debug=("avp",), role="lac", lns="127.0.0.1:9", secret=judged_run.SECRET,
                                   challenge="yes", section=sections(ports, own_lines))
        with xl2tpd.Xl2tpd(settings) as daemon:
            daemon.keep_alive()
            control = f"{daemon.folder}/control"
            # xl2tpd takes one line from its pipe at a time, and loses one that comes right behind it.
            say = f"flock {cls.folder}/lock sh -c \"echo '$0 lac{{listen-port}}' > {control}; sleep 0.1\""
            hook = {name: ["sh", "-c", say.replace("$0", word)]
                    for name, word in (("open-tunnel", "c"), ("dial", "c"), ("close-tunnel", "d"))}
            listen = [f"127.0.0.1:{port}" for port in ports]
            profile = judged_suite.write_profile(cls.folder, "lac", implements=IMPLEMENTS,
                                                 values={**VALUES, "listen": listen}, hooks=hook)
            cls.run_of_all = judged_run.Run(cls.folder, daemon.peer, "lac", "--profile", profile, "--jobs", JOBS,
                                            role="lac")
            cls.log = daemon.log()
            cls.alive = daemon.running()


if __name__ == "__main__":
    judged_run.program()
    interop_test.main()
