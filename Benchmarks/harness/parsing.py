"""Reading letters alone, on one CPU: what came in becomes fields, people, texts and files."""

import subprocess
import sys
from dataclasses import dataclass

from . import received
from .build import BENCHMARKS, BUILD
from .machine import version
from .peers import Peer
from .rounds import measure, say
from .running import Command
from .works import Bar, times_as_fast

CALIBRATION = 50
READER = BENCHMARKS / "peers" / "python" / "parse.py"
# The newest one that runs with Debian's Python.
FAST = "fast-mail-parser"


def _fast_python():
    """A Python that has fast-mail-parser, or None where it can't be had."""
    python = BUILD / "parse-venv" / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(BUILD / "parse-venv")], capture_output=True)
        if made.returncode != 0:
            return None
    has = subprocess.run([str(python), "-c", "import fast_mail_parser"], capture_output=True).returncode == 0
    if not has and subprocess.run([str(python), "-m", "pip", "install", "-q", FAST], capture_output=True).returncode != 0:
        return None
    return str(python)


@dataclass(frozen=True)
class ParseWork:
    key: str = "parse"
    title: str = "Reading letters of 8 KB alone"
    bars: tuple = (
        Bar("0.9 of GMime in C", lambda rows: times_as_fast(rows, lambda row: row["key"] == "gmime"), 0.9),
    )
    unit: str = "letters/s"
    notes: tuple = (
        "On one CPU, the letters in memory: each becomes its header fields, people, texts in UTF-8 and attachments, all decoded. Plain letters,"
        " HTML with a picture, attachments, old charsets and encodings, as they come into a mailbox.",
    )

    def contenders(self, bench, folder):
        def contender(key, title, of, *program):
            return Peer(key, title, of, compose=lambda count, kind: Command([*program, "parse", count, folder], reports=True))

        python = f"Python {version('python3')}"
        found = [
            contender("gmime", "GMime, in C", lambda: version("libgmime-3.0-0"), BUILD / "peer-gmime-parse"),
            contender("python", "Python's email, policy.default", lambda: python, sys.executable, READER, "default"),
            contender("compat32", "Python's email, compat32", lambda: python, sys.executable, READER, "compat32"),
        ]
        fast = _fast_python()
        if fast:
            found.insert(1, contender("fast", "fast-mail-parser, Rust under Python", lambda: FAST, fast, READER, "fast"))
        else:
            say("  fast-mail-parser can't be installed here")
        routers = [peer for peer in bench.contenders if peer.key == "router" and peer.compose]
        if routers:
            found.insert(0, contender("router", routers[0].title, routers[0].version, bench.measure_program))
        return found

    def measure(self, bench):
        folder = received.make(BUILD / "received")
        contenders = self.contenders(bench, folder)
        counts = {}

        def once(peer, samples):
            if peer.key not in counts:
                report = bench.quick_runner.run(peer.compose(CALIBRATION, None), cpu=0).report
                counts[peer.key] = max(int(report["letters"] / report["seconds"] * bench.seconds), 500 // bench.haste)
            run = bench.runner.run(peer.compose(counts[peer.key], None), cpu=0)
            samples.bytes = run.report["bytes"] / run.report["letters"]
            rate = run.report["letters"] / run.report["seconds"]
            samples.add([rate], run)
            say(f"  {peer.key:<12} {rate:>10,.0f}/s{'  (disturbed)' if run.disturbed else ''}")

        samples = measure(contenders, bench.rounds, once)
        return [samples[peer.key].row(peer, peer.title, count=counts[peer.key]) for peer in contenders]
