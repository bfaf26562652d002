# SPDX-License-Identifier: GPL-2.0-or-later
"""The two commands of the README share one package list and one set-up step; nothing else installs anything."""
import json
import os
import re
import unittest

import tree

PACKAGE = re.compile(r"[a-z0-9][a-z0-9+.-]+")
SHELL = re.compile(r"#!\S*/(env )?(ba|da)?sh\b")
INSTALLS = re.compile(r"\b(apt|apt-get|aptitude|pip3?|npm)\s+(-\S+\s+)*install\b")


def commands_of(name):
    """The lines of a script without its comments."""
    return [line for line in (tree.ROOT / name).read_text("utf-8").split("\n") if not line.lstrip().startswith("#")]


def packages():
    lines = (tree.ROOT / "tools/packages.txt").read_text("utf-8").split("\n")
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


class Commands(unittest.TestCase):
    def test_each_is_executable(self):
        for name in ["tools/demo", "tools/test", "tools/set-up", ".ci/run"]:
            with self.subTest(command=name):
                self.assertTrue(os.access(tree.ROOT / name, os.X_OK))

    def test_both_begin_with_the_same_set_up(self):
        for name in ["tools/demo", "tools/test"]:
            with self.subTest(command=name):
                self.assertTrue(any("tools/set-up dev" in line for line in commands_of(name)))

    def test_ci_runs_the_tests_as_people_do(self):
        self.assertTrue(any(line.startswith("tools/test") for line in commands_of(".ci/run")))

    def test_the_package_list_names_each_package_once(self):
        names = packages()
        self.assertEqual(sorted(set(names)), sorted(names))
        self.assertEqual([], [name for name in names if not PACKAGE.fullmatch(name)])

    def test_only_set_up_reads_the_package_list_and_installs(self):
        for path in tree.files():
            text = tree.text_of(path)
            if text is None or not SHELL.match(text) or tree.relative(path) == "tools/set-up":
                continue
            with self.subTest(file=tree.relative(path)):
                code = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))
                self.assertIsNone(INSTALLS.search(code))

    def test_every_preset_that_a_script_names_exists(self):
        with open(tree.ROOT / "CMakePresets.json", encoding="utf-8") as file:
            presets = {preset["name"] for preset in json.load(file)["configurePresets"]}
        for name in ["tools/demo", "tools/test", ".ci/run"]:
            for line in commands_of(name):
                for preset in re.findall(r"(?:tools/set-up|--preset) ([a-z-]+)", line):
                    with self.subTest(command=name, preset=preset):
                        self.assertIn(preset, presets)


if __name__ == "__main__":
    unittest.main()
