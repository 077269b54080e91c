"""Several processes at work together, such as a service, its clients and a database: what they use, and whether others disturb them."""

import os
import resource
import statistics
import time
from pathlib import Path

from . import machine


def _stat(pid):
    """A process's parent and the CPU seconds (own code, kernel) of it and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system, users, systems = (int(field) / machine.TICKS for field in fields[11:15])
    return int(fields[1]), user + users, system + systems


def _all():
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                found[int(path.name)] = _stat(path.name)
            except OSError:
                pass  # It has ended meanwhile.
    return found


def cpu_seconds(*roots):
    """What these processes and all below them have used up so far: (own code, kernel)."""
    processes = _all()
    user = system = 0
    for pid, (_, its_user, its_system) in processes.items():
        above = pid
        while above in processes and above not in roots:
            above = processes[above][0]
        if above in roots and above in processes:
            user, system = user + its_user, system + its_system
    return user, system


def peak(pid):
    """The most bytes that a living process has had resident since its exec."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


class Watch:
    """Looks over a stretch of work of this harness, of what it runs to the end in it, and of some processes beside."""

    def __init__(self, *roots):
        self.roots = roots
        self.quiet = True
        self.restart()

    def restart(self):
        self.start, self.busy, self.used = time.monotonic(), sum(machine.busy_seconds()), self._ours()

    def _ours(self):
        own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in own) + sum(cpu_seconds(*self.roots))

    @property
    def disturbed(self):
        """Whether others used the CPU meanwhile."""
        took = time.monotonic() - self.start
        others = sum(machine.busy_seconds()) - self.busy - (self._ours() - self.used)
        return not self.quiet or others > 0.1 * took + 0.1


class Figures:
    """What the runs of one contender gave."""

    def __init__(self):
        self.rates, self.peak, self.user, self.system, self.seconds, self.disturbed = [], 0, 0, 0, 0, 0

    def add(self, rate, peak=0, user=0, system=0, seconds=0, disturbed=False):
        self.rates.append(rate)
        self.peak = max(self.peak, peak)
        self.user, self.system, self.seconds = self.user + user, self.system + system, self.seconds + seconds
        self.disturbed += disturbed

    def row(self, key, title, version, **more):
        used = {"user": self.user / self.seconds, "system": self.system / self.seconds} if self.seconds else {}
        return {
            "key": key, "title": title, "version": version, "median": statistics.median(self.rates), "low": min(self.rates),
            "high": max(self.rates), "peak": self.peak, "runs": len(self.rates), "disturbed": self.disturbed, "bytes": 0,
            "composes": key.startswith("router"), **used, **more,
        }


def as_user(name):
    """What subprocess.Popen needs to run a server that refuses to be root; nothing where we are not root."""
    return {"user": name, "group": name, "extra_groups": []} if os.geteuid() == 0 else {}
