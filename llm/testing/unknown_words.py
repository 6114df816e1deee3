"""Words that no table of Mizan's knows, to see what is learned of them alone."""

FIRST = ("gadron", "velmic", "sorbet", "tunal", "brisk", "marlo")
THINGS = (*FIRST, "pentil", "quorn", "rastel", "wimble", "zanto", "kelver")
