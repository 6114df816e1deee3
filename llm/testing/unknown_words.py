"""Words that no table of Mizan's knows, to see what is learned of them alone."""

THINGS = tuple(
    ["gadron", "velmic", "sorbet", "tunal", "brisk", "marlo", "pentil", "quorn", "rastel", "wimble", "zanto", "kelver"]
)
