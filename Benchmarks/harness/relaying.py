"""From submission to the mail server behind: router with its spool beside Postfix with its queue."""

import time
from dataclasses import dataclass

from .accepting import submission
from .crew import Figures, Watch
from .machine import version
from .relay import Relay
from .rounds import rotated, say
from .service import Clients, Service, token
from .sinks import OurSink
from .works import Bar
from .workspace import Workspace

SECONDS = 5
LETTERS = 20_000  # that `router send` sends
POSTFIX_LETTERS = 4_000
CLIENTS = 64


def against_postfix(key):
    return lambda rows: rows[key]["median"] / rows["postfix"]["median"] if "postfix" in rows else None


@dataclass(frozen=True)
class RelayWork:
    """Letters a second from the first submission to the moment at which the last one is at the sink."""

    key: str = "relay"
    title: str = "From submission to the mail server, through a spool that is synced"
    bars: tuple = (
        Bar("router send: eight times Postfix, better twenty", against_postfix("router"), least=8),
        Bar("64 clients over HTTP: eight times Postfix, better twenty", against_postfix("router-http"), least=8),
    )
    unit: str = "letters/s"
    notes: tuple = (
        "Letters of 4 KB; the clock runs from the first submission until our sink has the last letter. `router send` is one process from"
        " exec to exit: it checks all lines, then composes, spools and sends them through four sessions. Over HTTP 64 clients of"
        " `wrk` submit for some seconds, and `router serve` sends through four sessions at the same time. Postfix gets a letter that"
        " stands ready from `smtp-source` over 64 sessions and relays it over up to 20. All on one machine: clients, sink and database"
        " share its two CPUs.",
    )

    def measure(self, bench):
        router = next((peer for peer in bench.contenders if peer.key == "router"), None)
        contenders = (["router", "router-http"] if router else []) + (["postfix"] if Relay.is_possible() else [])
        figures = {key: Figures() for key in contenders}
        for key in rotated(contenders, bench.rounds):
            rate = {"router": self.send, "router-http": self.http, "postfix": self.postfix}[key](bench, figures[key])
            say(f"  {key:<12} {rate:>8,.0f}/s")
        titles = {
            "router": "**router** send of many lines", "router-http": "**router** serve, submissions over HTTP by 64 clients",
            "postfix": "Postfix's queue, submissions by smtp-source (does not compose)",
        }
        return [
            figures[key].row(key, titles[key], version("postfix") if key == "postfix" else router.version()) for key in contenders
        ]

    def send(self, bench, figures):
        count = max(LETTERS // bench.haste, 100)
        with OurSink() as sink, Workspace("sqlite:var/router.db") as workspace:
            router = bench.router_in(workspace)
            run = bench.runner.run(router.send(sink.port, 4, count, None), sink=sink, before=workspace.empty_spool)
            sink.until(count)
            rate = count / run.seconds[0]
            figures.add(rate, run.peak, run.user, run.system, run.seconds[0], run.disturbed)
        return rate

    def http(self, bench, figures):
        seconds = max(1, SECONDS / bench.haste)
        with OurSink() as sink, Workspace("sqlite:var/router.db") as workspace:
            workspace.connect(sink.port)
            key = token(bench.program, workspace)
            bench.wait()
            with Service(bench.program, workspace) as service:
                sink.until(Clients(service, key, CLIENTS, 1).end()["accepted"])  # gets warm
                time.sleep(0.5)
                sink.reset()
                watch = Watch(service.pid, sink.process.pid)
                user, system = service.cpu_seconds()
                start = time.monotonic()
                accepted = Clients(service, key, CLIENTS, seconds, first=1_000_000).end()["accepted"]
                _, end = sink.until(accepted)
                user_then, system_then = service.cpu_seconds()
                disturbed = watch.disturbed
                rate = accepted / (end - start)
                figures.add(rate, service.peak(), user_then - user, system_then - system, end - start, disturbed)
        return rate

    def postfix(self, bench, figures):
        letters = max(POSTFIX_LETTERS // bench.haste, CLIENTS)
        with OurSink() as sink, Relay(sink.port) as relay:
            bench.quick_runner.run(submission(relay.port, CLIENTS, CLIENTS))  # gets warm
            sink.until(CLIENTS)
            sink.reset()
            bench.wait()
            watch = Watch(relay.process.pid, sink.process.pid)
            start = time.monotonic()
            bench.quick_runner.run(submission(relay.port, CLIENTS, letters))
            _, end = sink.until(letters)
            rate = letters / (end - start)
            figures.add(rate, seconds=end - start, disturbed=watch.disturbed)
        return rate
