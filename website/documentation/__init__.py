"""The documentation in `docs/`: which pages there are, how they become HTML, how they are searched, and the parts made from code."""
