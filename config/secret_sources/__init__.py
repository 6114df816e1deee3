"""Where secrets may come from besides the environment: files (`NAME_FILE`) and one source that `SECRETS_FROM` names."""

from config.secret_sources.base import SecretSource, SourceFault
from config.secret_sources.values import Values

__all__ = ["SecretSource", "SourceFault", "Values"]
