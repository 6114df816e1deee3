"""The launch checklist: what has to be true of this installation before people depend on it (`manage.py launch_checklist`).

A line is judged by what can be seen from here, or said by a person; nothing is guessed. `lines/` has a module for each group, `registry`
their order, `examine` looks, `spoken` keeps what people said, `page` writes the tables of docs/operations/launch.md.
"""
