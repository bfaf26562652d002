#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the recordings captures/xl2tpd-*.pcap again, from real xl2tpd daemons in a network namespace of its own.

    tests/interop/record.py [--output FOLDER] [NAME...]

The daemons meet on port 1701 of 127.0.0.1 (LNS) and 127.0.0.2 (LAC); tcpdump records the loopback interface. The names
and what each recording shows are in RECORDINGS, below, and in captures/README.md. IDs, random vectors, challenges and
times differ from one recording to the next. Needs root, or the right to make user namespaces.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xl2tpd

ROOT = xl2tpd.HERE.parent.parent
INSIDE = "L2TPSPEC_RECORD_INSIDE"
# A demonstration secret, printed here and in captures/README.md so that anyone can un-hide what is hidden.
SECRET = "l2tpspec demo"
ACCOUNT = ["user demo", "password demo"]
LNS = {"role": "lns", "address": "127.0.0.1", "port": 1701, "hostname": "lns.example", "challenge": "yes"}
LAC = {"role": "lac", "address": "127.0.0.2", "port": 1701, "hostname": "lac.example", "challenge": "yes",
       "lns": "127.0.0.1:1701", "section": ["tx bps = 100000000", "rx bps = 100000000"]}


class Failed(Exception):
    """Failed tells why a recording could not be made."""


def demand(condition, what, *daemons):
    """demand raises Failed with the daemons' logs unless condition holds."""
    if not condition:
        raise Failed(what + "\n" + "\n".join(daemon.log() for daemon in daemons))


