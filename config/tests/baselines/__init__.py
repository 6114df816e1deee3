"""How many queries each page and endpoint takes: counted at two sizes of data, and kept in `table.txt` for review."""
