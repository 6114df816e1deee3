"""A row whose cells are given by the names of their columns, as every maker of sheets writes them."""

from __future__ import annotations

from boq.engine.grid import CellValue

Row = list[CellValue]


class RowsByName:
    """Rows that grow from the top. `place` is the column of each name; a name without a column is not written."""

    place: dict[str, int]
    width: int
    rows: list[Row]

    def row(self, **cells: CellValue) -> int:
        """Append a row and give its number; keyword names are columns, with `_` for a space."""
        row: Row = [None] * self.width
        for name, value in cells.items():
            place = self.place.get(name.replace("_", " "))
            if place is not None:
                row[place] = value
        self.rows.append(row)
        return len(self.rows) - 1
