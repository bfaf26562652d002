# SPDX-License-Identifier: GPL-2.0-or-later
"""Includes and links point one way: codec <- protocol <- {dissector, tester}."""
import re
import unittest

import tree

MAY_USE = {
    "codec": {"codec"},
    "protocol": {"codec", "protocol"},
    "dissector": {"codec", "protocol", "dissector"},
    "tester": {"codec", "protocol", "tester"},
}
# Whose headers these are, and the one folder that may see them.
OWNED = [
    (re.compile(r"(epan|wsutil|wiretap|ftypes)/|ws_\w+\.h|wireshark\.h|glib|gmodule"), "dissector"),
    (re.compile(r"boost/|nlohmann/|CLI/|fmt/|spdlog/|pcap"), "tester"),
    (re.compile(r"nettle/(?!sha2)"), "codec"),
    (re.compile(r"nettle/sha2"), "tester"),
]
# The wire and the rules do no I/O and read no clock: only the standard library's own headers, and not these.
NO_IO = {"codec", "protocol"}
IO_HEADERS = {"iostream", "istream", "ostream", "fstream", "cstdio", "filesystem", "thread", "mutex", "future",
              "condition_variable", "ctime"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
LINK = re.compile(r"\bl2tp(?:::|_)(codec|protocol|dissector|tester)\b")


def included_wrongly(folder, text):
    """The headers that a source file of the folder must not include."""
    for bracket, header in INCLUDE.findall(text):
        first = header.split("/")[0]
        if first == "tests" or header.startswith("../"):
            yield header
        elif first in MAY_USE and first not in MAY_USE[folder]:
            yield header
        elif any(pattern.match(header) and owner != folder for pattern, owner in OWNED):
            yield header
        elif folder in NO_IO and bracket == "<" and not header.startswith("nettle/"):
            if header in IO_HEADERS or "." in header or "/" in header:
                yield header


def linked_wrongly(folder, text):
    """The targets that a CMakeLists.txt of the folder must not name."""
    return (target for target in LINK.findall(text) if target not in MAY_USE[folder])


class IncludeDirection(unittest.TestCase):
    def test_every_include_points_down(self):
        seen = 0
        for path in tree.files(".cpp", ".hpp", ".h", ".c"):
            folder = tree.relative(path).split("/")[0]
            if folder in MAY_USE:
                seen += 1
                with self.subTest(file=tree.relative(path)):
                    self.assertEqual([], list(included_wrongly(folder, path.read_text("utf-8"))))
        self.assertGreater(seen, 0)

    def test_every_linked_target_points_down(self):
        for path in tree.files("CMakeLists.txt"):
            folder = tree.relative(path).split("/")[0]
            if folder in MAY_USE:
                with self.subTest(file=tree.relative(path)):
                    self.assertEqual([], list(linked_wrongly(folder, path.read_text("utf-8"))))

    def test_a_wrong_include_is_seen(self):
        for folder, line in [("codec", '#include "protocol/judge.hpp"'), ("protocol", '#include "tester/run.hpp"'),
                             ("dissector", '#include "tester/run.hpp"'), ("tester", "#include <epan/packet.h>"),
                             ("dissector", "#include <nlohmann/json.hpp>"), ("protocol", "#include <nettle/md5.h>"),
                             ("codec", "#include <sys/socket.h>"), ("protocol", "#  include <iostream>"),
                             ("codec", '#include "../tester/run.hpp"')]:
            with self.subTest(folder=folder, line=line):
                self.assertEqual(1, len(list(included_wrongly(folder, line))))

    def test_a_right_include_is_let_pass(self):
        for folder, line in [("protocol", '#include "codec/header.hpp"'), ("tester", "#include <boost/asio.hpp>"),
                             ("dissector", "#include <epan/packet.h>"), ("codec", "#include <nettle/md5.h>"),
                             ("codec", "#include <span>"), ("tester", "#include <sys/socket.h>")]:
            with self.subTest(folder=folder, line=line):
                self.assertEqual([], list(included_wrongly(folder, line)))

    def test_a_wrong_link_is_seen(self):
        self.assertEqual(["protocol"], list(linked_wrongly("codec", "target_link_libraries(x PUBLIC l2tp::protocol)")))


if __name__ == "__main__":
    unittest.main()
