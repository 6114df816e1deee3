"""Spreadsheet formulas: read (`syntax`), worked out over cells (`evaluate`, `functions`), and seen as sums (`linear`)."""
