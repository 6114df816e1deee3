"""All totals of a bill, linked and judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from boq.engine.book import Book
from boq.engine.chain.carried import carried_from, tender_sums
from boq.engine.chain.faults import SHARES, WrongRows, find_wrong_rows, is_derived
from boq.engine.chain.ledger import Ledger
from boq.engine.chain.lineage import Formula, Lineage, by_arithmetic, close, read_formula
from boq.engine.chain.more import SectionSums, equal_total, own_column, prove_more, splits
from boq.engine.checks.percentages import stated_percent
from boq.engine.formulas.evaluate import Cells, evaluate
from boq.engine.formulas.syntax import areas, parse
from boq.engine.grid import Grid
from boq.engine.model import Item, Rounding, Section, SourceRef, StatedTotal, TotalKind, Verdict, column_letters

MOST_CELLS = 3_000_000  # cells that the formulas of all totals may look at
ALIKE = 3  # totals by formula beside which a constant is conspicuous


class Proof(NamedTuple):
    """What arithmetic found for one total: items `first` to before `last` of the bill, and other totals by position."""

    first: int = 0
    last: int = 0
    parts: tuple[int, ...] = ()


def link(
    book: Book,
    items: Sequence[Item],
    totals: Sequence[StatedTotal],
    proofs: Sequence[Proof],
    sections: Sequence[Section],
    rounding: Rounding,
    root: SourceRef | None,
    names: Mapping[str, str] | None = None,
) -> tuple[StatedTotal, ...]:
    """The totals with their links and verdicts, the sums of forms of tender behind them. `root` is the cell of the stated total."""
    chain = _Chain(book, items, totals, proofs, sections, rounding, names or {})
    top = next((index for index, total in enumerate(totals) if root is not None and total.source == root), None)
    return chain.judged(top)


class _Chain:
    def __init__(
        self,
        book: Book,
        items: Sequence[Item],
        totals: Sequence[StatedTotal],
        proofs: Sequence[Proof],
        sections: Sequence[Section],
        rounding: Rounding,
        names: Mapping[str, str],
    ) -> None:
        self.book, self.totals, self.rounding = book, totals, rounding
        self.ledger = Ledger(items, totals)
        self.sheets = {sheet.name: sheet for sheet in book.sheets}
        self.grids: dict[str, Grid] = {sheet.name: sheet.view.grid for sheet in book.sheets}
        self.cells = cells = Cells(list(self.grids.values()), names, MOST_CELLS)
        self.formulas: list[Formula | None] = [
            read_formula(self.ledger, cells, self.grids[total.source.sheet], index, rounding) if total.formula else None
            for index, total in enumerate(totals)
        ]
        self.should: dict[int, Decimal] = {}
        self.beside: dict[int, tuple[SourceRef, ...]] = {}
        self.used = [book.sheets[place].name for place in book.used]
        entries = any(total.kind is TotalKind.ENTRY for total in totals)
        self.sections = SectionSums(self.ledger, sections) if entries else None
        self.splits = splits(totals, rounding)
        self.lineages = [self.lineage(index, proof) for index, proof in enumerate(proofs)]

    def lineage(self, index: int, proof: Proof) -> Lineage | None:
        """By formula, else by arithmetic, else what a summary's line carries."""
        formula = self.formulas[index]
        if formula is not None and formula.lineage is not None and (formula.lineage.known or not formula.lineage.loose):
            return formula.lineage
        proven = by_arithmetic(self.ledger, proof.first, proof.last, proof.parts)
        if proven.known:
            return proven._replace(parts=tuple((part, self.times(index, proven, part)) for part, _ in proven.parts))
        total = self.totals[index]
        if total.verdict is not Verdict.EQUAL and total.formula and formula is not None and formula.value is not None:
            return None
        if total.kind is TotalKind.ENTRY:
            return self.entry(index)
        if total.verdict is Verdict.EQUAL:
            return None
        more = prove_more(self.ledger, index, self.rounding)
        if more is not None:
            self.should[index] = total.amount
        elif cells := own_column(self.ledger, self.sheets[total.source.sheet], total, self.rounding):
            self.should[index], self.beside[index] = total.amount, cells
        return more

    def times(self, index: int, lineage: Lineage, part: int) -> Decimal:
        """How often a total without a formula takes a part: a share of it as far as it goes, a discount away."""
        total, base = self.totals[index], self.totals[part]
        if total.kind in SHARES and len(lineage.parts) == 1 and not lineage.stretches and base.amount:
            return total.amount / base.amount
        return Decimal(-1) if base.kind is TotalKind.DISCOUNT and base.amount > 0 else Decimal(1)

    def entry(self, index: int) -> Lineage | None:
        """A line of a summary: the total of a sheet, any one total of the bills, or a section without a total of its own."""
        total = self.totals[index]
        found, should = carried_from(self.ledger, index, self.used, self.rounding)
        if found is None or should != total.amount:
            same = equal_total(self.ledger, total, set(self.used))
            stretch = self.sections.find(total.amount, total.label) if self.sections and same is None else None
            if same is not None:
                found, should = Lineage(parts=((same, Decimal(1)),)), total.amount
            elif stretch is not None:
                found, should = by_arithmetic(self.ledger, *stretch, ()), total.amount
        if found is None or should is None:
            return prove_more(self.ledger, index, self.rounding) if stated_percent(total.label) else None
        self.should[index] = should
        return found

    def judged(self, root: int | None) -> tuple[StatedTotal, ...]:
        """Every total with its verdict, then the forms of tender."""
        wrong = find_wrong_rows(self.ledger, self.lineages, root)
        typed = self.typed()
        found = [self.one(index, wrong.get(index), index in typed) for index in range(len(self.totals))]
        if root is not None:
            derived = is_derived(self.ledger, self.lineages, root, wrong, self.rounding)
            found[root] = msgspec.structs.replace(found[root], derived=derived)
            tenders = tender_sums(self.book, found, found[root], self.rounding)
            found += [msgspec.structs.replace(tender, parts=(root,)) for tender in tenders]
        return tuple(found)

    def one(self, index: int, wrong: WrongRows | None, typed: bool) -> StatedTotal:
        """One total, judged."""
        total, formula, lineage = self.totals[index], self.formulas[index], self.lineages[index]
        verdict, expected = self.verdict(index, formula, lineage)
        missing: tuple[SourceRef, ...] = ()
        extra: tuple[SourceRef, ...] = ()
        if wrong is not None and verdict is not Verdict.STALE:
            verdict, expected = Verdict.WRONG_ROWS, total.amount + wrong.gap
            missing, extra = tuple(wrong.missing), tuple(wrong.extra)
        elif typed and verdict is Verdict.EQUAL:
            verdict = Verdict.TYPED
        parts = tuple(dict.fromkeys(part for part, _ in lineage.parts)) if lineage else ()
        claims = total.claims or self.beside.get(index) or (self.claims(lineage) if lineage else ())
        return msgspec.structs.replace(
            total,
            verdict=verdict,
            expected=expected,
            claims=claims,
            parts=parts,
            adds=lineage.adds if lineage else 0,
            missing=missing,
            extra=extra,
            typed=typed,
        )

    def claims(self, lineage: Lineage) -> tuple[SourceRef, ...]:
        """First and last cell of each stretch, and the totals added."""
        found: list[SourceRef] = []
        for stretch in lineage.stretches[:50]:
            column = stretch.column
            for place in dict.fromkeys((stretch.first, stretch.last - 1)):
                found.append(SourceRef(column.sheet, column.rows[place] + 1, column.column + 1))
        return (*found, *(self.totals[part].source for part, _ in lineage.parts[:50]))

    def verdict(self, index: int, formula: Formula | None, lineage: Lineage | None) -> tuple[Verdict, Decimal | None]:
        """The formula's own word comes first, then arithmetic's."""
        total = self.totals[index]
        if formula is not None and formula.stale:
            return Verdict.STALE, formula.value
        if index in self.should:
            agrees = self.rounding.agrees(self.should[index], total.amount)
            return (Verdict.EQUAL if agrees else Verdict.OFF), self.should[index]
        if total.verdict is Verdict.EQUAL:
            return total.verdict, total.expected
        shown = formula is not None and formula.value is not None and lineage is not None and lineage.by_formula
        if shown and lineage is not None and (total.kind not in SHARES or self.is_its_share(total, lineage)):
            return Verdict.EQUAL, total.amount
        if total.kind is TotalKind.ENTRY and lineage is not None and not lineage.by_formula:
            return Verdict.EQUAL, total.amount
        if total.verdict is Verdict.OFF and index in self.splits:
            return Verdict.UNKNOWN, None
        return total.verdict, total.expected

    def is_its_share(self, total: StatedTotal, lineage: Lineage) -> bool:
        """A percentage whose label names it must be that percentage; others are what their formula says."""
        percent = stated_percent(total.label)
        if percent is None:
            return True
        times = {abs(often) for _, often in lineage.parts} | {abs(s.times) for s in lineage.stretches}
        return times == {percent / 100} or self.takes(total, percent / 100)

    def takes(self, total: StatedTotal, share: Decimal) -> bool:
        """True when the total is that share of the one cell or range that its formula refers to."""
        home = self.grids[total.source.sheet]
        for area in areas(parse(total.formula)):
            sheet = "'" + self.cells.grid(area.sheet, home).name.replace("'", "''") + "'!"
            corners = (
                f"{column_letters(area.left + 1)}{area.top + 1}",
                f"{column_letters(area.right + 1)}{area.bottom + 1}",
            )
            base = evaluate(self.cells, home, f"SUM({sheet}{corners[0]}:{corners[1]})")
            if isinstance(base, Decimal) and base and close(base * share, abs(total.amount), self.rounding):
                return True
        return False

    def typed(self) -> set[int]:
        """Constants among totals that are formulas everywhere else: of the same kind, in the same column or in the whole file."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for index, total in enumerate(self.totals):
            blind = "formulas" in self.grids[total.source.sheet].blind
            if not total.amount or total.party or total.kind in SHARES or blind:
                continue
            groups.setdefault((total.kind, total.source.sheet, total.source.column), []).append(index)
            groups.setdefault((total.kind,), []).append(index)
        found: set[int] = set()
        for group in groups.values():
            count = Counter(bool(self.totals[index].formula) for index in group)
            if count[True] >= ALIKE and count[True] >= 3 * count[False]:
                found.update(index for index in group if not self.totals[index].formula)
        return found
