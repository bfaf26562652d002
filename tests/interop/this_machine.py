# SPDX-License-Identifier: GPL-2.0-or-later
"""What this machine allows: whether xl2tpd can be run here and how its pppd can be replaced; who holds which port."""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
PPPD = "/usr/sbin/pppd"


class Unavailable(Exception):
    """Unavailable tells in one sentence why xl2tpd cannot be run here."""


def shim_path():
    """shim_path returns the library over execv that CMake built, or None."""
    built = HERE.parent.parent.glob("build/*/tests/interop/libexecv_shim.so")
    paths = [os.environ.get("L2TP_EXECV_SHIM"), *sorted(built)]
    return next((Path(path) for path in paths if path and Path(path).is_file()), None)


def can_mount():
    """can_mount tells whether a private mount namespace with a bind mount over pppd is possible."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    trial = ["unshare", "--mount", "sh", "-c", f"mount --bind /dev/null {PPPD}"]
    return subprocess.run(trial, check=False, capture_output=True).returncode == 0


def xl2tpd_program():
    """xl2tpd_program returns the path of xl2tpd, also where sbin is not on the PATH; Unavailable without one."""
    program = shutil.which("xl2tpd", path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin")
    if not program:
        raise Unavailable("xl2tpd is not installed (Debian: apt-get install xl2tpd ppp)")
    return program


def way_in():
    """way_in returns "mount" or "preload", the way to replace pppd here; Unavailable where there is none."""
    if os.path.exists(PPPD) and can_mount():
        return "mount"
    if shim_path():
        return "preload"
    raise Unavailable(f"the stand-in for {PPPD} needs root with the right to mount, or the library libexecv_shim.so "
                      "(build the target execv_shim, or name it in L2TP_EXECV_SHIM)")


def sockets_of(pid):
    """sockets_of returns the inodes of the sockets that process pid holds."""
    inodes = set()
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            target = os.readlink(f"/proc/{pid}/fd/{name}")
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    except OSError:
        pass  # it ended meanwhile, or a descriptor did
    return inodes


def udp_port_of(pid):
    """udp_port_of returns the UDP port that process pid has bound, or None."""
    inodes = sockets_of(pid)
    with open("/proc/net/udp", encoding="ascii") as table:
        for line in list(table)[1:]:
            fields = line.split()
            if fields[9] in inodes:
                return int(fields[1].rpartition(":")[2], 16)
    return None
