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
    text = "" if text == "<MISSING>" else text  # what tshark calls a field without octets
    if kind == "number":
        return int(tshark.plain(text), 0)
    if kind == "octets":
        return text.replace(":", "").lower()
    return "present" if kind == "presence" else text


def values(pair, theirs, ours):
    """Both lists of values in a form that compares. `hex text` is text that the built-in shows as octets."""
    if pair.kind == "hex text":
        texts = [bytes.fromhex(value(text, "octets")).partition(b"\0")[0].decode("utf-8", "replace") for text in theirs]
        return [text for text in texts if text], ours  # tshark leaves empty text out
    return [value(text, pair.kind) for text in theirs], [value(text, pair.kind) for text in ours]


class Capture:
    """One capture as both dissectors see it, frame by frame."""

    def __init__(self, name, built_in_fields):
        path = os.path.join(tshark.ROOT, name)
        conditions = {line.condition.split("=")[0] for line in EXCEPTIONS if "=" in line.condition}
        self.theirs = tshark.fields(path, built_in_fields + ["_ws.malformed"], with_plugin=False)
        self.ours = tshark.fields(path, list({pair.ours for pair in PAIRS} | conditions | {"_ws.malformed", "l2tpv2.cut"}))

    def agrees(self, frame, pair):
        """Where the built-in gave up, on malformed or cut frames, what it told until then has to agree."""
        theirs, ours = values(pair, self.theirs[frame][pair.theirs], self.ours[frame][pair.ours])
        stopped = self.theirs[frame]["_ws.malformed"] or self.ours[frame]["l2tpv2.cut"]
        return theirs == (ours[:len(theirs)] if stopped else ours)

    def is_version_3(self, frame):
        return self.theirs[frame]["l2tp.version"] == ["3"]

    def excepts(self, line, frame):
        field, _, pattern = line.condition.partition("=")
        if line.condition == "always":
            return True
        return any(fnmatch.fnmatchcase(tshark.plain(seen), pattern) for seen in self.ours[frame][field])


class Differential(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        rows_of_fields = [line.split("\t") for line in tshark.output(["-G", "fields"], with_plugin=False).splitlines()]
        cls.built_in = list(dict.fromkeys(row[2] for row in rows_of_fields if row[0] == "F" and row[2].startswith("l2tp.")))
        cls.captures = {name: Capture(name, cls.built_in) for name in tshark.captures()}

    def differences(self):
        """Every (capture, frame, pair) where the two disagree, excepted or not. Version 3 is the built-in's."""
        for name, capture in self.captures.items():
            for frame in range(len(capture.theirs)):
                for pair in PAIRS:
                    if not capture.is_version_3(frame) and not capture.agrees(frame, pair):
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
        unused = {line for line in EXCEPTIONS if line.condition != "always"}
        for _, capture, frame, pair in self.differences():
            unused -= {line for line in unused
                       if fnmatch.fnmatchcase(pair.theirs, line.fields) and capture.excepts(line, frame)}
        self.assertEqual(set(), unused)

    def test_every_field_is_compared_somewhere(self):
        seen = {pair for capture in self.captures.values() for frame in capture.theirs for pair in PAIRS
                if frame[pair.theirs]}
        self.assertEqual([], [pair.theirs for pair in PAIRS if pair not in seen])

    def test_built_in_has_no_other_field(self):
        patterns = [line.fields for line in EXCEPTIONS if line.condition == "always"]
        left = {name for capture in self.captures.values() for number, frame in enumerate(capture.theirs)
                for name in self.built_in if frame[name] and not capture.is_version_3(number)}
        left -= {pair.theirs for pair in PAIRS}
        left -= {name for name in left if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)}
        self.assertEqual(set(), left, "a field of the built-in that differential.tsv does not map")

    def test_malformed_only_where_the_built_in_says_so_too(self):
        for name, capture in self.captures.items():
            ours = {frame for frame, seen in enumerate(capture.ours, 1) if seen["_ws.malformed"]}
            theirs = {frame for frame, seen in enumerate(capture.theirs, 1) if seen["_ws.malformed"]}
            self.assertEqual(set(), ours - theirs, f"{name}: frames that only we call malformed")


if __name__ == "__main__":
    unittest.main()
