"""PostgreSQL as Django's own backend has it, with a door that shuts while nobody answers behind it (`base.py`)."""
