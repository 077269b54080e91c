"""The works: what is measured, for whom, and the bar that router has to reach."""

from dataclasses import dataclass
from typing import Callable, Optional

from .build import BUILD
from .letters import attachment, check_whole
from .rounds import measure, say
from .running import Command, RunError
from .sinks import OurSink, PostfixSink

CALIBRATION = 100  # letters, to learn how many fill the time of a run


@dataclass(frozen=True)
class Bar:
    """What router has to reach: `figure(rows)` gives what it reached, or None; `least` is how much that must be."""

    text: str
    figure: Callable
    least: Optional[float] = None
    most: Optional[float] = None
    unit: str = "×"

    def judge(self, rows):
        by_key = {row["key"]: row for row in rows}
        value = self.figure(by_key) if "router" in by_key else None
        if value is None:
            return {"text": self.text, "value": None, "reached": None, "unit": self.unit}
        reached = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return {"text": self.text, "value": value, "reached": reached, "unit": self.unit}


def times_as_fast(rows, chosen):
    """How many times the best of the chosen rows router's rate is."""
    rates = [row["median"] for row in rows.values() if row["key"] != "router" and chosen(row)]
    return rows["router"]["median"] / max(rates) if rates else None


def factor(text, least, *keys):
    return Bar(text, lambda rows: times_as_fast(rows, lambda row: row["key"] in keys), least)


def composers(text, least):
    return Bar(text, lambda rows: times_as_fast(rows, lambda row: row["composes"]), least)


def absolute(text, unit, value, least=None, most=None):
    return Bar(text, lambda rows: value(rows["router"]), least, most, unit)


def check_letters(bench, peers, size=None):
    """Each peer sends a letter that is looked at, before anything is measured."""
    keep = BUILD / "last.eml"
    with OurSink(keep=keep) as sink:
        for peer in peers:
            for make in (peer.send and (lambda: peer.send(sink.port, 1, 1, size)), peer.one and (lambda: peer.one(sink.port, size))):
                if make and peer.key != "curl":  # which fills no templates: its letter has no names
                    keep.unlink(missing_ok=True)
                    bench.quick_runner.run(make())
                    check_whole(keep.read_bytes(), size)


