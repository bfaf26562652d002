# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTML report in a real browser: no message on its console, nothing fetched, the filter and the ladder work, and
without scripts everything is still there."""
import unittest

import browser
import sample

SHOWN = "return [...document.querySelectorAll('table.list tbody tr')].filter(row => !row.hidden).length"
DECODE = "return [...document.querySelectorAll('#s0 .dec')].filter(box => box.offsetHeight).map(box => box.textContent)"


@unittest.skipIf(browser.missing(), f"not installed: {browser.missing()}")
class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = sample.write(cls.enterClassContext(sample.tempfile.TemporaryDirectory()))
        cls.window = cls.enterClassContext(browser.Browser())

    def setUp(self):
        self.window.open(self.folder / "report.html")

    def tearDown(self):
        self.assertEqual([], self.window.console())

    def test_it_fetches_nothing(self):
        self.assertEqual([], self.window.run("return performance.getEntriesByType('resource').map(one => one.name)"))

    def test_no_string_of_the_device_became_markup(self):
        self.assertEqual("l2tpspec: ACME BNG 12.1 as lns", self.window.run("return document.title"))
        self.assertEqual(1, self.window.run("return document.scripts.length"))
        self.assertEqual(0, self.window.run("return document.querySelectorAll('img, iframe, object').length"))

    def test_the_filter_takes_verdict_section_and_text(self):
        self.assertEqual(6, self.window.run(SHOWN))
        self.window.click("input[name=verdict][value=pass]")
        self.assertEqual(5, self.window.run(SHOWN))
        self.window.run("const s = document.querySelector('[name=section]'); s.value = '5.8';"
                        "s.dispatchEvent(new Event('input', {bubbles: true}))")
        self.assertEqual(3, self.window.run(SHOWN))
        self.window.type("input[name=text]", "silence")
        self.assertEqual(1, self.window.run(SHOWN))
        self.assertEqual("1 of 6", self.window.run("return document.querySelector('output').value"))
        self.assertEqual(1, self.window.run(
            "return [...document.querySelectorAll('details.sc')].filter(one => !one.hidden).length"))

    def test_the_deciding_datagram_is_decoded_and_a_click_decodes_another(self):
        shown = self.window.run(DECODE)
        self.assertEqual(2, len(shown))  # one for each attempt
        self.assertIn("the verdict stands on it", shown[0])
        self.window.click("#s0 a[href='#ds0-0-1']")
        shown = self.window.run(DECODE)
        self.assertEqual(2, len(shown))
        self.assertIn("Host Name", shown[0])
        self.assertIn("breaks rfc2661/4.1/reserved-bits", shown[0])

    def test_the_keyboard_decodes_too(self):
        self.window.run("document.querySelector(\"#s0 a[href='#ds0-0-0']\").focus()")
        self.assertIn("SCCRQ", self.window.run(DECODE)[0])

    def test_a_link_unfolds_its_scenario(self):
        self.assertFalse(self.window.run("return document.querySelector('#s1').open"))
        self.window.click("table.list a[href='#s1']")
        self.assertTrue(self.window.run("return document.querySelector('#s1').open"))

    def test_the_diagrams_show_what_was_visited(self):
        colour = "return getComputedStyle(document.querySelector(arguments[0])).strokeWidth"
        self.assertEqual("3px", self.window.run(colour, ".sd .edge.control_idle_sccrq-acceptable path"))
        self.assertEqual("1px", self.window.run(colour, ".sd .edge.control_idle_local-open path"))
        self.assertEqual(3, self.window.run("return document.querySelectorAll('.sd svg').length"))

    def test_no_part_is_wider_than_a_phone(self):
        with browser.Browser(390, 844) as phone:
            phone.open(self.folder / "report.html")
            self.assertEqual([], phone.run(
                "return [...document.querySelectorAll('body *')].filter(one => !one.closest('.wide, .scroll, pre') && "
                "one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 90))"))
            self.assertEqual([], phone.console())

    def test_without_scripts_everything_is_there(self):
        self.window.command("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            self.window.command("Page.navigate", {"url": "about:blank"})
            self.window.open(self.folder / "report.html", "#ds0-0-1")
        finally:
            self.window.command("Emulation.setScriptExecutionDisabled", {"value": False})
        self.assertEqual(6, self.window.run(SHOWN))
        self.assertTrue(self.window.run("return document.querySelector('form.filter').hidden"))
        self.assertIn("Host Name", " ".join(self.window.run(DECODE)))


@unittest.skipIf(browser.missing(), f"not installed: {browser.missing()}")
class LongReport(unittest.TestCase):
    def test_four_hundred_scenarios_open_quickly(self):
        folder = sample.written(self, 400)
        self.assertLess((folder / "report.html").stat().st_size, 10_000_000)
        with browser.Browser() as window:
            window.open(folder / "report.html")
            self.assertEqual(406, window.run(SHOWN))
            self.assertEqual([], window.console())


if __name__ == "__main__":
    unittest.main()
