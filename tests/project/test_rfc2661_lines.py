# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/rfc2661-lines, on a text made up here: the RFC's own is not part of the project."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import tree

TOOL = tree.ROOT / "tools/rfc2661-lines"
TEXT = """Table of Contents
1.0 Introduction..........................................    3
A peer MUST be on the front page.

1.0 Introduction

Nothing is said here, and may be read as such.
4.4.1 AVPs Applicable To All Control Messages
   This AVP MUST NOT be hidden (the H-bit MUST be 0), and
   SHOULD be first; it must be so, as recommended.
\fRFC 2661                          L2TP                       August 1999
  1.1 is no heading, MAYBE no word.
Appendix A: Control Channel Slow Start
It MAY start.
"""


class Lines(unittest.TestCase):
    def run_tool(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "rfc.txt")
            path.write_text(text, encoding="utf-8")
            return subprocess.run([sys.executable, TOOL, path], capture_output=True, text=True, check=False, timeout=30)

    def test_is_executable(self):
        self.assertTrue(os.access(TOOL, os.X_OK))

    def test_prints_sections_and_words_after_the_front_page(self):
        finished = self.run_tool(TEXT)
        self.assertEqual(0, finished.returncode, finished.stderr)
        self.assertEqual([["5", "section", "1.0"], ["8", "section", "4.4.1"], ["9", "MUST"], ["10", "SHOULD"],
                          ["10", "must"], ["10", "recommended"], ["13", "section", "A"], ["14", "MAY"]],
                         [line.split("\t") for line in finished.stdout.splitlines()])

    def test_says_so_where_the_text_is_another(self):
        self.assertEqual(1, self.run_tool("Once upon a time\n").returncode)

    def test_says_so_where_there_is_no_text(self):
        for words in ([], ["/nonexistent"]):
            finished = subprocess.run([sys.executable, TOOL, *words], capture_output=True, text=True, check=False,
                                      timeout=30)
            self.assertEqual(2, finished.returncode)


if __name__ == "__main__":
    unittest.main()