@dataclass(frozen=True)
class SendWork:
    """Letters through one session or four, rendering and composing included."""

    key: str
    title: str
    bars: tuple
    sessions: int = 1
    size: Optional[str] = None
    sink: type = OurSink
    router_count: int = 20_000
    unit = "letters/s"

    def measure(self, bench):
        contenders = [peer for peer in bench.contenders if peer.send]
        check_letters(bench, contenders, self.size)
        counts = {}

        def once(peer, samples):
            with self.sink() as sink:
                if peer.key not in counts:
                    counts[peer.key] = self.count(bench, peer, sink)
                command = peer.send(sink.port, self.sessions, counts[peer.key], self.size)
                run = bench.runner.run(command, sink=sink)
                letters = run.report.get("letters", command.letters)
                sent = sink.statistics()
                if sent:
                    expected = letters + run.report.get("warm-up", 0)
                    if sent["letters"] != expected:
                        raise RunError(f"{peer.title} says {expected} letters, {sent['letters']} arrived")
                    samples.bytes = sent["bytes"] / sent["letters"]
                rate = letters / run.report.get("seconds", run.seconds[0])
                samples.add([rate], run)
                say(f"  {peer.key:<12} {rate:>10,.0f}/s{'  (disturbed)' if run.disturbed else ''}")

        samples = measure(contenders, bench.rounds, once)
        return [samples[peer.key].row(peer, peer.title, count=counts[peer.key]) for peer in contenders]

    def count(self, bench, peer, sink):
        if peer.key == "router":
            return max(self.router_count // bench.haste, 100)
        command = peer.send(sink.port, self.sessions, CALIBRATION, self.size)
        run = bench.quick_runner.run(command)
        rate = CALIBRATION / run.report.get("seconds", run.seconds[0])
        return max(int(rate * bench.seconds), 20)


@dataclass(frozen=True)
class ComposeWork:
    """Rendering and composing alone, on one CPU."""

    key: str
    title: str
    bars: tuple
    kind: Optional[str] = None
    unit = "letters/s"

    def measure(self, bench):
        contenders = [peer for peer in bench.contenders if peer.compose]
        counts = {}

        def once(peer, samples):
            if peer.key not in counts:
                report = bench.quick_runner.run(peer.compose(CALIBRATION // 4, self.kind), cpu=0).report
                counts[peer.key] = max(int(report["letters"] / report["seconds"] * bench.seconds), 10)
            run = bench.runner.run(peer.compose(counts[peer.key], self.kind), cpu=0)
            samples.bytes = run.report["bytes"] / run.report["letters"]
            rate = run.report["letters"] / run.report["seconds"]
            samples.add([rate], run)
            say(f"  {peer.key:<12} {rate:>10,.0f}/s{'  (disturbed)' if run.disturbed else ''}")

        samples = measure(contenders, bench.rounds, once)
        return [samples[peer.key].row(peer, peer.composer or peer.title, count=counts[peer.key]) for peer in contenders]


@dataclass(frozen=True)
class OneWork:
    """One letter by one process, from exec to exit."""

    key: str
    title: str
    bars: tuple
    size: Optional[str] = None
    runs: int = 50  # of all rounds together
    leave: tuple = ()  # who stays out
    unit = "s"

    def measure(self, bench):
        contenders = [peer for peer in bench.contenders if peer.one and peer.key not in self.leave]
        check_letters(bench, contenders, self.size)
        repeats = max(self.runs // bench.rounds // bench.haste, 1)

        def once(peer, samples):
            with OurSink() as sink:
                command = peer.one(sink.port, self.size)
                run = bench.runner.run(command, repeats=repeats, sink=sink)
                sent = sink.statistics()
                if sent["letters"] != repeats:
                    raise RunError(f"{peer.title} was to send {repeats} letters, {sent['letters']} arrived")
                samples.bytes = sent["bytes"] / sent["letters"]
            samples.add(run.seconds, run)
            say(f"  {peer.key:<12} {min(run.seconds) * 1000:>10.2f} ms{'  (disturbed)' if run.disturbed else ''}")

        samples = measure(contenders, bench.rounds, once)
        return [samples[peer.key].row(peer, peer.starter or peer.title) for peer in contenders]


@dataclass(frozen=True)
class CheckWork:
    """`router check` of many routes and connections, beside a linter that knows YAML but not what it means."""

    key: str
    title: str
    bars: tuple
    unit = "s"

    def measure(self, bench):
        from .machine import version
        from .peers import Peer

        def contender(key, title, of, *arguments):
            return Peer(key, title, of, one=lambda port, size: Command(list(arguments)))

        contenders = [contender(
            "yamllint", "yamllint, 1,000 routes", lambda: version("yamllint"),
            "yamllint", "-d", "relaxed", bench.workspace.grow(1000),
        )]
        for router in [peer for peer in bench.contenders if peer.key == "router"]:
            for key, count in (("router", 1000), ("router-2000", 2000), ("router-1", 1)):
                contenders.append(contender(
                    key, f"**router**, {count:,} route{'s' if count > 1 else ''}", router.version,
                    bench.program, "check", "--workspace", bench.workspace.grow(count),
                ))

        def once(peer, samples):
            run = bench.runner.run(peer.one(None, None))
            samples.add(run.seconds, run)
            say(f"  {peer.key:<12} {run.seconds[0] * 1000:>10.2f} ms{'  (disturbed)' if run.disturbed else ''}")

        samples = measure(contenders, bench.rounds, once)
        return [samples[peer.key].row(peer, peer.title) for peer in contenders]


def _growth(rows):
    """How much more memory the second thousand routes need than the first."""
    first = rows["router"]["peak"] - rows["router-1"]["peak"]
    return (rows["router-2000"]["peak"] - rows["router"]["peak"]) / first if first > 0 else 1


def _slower(rows):
    return rows["router-2000"]["median"] / rows["router"]["median"]


SEND_BARS = {
    1: (factor("twice smtp-source", 2, "smtp-source"), composers("three times any composer", 3)),
    4: (factor("three times Go", 3, "go"),),
}

WORKS = [
    *(
        SendWork(f"send-{sessions}{'-postfix' if sink is PostfixSink else ''}", title, SEND_BARS[sessions], sessions, sink=sink)
        for sessions, sink, title in (
            (1, OurSink, "Letters of 4 KB through one session"),
            (4, OurSink, "Letters of 4 KB through four sessions"),
            (1, PostfixSink, "Letters of 4 KB through one session into smtp-sink"),
            (4, PostfixSink, "Letters of 4 KB through four sessions into smtp-sink"),
        )
    ),
    *(
        SendWork(
            f"file-{sessions}", f"Letters with 100 KB attached through {words}",
            (factor("2.5 times libcurl", 2.5, "libcurl"),), sessions, "100K", router_count=4_000,
        )
        for sessions, words in ((1, "one session"), (4, "four sessions"))
    ),
    ComposeWork("compose", "Rendering and composing alone", (
        absolute("100,000 letters/s", "/s", lambda row: row["median"], 100_000),)),
    ComposeWork("compose-ics", "Rendering and composing with a meeting", (
        absolute("60,000 letters/s", "/s", lambda row: row["median"], 60_000),), "ics"),
    ComposeWork("compose-1m", "Rendering and composing with 1 MB attached", (
        absolute("2 GB/s of output", " GB/s", lambda row: row["median"] * row["bytes"] / 1e9, 2),), "1M"),
    OneWork("one", "One letter, from exec to exit", (
        absolute("under 15 ms", " ms", lambda row: row["median"] * 1000, most=15),
        absolute("at most 18 MB", " MB", lambda row: row["peak"] / 1e6, most=18),
    )),
    OneWork("one-100m", "One letter with 100 MB attached", (
        absolute("under 0.5 s", " s", lambda row: row["median"], most=0.5),
        absolute("under 48 MB", " MB", lambda row: row["peak"] / 1e6, most=48),
    ), "100M", runs=5, leave=("swaks",)),
    CheckWork("check", "router check of 1,000 routes and 100 connections", (
        absolute("under 1 s", " s", lambda row: row["median"], most=1),
        Bar("memory linear: the second thousand routes need no more than the first", _growth, most=1.1),
        Bar("time linear: 2,000 routes take twice as long", _slower, most=2.2),
    )),
]
