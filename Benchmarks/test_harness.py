"""What the harness works out by itself: turns, bars, numbers, counts."""

import os
import subprocess
import sys
import unittest

from harness import crew, instructions, page
from harness.relaying import RelayWork
from harness.rounds import rotated
from harness.works import absolute, composers, factor


def row(key, median, composes=True):
    return {"key": key, "median": median, "composes": composes}


class HarnessTests(unittest.TestCase):
    def test_everyone_is_first_once(self):
        self.assertEqual("".join(rotated(list("ABC"), 4)), "ABCBCACABABC")
        self.assertEqual(list(rotated([], 3)), [])

    def test_bars_are_judged(self):
        rows = [row("router", 900), row("smtp-source", 500, composes=False), row("go", 300), row("java", 200)]
        for bar, value, reached in (
            (factor("", 2, "smtp-source"), 1.8, False),
            (factor("", 1.8, "smtp-source"), 1.8, True),
            (composers("", 3), 3, True),
            (absolute("", "/s", lambda row: row["median"], least=901), 900, False),
            (absolute("", "ms", lambda row: row["median"], most=900), 900, True),
            (factor("", 2, "nobody"), None, None),
        ):
            judged = bar.judge(rows)
            self.assertEqual((judged["value"], judged["reached"]), (value, reached))

    def test_without_router_nothing_is_reached(self):
        self.assertIsNone(composers("", 3).judge([row("go", 300)])["reached"])

    def test_a_crew_is_its_processes_and_all_below_them(self):
        burn = "import time\nwhile time.process_time() < 0.3: pass"
        code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}]); print('done', flush=True); sys.stdin.read()"
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            # The one that burned has ended, and counts through the one above it.
            self.assertGreaterEqual(sum(crew.cpu_seconds(process.pid)), 0.29)
            self.assertLess(sum(crew.cpu_seconds(process.pid)), sum(crew.cpu_seconds(os.getpid())) + 0.01)
            self.assertGreater(crew.peak(process.pid), 1_000_000)
            process.stdin.close()
        self.assertEqual(crew.cpu_seconds(process.pid), (0, 0))

    def test_figures_of_a_crew_become_a_row(self):
        figures = crew.Figures()
        for rate in (3, 1, 2):
            figures.add(rate, peak=rate, user=1, system=0.5, seconds=2)
        found = figures.row("router", "**router**", "1")
        self.assertEqual((found["median"], found["low"], found["high"], found["peak"], found["runs"]), (2, 1, 3, 3, 3))
        self.assertEqual((found["user"], found["system"]), (0.5, 0.25))

    def test_the_relay_is_compared_where_it_ran(self):
        rows = [row("router", 7000), row("router-http", 6000), row("postfix", 800)]
        self.assertEqual([bar.judge(rows)["reached"] for bar in RelayWork.bars], [True, False])
        self.assertEqual([bar.judge(rows[:2])["reached"] for bar in RelayWork.bars], [None, None])

    def test_rows_in_order_stay_so(self):
        rows = [{**row(key, rate), "title": key, "version": "1", "low": 1, "high": 1, "disturbed": 0, "peak": 1, "bytes": 0}
                for key, rate in (("a", 1), ("b", 3), ("c", 2))]
        def shown(in_order):
            return [line[2] for line in page.table({"key": "k", "unit": "letters/s", "rows": rows, "in-order": in_order})[2:]]
        self.assertEqual((shown(True), shown(False)), (["a", "b", "c"], ["b", "c", "a"]))

    def test_numbers_have_three_digits_that_count(self):
        for value, text in (
            (12345, "12,300"), (1234, "1,230"), (999.6, "1,000"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (0.1234, "0.123"),
            (0.01234, "0.012"), (0, "0.000"), (41_849.5, "41,800"),
        ):
            self.assertEqual(page.number(value), text)

    def test_growth_is_a_share_of_what_is_accepted(self):
        self.assertEqual(instructions.judge(None, 100, 0.03), (None, False))
        for found, too_much in ((97, False), (100, False), (103, False), (104, True)):
            growth, verdict = instructions.judge(100, found, 0.03)
            self.assertAlmostEqual(growth, found / 100 - 1)
            self.assertEqual(verdict, too_much)


if __name__ == "__main__":
    unittest.main()
