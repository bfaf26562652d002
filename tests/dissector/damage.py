#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Damages every capture at random, again and again, and has tshark with the plugin read what comes out.

usage: L2TP_PLUGIN=build/asan-ubsan/plugins/4.0/epan/l2tpv2.so tests/dissector/damage.py [ROUNDS [FIRST-SEED]]

A round damages octets of each capture with editcap -E, on two rounds of three behind the IP and UDP headers only, cuts
every third one at a random snap length, and reads all in one run, fully dissected, with a secret. A round fails when
tshark crashes, a sanitizer speaks, a dissector bug is reported, or memory grows beyond MOST_MEMORY. The seed makes a
round again.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile

import tshark

MOST_MEMORY = 3 * 1024 * 1024  # kilobytes: a sanitizer's own share included
HEADERS = 42  # octets of Ethernet, IP and UDP
BUGS = ("Dissector bug", "Malformed Packet: L2TPv2", "AddressSanitizer", "runtime error", "LeakSanitizer")


def damaged(capture, seed, folder):
    """A copy of one capture, damaged as its seed says."""
    source = random.Random(f"{seed} {capture}")
    result = os.path.join(folder, capture.replace(os.sep, "-"))
    command = ["editcap", "-E", str(source.choice([0.001, 0.01, 0.05])), "--seed", str(source.randrange(1, 2 ** 31))]
    if seed % 3 != 0:
        command += ["-o", str(HEADERS)]
    if source.randrange(3) == 0:
        command += ["-s", str(source.randrange(20, 400))]
    subprocess.run([*command, os.path.join(tshark.ROOT, capture), result], check=True, capture_output=True)
    return result


def run_round(seed):
    """What is wrong with a round; nothing if all is well."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [damaged(capture, seed, folder) for capture in tshark.captures()]
        together = os.path.join(folder, "together.pcapng")
        subprocess.run(["mergecap", "-a", "-w", together, *parts], check=True, capture_output=True)
        options = ["-2"] if seed % 5 == 0 else []
        status, text, errors = tshark.run(["-r", together, *options, "-V", "-o", "l2tpv2.secret:l2tp-shared-secret"])
    wrong = [f"tshark ended with {status}"] if status != 0 else []
    wrong += [f"{bug!r} in the output" for bug in BUGS if bug in text or bug in errors]
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if most > MOST_MEMORY:
        wrong.append(f"{most} kilobytes of memory")
    return wrong and wrong + [errors[-3000:]]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    failed = 0
    for seed in range(first, first + rounds):
        wrong = run_round(seed)
        if wrong:
            failed += 1
            print(f"seed {seed}: " + "\n".join(wrong), flush=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{rounds} rounds over {len(tshark.captures())} captures from seed {first}: {failed} failed, "
          f"at most {most // 1024} MB of memory")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
