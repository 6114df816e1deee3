"""Connections to addresses that people of an organization name: checked, pinned to what was checked, without proxies and redirects."""
