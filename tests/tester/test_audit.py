# SPDX-License-Identifier: GPL-2.0-or-later
"""l2tpspec audit as people and CI use it: exit codes, errors after what could be read, reports, hostile strings."""
import json
import os
import pty
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

import packets

PROGRAM = os.environ["L2TPSPEC"]


def audit(*words, **environment):
    """audit runs l2tpspec audit and returns what it printed and its exit status."""
    return subprocess.run([PROGRAM, "audit", *map(str, words)], check=False, text=True, capture_output=True,
                          timeout=60, env={**os.environ, **environment})


def report_of(*words, **environment):
    finished = audit(*words, "--json", "-", **environment)
    return finished.returncode, json.loads(finished.stdout)


def broken_conversation():
    """broken_conversation: the LAC's SCCRQ lacks the Host Name (6.1)."""
    datagrams = packets.sound_conversation()
    source, destination, _ = datagrams[0]
    without = packets.control(0, 0, 0, packets.message_type(packets.SCCRQ),
                              packets.number(packets.PROTOCOL_VERSION, 0x0100),
                              packets.avp(packets.FRAMING_CAPABILITIES, struct.pack("!I", 3)),
                              packets.number(packets.ASSIGNED_TUNNEL_ID, 4711))
    return [(source, destination, without), *datagrams[1:]]


