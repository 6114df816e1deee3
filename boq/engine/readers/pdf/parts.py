"""The parts that a page is taken apart into. All positions are points, y counted downwards from the top of the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Word:
    """Characters without a gap, in the order in which they stand on the page from left to right. `base` is their baseline."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    struck: bool = False
    begins: bool = False  # the file writes it apart from the word before it
    sure: int = 100  # of 100: less where it was recognized in a picture

    @property
    def top(self) -> float:
        """The upper edge of capital letters, about."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of descenders, about."""
        return self.base + 0.22 * self.size


@dataclass(slots=True)
class Run:
    """Words of one baseline that the file writes one after another with ordinary spaces between them."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.words[-1].x1

    @property
    def base(self) -> float:
        """The baseline."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """The size of the letters."""
        return self.words[0].size

    @property
    def middle(self) -> float:
        """Half the height of small letters above the baseline: what decides between two rows."""
        return self.base - 0.3 * self.size

    @property
    def text(self) -> str:
        """The words as they stand, left to right."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True, frozen=True)
class Rule:
    """A straight ruling line: at `at`, from `start` to `end` (x for a vertical's `at`, y for a horizontal's)."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long it is."""
        return self.end - self.start


@dataclass(slots=True)
class Page:
    """One page as it is shown (turned pages are turned back). `number` is 1-based; `pictures` is the share that images cover."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    behind: list[Run] = field(
        default_factory=list
    )  # watermarks: what is printed across the page, over or under its texts
    unseen: float = 0.0  # share of the texts that is not painted: a text layer laid under a scan

    @property
    def size(self) -> float:
        """The size of most of the letters."""
        sizes = sorted(run.size for run in self.runs)
        return sizes[len(sizes) // 2] if sizes else 10.0


Box = tuple[int, float, float, float, float]
"""Page (1-based), left, top, right, bottom."""


@dataclass(slots=True)
class Cell:
    """What stands in one cell: runs in reading order of lines, each line its own list."""

    lines: list[list[Run]] = field(default_factory=list)
    page: int = 0


@dataclass(slots=True)
class Row:
    """Cells by column, with the edges of the row on its page."""

    page: int
    top: float
    bottom: float
    cells: dict[int, Cell] = field(default_factory=dict)
    spans: list[tuple[int, int, int]] = field(default_factory=list)  # merged: column, last column, rows further down
    furniture: bool = False
