#!/usr/bin/env python3
"""Measures router beside its peers and writes Docs/Performance.md; `make bench` runs it.

    Benchmarks/bench.py [--rounds N] [--only WORK]… [--quick]
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from harness import instructions, machine, page, peers
from harness.accepting import AcceptWork
from harness.backlog import BacklogWork
from harness.build import BUILD, ROOT, BuildError, compile_all
from harness.idling import IdleWork
from harness.lines import LinesWork
from harness.parsing import ParseWork
from harness.relaying import RelayWork
from harness.receiving import ReceiveWork
from harness.rounds import say
from harness.running import Runner, RunError
from harness.sharing import ShareWork
from harness.works import WORKS
from harness.sharing import ShareWork
from harness.workspace import Workspace

ALL = [*WORKS, LinesWork(), ParseWork(), AcceptWork(), RelayWork(), BacklogWork(), ShareWork(), ReceiveWork(), IdleWork()]
RESULTS = BUILD / "results.json"


class Bench:
    """What the works need: who runs, how often, and for how long."""

    def __init__(self, options, workspace):
        self.rounds = 1 if options.quick else options.rounds
        self.seconds = 0.1 if options.quick else options.seconds  # that a run of a peer takes
        self.haste = 20 if options.quick else 1  # what router's own counts are divided by
        patience = 0 if options.quick else options.patience
        self.runner, self.quick_runner = Runner(patience), Runner(0)
        self.workspace, self.program, self.measure_program = workspace, options.router, options.measure
        self.contenders = [peer for peer in peers.PEERS if not options.peers or peer.key in options.peers]
        if options.router.exists():
            measure = options.measure if options.measure.exists() else None
            self.contenders.insert(0, peers.router(options.router, measure, workspace))
        else:
            say(f"{options.router} is not there: the peers run alone")

    def router_in(self, workspace):
        """router with another workspace than the common one, which has no spool."""
        return peers.router(self.program, None, workspace)

    def wait(self):
        machine.wait_for_quiet(self.runner.patience)


def count_instructions(options):
    ledger = instructions.ledger()
    rows = []
    for key, path in ledger["paths"].items():
        found = instructions.count(path, options.measure)
        growth, _ = instructions.judge(path["accepted"], found.each, ledger["tolerance"])
        rows.append({"key": key, "what": path["what"], "each": found.each, "accepted": path["accepted"], "growth": growth,
                     "profile": found.profile})
        say(f"  {key:<12} {found.each:>12,}")
    return {"key": "instructions", "title": "Instructions", "rows": rows, "bars": []}


def measure(work, bench):
    rows = work.measure(bench)
    return {
        "key": work.key, "title": work.title, "unit": work.unit, "rows": rows, "bars": [bar.judge(rows) for bar in work.bars],
        "when": time.strftime("%Y-%m-%d %H:%M", time.gmtime()) + " UTC", "rounds": bench.rounds,
        "notes": getattr(work, "notes", ()), "in-order": getattr(work, "in_order", False),
        "commit": machine.first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty") or "?",
    }


def save(results, options):
    if not options.quick:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False))


def parse():
    keys = [work.key for work in ALL] + ["instructions"]
    release = ROOT / ".build" / "release"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each runs (5)")
    parser.add_argument("--only", action="append", choices=keys, metavar="WORK", help=f"one of {', '.join(keys)}; may be repeated")
    parser.add_argument("--quick", action="store_true", help="see whether everything runs; leaves Docs/Performance.md alone")
    parser.add_argument("--seconds", type=float, default=1.5, metavar="S", help="how long a run of a peer takes (1.5)")
    parser.add_argument("--patience", type=float, default=120, metavar="S", help="how long a run waits for a quiet CPU (120)")
    parser.add_argument("--peers", nargs="*", metavar="PEER", help=f"of {', '.join(peer.key for peer in peers.PEERS)} only these")
    parser.add_argument("--router", type=Path, default=release / "router", metavar="PROGRAM")
    parser.add_argument("--measure", type=Path, default=instructions.MEASURE, metavar="PROGRAM")
    return parser.parse_args()


def main():
    options = parse()
    compile_all()
    subprocess.run([sys.executable, "-m", "unittest", "discover", "-q", "-p", "test_*.py"], cwd=Path(__file__).parent, check=True)
    # A quick run keeps its results to itself: they say nothing.
    results = {} if options.quick or not RESULTS.exists() else json.loads(RESULTS.read_text())
    failed = []
    workspace = Workspace()
    try:
        bench = Bench(options, workspace)
        for work in [work for work in ALL if not options.only or work.key in options.only]:
            say(work.title)
            try:
                results[work.key] = measure(work, bench)
                save(results, options)
            except RunError as error:
                failed.append(work.key)
                say(f"  {error}")
    finally:
        workspace.remove()
    if not options.only or "instructions" in options.only:
        say("Instructions")
        try:
            results["instructions"] = count_instructions(options)
        except instructions.CountError as error:
            failed.append("instructions")
            say(f"  {error}")
    save(results, options)
    target = BUILD / "Performance.md" if options.quick else ROOT / "Docs" / "Performance.md"
    order = [work.key for work in ALL] + ["instructions"]
    page.write(target, [results[key] for key in order if key in results], machine.describe())
    say(f"Wrote {target.relative_to(ROOT)}")
    if failed:
        sys.exit(f"bench: these works failed: {', '.join(failed)}; see above")


if __name__ == "__main__":
    try:
        main()
    except BuildError as error:
        sys.exit(f"bench: {error}")
