"""The trade's words as data: one module a subject, every language side by side. See docs/reading.md for adding one."""
