"""Every field of every model: what it is, and what becomes of it when a person is erased.

A module for each app; those of Django and of libraries are in `libraries`. A field that nobody classified fails
`gdpr/tests/test_every_field_is_classified.py`. To mend that, find the model in its app's module (or add it, in the order in which rows may
be deleted, to the tuple that fits) and name the field in one of:

- `personal`: about the person. It is exported, and deleted with its row.
- `hidden`: about the person, but a password, a key or a hash. Deleted with its row, never exported.
- `link`: says who did something to a thing that is an organization's. Emptied; the thing stays.
- `kept`: leads to the person and stays, with the reason.
- `organization`: belongs to an organization, which answers for it. Goes with the organization only.
- `plain`: not personal: ids, codes, counts, settings.

The tuples: `PEOPLE` are models that hold a person's own rows, `WORK` those of organizations and of the service, `MACHINERY` those that
nobody writes about people in.
"""

from __future__ import annotations

from gdpr.classes import Source
from gdpr.sources import accounts, billing, boq, gdpr, jobs, libraries, llm, mails, projects, support, webhooks, website

# In the order in which rows are deleted: the account itself, which `accounts` names last, after everything that leads to it.
PEOPLE: tuple[Source, ...] = (
    *libraries.PEOPLE,
    *mails.PEOPLE,
    *projects.PEOPLE,
    *jobs.PEOPLE,
    *boq.PEOPLE,
    *support.PEOPLE,
    *website.PEOPLE,
    *gdpr.PEOPLE,
    *accounts.PEOPLE,
)
WORK: tuple[Source, ...] = (
    *accounts.WORK,
    *billing.WORK,
    *webhooks.WORK,
    *support.WORK,
    *jobs.WORK,
    *projects.WORK,
    *website.WORK,
    *boq.WORK,
    *llm.WORK,
)
MACHINERY: tuple[Source, ...] = (*libraries.MACHINERY, *website.MACHINERY, *gdpr.MACHINERY)
SOURCES: tuple[Source, ...] = (*PEOPLE, *WORK, *MACHINERY)
