"""The lines of the checklist, a module for each group."""
