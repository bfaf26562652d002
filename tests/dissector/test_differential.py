# SPDX-License-Identifier: GPL-2.0-or-later
"""On every capture each field that the built-in dissector l2tp also has agrees with ours, value by value.

Encoder, decoder and tables of this project come from one hand: a wrong row shows only from outside. differential.tsv
maps the built-in's fields to ours; differential-exceptions.tsv lists where the built-in is wrong, with the reason.
"""

import collections
import fnmatch
import os
import unittest

import tshark

HERE = os.path.dirname(os.path.abspath(__file__))
Exception_ = collections.namedtuple("Exception_", "fields condition reason")
Pair = collections.namedtuple("Pair", "theirs ours kind")


def rows(name, row_type):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return [row_type(*line.rstrip("\n").split("\t")) for line in file if line.strip() and line[0] != "#"]


PAIRS = rows("differential.tsv", Pair)
EXCEPTIONS = rows("differential-exceptions.tsv", Exception_)


def value(text, kind):
    if kind == "number":
        return int({"True": "1", "False": "0"}.get(text, text), 0)
    if kind == "octets":
        return text.replace(":", "").lower()
    return "present" if kind == "presence" else text


def agree(pair, theirs, ours):
    """Whether two lists of values are the same. `hex text` is text that the built-in shows as octets."""
    if pair.kind == "hex text":
        return [bytes.fromhex(text.replace(":", "")).decode("utf-8", "replace") for text in theirs] == ours
    return [value(text, pair.kind) for text in theirs] == [value(text, pair.kind) for text in ours]


class Capture:
    """One capture as both dissectors see it, frame by frame."""

    def __init__(self, name):
        path = os.path.join(tshark.ROOT, name)
        conditions = [line.condition.split("=")[0] for line in EXCEPTIONS if "=" in line.condition]
        self.theirs = tshark.fields(path, [pair.theirs for pair in PAIRS] + ["_ws.malformed"], with_plugin=False)
        self.ours = tshark.fields(path, list(dict.fromkeys([pair.ours for pair in PAIRS] + conditions + ["_ws.malformed"])))

    def excepts(self, line, frame):
        if line.condition == "always":
            return True
        if line.condition == "malformed":
            return bool(self.theirs[frame]["_ws.malformed"])
        field, pattern = line.condition.split("=", 1)
        return any(fnmatch.fnmatchcase(seen, pattern) for seen in self.ours[frame][field])


class Differential(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.captures = {name: Capture(name) for name in tshark.captures()}

    def differences(self):
        """Every (capture, frame, pair) where the two disagree, excepted or not."""
        for name, capture in self.captures.items():
            for frame, (theirs, ours) in enumerate(zip(capture.theirs, capture.ours)):
                for pair in PAIRS:
                    if not agree(pair, theirs[pair.theirs], ours[pair.ours]):
                        yield name, capture, frame, pair

    def test_fields_agree(self):
        failures = []
        for name, capture, frame, pair in self.differences():
            if any(fnmatch.fnmatchcase(pair.theirs, line.fields) and capture.excepts(line, frame) for line in EXCEPTIONS):
                continue
            failures.append(f"{name} frame {frame + 1}: {pair.theirs} {capture.theirs[frame][pair.theirs]} but "
                            f"{pair.ours} {capture.ours[frame][pair.ours]}")
        self.assertEqual([], failures, "\n" + "\n".join(failures[:60]))

    def test_every_exception_is_needed(self):
        unused = set(EXCEPTIONS)
        for _, capture, frame, pair in self.differences():
            unused -= {line for line in unused
                       if fnmatch.fnmatchcase(pair.theirs, line.fields) and capture.excepts(line, frame)}
        self.assertEqual(set(), unused)

    def test_every_field_is_compared_somewhere(self):
        seen = {pair for capture in self.captures.values() for frame in capture.theirs for pair in PAIRS
                if frame[pair.theirs]}
        self.assertEqual([], [pair.theirs for pair in PAIRS if pair not in seen])

    def test_built_in_has_no_other_field(self):
        known = {pair.theirs for pair in PAIRS} | {line.fields for line in EXCEPTIONS}
        found = set()
        for name in self.captures:
            path = os.path.join(tshark.ROOT, name)
            collect(tshark.layers(path, "l2tp", with_plugin=False), found)
        left = {name for name in found if not any(fnmatch.fnmatchcase(name, pattern) for pattern in known)}
        self.assertEqual(set(), left, "a field of the built-in that differential.tsv does not map")

    def test_malformed_only_where_the_built_in_says_so_too(self):
        for name, capture in self.captures.items():
            ours = {frame for frame, seen in enumerate(capture.ours, 1) if seen["_ws.malformed"]}
            theirs = {frame for frame, seen in enumerate(capture.theirs, 1) if seen["_ws.malformed"]}
            self.assertEqual(set(), ours - theirs, f"{name}: frames that only we call malformed")


def collect(node, found):
    """The names of l2tp fields in tshark's JSON."""
    if isinstance(node, list):
        for inner in node:
            collect(inner, found)
    elif isinstance(node, dict):
        for name, inner in node.items():
            if name.startswith("l2tp."):
                found.add(name.removesuffix("_tree"))
            collect(inner, found)


if __name__ == "__main__":
    unittest.main()
