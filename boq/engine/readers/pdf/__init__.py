"""PDF with text: characters to words, words and ruling lines to cells, cells to grids that are read like sheets."""
