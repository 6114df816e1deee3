"""Figures of the service as a business: what is counted, the SQL that makes each figure, and the pages that show them to staff."""
