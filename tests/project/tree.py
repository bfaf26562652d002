# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of the source tree, as the checks of this folder see them. It asks no git: a release tarball has none."""
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "out", "__pycache__"}
HIDDEN_BUT_OURS = {".ci"}


def is_ours(folder):
    return folder in HIDDEN_BUT_OURS or not (folder.startswith(".") or folder in NOT_OURS)


def files(*suffixes):
    """Every file below the root, without build trees; those with one of the suffixes or names if any is given."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if is_ours(name))
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield pathlib.Path(folder, name)


def relative(path):
    return path.relative_to(ROOT).as_posix()


def text_of(path):
    """The text of a file, or None where it is not text."""
    octets = path.read_bytes()
    if b"\0" in octets:
        return None
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return None


def is_script(text):
    return text.startswith("#!")
