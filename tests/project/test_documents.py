# SPDX-License-Identifier: GPL-2.0-or-later
"""What the pages for people say exists: links, files, presets, and every l2tpspec command with its options."""
import json
import os
import re
import shlex
import subprocess
import unittest

import tree

PROGRAM = os.environ.get("L2TPSPEC", "")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
OUR_PATH = re.compile(r"(?:codec|protocol|dissector|tester|scenarios|captures|tests|tools|docs|\.ci)/[\w./-]*")
PLACEHOLDER = re.compile(r"/[A-Z]{2,}/")
PRESET = re.compile(r"--preset[ =]([a-z-]+)")


def pages():
    for path in tree.files(".md"):
        yield tree.relative(path), path.read_text("utf-8")


def commands(text):
    """The l2tpspec command lines of a page's shell examples, continued lines joined, the program's path taken off."""
    for language, block in FENCE.findall(text):
        if language not in ("", "sh", "console"):
            continue
        for line in block.replace("\\\n", " ").split("\n"):
            found = re.match(r"\s*(?:\$ )?(?:\S*/)?l2tpspec\s+([a-z].*)", line)
            if found:
                yield shlex.split(found.group(1), comments=True)


def help_of(*words):
    return subprocess.run([PROGRAM, *words, "--help"], capture_output=True, text=True, check=False, timeout=30).stdout


class Documents(unittest.TestCase):
    def test_every_link_within_the_project_leads_somewhere(self):
        for name, text in pages():
            for target in LINK.findall(text):
                if not re.match(r"[a-z]+:|#", target):
                    with self.subTest(page=name, link=target):
                        self.assertTrue((tree.ROOT / name).parent.joinpath(target.split("#")[0]).exists())

    def test_every_file_of_ours_that_a_page_names_exists(self):
        for name, text in pages():
            for code in INLINE.findall(text):
                if OUR_PATH.fullmatch(code) and not PLACEHOLDER.search(code):
                    with self.subTest(page=name, path=code):
                        self.assertTrue((tree.ROOT / code).exists())

    def test_every_tool_that_an_example_runs_exists(self):
        for name, text in pages():
            for _, block in FENCE.findall(text):
                for tool in re.findall(r"(?m)^(?:\$ )?((?:tools|\.ci)/[\w-]+)", block):
                    with self.subTest(page=name, tool=tool):
                        self.assertTrue(os.access(tree.ROOT / tool, os.X_OK))

    def test_every_preset_exists(self):
        with open(tree.ROOT / "CMakePresets.json", encoding="utf-8") as file:
            presets = {preset["name"] for preset in json.load(file)["configurePresets"]}
        for name, text in pages():
            for preset in PRESET.findall(text):
                with self.subTest(page=name, preset=preset):
                    self.assertIn(preset, presets)

    @unittest.skipUnless(PROGRAM, "l2tpspec was not built")
    def test_every_l2tpspec_command_and_option_exists(self):
        subcommands = set(re.findall(r"(?m)^\s{2,}([a-z]+)\s{2,}", help_of()))
        for name, text in pages():
            for words in commands(text):
                with self.subTest(page=name, command=" ".join(words)):
                    self.assertIn(words[0], subcommands)
                    known = set(re.findall(r"--[a-z][a-z-]*", help_of(words[0])))
                    used = {word.split("=")[0] for word in words if re.match(r"--[a-z]", word)}
                    self.assertEqual(set(), used - known)

    def test_commands_are_found_in_a_page(self):
        page = "```sh\nbuild/dev/tester/l2tpspec run lns \\\n    --peer 192.0.2.1  # why\n$ l2tpspec list\n```\n"
        self.assertEqual([["run", "lns", "--peer", "192.0.2.1"], ["list"]], list(commands(page)))


if __name__ == "__main__":
    unittest.main()
