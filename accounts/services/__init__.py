"""What the rest of Mizan asks of accounts: who acts, what is written down, and what is told."""

from accounts.services.actors import actor_for
from accounts.services.organizations import create_organization, found_home
from accounts.services.trail import emit, record

__all__ = ["actor_for", "create_organization", "emit", "found_home", "record"]