@contextlib.contextmanager
def recorded(path):
    """recorded is tcpdump on the loopback interface, ready when the block begins and complete when it ends."""
    command = ["tcpdump", "--interface=lo", "--immediate-mode", "--packet-buffered", "-w", path, "udp"]
    if os.geteuid() == 0:
        command[1:1] = ["--relinquish-privileges=root"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stderr:
                if "listening on" in line:
                    break
            else:
                raise Failed("tcpdump did not start")
            yield
            wait_for_silence(path)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


def wait_for_silence(path):
    """wait_for_silence returns when nothing was added to the recording for a while: the last acknowledgement is in."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < 1.0:
        now = os.stat(path).st_size
        if now != size:
            size, since = now, time.monotonic()
        time.sleep(0.05)


def messages(path):
    """messages returns the Message Types of the control messages in a recording of the loopback interface."""
    data, at, types = Path(path).read_bytes(), 24, []
    while at + 16 <= len(data):
        length = struct.unpack_from("<I", data, at + 8)[0]
        payload = data[at + 16 + 14 + 20 + 8:at + 16 + length]
        if payload[:1] and payload[0] & 0x80 and len(payload) >= 20:
            types.append(int.from_bytes(payload[18:20], "big"))
        at += 16 + length
    return types


@contextlib.contextmanager
def call(path, lns_settings, lac_settings):
    """call is a recorded tunnel with a session whose PPP link is open."""
    with recorded(path), xl2tpd.Xl2tpd(xl2tpd.Settings(**{**LNS, "secret": SECRET, **lns_settings})) as lns:
        with xl2tpd.Xl2tpd(xl2tpd.Settings(**{**LAC, "secret": SECRET, **lac_settings})) as lac:
            lac.control("c peer")
            demand(lac.wait_for("ICMP echo reply from"), "no PPP session", lac, lns)
            yield lac, lns
            wait_for_silence(path)


def session(path, lns_settings, lac_settings):
    """session records a call from dialling over PPP to a hang-up with CDN, then StopCCN."""
    with call(path, lns_settings, lac_settings) as (lac, lns):
        number = re.search(r"Call established with .*Local: (\d+)", lac.log()).group(1)
        lac.control(f"h {number}")
        demand(lac.wait_for(f"Call {number} to 127.0.0.1 disconnected"), "no CDN", lac, lns)
        demand(lns.wait_for(", serial 1 (Goodbye!)"), "the LNS kept the session", lac, lns)
        lac.control("d peer")
        demand(lns.wait_for("(Goodbye!), Local:"), "no StopCCN", lac, lns)
    demand({1, 2, 3, 10, 11, 12, 14, 4} <= set(messages(path)), f"only messages {messages(path)} were recorded")


def chap(path):
    """Tunnel authentication both ways; LCP, CHAP, IPCP and a ping; CDN, StopCCN. Data with the L bit."""
    session(path, {"ppp": ["require-chap", *ACCOUNT]}, {"ppp": [*ACCOUNT, "ping"]})


def hidden_bit(path):
    """The same with `hidden bit = yes` on both sides, PAP, and data without the L bit."""
    options = {"hidden": "yes", "length_bit": "no"}
    session(path, {"ppp": ["require-pap", *ACCOUNT], **options}, {"ppp": [*ACCOUNT, "ping"], **options})


def wrong_secret(path):
    """The LAC has another secret than the LNS: the tunnel is refused with StopCCN."""
    with recorded(path), xl2tpd.Xl2tpd(xl2tpd.Settings(**{**LNS, "secret": SECRET})) as lns:
        with xl2tpd.Xl2tpd(xl2tpd.Settings(**{**LAC, "secret": "not the secret"})) as lac:
            lac.control("c peer")
            demand(lac.wait_for("Invalid challenge authentication"), "not refused", lac, lns)
            wait_for_silence(path)


def hello(path):
    """A minute of silence, after which xl2tpd says HELLO; then the LNS shuts down: StopCCN with a session open."""
    with call(path, {}, {"ppp": ["ping"]}) as (lac, lns):
        demand(xl2tpd.wait_until(lambda: 6 in messages(path), 100.0, lac.running), "no HELLO", lac, lns)
        wait_for_silence(path)
        lns.interrupt()
        demand(lac.wait_for("(Server closing), Local:"), "no StopCCN", lac, lns)


def l2tpspec():
    """l2tpspec returns the program that L2TPSPEC names, or the newest one below build/."""
    built = sorted((ROOT / "build").glob("*/tester/l2tpspec"), key=lambda path: path.stat().st_mtime)
    named = os.environ.get("L2TPSPEC") or (str(built[-1]) if built else "")
    demand(named, "build l2tpspec first, or name it in L2TPSPEC")
    return named


def judged(path, *selectors):
    """judged records what l2tpspec itself writes while it judges xl2tpd as LNS."""
    with xl2tpd.Xl2tpd(xl2tpd.Settings(**{**LNS, "secret": SECRET})) as lns:
        words = [l2tpspec(), "run", *selectors, "--role", "lns", "--peer", lns.peer, "--secret-env", "DEMO_SECRET",
                 "--pcap", str(path)]
        subprocess.run(words, check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEMO_SECRET": SECRET})
        demand(path.exists() and path.stat().st_size > 24, "nothing was recorded", lns)


def judged_all(path):
    """l2tpspec judges xl2tpd as LNS: every scenario for an LNS."""
    judged(path, "lns")


def judged_hidden(path):
    """l2tpspec sends an ICRQ with hidden AVPs to xl2tpd as LNS, which answers the hidden Assigned Session ID."""
    judged(path, "lns/4.3/hidden-avps-in-icrq-are-unhidden")


RECORDINGS = {"xl2tpd-lac-lns-chap": chap, "xl2tpd-lac-lns-hidden-bit": hidden_bit,
              "xl2tpd-lac-lns-wrong-secret": wrong_secret, "xl2tpd-lac-lns-hello": hello,
              "xl2tpd-lns-judged": judged_all, "xl2tpd-lns-hidden-avps": judged_hidden}


def enter_namespace():
    """enter_namespace runs this program again in a network namespace of its own, with only a loopback interface."""
    command = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    script = 'ip link set lo up && exec "$@"'
    words = [*command, "sh", "-c", script, "sh", sys.executable, "-B", str(Path(__file__).resolve()), *sys.argv[1:]]
    os.execvpe(words[0], words, {**os.environ, INSIDE: "yes"})


def main():
    """main makes the recordings that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", default=str(ROOT / "captures"), metavar="FOLDER")
    parser.add_argument("name", nargs="*", choices=[*RECORDINGS, []], help="default: all")
    chosen = parser.parse_args()
    if os.environ.get(INSIDE) != "yes":
        enter_namespace()
    try:
        for name in chosen.name or RECORDINGS:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "recording.pcap")
                RECORDINGS[name](path)
                shutil.copyfile(path, Path(chosen.output, name + ".pcap"))
            print(f"{name}.pcap  {RECORDINGS[name].__doc__}")
    except (xl2tpd.Unavailable, xl2tpd.DidNotStart, Failed) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
