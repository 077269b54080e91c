"""What the measurements ran on, and whether anything else runs beside them."""

import functools
import os
import platform
import re
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.08  # of one CPU: what may run while we wait for quiet
LOOK = 0.25  # seconds


def busy_seconds():
    """CPU seconds that all processes of the machine used up since it started, and those its host took away."""
    user, nice, system, _, _, _, _, stolen = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system) / TICKS, stolen / TICKS


def wait_for_quiet(patience):
    """Waits until nearly nothing runs; False when that took longer than `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        before = sum(busy_seconds())
        start = time.monotonic()
        time.sleep(LOOK)
        if sum(busy_seconds()) - before <= QUIET * (time.monotonic() - start) + 1 / TICKS:
            return True
        if time.monotonic() > deadline:
            return False


def describe():
    """Lines about the machine, for the page."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())[1]) / 1e6
    release = dict(re.findall(r'(\w+)="?([^"\n]*)', Path("/etc/os-release").read_text()))
    return {
        "CPU": f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GB",
        "system": f"{release.get('PRETTY_NAME', 'Linux')}, Linux {platform.release()}",
    }


def first_line(*command):
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except OSError:
        return None
    lines = result.stdout.splitlines()
    return lines[0] if result.returncode == 0 and lines else None


@functools.cache
def version(package):
    """A Debian package's version without Debian's own additions: 7.88.1 for 7.88.1-10+deb12u15."""
    found = first_line("dpkg-query", "-W", "-f", "${Version}", package)
    return re.sub(r"^\d+:|[-+~].*$", "", found) if found else "?"
