"""docs/access.md, written from the table: nobody keeps two truths about who may do what."""

from __future__ import annotations

from django.utils import translation

from accounts.access import ACTION_WORDS, ROLE_ACTIONS, Role
from accounts.scopes import SCOPE_ACTIONS, WORDS

ORDER = (Role.VIEWER, Role.ESTIMATOR, Role.ADMIN, Role.OWNER)
HEAD = """# Who may do what

Written by `manage.py write_access_docs` from `accounts/access.py` and `accounts/scopes.py`; change it there. Pages, API, admin and
templates ask the same table. A member without the right role is refused (403); for everybody else, the thing does not exist (404).

## Roles

A person can belong to several organizations, with a role in each. Each role may do all that the one before it may.

"""
RULES = """
- An organization always has an owner who can sign in: the last one can neither leave, nor be removed, nor be made anything else.
- Only owners make, change and remove owners. Nobody gives themselves a higher role.
- An invitation is for one address, once, for `MIZAN_INVITATION_DAYS` days. It dies when who wrote it may no longer write it.
- A **narrowed project** is seen by owners, admins and the members named on it. For everybody else, and for every API key, it does
  not exist: not in lists, searches, filters, jobs, layouts or downloads; what models said and people decided in it is used in it alone.
- Where an organization demands a **second factor**, members without one get in only to set it up, to switch to another organization,
  or to leave.
- Handing an organization over and deleting it, making, changing and removing owners, no longer demanding a second factor, making and
  replacing API keys, and making webhooks and giving them another address or secret ask for a sign-in, or a proof of who one is, of the
  last minutes: on pages and in the API. So do steps of staff in somebody's account or name, and answers to requests for plans.
- A person is signed in with at most `MIZAN_MOST_SIGN_INS` browsers and programs; one more ends the one that was used longest ago.
- Who lost their second factor through staff, and whose password is shorter than what is asked without one, chooses a new password
  through the mailbox first.
- **Staff** works in the admin, and enters an organization only in a person's name, with a reason, which the audit trail keeps.

## API keys

A key belongs to an organization and can do what its scopes say, never more than this. It cannot manage members, keys or the organization.

"""


def access_docs() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        return HEAD + _roles() + RULES + _scopes()


def _roles() -> str:
    lines = [
        "| | " + " | ".join(str(role.label) for role in ORDER) + " | action |",
        "|---|" + ":-:|" * len(ORDER) + "---|",
    ]
    for action, words in ACTION_WORDS.items():
        marks = ["✓" if action in ROLE_ACTIONS[role] else "" for role in ORDER]
        lines.append(f"| {words} | {' | '.join(marks)} | `{action.value}` |")
    return "\n".join(lines) + "\n"


def _scopes() -> str:
    lines = ["| scope | what it opens | actions |", "|---|---|---|"]
    for scope, words in WORDS.items():
        actions = ", ".join(f"`{one.value}`" for one in sorted(SCOPE_ACTIONS[scope]))
        lines.append(f"| `{scope.value}` | {words} | {actions} |")
    return "\n".join(lines) + "\n"
