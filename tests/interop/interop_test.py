# SPDX-License-Identifier: GPL-2.0-or-later
"""What the interop tests share: skip with a reason where xl2tpd cannot be run, else run the test cases."""

import os
import subprocess
import sys
import unittest

import xl2tpd


def skip(reason):
    """skip ends the program so that ctest counts it as skipped."""
    print(f"skipped: {reason}")
    sys.exit(xl2tpd.SKIPPED)


def main():
    """main runs the test cases of the calling program, or skips them all."""
    try:
        xl2tpd.xl2tpd_program()
        xl2tpd.way_in()
    except xl2tpd.Unavailable as reason:
        skip(reason)
    unittest.main()


def processes_that_name(text):
    """processes_that_name returns the ids of the processes whose command line holds text."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    if text.encode() in file.read():
                        found.append(int(name))
            except OSError:
                pass  # it ended meanwhile
    return found


def run(words, **options):
    """run returns the finished process with its output as text."""
    options = {"check": False, "capture_output": True, "text": True, "timeout": 60, **options}
    return subprocess.run([str(word) for word in words], **options)
