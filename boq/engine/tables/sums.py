"""Running sums over the items of a sheet: which stretch of items adds up to a stated total."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

MOST_PLACES = 256  # equal running sums that are looked at


def tolerance(stated: float, count: int) -> float:
    """How far a sum of `count` rounded amounts may be from its stated total."""
    whole = 0.51 if stated == int(stated) and abs(stated) >= 100 else 0.0
    return 0.0151 + whole + min(count * 0.005, 2e-5 * abs(stated))


def same(expected: float, stated: float, count: int = 1) -> bool:
    """Equal within the rounding of the amounts that were added."""
    return abs(expected - stated) <= tolerance(stated, count)


class Sums:
    """Prefix sums of item values in file order: `at(n)` is the sum of the first n items."""

    def __init__(self, values: Sequence[float]) -> None:
        self.prefix = list(accumulate(values, initial=0.0))
        self.monotone = min(values, default=0.0) >= 0
        self.ordered: list[tuple[float, int]] = []

    def __len__(self) -> int:
        return len(self.prefix) - 1

    def between(self, first: int, last: int) -> float:
        """Sum of items `first` to before `last`."""
        return self.prefix[last] - self.prefix[first]

    def start_of(self, last: int, stated: float) -> int | None:
        """The start of a stretch that ends before item `last` and adds up to `stated`; None when there is none."""
        if last == 0 or not stated:
            return None
        goal, prefix = self.prefix[last] - stated, self.prefix
        slack = tolerance(stated, last)
        if self.monotone:
            found = bisect_left(prefix, goal - slack, 0, last)
            return self._exact(found, goal, slack, last) if found < last else None
        return max((place for place in self._places(goal, slack) if place < last), default=None)

    def _exact(self, found: int, goal: float, slack: float, last: int) -> int | None:
        best = None
        for start in range(found, min(found + 64, last)):
            gap = abs(self.prefix[start] - goal)
            if gap > slack:
                if self.prefix[start] > goal:
                    break
                continue
            if best is None or gap < abs(self.prefix[best] - goal) - 1e-9:
                best = start
        return best

    def end_of(self, first: int, stated: float) -> int | None:
        """The end of a stretch that begins with item `first` and adds up to `stated`; None when there is none."""
        if first >= len(self) or not stated:
            return None
        goal, prefix = self.prefix[first] + stated, self.prefix
        slack = tolerance(stated, len(self) - first)
        if self.monotone:
            found = bisect_left(prefix, goal - slack, first + 1)
            return found if found < len(prefix) and abs(prefix[found] - goal) <= slack else None
        return min((place for place in self._places(goal, slack) if place > first), default=None)

    def _places(self, goal: float, slack: float) -> Iterator[int]:
        """Where the running sum is within `slack` of `goal`: amounts may be negative, so it may be anywhere."""
        if not self.ordered:
            self.ordered = sorted((value, place) for place, value in enumerate(self.prefix))
        start = bisect_left(self.ordered, (goal - slack, -1))
        for value, place in self.ordered[start : start + MOST_PLACES]:
            if value > goal + slack:
                return
            yield place
