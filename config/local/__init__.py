"""The launcher: real engines and all processes of Mizan on one machine, with nothing to install by hand.

It runs before and around Django, so it uses the standard library alone and sets the environment that `config.env` reads.
"""
