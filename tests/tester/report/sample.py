# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample run in every format, written by the program that the environment variable REPORT_SAMPLE names."""
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def write(folder, further_scenarios=0):
    """write puts report.json, report.xml, report.html and run.pcap into a folder."""
    subprocess.run([os.environ["REPORT_SAMPLE"], str(folder), str(further_scenarios)], check=True, timeout=60)
    return Path(folder)


def written(case, further_scenarios=0):
    """written returns a folder with the reports that lasts as long as a test case."""
    return write(case.enterContext(tempfile.TemporaryDirectory()), further_scenarios)
