"""Metrics for Prometheus: what happened is counted in `events`, how things stand is looked up by `sources` when somebody asks.

`exposition.page()` is the whole answer of `/metrics`. What each metric means stands in docs/operations/monitoring.md; why it is made in
this way, in docs/adr/0031. A label never holds an id, an address or a name that a person chose.
"""
