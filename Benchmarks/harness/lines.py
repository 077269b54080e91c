"""100,000 lines of NDJSON in one run: whether router gets slower or larger on the way."""

import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .rounds import say
from .running import RunError
from .sinks import OurSink
from .works import Bar

LOOK = 0.01  # seconds between two looks at the memory


def memory(process, looks):
    """Notes (time, resident bytes) of a process until it ends."""
    status = Path(f"/proc/{process.pid}/statm")
    while process.poll() is None:
        try:
            pages = int(status.read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return
        looks.append((time.monotonic(), pages * 4096))
        time.sleep(LOOK)


def resident(looks, start, end):
    """The most that was resident between two times."""
    return max((size for when, size in looks if start <= when <= end), default=0)


@dataclass(frozen=True)
class LinesWork:
    key: str = "lines"
    title: str = "100,000 lines of NDJSON"
    bars: tuple = (
        Bar(
            "the last 10,000 within 10 % of the first", least=0.9,
            figure=lambda rows: rows["block-10"]["median"] / rows["router"]["median"],
        ),
        Bar(
            "memory flat: no more at the last 10,000 than at the first, and a tenth", most=1.1,
            figure=lambda rows: rows["block-10"]["peak"] / rows["router"]["peak"],
        ),
        Bar(
            "memory flat: 100,000 lines need no more than 10,000, and a quarter", most=1.25,
            figure=lambda rows: rows["whole"]["peak"] / rows["short"]["peak"],
        ),
    )
    unit: str = "letters/s"
    in_order: bool = True

    def measure(self, bench):
        routers = [peer for peer in bench.contenders if peer.key == "router"]
        if not routers:
            return []
        rates, sizes, peaks = {}, {}, {"short": [], "whole": []}
        for _ in range(min(bench.rounds, 3)):
            for key, count in (("short", 10_000), ("whole", 100_000)):
                marks, looks, rate = self.run(bench, routers[0], count)
                peaks[key].append(max(size for _, size in looks))
                rates.setdefault(key, []).append(rate)
                if key == "whole":
                    for block, (start, end) in enumerate(zip(marks, marks[1:]), 1):
                        rates.setdefault(block, []).append(10_000 / (end - start))
                        sizes.setdefault(block, []).append(resident(looks, start, end))
                say(f"  {count:>7,} lines {rate:>10,.0f}/s, {peaks[key][-1] / 1e6:.1f} MB")
        version = routers[0].version()

        def row(key, title, figures, peak):
            return {
                "key": key, "title": title, "version": version, "median": statistics.median(figures), "low": min(figures),
                "high": max(figures), "peak": peak, "runs": len(figures), "disturbed": 0, "bytes": 0, "composes": True,
            }

        blocks = [block for block in rates if isinstance(block, int)]
        rows = [
            row(
                "router" if block == 1 else f"block-{block}", f"**router**, letters {block * 10_000 - 9_999:,} to {block * 10_000:,}",
                rates[block], statistics.median(sizes[block]),
            )
            for block in blocks
        ]
        rows.append(row("whole", "**router**, all 100,000, from exec to exit", rates["whole"], max(peaks["whole"])))
        rows.append(row("short", "**router**, 10,000 alone, from exec to exit", rates["short"], max(peaks["short"])))
        return rows

    def run(self, bench, router, count):
        with OurSink() as sink:
            command = router.send(sink.port, 1, count, None)
            bench.wait()
            looks = []
            start = time.monotonic()
            process = subprocess.Popen(
                [str(argument) for argument in command.arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )
            watcher = threading.Thread(target=memory, args=(process, looks))
            watcher.start()
            errors = process.stderr.read()
            status = process.wait()
            took = time.monotonic() - start
            watcher.join()
            statistics_ = sink.statistics()
        if status != 0 or statistics_["letters"] != count:
            raise RunError(f"router ended with {status} after {statistics_['letters']} letters: {errors[-2000:]}")
        return statistics_["marks"], looks, count / took