class Audit(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def file(self, octets, name="capture.pcap"):
        path = self.folder / name
        path.write_bytes(octets)
        return path

    def sound(self):
        return self.file(packets.conversation_pcap(packets.sound_conversation()), "sound.pcap")

    def broken(self):
        return self.file(packets.conversation_pcap(broken_conversation()), "broken.pcap")

    def test_a_sound_conversation_conforms(self):
        finished = audit(self.sound())
        self.assertEqual((finished.returncode, finished.stderr), (0, ""), finished.stdout)
        self.assertIn("Who is who", finished.stdout)
        self.assertIn("192.0.2.1:1701 (4711) -> 192.0.2.2:1701 (1147)", finished.stdout)
        self.assertIn("closed by 192.0.2.1:1701 in frame 5: Result Code 1 (General request to clear control "
                      "connection)", finished.stdout)
        self.assertTrue(finished.stdout.endswith("Verdict: pass\n"), finished.stdout)

    def test_a_breach_is_a_card(self):
        finished = audit(self.broken())
        self.assertEqual(finished.returncode, 1, finished.stdout)
        self.assertIn("\nFAIL  rfc2661/6.1/sccrq-required-avps  MUST  ", finished.stdout)
        for line in ("section   RFC 2661, 6.1", "who       192.0.2.1:1701", "frames    1      filter  frame.number in {1}",
                     "datagram  frame 1: SCCRQ  Ns 0 Nr 0; Protocol Version"):
            self.assertIn("\n      " + line, finished.stdout)

    def test_only_the_device_counts(self):
        self.assertEqual(audit(self.broken(), "--dut", "192.0.2.1").returncode, 1)
        status, report = report_of(self.broken(), "--dut", "192.0.2.2")
        self.assertNotIn("192.0.2.1:1701", [finding["who"] for finding in report["findings"]])
        absent = audit(self.sound(), "--dut", "192.0.2.77")
        self.assertEqual(absent.returncode, 3)
        self.assertIn("Nothing was judged: the device named by --dut sent nothing.", absent.stdout)
        self.assertIn(status, (0, 1))

    def test_a_warning_counts_only_if_strict(self):
        datagrams = packets.sound_conversation()
        silence = packets.sound_conversation()
        silence[0] = (*datagrams[0][:2], packets.opening(packets.SCCRQ, 0, 0, 0, 4711, b"host",
                                                         packets.number(packets.ASSIGNED_TUNNEL_ID, 4711)))
        path = self.file(packets.conversation_pcap(silence))
        status, report = report_of(path)
        self.assertEqual((status, report["verdict"]), (0, "warn"), report["findings"])
        self.assertEqual(audit(path, "--strict").returncode, 1)

    def unacknowledged_hello(self):
        """unacknowledged_hello: the LNS lives, since it sends HELLOs of its own, but never acknowledges the LAC's."""
        datagrams, times = packets.sound_conversation()[:4], [0, 10, 20, 30]
        hello = packets.message_type(packets.HELLO)
        for number, (time, copy) in enumerate([(10_000, 11_000), (13_000, 17_000), (25_000, 33_000)], start=1):
            for when in (time, copy):
                datagrams.append((packets.LAC, packets.LNS, packets.control(1147, 2, number, hello)))
                times.append(when)
            datagrams.append((packets.LNS, packets.LAC, packets.control(4711, number, 2, hello)))
            datagrams.append((packets.LAC, packets.LNS, packets.zlb(1147, 3, number + 1)))
            times += [copy + 500, copy + 510]
        return self.file(packets.conversation_pcap(datagrams, times))

    def test_absence_proves_as_much_as_the_options_say(self):
        path, rule = self.unacknowledged_hello(), "rfc2661/5.8/acknowledge-messages"
        for options, found in (([], True), (["--lossy"], False), (["--vantage", "192.0.2.2"], True),
                               (["--vantage", "192.0.2.2", "--lossy"], True)):
            with self.subTest(options=options):
                _, report = report_of(path, *options)
                self.assertEqual([(finding["requirement"], finding["who"]) for finding in report["findings"]],
                                 [(rule, "192.0.2.2:1701")] if found else [])

    def test_a_card_shows_the_message_that_was_wronged_and_where_that_showed(self):
        text = audit(self.unacknowledged_hello()).stdout
        self.assertRegex(text, r"\n      frames    15 ")
        self.assertRegex(text, r"\n      datagram  frame \d+: (HELLO|ZLB)  Ns \d Nr \d")

    def test_a_capture_without_l2tp_is_inconclusive(self):
        other = packets.ip_packet(("192.0.2.1", 53), ("192.0.2.2", 5353), b"no tunnel here")
        v3 = packets.ip_packet(packets.LAC, packets.LNS, struct.pack("!HHIHH", 0xC803, 12, 0, 0, 0))
        finished = audit(self.file(packets.pcap([other, v3])))
        self.assertEqual(finished.returncode, 3)
        self.assertIn("Nothing was judged: there is no L2TPv2", finished.stdout)
        self.assertIn("1 L2TPv3 left alone", finished.stdout)
        self.assertEqual(audit(self.file(packets.pcap([]))).returncode, 3)

    def test_other_ports_are_judged_if_named(self):
        def moved(endpoint):
            return (endpoint[0], 17011)
        path = self.file(packets.conversation_pcap([(moved(source), moved(destination), payload) for
                                                    source, destination, payload in packets.sound_conversation()]))
        self.assertEqual(audit(path).returncode, 3)
        self.assertEqual(audit(path, "--port", "17011").returncode, 0)

    def test_a_damaged_file_is_judged_as_far_as_it_goes(self):
        whole = self.broken().read_bytes()
        finished = audit(self.file(whole[:-5], "damaged.pcap"))
        self.assertEqual(finished.returncode, 2)
        self.assertIn("FAIL  rfc2661/6.1/sccrq-required-avps", finished.stdout)
        self.assertRegex(finished.stderr, r"^l2tpspec: .*damaged\.pcap: after frame 5: truncated dump file.*\n$")
        status, report = report_of(self.folder / "damaged.pcap")
        self.assertEqual((status, report["verdict"]), (2, "error"))
        self.assertIn("after frame 5", report["captures"][0]["error"])

    def test_mixed_link_types_are_an_error_that_says_what_to_do(self):
        frames = [packets.ip_packet(*datagram) for datagram in packets.sound_conversation()]
        late = self.file(packets.pcapng([packets.RAW_IP, *((0, frame) for frame in frames), packets.ETHERNET]))
        finished = audit(late)
        self.assertEqual(finished.returncode, 2)
        self.assertIn("6 control", finished.stdout.replace("4 control, 2 ZLB", "6 control"))
        self.assertRegex(finished.stderr, r"capture\.pcap: after frame 6: .*mixes link types.*tshark -r FILE")
        early = audit(self.file(packets.pcapng([packets.RAW_IP, packets.ETHERNET, (0, frames[0])])))
        self.assertEqual((early.returncode, early.stdout), (2, ""))
        self.assertIn("mixes link types", early.stderr)

    def test_what_is_no_capture_is_an_error(self):
        text = self.file(b"this is no capture at all, but long enough to be looked at", "text.pcap")
        for path in (text, self.folder, self.folder / "missing.pcap", "/dev/null"):
            with self.subTest(path=path):
                finished = audit(path)
                self.assertEqual((finished.returncode, finished.stdout), (2, ""))
                self.assertTrue(finished.stderr.startswith(f"l2tpspec: {path}: "), finished.stderr)
                self.assertEqual(finished.stderr.count(str(path)), 1, finished.stderr)

    def test_usage_errors_exit_with_2(self):
        for words in ([], [self.sound(), "--dut", "nowhere"], [self.sound(), "--vantage", "nowhere"],
                      [self.sound(), "--port", "x"], [self.sound(), "--secret-env", "NO_SUCH_VARIABLE"],
                      [self.sound(), "--json", "/nonexistent/report.json"]):
            with self.subTest(words=words):
                finished = audit(*words)
                self.assertEqual((finished.returncode, finished.stdout), (2, ""))
                self.assertTrue(finished.stderr.startswith("l2tpspec: "), finished.stderr)

    def test_several_files_are_judged_one_by_one_and_the_worst_counts(self):
        finished = audit(self.sound(), self.broken())
        self.assertEqual(finished.returncode, 1)
        self.assertLess(finished.stdout.index("Verdict: pass"), finished.stdout.index("Verdict: fail"))
        self.assertEqual(audit(self.broken(), self.folder / "missing.pcap").returncode, 2)
        status, report = report_of(self.sound(), self.broken())
        self.assertEqual([capture["verdict"] for capture in report["captures"]], ["pass", "fail"])
        self.assertEqual(report["verdict"], "fail")
        self.assertEqual({finding["capture"] for finding in report["findings"]}, {str(self.broken())})

    def test_the_report_has_its_shape(self):
        status, report = report_of(self.broken())
        self.assertEqual(status, 1)
        self.assertEqual(list(report), ["l2tpspec", "verdict", "command_line", "captures", "tunnels", "sessions",
                                        "findings"])
        finding = report["findings"][0]
        for key in ("requirement", "level", "verdict", "count", "frame", "last_frame", "expected", "seen", "who"):
            self.assertIn(key, finding)
        tunnel = report["tunnels"][0]
        self.assertEqual([end["tunnel_id"] for end in tunnel["ends"]], [4711, 1147])
        self.assertEqual(tunnel["ending"], {"by": "192.0.2.1:1701", "frame": 5, "result": 1})

    def test_json_to_standard_output_leaves_the_text_to_standard_error(self):
        finished = audit(self.sound(), "--json", "-")
        json.loads(finished.stdout)
        self.assertIn("Verdict: pass", finished.stderr)
        path = self.folder / "report.json"
        self.assertIn("Verdict: pass", audit(self.sound(), "--json", path).stdout)
        self.assertEqual(json.loads(path.read_text(encoding="utf-8"))["verdict"], "pass")

    def test_hostile_strings_are_harmless(self):
        hostile = b"\x1b]0;owned\x07\r\x9b2J\xff\xe2\x80\xae%n{}"
        path = self.file(packets.conversation_pcap(packets.sound_conversation(hostile)))
        finished = subprocess.run([PROGRAM, "audit", str(path), "--json", "-"], check=False, capture_output=True,
                                  timeout=60)
        self.assertIn(b"\\x1b]0;owned\\x07\\x0d", finished.stderr)
        for octets in (finished.stdout, finished.stderr):
            self.assertTrue(all(32 <= octet < 127 or octet == 10 for octet in octets), octets)
        json.loads(finished.stdout)

    def test_a_hostile_file_name_is_harmless(self):
        path = self.file(packets.conversation_pcap(packets.sound_conversation()), "a\x1b[2Jb.pcap")
        self.assertNotIn("\x1b", audit(path).stdout)

    def on_a_terminal(self, path, **environment):
        """on_a_terminal returns what the program writes to a terminal."""
        ours, theirs = pty.openpty()
        with subprocess.Popen([PROGRAM, "audit", str(path)], stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL,
                              env={**os.environ, "TERM": "xterm", **environment}) as process:
            os.close(theirs)
            written = b""
            while True:
                try:
                    piece = os.read(ours, 65536)
                except OSError:  # Linux says so when the other side is closed
                    break
                if not piece:
                    break
                written += piece
            process.wait(timeout=60)
        os.close(ours)
        return written

    def test_colours_only_on_a_terminal_and_without_no_color(self):
        environment = {"NO_COLOR": ""}
        self.assertIn(b"\x1b[1;31mFAIL\x1b[0m", self.on_a_terminal(self.broken(), **environment))
        self.assertNotIn(b"\x1b[1", self.on_a_terminal(self.broken(), NO_COLOR="1"))
        self.assertNotIn("\x1b", audit(self.broken(), TERM="xterm", NO_COLOR="").stdout)

    def test_standard_input_is_read(self):
        finished = subprocess.run([PROGRAM, "audit", "-"], input=self.sound().read_bytes(), check=False,
                                  capture_output=True, timeout=60)
        self.assertEqual(finished.returncode, 0, finished.stderr)

    def test_a_zero_checksum_is_judged_only_where_it_was_captured(self):
        datagrams = packets.sound_conversation()
        frames = [packets.ip_packet(*datagram, udp_checksum=0) for datagram in datagrams]
        status, report = report_of(self.file(packets.pcap(frames)))
        self.assertEqual(status, 1)
        self.assertEqual({finding["requirement"] for finding in report["findings"]},
                         {"rfc2661/8.1/checksum-on-control"})
        made_up = [frame[:4] + b"l2" + frame[6:] for frame in frames]
        self.assertEqual(audit(self.file(packets.pcap(made_up))).returncode, 0)


if __name__ == "__main__":
    unittest.main()
