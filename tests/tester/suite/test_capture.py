# SPDX-License-Identifier: GPL-2.0-or-later
"""`l2tpspec run --capture`: real frames of a device in a network of its own, with every kind of UDP checksum."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from devices import HERE, PROGRAM, Served, environment, l2tpspec, profile, scenario_folder

HELLO_STEPS = [{"use": "tunnel"}, {"send": "HELLO"}, {"expect": [{"acknowledgement": "HELLO"}]}]
TESTER, DEVICE = "10.77.0.1", "10.77.0.2"
NAMES = [f"l2tpspec-{os.getpid()}-{side}" for side in "ab"]


def ip(*words):
    """ip runs the command of iproute2."""
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=60)


def why_not():
    """why_not says why there can be no network of our own; None: there can."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return "network namespaces need root and iproute2"
    try:
        ip("netns", "add", NAMES[0])
        ip("netns", "delete", NAMES[0])
    except subprocess.CalledProcessError as error:
        return "no network namespace: " + error.stderr.strip()
    return None


@contextlib.contextmanager
def two_hosts():
    """two_hosts are two network namespaces with a cable between them: wire-a has TESTER, wire-b has DEVICE."""
    made = []
    try:
        for name in NAMES:
            ip("netns", "add", name)
            made.append(name)
        ip("link", "add", "wire-a", "netns", NAMES[0], "type", "veth", "peer", "name", "wire-b", "netns", NAMES[1])
        for name, link, address in zip(NAMES, ("wire-a", "wire-b"), (TESTER, DEVICE)):
            ip("-n", name, "address", "add", f"{address}/24", "dev", link)
            ip("-n", name, "link", "set", link, "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        for name in made:
            ip("netns", "delete", name)


@contextlib.contextmanager
def device(mode):
    """device is wire_device.py on the second host."""
    words = ["ip", "netns", "exec", NAMES[1], sys.executable, "-B", str(HERE / "wire_device.py"), DEVICE, mode]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait(30)


def run_on_first_host(*words, before=()):
    """run_on_first_host runs l2tpspec there."""
    return subprocess.run(["ip", "netns", "exec", NAMES[0], *before, PROGRAM, "run", *map(str, words)], check=False,
                          text=True, capture_output=True, timeout=120, env=environment())


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.scenarios = scenario_folder(self.folder, a=HELLO_STEPS)
        self.pcap = self.folder / "run.pcapng"

    def words(self, peer, interface):
        return ["--profile", profile(self.folder, peer), "--scenarios", self.scenarios, "--jobs", "1", "--capture",
                interface, "--pcap", self.pcap, "--json", self.folder / "report.json"]

    def report(self):
        return json.loads((self.folder / "report.json").read_text(encoding="utf-8"))


@unittest.skipIf(why_not() is not None, why_not())
class Wire(InFolder):
    def judged(self, mode):
        """judged runs one scenario against the device and returns its end and its report."""
        with two_hosts(), device(mode):
            finished = run_on_first_host(*self.words(f"{DEVICE}:1701", "wire-a"))
        self.frames = self.folder / "run.wire-a.pcap"
        report = self.report()
        self.assertEqual(report["scenarios"][0]["verdict"], "pass", finished.stdout + finished.stderr)
        self.assertGreater(report["capture"]["datagrams"], 8)
        self.assertEqual([Path(entry["file"]).name for entry in report["recordings"]],
                         ["run.pcapng", "run.wire-a.pcap"])
        return finished, report

    def audited(self):
        """audited are the requirements that the device breaks according to an audit of the frames."""
        words = ["audit", "--dut", DEVICE, "--json", self.folder / "audit.json", self.frames]
        l2tpspec(*words)
        audit = json.loads((self.folder / "audit.json").read_text(encoding="utf-8"))
        return [finding["requirement"] for finding in audit["findings"]]

    def test_sound_checksums_and_those_that_hardware_would_fill_in_are_no_finding(self):
        for mode in ("good", "socket"):
            with self.subTest(mode=mode):
                finished, report = self.judged(mode)
                self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
                self.assertEqual(report["findings"], [])
                self.assertIn("Captured: ", finished.stdout)
                self.assertEqual(self.audited(), [])

    def test_no_checksum_is_a_finding_of_the_attempt_and_of_the_run(self):
        finished, report = self.judged("zero")
        self.assertEqual(finished.returncode, 1, finished.stdout + finished.stderr)
        finding, = report["findings"]
        self.assertEqual((finding["requirement"], finding["verdict"]), ("rfc2661/8.1/checksum-on-control", "fail"))
        self.assertRegex(finding["seen"], r"^0: none; frame \d+ of .*run\.wire-a\.pcap$")
        of_attempt, = report["scenarios"][0]["attempts"][0]["findings"]
        self.assertEqual(of_attempt["requirement"], finding["requirement"])
        self.assertGreater(finding["count"], of_attempt["count"])  # the probes were outside of any scenario
        self.assertEqual(self.audited(), ["rfc2661/8.1/checksum-on-control"])

    def test_a_wrong_checksum_is_a_finding_though_no_socket_sees_it(self):
        finished, report = self.judged("wrong")
        self.assertEqual(finished.returncode, 1, finished.stdout + finished.stderr)
        finding, = report["findings"]
        self.assertEqual(finding["requirement"], "rfc2661/8.1/checksum-on-control")
        self.assertIn("hosts drop the datagram", finding["seen"])

    def test_fragments_are_put_together_and_said(self):
        finished, report = self.judged("fragments")
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        self.assertGreater(report["capture"]["fragments"], 10)
        self.assertEqual(report["capture"]["incomplete"], 0)
        self.assertIn("of the device's came in fragments", finished.stdout)

    def test_what_cannot_be_captured_is_said_before_anything_is_sent(self):
        without_right = ["setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw"]
        with two_hosts(), device("good"):
            with contextlib.suppress(subprocess.CalledProcessError):  # not every kernel has that
                ip("-n", NAMES[0], "link", "add", "netlink", "type", "nlmon")
                ip("-n", NAMES[0], "link", "set", "netlink", "up")
                self.refused("netlink", "is not supported")
            self.refused("no-such", "No such device")
            self.refused("wire-a", "CAP_NET_RAW", before=without_right)

    def refused(self, interface, text, before=()):
        """refused: l2tpspec ends with a message and has sent nothing."""
        finished = run_on_first_host(*self.words(f"{DEVICE}:1701", interface), before=before)
        self.assertEqual(finished.returncode, 2, finished.stdout + finished.stderr)
        self.assertIn(f"l2tpspec: cannot capture on {interface}: ", finished.stderr)
        self.assertIn(text, finished.stderr)
        self.assertEqual(l2tpspec("decode", self.pcap).stdout, "")


@unittest.skipIf(why_not() is not None, why_not())
class Loopback(InFolder):
    def test_what_this_machine_sent_itself_is_not_judged(self):
        with Served() as served:
            finished = l2tpspec("run", *self.words(served.peer, "lo"))
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        self.assertGreater(self.report()["capture"]["datagrams"], 8)
        self.assertEqual(self.report()["findings"], [])


class BuiltIn(unittest.TestCase):
    def test_the_built_in_device_is_on_no_interface(self):
        finished = l2tpspec("run", "lns/6.5", "--role", "lns", "--peer", "builtin", "--capture", "lo")
        self.assertEqual(finished.returncode, 2, finished.stdout + finished.stderr)
        self.assertIn("is on no interface", finished.stderr)


if __name__ == "__main__":
    unittest.main()
