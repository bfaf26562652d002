# SPDX-License-Identifier: GPL-2.0-or-later
"""`cmake --install` puts the program, the plugin and the scenarios where people and Wireshark look for them."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import tree

BUILD = os.environ.get("L2TP_BUILD_DIR", "")
PREFIX = os.environ.get("L2TP_INSTALL_PREFIX", "")
PLUGIN_DIR = os.environ.get("L2TP_PLUGIN_DIR", "")
WITH_PROGRAM = os.environ.get("L2TPSPEC", "")


@unittest.skipUnless(BUILD, "run by ctest, which knows the build tree")
class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.staging = tempfile.TemporaryDirectory()
        subprocess.run(["cmake", "--install", BUILD], check=True, capture_output=True, timeout=120,
                       env={**os.environ, "DESTDIR": cls.staging.name})

    @classmethod
    def tearDownClass(cls):
        cls.staging.cleanup()

    def placed(self, *parts):
        """Where a file of the installed system stands below the staging folder."""
        return pathlib.Path(self.staging.name, os.path.join(*parts).lstrip("/"))

    @unittest.skipUnless(WITH_PROGRAM, "l2tpspec was not built")
    def test_the_program_is_in_bin_and_starts(self):
        program = self.placed(PREFIX, "bin/l2tpspec")
        self.assertTrue(os.access(program, os.X_OK))
        subprocess.run([program, "--help"], check=True, capture_output=True, timeout=30)

    @unittest.skipUnless(WITH_PROGRAM, "l2tpspec was not built")
    def test_the_installed_program_finds_the_installed_scenarios(self):
        # From a folder that is no checkout, so that only the installed scenarios can be found.
        listed = subprocess.run([self.placed(PREFIX, "bin/l2tpspec"), "list"], check=True, capture_output=True,
                                text=True, timeout=30, cwd=self.staging.name).stdout
        self.assertIn("lns/", listed)

    @unittest.skipUnless(PLUGIN_DIR, "the plugin was not built")
    def test_the_plugin_is_where_wireshark_looks(self):
        self.assertTrue(self.placed(PLUGIN_DIR, "l2tpv2.so").is_file())

    def test_every_scenario_is_installed(self):
        def names(folder):
            return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))
        self.assertEqual(names(tree.ROOT / "scenarios"), names(self.placed(PREFIX, "share/l2tpspec/scenarios")))

    def test_nothing_is_installed_for_developers_of_other_projects(self):
        everything = pathlib.Path(self.staging.name).rglob("*")
        strays = [path for path in everything if path.suffix in (".a", ".hpp", ".cmake")]
        self.assertEqual([], strays)


if __name__ == "__main__":
    unittest.main()
