"""Submissions that are accepted for good: over HTTP by `router serve`, and by SMTP into Postfix's queue."""

import time
from dataclasses import dataclass

from .crew import Figures, Watch
from .letters import ready_made
from .machine import version
from .relay import Relay, free_port
from .rounds import rotated, say
from .running import Command, RunError
from .service import Clients, Service, token
from .sinks import OurSink
from .works import absolute
from .workspace import Workspace

SECONDS = 5
POSTFIX_LETTERS = {64: 3_000, 1: 300}


@dataclass(frozen=True)
class Contender:
    key: str
    clients: int
    measure: str  # the method


@dataclass(frozen=True)
class AcceptWork:
    """How many letters a second are accepted, each on the disk before its client hears so."""

    key: str = "accept"
    title: str = "Submissions over HTTP, each on the disk before its answer"
    bars: tuple = (
        absolute("4,000/s from 64 clients", "/s", lambda row: row["median"], 4_000),
    )
    unit: str = "letters/s"
    notes: tuple = (
        "`wrk` with kept connections, each call a letter of 4 KB with data of its own; spool in SQLite, every commit synced. Letters are"
        " sent on to our sink at the same time, unless it says *kept only*: then nobody listens at the mail server. Postfix takes a"
        " letter that stands ready from `smtp-source`, a new connection for each, and relays it to our sink at the same time.",
    )

    CONTENDERS = (
        Contender("router", 64, "http"), Contender("router-1", 1, "http"), Contender("router-kept", 64, "kept"),
        Contender("router-kept-1", 1, "kept"), Contender("postfix", 64, "postfix"), Contender("postfix-1", 1, "postfix"),
    )

    def measure(self, bench):
        router = next((peer for peer in bench.contenders if peer.key == "router"), None)
        contenders = [one for one in self.CONTENDERS if (Relay.is_possible() if one.measure == "postfix" else router)]
        figures = {one.key: Figures() for one in contenders}
        slow = {}
        for one in rotated(contenders, bench.rounds):
            rate = getattr(self, one.measure)(bench, one, figures[one.key], slow)
            say(f"  {one.key:<14} {rate:>8,.0f}/s{slow.get(one.key, '')}")
        rows = []
        for one in contenders:
            people = "64 clients" if one.clients == 64 else "1 client"
            title = {
                "http": f"**router**, {people}", "kept": f"**router**, {people}, kept only",
                "postfix": f"Postfix's queue, {people} (does not compose)",
            }[one.measure]
            of = version("postfix") if one.measure == "postfix" else router.version()
            rows.append(figures[one.key].row(one.key, title + slow.get(one.key, ""), of))
        return rows

    def http(self, bench, one, figures, slow):
        with OurSink() as sink:
            return self.serve(bench, one, figures, slow, sink.port, sink)

    def kept(self, bench, one, figures, slow):
        return self.serve(bench, one, figures, slow, free_port())

    def serve(self, bench, one, figures, slow, port, sink=None):
        seconds = max(1, SECONDS / bench.haste)
        with Workspace("sqlite:var/router.db") as workspace:
            workspace.connect(port)
            key = token(bench.program, workspace)
            bench.wait()
            with Service(bench.program, workspace) as service:
                Clients(service, key, one.clients, 1).end()  # gets warm
                watch = Watch(service.pid, *([sink.process.pid] if sink else []))
                user, system = service.cpu_seconds()
                report = Clients(service, key, one.clients, seconds, first=1_000_000).end()
                user_then, system_then = service.cpu_seconds()
                disturbed = watch.disturbed
                rate = report["accepted"] / report["seconds"]
                figures.add(rate, service.peak(), user_then - user, system_then - system, report["seconds"], disturbed)
                slow[one.key] = f", each in {report['median'] * 1000:.1f} ms (99 %: {report['slow'] * 1000:.0f} ms)"
        return rate

    def postfix(self, bench, one, figures, slow):
        letters = max(POSTFIX_LETTERS[one.clients] // bench.haste, one.clients)
        with OurSink() as sink, Relay(sink.port) as relay:
            command = submission(relay.port, one.clients, letters)
            bench.quick_runner.run(submission(relay.port, one.clients, one.clients))  # gets warm
            bench.wait()
            watch = Watch(relay.process.pid, sink.process.pid)
            start = time.monotonic()
            run = bench.quick_runner.run(command)
            disturbed = watch.disturbed
            rate = letters / run.seconds[0]
            figures.add(rate, seconds=time.monotonic() - start, disturbed=disturbed)
            try:
                sink.until(letters + one.clients)
            except RunError as error:
                raise RunError(f"what Postfix took did not arrive: {error}")
        return rate


def submission(port, sessions, letters):
    """smtp-source, which submits a letter that stands ready; it opens a connection for each unless told."""
    return Command(
        ["smtp-source", "-d", "-s", sessions, "-m", letters, "-f", "shop@example.com", "-t", "reader0@example.com", "-F",
         ready_made(), f"127.0.0.1:{port}"],
        letters=letters)
