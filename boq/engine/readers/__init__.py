"""From bytes to grids: one reader per file format, chosen by content and never by the file's name alone."""
