"""100,000 letters that wait in the spool, worked off by `router queue run`: whether it gets slower or larger on the way."""

import shutil
import statistics
import subprocess
import threading
from dataclasses import dataclass

from .crew import Figures
from .lines import memory, resident
from .rounds import say
from .running import RunError
from .sinks import OurSink
from .works import Bar, absolute
from .workspace import Workspace

COUNT = 100_000


@dataclass(frozen=True)
class BacklogWork:
    key: str = "backlog"
    title: str = "100,000 letters in the spool, worked off"
    bars: tuple = (
        Bar(
            "a letter of the last tenth takes as long as one of the first, within 20 %", most=1.2,
            figure=lambda rows: rows["router"]["median"] / rows["tenth-10"]["median"] if "tenth-10" in rows else None,
        ),
        absolute("under 150 MB", " MB", lambda row: row["whole"] / 1e6, most=150),
    )
    unit: str = "letters/s"
    in_order: bool = True
    notes: tuple = (
        "`router send --no-wait` has put 100,000 letters of 4 KB into a SQLite spool; each round works off a copy of it with `router queue"
        " run`, through four sessions into our sink.",
    )

    def measure(self, bench):
        routers = [peer for peer in bench.contenders if peer.key == "router"]
        if not routers:
            return []
        count = max(COUNT // bench.haste, 20_000)
        tenths, sizes, whole = {}, {}, Figures()
        with Workspace("sqlite:var/router.db") as workspace:
            self.fill(bench, workspace, count)
            for _ in range(min(bench.rounds, 3)):
                marks, looks = self.run(bench, workspace, count)
                for tenth, (start, end) in enumerate(zip(marks, marks[1:]), 1):
                    tenths.setdefault(tenth, Figures()).add(10_000 / (end - start))
                    sizes.setdefault(tenth, []).append(resident(looks, start, end))
                whole.add(count / (marks[-1] - marks[0]), max(size for _, size in looks))
                say(f"  {count:>7,} letters {whole.rates[-1]:>10,.0f}/s, {whole.peak / 1e6:.1f} MB")
        version = routers[0].version()
        rows = []
        for tenth, figures in tenths.items():
            figures.peak = statistics.median(sizes[tenth])
            rows.append(figures.row(
                "router" if tenth == 1 else f"tenth-{tenth}", f"**router**, letters {tenth * 10_000 - 9_999:,} to {tenth * 10_000:,}",
                version, whole=whole.peak))
        return rows + [whole.row("whole", f"**router**, all {count:,}", version)]

    def fill(self, bench, workspace, count):
        """Puts the letters in, and keeps the spool aside."""
        router = bench.router_in(workspace)
        run = bench.quick_runner.run(router.send(1, 4, count, None, "--no-wait"))
        say(f"  filled with {count / run.seconds[0]:,.0f} letters/s")
        shutil.copytree(workspace.folder / "var", workspace.folder / "full")

    def run(self, bench, workspace, count):
        with OurSink() as sink:
            workspace.connect(sink.port)
            workspace.empty_spool()
            shutil.copytree(workspace.folder / "full", workspace.folder / "var")
            subprocess.run(["sync", "-f", workspace.folder], check=True)  # or the copy's writes would be in the way of the run's
            bench.wait()
            looks = []
            process = subprocess.Popen(
                [str(bench.program), "queue", "run", "--quiet", "--workspace", str(workspace.folder)], stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE)
            watcher = threading.Thread(target=memory, args=(process, looks))
            watcher.start()
            errors = process.stderr.read().decode()
            status = process.wait()
            watcher.join()
            found = sink.statistics()
        if status != 0 or found["letters"] != count:
            raise RunError(f"router queue run ended with {status} after {found['letters']} letters: {errors[-2000:]}")
        return found["marks"], looks
