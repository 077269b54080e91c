"""What the harness works out by itself: turns, bars, numbers, counts."""

import unittest

from harness import instructions, page
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
