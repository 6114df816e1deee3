"""Which source of secrets `SECRETS_FROM` names. A further one is a class with `fetch` and a line in `_named`."""

from __future__ import annotations

import environ

from config.secret_sources.aws import AwsSource
from config.secret_sources.base import SecretSource, SourceFault
from config.secret_sources.values import Values
from config.secret_sources.vault import VaultSource


def add_source(env: environ.Env, faults: list[str], values: Values) -> None:
    """Fetch what SECRETS_FROM names, once, and put it under the environment and its files, which win over it."""
    named = str(env.str("SECRETS_FROM", default=""))
    if not named:
        return
    source = _named(env, named)
    if source is None:
        faults.append("SECRETS_FROM: unknown. Use vault:mount/path or aws:name, or leave it out.")
        return
    try:
        values.add_source(source.fetch())
    except SourceFault as error:
        faults.append(f"SECRETS_FROM: {error}.")


def _named(env: environ.Env, named: str) -> SecretSource | None:
    kind, _, where = named.partition(":")
    if kind == "vault" and where:
        return VaultSource(
            where,
            address=env.str("VAULT_ADDR", default="https://127.0.0.1:8200"),
            token=env.str("VAULT_TOKEN", default=""),
            role_id=env.str("VAULT_ROLE_ID", default=""),
            secret_id=env.str("VAULT_SECRET_ID", default=""),
            kubernetes_role=env.str("VAULT_KUBERNETES_ROLE", default=""),
            namespace=env.str("VAULT_NAMESPACE", default=""),
            ca_file=env.str("VAULT_CACERT", default=""),
        )
    if kind == "aws" and where:
        region, endpoint = env.str("AWS_REGION", default=""), env.str("AWS_ENDPOINT_URL", default="")
        return AwsSource(where, region=region, endpoint=endpoint)
    return None
