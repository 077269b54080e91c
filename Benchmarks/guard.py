#!/usr/bin/env python3
"""Fails when a hot path takes more than 3 % more instructions than instructions.json accepts.

    Benchmarks/guard.py               counts and compares
    Benchmarks/guard.py --accept      counts, and accepts what it finds: commit the file with the reason
"""

import argparse
import sys
from pathlib import Path

from harness import instructions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write the counts into instructions.json")
    parser.add_argument("--measure", type=Path, default=instructions.MEASURE, metavar="PROGRAM", help="router-measure")
    options = parser.parse_args()

    ledger = instructions.ledger()
    counts, failed = {}, False
    for key, path in ledger["paths"].items():
        try:
            counts[key] = instructions.count(path, options.measure)
        except instructions.CountError as error:
            sys.exit(f"guard: {error}")
        growth, too_much = instructions.judge(path["accepted"], counts[key].each, ledger["tolerance"])
        verdict = "not accepted yet" if growth is None else f"{growth:+.1%}{'  TOO MUCH' if too_much else ''}"
        print(f"{counts[key].each:>12,} instructions  {path['what']}: {verdict}")
        failed = failed or too_much or growth is None
    if options.accept:
        instructions.accept(counts)
        print("Accepted; commit Benchmarks/instructions.json and say why.")
    elif failed:
        sys.exit(
            f"guard: a path takes over {ledger['tolerance']:.0%} more instructions than Benchmarks/instructions.json accepts, "
            "or has no count there yet.\n"
            "  help: make it cheaper, or, when the work is worth it, run Benchmarks/guard.py --accept and commit the file with the reason"
        )


if __name__ == "__main__":
    main()
