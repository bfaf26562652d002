# SPDX-License-Identifier: GPL-2.0-or-later
"""What every file of the tree keeps to: a licence line, no unfinished business, no place on one person's machine."""
import re
import unittest

import tree

SOURCES = (".cpp", ".hpp", ".h", ".c", ".py", ".sh", ".lua", ".cmake", "CMakeLists.txt", "packages.txt")
SPDX = "SPDX-License-Identifier: GPL-2.0-or-later"

# Written so that this file does not contain them itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MERGE_MARK = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
MACHINE = re.compile(r"(?<![\w.])/(?:home/\w|work/\w|root/\w|Users/\w)")
WIDEST_LINE = 140


def has_spdx_line(text):
    """A script's first line is its interpreter, so the licence line may be the second."""
    return any(SPDX in line for line in text.split("\n")[: 2 if tree.is_script(text) else 1])


def offences(text):
    """What a text file must not contain."""
    for name, pattern in [("unfinished business", UNFINISHED), ("a merge mark", MERGE_MARK),
                          ("a path of one machine", MACHINE)]:
        for match in pattern.finditer(text):
            yield f"{name}, line {text.count(chr(10), 0, match.start()) + 1}: {match.group()}"


class SourceFiles(unittest.TestCase):
    def test_every_source_file_has_its_licence_line(self):
        for path in tree.files():
            text = tree.text_of(path)
            if text is not None and (path.name.endswith(SOURCES) or tree.is_script(text)):
                with self.subTest(file=tree.relative(path)):
                    self.assertTrue(has_spdx_line(text), "no SPDX line at the top")

    def test_no_file_has_words_that_do_not_belong(self):
        for path in tree.files():
            text = tree.text_of(path)
            if text is not None and path.name != "LICENSE":
                with self.subTest(file=tree.relative(path)):
                    self.assertEqual([], list(offences(text)))

    def test_source_lines_are_neither_too_wide_nor_ragged(self):
        for path in tree.files(".cpp", ".hpp", ".h", ".c", ".py", ".sh", ".cmake", "CMakeLists.txt"):
            with self.subTest(file=tree.relative(path)):
                lines = path.read_text("utf-8").split("\n")
                self.assertEqual([], [n for n, line in enumerate(lines, 1)
                                      if len(line) > WIDEST_LINE or line != line.rstrip()])

    def test_an_offence_is_seen(self):
        for text in ["// TO" "DO: later", "see /ho" "me/jane/notes", "<<<<<<" "< HEAD", "in /ro" "ot/x"]:
            with self.subTest(text=text):
                self.assertEqual(1, len(list(offences(text))))

    def test_ordinary_text_is_let_pass(self):
        self.assertEqual([], list(offences("framework/x, build/root/x, XXXX, HOME=/nonexistent")))


if __name__ == "__main__":
    unittest.main()
