"""What this program does with personal data, as first entries of the register of processing (Art. 30). The operator completes them."""

from __future__ import annotations

from typing import Any

from gdpr.models import ProcessingActivity

_B = ProcessingActivity.Basis
_SECURITY = (
    "Roles checked at one door; second factors; HTTPS only; passwords hashed with bcrypt; keys encrypted; an audit trail that the "
    "database refuses to change; backups that are tried."
)
ACTIVITIES: tuple[dict[str, Any], ...] = (
    {
        "code": "accounts",
        "name": "Accounts and signing in",
        "purpose": "To let people in, and nobody else; to recover access.",
        "basis": _B.CONTRACT,
        "people": "People with an account, people who were invited",
        "data": "Name, email address, language, password as a hash, second factors, sessions with address and program, memberships.",
        "kept": "Until the person is erased; sessions until they expire; invitations 90 days after their end",
    },
    {
        "code": "bills",
        "name": "Bills of quantities on behalf of organizations",
        "purpose": "To read, prove, analyse and price what an organization uploads. The organization is the controller.",
        "basis": _B.CONTRACT,
        "people": "People named in an organization's files, such as clients and bidders",
        "data": "Whatever the files hold; who uploaded and asked for what.",
        "kept": "Until the organization deletes it or itself",
    },
    {
        "code": "models",
        "name": "Language models",
        "purpose": "To sort items, to find what is unclear or missing, to answer questions about a bill.",
        "basis": _B.CONTRACT,
        "people": "People who ask; people named in texts, masked where they can be recognized",
        "data": "Descriptions, units, headings, questions; email addresses, telephone and account numbers are masked first.",
        "recipients": "The provider that the organization or the operator has set up, under its recorded terms. None after opting out.",
        "transfers": "As the terms of that provider say; recorded for each on the page of language models.",
        "kept": "Replies for 365 days; what they cost for as long as the organization exists",
    },
    {
        "code": "mails",
        "name": "Mails",
        "purpose": "To verify addresses, to warn, to tell of what a person asked for.",
        "basis": _B.CONTRACT,
        "people": "People with an account, people who were invited",
        "data": "Address, template, time; the facts in a mail are encrypted and emptied once it was sent.",
        "recipients": "The operator's mail provider",
        "kept": "As many days as MAIL_KEEP_DAYS says",
    },
    {
        "code": "payments",
        "name": "Plans and payments",
        "purpose": "To let organizations ask for plans and pay for them. Only where this server has plans.",
        "basis": _B.CONTRACT,
        "people": "Owners who ask for a plan or pay for one",
        "data": "Who asked for which plan and in which words; ids, states and dates of a subscription. Cards are entered at Stripe and "
        "never come here.",
        "recipients": "Stripe, where its keys are set: the id of the organization, and what whoever pays enters on its page",
        "transfers": "As the terms of Stripe say",
        "kept": "As long as the organization exists; ids of Stripe's events 90 days; dates of the way to paying for good, without the "
        "organization once it is gone",
    },
    {
        "code": "statistics",
        "name": "Statistics of public pages",
        "purpose": "To learn which public pages are read and which of two variants is clearer.",
        "basis": _B.CONSENT,
        "people": "Visitors of public pages who agree; of the others numbers a day are counted, without personal data",
        "data": "Address of the public page, the page before, kind of browser and screen, network address; nothing of pages with work.",
        "recipients": "Plausible or Google Analytics, where ANALYTICS names one; otherwise nobody",
        "transfers": "As the terms of that provider say",
        "kept": "Numbers for good; hashes of visitors name nobody after the day; with the provider as its terms say",
    },
    {
        "code": "audit",
        "name": "Audit trail",
        "purpose": "To find and prove misuse of confidential prices.",
        "basis": _B.INTEREST,
        "people": "Whoever acts here",
        "data": "Ids and codes of what was done; apart from it, erasable: name, address, network address, program.",
        "recipients": "Owners and admins of the organization",
        "kept": "Entries for good; names and addresses 730 days, or until the person is erased",
    },
    {
        "code": "rights",
        "name": "Consents, exports, erasures and requests",
        "purpose": "To fulfil the rights of people and to prove it.",
        "basis": _B.LEGAL,
        "people": "People with an account",
        "data": "Accepted versions, requests and answers, exports, receipts; keyed hashes of those who were erased.",
        "kept": "Consents for good, without the person once erased; requests and receipts three years; exports some days",
    },
)


def fill() -> int:
    """Add the activities that the register has no entry for. Returns how many; what the operator wrote stays."""
    known = set(ProcessingActivity.objects.values_list("code", flat=True))
    fresh = [ProcessingActivity(security=_SECURITY, **one) for one in ACTIVITIES if one["code"] not in known]
    ProcessingActivity.objects.bulk_create(fresh)
    return len(fresh)
