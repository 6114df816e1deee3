"""A bill written out: xlsx with live formulas, csv, json."""
