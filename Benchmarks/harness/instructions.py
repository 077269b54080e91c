"""Instructions that router's hot paths take, counted by callgrind: they don't drift as seconds do.

A path is run with N and with 2 N letters; the difference, divided by N, has neither start-up nor warm-up in it.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .build import BENCHMARKS, ROOT

LEDGER = BENCHMARKS / "instructions.json"
MEASURE = ROOT / ".build" / "release" / "router-measure"
TOP = 8  # functions of a profile


class CountError(Exception):
    """A path can't be counted; says why and what mends it."""


@dataclass(frozen=True)
class Count:
    each: int  # instructions of one letter
    profile: list  # (share, function) of those that take most, from the longer run


def ledger():
    return json.loads(LEDGER.read_text())


def accept(counts):
    """Writes what was counted into the ledger as what is accepted."""
    entries = ledger()
    for key, count in counts.items():
        entries["paths"][key]["accepted"] = count.each
    LEDGER.write_text(json.dumps(entries, indent=2, ensure_ascii=False).replace("[\n        ", "[").replace(
        ",\n        \"", ", \"").replace("\n      ],", "],") + "\n")


def _callgrind(program, arguments, folder):
    """Returns the instructions of one run, and the file that tells where they went."""
    output = Path(folder, f"callgrind-{len(os.listdir(folder))}")
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", str(program), *arguments]
    result = subprocess.run(
        # Without this, each run would put its dictionaries in another order.
        command, capture_output=True, text=True, env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"},
    )
    if result.returncode != 0 or not output.exists():
        raise CountError(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    total = re.search(r"^(?:totals|summary): (\d+)", output.read_text(), re.MULTILINE)
    return int(total[1]), output


def _profile(output):
    result = subprocess.run(["callgrind_annotate", str(output)], capture_output=True, text=True)
    lines = re.findall(r"^\s*[\d,]+ \(\s*([\d.]+)%\)\s+(?:\S*?:)?(.+?)(?: \[.*\])?$", result.stdout, re.MULTILINE)
    found = [(float(share), name.strip()) for share, name in lines if "PROGRAM TOTALS" not in name][:TOP]
    if shutil.which("swift") and found:
        names = subprocess.run(
            ["swift", "demangle", "--compact", "--simplified"], input="\n".join(name for _, name in found), text=True,
            capture_output=True,
        ).stdout.splitlines()
        if len(names) == len(found):
            found = [(share, name) for (share, _), name in zip(found, names)]
    return found


def count(path, program=MEASURE):
    """Counts one path of the ledger."""
    if not shutil.which("valgrind"):
        raise CountError("valgrind is missing: scripts/bootstrap --bench installs it.")
    if not Path(program).exists():
        raise CountError(f"{program} is missing: swift build -c release --static-swift-stdlib --product router-measure")
    with tempfile.TemporaryDirectory() as folder:
        totals, output = [], None
        for letters in (path["count"], path["count"] * 2):
            arguments = [argument.replace("{count}", str(letters)) for argument in path["arguments"]]
            total, output = _callgrind(program, arguments, folder)
            totals.append(total)
        return Count(each=round((totals[1] - totals[0]) / path["count"]), profile=_profile(output))


def judge(accepted, found, tolerance):
    """How much more than accepted was found, as a share, and whether that is too much."""
    if not accepted:
        return None, False
    growth = found / accepted - 1
    return growth, found > accepted * (1 + tolerance)
