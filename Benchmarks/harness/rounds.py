"""All contenders run in turn, A B C, B C A, …, because figures drift on a machine that is not all ours."""

import statistics
import sys
from dataclasses import dataclass, field


@dataclass
class Samples:
    """What the runs of one contender gave: letters a second, or seconds, as the work has it."""

    figures: list = field(default_factory=list)
    peak: int = 0
    user: float = 0
    system: float = 0
    seconds: float = 0
    bytes: float = 0  # of one letter
    disturbed: int = 0

    def row(self, peer, title, **more):
        return {
            "key": peer.key, "title": title, "version": peer.version(), "composes": peer.composes,
            "median": statistics.median(self.figures), "low": min(self.figures), "high": max(self.figures),
            "peak": self.peak, "bytes": self.bytes, "runs": len(self.figures), "disturbed": self.disturbed,
            "user": self.user / self.seconds, "system": self.system / self.seconds, **more,
        }

    def add(self, figures, run):
        self.figures += figures
        self.peak = max(self.peak, run.peak)
        self.user += run.user
        self.system += run.system
        self.seconds += sum(run.seconds)
        self.disturbed += run.disturbed


def rotated(contenders, rounds):
    """Each round's contenders, every one of them first at its time."""
    for turn in range(rounds):
        place = turn % max(len(contenders), 1)
        yield from contenders[place:] + contenders[:place]


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(contenders, rounds, once):
    """Runs `once(peer, samples)` for each in turn, and returns the samples by the peer's key."""
    samples = {peer.key: Samples() for peer in contenders}
    for peer in rotated(contenders, rounds):
        once(peer, samples[peer.key])
    return samples
