"""Intervals of shares, without anything but arithmetic: Wilson's for one, Newcombe's for the difference of two.

Sources: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927); R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872 and 873-890, method 10.
"""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054  # of the normal distribution, two-sided, 95 %


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Between which shares the true one lies, with 95 % confidence. Of nobody it is anywhere between 0 and 1."""
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    below = 1 + z * z / of
    return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


def difference(first: tuple[int, int], second: tuple[int, int], z: float = Z95) -> tuple[float, float, float]:
    """(difference, lower, upper) of the second share less the first; each is (hits, of), and of somebody."""
    (low1, high1), (low2, high2) = wilson(*first, z), wilson(*second, z)
    share1, share2 = first[0] / first[1], second[0] / second[1]
    gap = share2 - share1
    lower = gap - sqrt((share2 - low2) ** 2 + (high1 - share1) ** 2)
    upper = gap + sqrt((high2 - share2) ** 2 + (share1 - low1) ** 2)
    return gap, lower, upper
