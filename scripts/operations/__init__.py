"""What an operator runs beside the application: backups, restoring, verifying, releases. Django is never imported here.

Each command ends with 0 when it is done (or nothing was to be done), 1 when it failed, 2 when its settings need mending.
`deploy/bin/` has a short name for each.
"""
