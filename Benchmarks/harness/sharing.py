"""One spool in PostgreSQL, worked off by one service and by two."""

import time
from dataclasses import dataclass, field

from .crew import Figures, Watch
from .database import Database
from .rounds import rotated, say
from .service import Service
from .sinks import OurSink
from .works import Bar
from .workspace import Workspace

THINKING = 20  # milliseconds that the mail server takes for a letter, as one that looks into it would
LETTERS = {"fast": 20_000, "thinking": 4_000}


def two_against_one(kind):
    return lambda rows: rows[f"{kind}-2"]["median"] / rows[kind]["median"] if kind in rows and f"{kind}-2" in rows else None


@dataclass(frozen=True)
class ShareWork:
    key: str = "share"
    title: str = "A spool in PostgreSQL, worked off by one service and by two"
    bars: tuple = (
        Bar("two services 1.6 times one, where the mail server is the limit", two_against_one("router"), least=1.6),
        Bar("two services never slower than one (5 % are noise)", two_against_one("fast"), least=0.95),
    )
    unit: str = "letters/s"
    notes: tuple = (
        f"Letters of 4 KB wait in the database; the clock runs from the first to the last that arrives. Each service has four sessions. The"
        f" thinking server is our sink that takes {THINKING} ms for each letter, as one that scans it would: there the sessions are the limit,"
        " and two services have twice as many. The fast one takes a letter at once: there services, database and sink share two CPUs.",
    )
    KINDS: dict = field(default_factory=lambda: {"router": THINKING, "fast": 0}, compare=False)

    def measure(self, bench):
        router = next((peer for peer in bench.contenders if peer.key == "router"), None)
        if not router:
            return []
        figures = {}
        with Database() as database:
            for kind, count in rotated([(kind, count) for kind in self.KINDS for count in (1, 2)], bench.rounds):
                key = kind if count == 1 else f"{kind}-{count}"
                rate = self.run(bench, database, self.KINDS[kind], count, figures.setdefault(key, Figures()))
                say(f"  {key:<12} {rate:>8,.0f}/s")
            of = f"{router.version()}, PostgreSQL {database.version}"
        words = {"router": "a thinking mail server", "fast": "a fast mail server"}
        return [
            figures[key].row(key, f"**router** serve, {words[kind]}, {'one service' if count == 1 else 'two services'}", of)
            for kind in self.KINDS for count in (1, 2) if (key := kind if count == 1 else f"{kind}-{count}") in figures
        ]

    def run(self, bench, database, thinking, count, figures):
        # Each service holds some hundreds: with few letters one would have them all.
        letters = max(LETTERS["thinking" if thinking else "fast"] // bench.haste, 2_000)
        database.renew()
        with OurSink() as sink, Workspace(database.address) as workspace:
            sink.delay(thinking)
            bench.quick_runner.run(bench.router_in(workspace).send(sink.port, 4, letters, None, "--no-wait"))
            bench.wait()
            services = [Service(bench.program, workspace, f"service-{number}") for number in range(count)]
            watch = Watch(database.process.pid, sink.process.pid)
            start = time.monotonic()
            try:
                for service in services:
                    service.__enter__()
                watch.roots = (*watch.roots, *(service.pid for service in services))
                first, last = sink.until(letters)
                rate = letters / (last - first)
                used = [service.cpu_seconds() for service in services]
                figures.add(
                    rate, max(service.peak() for service in services), sum(user for user, _ in used), sum(system for _, system in used),
                    time.monotonic() - start, watch.disturbed)
            finally:
                for service in services:
                    if hasattr(service, "process"):
                        service.__exit__()
        return rate
