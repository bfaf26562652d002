# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark for tests, with the plugin under test (environment variable L2TP_PLUGIN) and without it."""

import json
import os
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, "tools", "tshark-with-plugin")
SECONDS = 120

# Values are separated by a control character that tshark's own escapes keep out of every field.
SEPARATOR = "\x1f"


def plugin():
    path = os.environ.get("L2TP_PLUGIN")
    if not path or not os.path.isfile(path):
        sys.exit("L2TP_PLUGIN must name the plugin to test, e.g. build/dev/plugins/4.0/epan/l2tpv2.so")
    return path


def run(arguments, with_plugin=True, standard_input=None):
    """Run tshark and return (status, standard output, standard error)."""
    choice = ["--plugin", plugin()] if with_plugin else ["--without"]
    with subprocess.Popen([sys.executable, "-B", PROGRAM, *choice, "--", *arguments], stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL if standard_input is None else subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True,
                          env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}) as process:
        try:
            text, errors = process.communicate(standard_input, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, text.decode("utf-8", "replace"), errors.decode("utf-8", "replace")


def output(arguments, with_plugin=True, standard_input=None):
    """Standard output of a run that has to succeed."""
    status, text, errors = run(arguments, with_plugin, standard_input)
    if status != 0:
        raise AssertionError(f"tshark {' '.join(arguments)} ended with {status}:\n{errors}")
    return text


def plain(value):
    """A value with booleans as numbers: not every Wireshark writes them so."""
    return {"True": "1", "False": "0"}.get(str(value), value)


def fields(capture, names, with_plugin=True, options=()):
    """For each frame a dictionary: field name -> list of its values, in the order of the tree."""
    selection = [part for name in names for part in ("-e", name)]
    text = output(["-r", capture, *options, "-T", "fields", "-E", "occurrence=a", "-E", f"aggregator={SEPARATOR}",
                   "-E", "separator=/t", *selection], with_plugin)
    frames = []
    for line in text.split("\n")[:-1]:
        columns = line.split("\t")
        frames.append({name: column.split(SEPARATOR) if column else [] for name, column in zip(names, columns)})
    return frames


def layers(capture, protocols, with_plugin=True, options=()):
    """For each frame the named protocols as tshark's JSON tells them."""
    text = output(["-r", capture, *options, "-T", "json", "--no-duplicate-keys", "-J", protocols], with_plugin)
    return [frame["_source"]["layers"] for frame in json.loads(text)]


def captures(folder=os.path.join(ROOT, "captures")):
    """Every capture of the project, by path from its root."""
    found = []
    for place, _, names in os.walk(folder):
        found += [os.path.join(place, name) for name in names if name.endswith((".pcap", ".pcapng", ".cap"))]
    return sorted(os.path.relpath(path, ROOT) for path in found)
