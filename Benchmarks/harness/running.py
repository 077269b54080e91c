"""Runs a command from exec to exit, on a quiet machine, and says how long it took and what it needed."""

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import machine
from .build import BUILD, LETTER

ATTEMPTS = 3  # of a run that others disturb


class RunError(Exception):
    """A command failed; says how, and what it said."""


@dataclass(frozen=True)
class Command:
    """What to run. One that `reports` prints its own figures: those without its start and warm-up."""

    arguments: list
    reports: bool = False
    letters: int = 1  # that one run sends, when it does not report
    stdin: str = "/dev/null"


@dataclass
class Run:
    seconds: list  # from exec to exit, one for each repeat
    user: float  # CPU seconds of all repeats
    system: float
    peak: int  # resident bytes, the most of all repeats
    report: dict = field(default_factory=dict)
    disturbed: bool = False


def _once(command, repeats, cpu, environment):
    with tempfile.TemporaryDirectory() as folder:
        out, errors = Path(folder, "out"), Path(folder, "errors")
        once = [str(BUILD / "once"), "-n", str(repeats), "-i", command.stdin, "-o", str(out), "-e", str(errors)]
        if cpu is not None:
            once += ["-c", str(cpu)]
        result = subprocess.run(
            once + [str(argument) for argument in command.arguments],
            capture_output=True, text=True, env={**os.environ, "LETTER": str(LETTER), "NO_COLOR": "1", **environment},
        )
        if result.returncode != 0:
            raise RunError(result.stderr)
        figures = json.loads(result.stdout)
        if any(figures["status"]):
            said = errors.read_text(errors="replace")[-2000:] + out.read_text(errors="replace")[-2000:]
            raise RunError(f"{command.arguments} ended with {figures['status']}: {said}")
        return Run(
            seconds=figures["seconds"], user=sum(figures["user"]), system=sum(figures["system"]),
            peak=int(max(figures["peak"]) * 1024),
            report=json.loads(out.read_text().splitlines()[-1]) if command.reports else {},
        )


class Runner:
    """Runs commands one after the other.

    Each may wait `patience` seconds for a quiet machine, and runs again when it was disturbed; not so with no patience,
    and then peers that have to get warm don't take their time for it either.
    """

    def __init__(self, patience):
        self.patience = patience
        self.environment = {} if patience else {"WARM_UP": "0.5"}

    def run(self, command, repeats=1, cpu=None, sink=None, before=lambda: None):
        for attempt in range(ATTEMPTS):
            before()
            quiet = machine.wait_for_quiet(self.patience) if self.patience else True
            if sink:
                sink.reset()
            busy, stolen = machine.busy_seconds()
            ours = -sink.cpu_seconds() if sink else 0
            start = time.monotonic()
            run = _once(command, repeats, cpu, self.environment)
            took = time.monotonic() - start
            busy_then, stolen_then = machine.busy_seconds()
            ours += run.user + run.system + (sink.cpu_seconds() if sink else 0)
            others = busy_then - busy - ours + stolen_then - stolen
            run.disturbed = not quiet or others > 0.1 * took + 0.1
            if not run.disturbed or not self.patience:
                break
        return run
