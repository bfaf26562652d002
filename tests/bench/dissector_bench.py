#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast the plugin is beside the built-in dissector, in one run.

usage: dissector_bench.py PLUGIN [PACKETS [ROUNDS | instructions]]

Writes a capture of so many packets (200000), 40 % of them control messages, and has tshark read it with the plugin and
without it, in turn, for each kind of work. The times are those of the processor, the least of all rounds, less what
tshark takes to start. A ratio of 1.00 means: as fast as the built-in. At the end, how much memory a session costs.

The plugin shows more than the built-in does, and each field costs: how many there are is printed, too.

With `instructions` valgrind counts instructions instead: far slower, but the same whatever else the machine does. 5000
packets are enough then.
"""

import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
import tempfile

import big_conversation

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FEWEST = 2000
SHOWN = 5000  # packets whose fields are counted, at most

# Ten fields of both dissectors: ours have the names of the built-in's under another prefix.
HEADER = ["type", "tunnel", "session", "Ns", "Nr", "version"]
OUR_HEADER = ["type", "tunnel_id", "session_id", "ns", "nr", "version"]
COMMON = ["frame.number", "ip.src", "udp.dstport", "ppp.protocol"]


def selection(prefix, names):
    return [part for name in COMMON + [f"{prefix}.{name}" for name in names] for part in ("-e", name)]


# Without what the built-in has no counterpart of: tunnel, session and their states in every packet.
LESS = ["-o", "l2tpv2.tracking_fields:FALSE"]

# What is measured: with the plugin, and without it.
WORK = [
    ("-z io,phs", ["-q", "-z", "io,phs"], ["-q", "-z", "io,phs"]),
    ("-T fields, ten", ["-T", "fields", *selection("l2tpv2", OUR_HEADER)],
     ["-T", "fields", *selection("l2tp", HEADER)]),
    ("-V", ["-V"], ["-V"]),
    ("-T fields, less", ["-T", "fields", *LESS, *selection("l2tpv2", OUR_HEADER)],
     ["-T", "fields", *selection("l2tp", HEADER)]),
    ("-V, less", ["-V", *LESS], ["-V"]),
]


def load(path):
    loader = importlib.machinery.SourceFileLoader("tshark_with_plugin", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


class Tshark:
    """tshark with the plugin (a path) or without it (None), as an ordinary user."""

    def __init__(self, plugin, stage):
        tool = load(os.path.join(ROOT, "tools", "tshark-with-plugin"))
        os.makedirs(stage)
        os.chmod(stage, 0o755)
        variables = {"HOME": stage, "XDG_CONFIG_HOME": stage,
                     "WIRESHARK_PLUGIN_DIR": tool.stage_plugins(plugin, stage)}
        self.command = ["env"] + [f"{name}={value}" for name, value in variables.items()] + ["tshark"]
        if os.geteuid() == 0:
            self.command = ["setpriv", f"--reuid={tool.NOBODY}", f"--regid={tool.NOBODY}",
                            "--clear-groups"] + self.command

    def count(self, capture, arguments):
        """Return the instructions of one run, in millions."""
        command = self.command[:-1] + ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "tshark"]
        done = subprocess.run(command + ["-r", capture, *arguments], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=True)
        return int(re.search(rb"Collected : (\d+)", done.stderr).group(1)) / 1e6

    def run(self, capture, arguments):
        """Return the processor seconds and the most memory (KiB) of one run."""
        process = subprocess.Popen(self.command + ["-r", capture, *arguments], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"tshark {' '.join(arguments)} ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def least(runs):
    return tuple(min(values) for values in zip(*runs))


def measure(programs, capture, nothing, rounds):
    """Print the ratio of each kind of work."""
    for name, *arguments in WORK:
        runs = [[], []]
        starts = [[], []]
        for _ in range(rounds):
            for which, program in enumerate(programs):
                runs[which].append(program.run(capture, arguments[which]))
                starts[which].append(program.run(nothing, arguments[which]))
        (ours, built_in), (our_start, start) = map(least, runs), map(least, starts)
        seconds = ours[0] - our_start[0], built_in[0] - start[0]
        ratio = f"{seconds[0] / seconds[1]:.2f}" if seconds[1] > 0 else "-"
        print(f"{name:16} ratio {ratio}   ours {seconds[0]:.2f} s, built-in {seconds[1]:.2f} s, "
              f"start {our_start[0]:.2f} s", flush=True)
        if name == WORK[0][0]:
            memory = ours[1] - our_start[1], built_in[1] - start[1]
    return memory


def count(programs, capture, nothing):
    """Print the ratio of instructions of each kind of work."""
    for name, *arguments in WORK:
        ours, built_in = (program.count(capture, selected) - program.count(nothing, selected)
                          for program, selected in zip(programs, arguments))
        print(f"{name:16} ratio {ours / built_in:.3f}   ours {ours:.0f}, built-in {built_in:.0f} million instructions",
              flush=True)


def count_fields(program, capture, packets):
    """Return the fields that one packet shows, on average over the first ones of the capture."""
    shown = min(packets, SHOWN)
    text = subprocess.run(program.command + ["-r", capture, "-c", str(shown), "-T", "pdml"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True).stdout
    return text.count(b"<field ") / shown


def count_sessions(program, capture):
    text = subprocess.run(program.command + ["-r", capture, "-T", "fields", "-e", "l2tpv2.session.index"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    return max((int(number) for number in re.findall(r"\d+", text)), default=0)


def main():
    if len(sys.argv) not in (2, 3, 4) or not os.path.isfile(sys.argv[1]):
        sys.exit(__doc__.strip())
    packets = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    instructions = len(sys.argv) > 3 and sys.argv[3] == "instructions"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 and not instructions else 3
    if packets < FEWEST:
        sys.exit(f"dissector_bench.py: at least {FEWEST} packets")
    with tempfile.TemporaryDirectory(prefix="l2tpv2-bench-") as folder:
        os.chmod(folder, 0o755)
        capture, nothing = (os.path.join(folder, name) for name in ("big.pcap", "empty.pcap"))
        packets, controls = big_conversation.write(capture, packets)
        big_conversation.write_header(nothing)
        programs = [Tshark(sys.argv[1], os.path.join(folder, "with")), Tshark(None, os.path.join(folder, "without"))]
        sessions = count_sessions(programs[0], capture)
        print(f"{packets} packets, {100 * controls / packets:.0f} % control, {sessions} sessions"
              + ("" if instructions else f"; the least of {rounds} rounds"), flush=True)
        ours, built_in = (count_fields(program, capture, packets) for program in programs)
        print(f"fields           ratio {ours / built_in:.3f}   ours {ours:.1f}, built-in {built_in:.1f} a packet",
              flush=True)
        if instructions:
            count(programs, capture, nothing)
            return 0
        ours, built_in = measure(programs, capture, nothing, rounds)
        print(f"memory           ours {ours / 1024:.0f} MiB, built-in {built_in / 1024:.0f} MiB; "
              f"{1024 * (ours - built_in) / max(sessions, 1):.0f} octets more for each session with its messages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
