# SPDX-License-Identifier: GPL-2.0-or-later
"""Every capture decodes as its golden file says.

golden.list has one case a line: capture, kind of decode. `json` is what tshark -T json tells of l2tpv2, with the Info
column; `text` is what a person reads in the packet details. Either with `-secret` behind it: with the secret of the
capture's folder; with `-wrong`: with another. Files: golden/<capture without captures/>.<kind>.
test_golden.py --update writes them anew and adds captures that the list lacks; read the difference before you keep it.
"""

import difflib
import json
import os
import re
import sys
import unittest

import tshark

HERE = os.path.dirname(os.path.abspath(__file__))
LIST = os.path.join(HERE, "golden.list")
SECRETS = {"captures/generated": "l2tp-shared-secret", "captures/links": "l2tpspec demo", "captures": "l2tpspec demo"}


def secret_of(capture):
    """The options that give tshark the secret of a capture."""
    return ["-o", "l2tpv2.secret:" + SECRETS[os.path.dirname(capture)]]


def options_of(capture, kind):
    if kind.endswith("-secret"):
        return secret_of(capture)
    return ["-o", "l2tpv2.secret:another secret"] if kind.endswith("-wrong") else []


def cases():
    with open(LIST, encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return [(capture, kind) for capture, kind in lines]


def golden_path(capture, kind):
    return os.path.join(HERE, "golden", os.path.relpath(capture, "captures") + "." + kind)


def stable(value):
    """Names without what they all start with, and plain values."""
    if isinstance(value, dict):
        return {name.removeprefix("l2tpv2.").removeprefix("avp."): stable(inner) for name, inner in value.items()
                if not name.startswith("l2tp.")}  # hidden, for old filters: test_old_fields.py
    if isinstance(value, list):
        return [stable(inner) for inner in value]
    return tshark.plain(value)


def one_line_each(name, value):
    """A member of a frame's object: an array takes one line for each element, so that AVPs can be told apart."""
    key = json.dumps(name)
    if not isinstance(value, list):
        return f"  {key}: {json.dumps(value, ensure_ascii=False)}"
    elements = ",\n".join("    " + json.dumps(element, ensure_ascii=False) for element in value)
    return f"  {key}: [\n{elements}\n  ]"


def decode_json(path, options):
    columns = tshark.fields(path, ["frame.protocols", "_ws.col.Info"], options=options)
    frames = []
    for number, (layers, column) in enumerate(zip(tshark.layers(path, "l2tpv2", options=options), columns), 1):
        # What PPP and the protocols in it write is theirs.
        info = "".join(column["_ws.col.Info"]).split(" | ")[0]
        members = {"frame": number, "protocols": "".join(column["frame.protocols"]), "info": info}
        decoded = layers.get("l2tpv2", {})
        for message in decoded if isinstance(decoded, list) else [decoded]:
            members.update(stable(message))
        frames.append("{\n" + ",\n".join(one_line_each(*member) for member in members.items()) + "\n}")
    return "[\n" + ",\n".join(frames) + "\n]\n"


# Where Wireshark cuts long values, how it marks that, and its list of vendors differ from version to version.
OF_THE_VERSION = ((re.compile(r" \[(?:…|truncated)\]:"), ":"),
                  (re.compile(r"\b([0-9a-f]{72})(?:[0-9a-f]+|…).*?(\]?)$"), r"\1…\2"),
                  (re.compile(r"^(.{220}).+$"), r"\1…"), (re.compile(r"(Vendor ID: ).* \(([1-9]\d*)\)"), r"\1\2"))


def of_every_version(line):
    for pattern, plain in OF_THE_VERSION:
        line = pattern.sub(plain, line)
    return line


def decode_text(path, options):
    """The lines of l2tpv2 in the packet details, frame by frame."""
    lines, ours = [], False
    for line in tshark.output(["-r", path, *options, "-V", "-O", "l2tpv2"]).splitlines():
        if line.startswith("Frame "):
            lines += ["", line.split(":")[0]]
        if line and not line.startswith(" "):
            ours = line.startswith("Layer Two Tunneling Protocol version 2")
        if ours and line:
            lines.append(of_every_version(line))
    return "\n".join(lines[1:]) + "\n"


def decode(capture, kind):
    path = os.path.join(tshark.ROOT, capture)
    return {"json": decode_json, "text": decode_text}[kind.split("-")[0]](path, options_of(capture, kind))


class Golden(unittest.TestCase):
    def test_every_capture_is_listed(self):
        listed = {capture for capture, kind in cases() if kind.startswith("json")}
        self.assertEqual(set(), set(tshark.captures()) - listed, "run test_golden.py --update and read what it wrote")

    def test_every_line_names_a_capture(self):
        self.assertEqual(set(), {capture for capture, _ in cases()} - set(tshark.captures()))

    def test_every_golden_file_has_a_line(self):
        found = {os.path.join(place, name) for place, _, names in os.walk(os.path.join(HERE, "golden")) for name in names}
        self.assertEqual(set(), found - {golden_path(*case) for case in cases()})

    def test_decodes_are_as_before(self):
        for capture, kind in cases():
            with self.subTest(capture=capture, kind=kind):
                self.check(capture, kind)

    def check(self, capture, kind):
        path = golden_path(capture, kind)
        self.assertTrue(os.path.isfile(path), "no golden file: run test_golden.py --update and read what it wrote")
        with open(path, encoding="utf-8") as file:
            expected = file.read()
        seen = decode(capture, kind)
        if seen != expected:
            difference = difflib.unified_diff(expected.splitlines(), seen.splitlines(), "golden", "decoded now", "", "", 1)
            self.fail("\n" + "\n".join(line for line, _ in zip(difference, range(60))))


def update():
    listed = cases()
    missing = sorted(set(tshark.captures()) - {capture for capture, kind in listed if kind.startswith("json")})
    with open(LIST, "a", encoding="utf-8") as file:
        file.writelines(f"{capture} json\n" for capture in missing)
    for capture, kind in cases():
        path, text = golden_path(capture, kind), decode(capture, kind)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main()
