"""Who gets in where. One line a route: each method with the least role, and for the API the scopes of which any one is enough.

Levels: `open` to everybody, `signed` to whoever is signed in (their own things), `own` to the one person whose thing it is (here the
owner), then the roles. `?` after a level: the walk has no such thing to show, so that "not found" is as good an answer.
"""

from __future__ import annotations

import msgspec

RANKS = ("viewer", "estimator", "admin", "owner")


class Rule(msgspec.Struct, frozen=True):
    """One method of one route."""

    level: str
    scopes: frozenset[str] = frozenset()
    missing: bool = False


def _rule(text: str) -> Rule:
    """`level`, `level?` or `level=scope,scope`."""
    level, _, scopes = text.partition("=")
    return Rule(level.rstrip("?"), frozenset(filter(None, scopes.split(","))), level.endswith("?"))


def _table(lines: str) -> dict[str, dict[str, Rule]]:
    found = {}
    for line in filter(None, lines.splitlines()):
        name, *methods = line.split()
        found[name] = {method: _rule(rule) for method, _, rule in (one.partition(":") for one in methods)}
    return found


# allauth's own routes, and those of ours that stand in their place: walked in `accounts/tests/doors`.
ELSEWHERE = ("account_", "mfa_", "usersessions_")
TABLE = _table("""
home GET:open
website:features GET:open
website:feature GET:open
website:compare GET:open
website:pricing GET:open
website:docs GET:open
website:docs-search GET:open
website:doc GET:open?
website:changelog GET:open
website:faq GET:open
website:contact GET:open POST:open
website:status GET:open
website:demo GET:open
website:demo-page GET:open?
root:robots GET:open
root:sitemap GET:open
root:manifest GET:open
root:service-worker GET:open
root:offline GET:open
root:browser-errors POST:open
root:statistics GET:open POST:open
root:keeping GET:signed POST:signed
keys GET:signed
design GET:signed
find GET:signed
set_language GET:open POST:open PUT:open PATCH:open DELETE:open
health-live GET:open
health-ready GET:open
health-detail GET:open?
metrics GET:open
security-txt GET:open?
schema GET:open
swagger GET:open
redoc GET:open
receipt-key GET:open
receipt-check GET:open POST:open

projects:list GET:signed
projects:create GET:estimator POST:estimator
projects:detail GET:viewer
projects:edit GET:estimator POST:estimator
projects:people GET:admin POST:admin
projects:delete GET:admin POST:admin

boq:begin POST:estimator
boq:sample POST:estimator?
boq:sample-file GET:signed?
boq:upload POST:estimator
boq:mapping GET:estimator POST:estimator
boq:try POST:estimator
boq:mapping-rows GET:estimator
boq:read-again POST:estimator
boq:layouts GET:signed
boq:layout POST:estimator
boq:job GET:viewer
boq:cancel POST:estimator
boq:detail GET:viewer
boq:rows GET:viewer
boq:sections GET:viewer
boq:item GET:viewer
boq:page GET:viewer?
boq:picture GET:viewer?
boq:receipt GET:viewer
boq:receipt-page GET:viewer
boq:receipt-rows GET:viewer
boq:receipt-signed GET:viewer
boq:cells GET:viewer
boq:findings GET:viewer
boq:analyses GET:viewer POST:estimator
boq:analysis-cost GET:viewer
boq:analysis-text GET:viewer
boq:analysis GET:viewer
boq:resume POST:estimator
boq:ask GET:viewer POST:estimator
boq:ask-project GET:viewer POST:estimator
boq:conversation GET:viewer POST:estimator
boq:turn GET:viewer
boq:stop-turn POST:estimator
boq:forget-conversation POST:admin
boq:exports GET:viewer POST:viewer
boq:download GET:viewer

llm:questions GET:signed POST:estimator
llm:question GET:viewer POST:estimator
llm:models GET:admin
llm:choices POST:admin
llm:add GET:admin POST:admin
llm:provider GET:admin POST:admin
llm:terms POST:admin
llm:act POST:admin
llm:keys POST:admin
llm:key POST:admin
llm:try POST:admin

accounts:switch POST:signed?
accounts:organization-new GET:signed POST:signed
accounts:organization GET:signed POST:admin
accounts:organization-second-factor POST:owner
accounts:organization-leave POST:signed
accounts:organization-transfer GET:owner POST:owner
accounts:organization-delete GET:owner POST:owner
accounts:members GET:signed POST:admin
accounts:member POST:admin
accounts:invitation POST:admin
accounts:roles GET:signed
accounts:be-oneself POST:signed?
accounts:profile GET:signed POST:signed
accounts:appearance GET:signed POST:signed
accounts:theme POST:signed
accounts:notifications GET:signed POST:signed
accounts:hint POST:signed?
accounts:security GET:signed
accounts:session-end POST:own
accounts:program-end POST:own
accounts:others-end POST:signed
accounts:factors GET:signed
accounts:passkeys GET:signed
accounts:passkey-remove GET:signed? POST:signed?
accounts:sessions GET:signed
accounts:keys GET:admin
accounts:key-new GET:admin POST:admin
accounts:key POST:admin
accounts:audit GET:admin
accounts:audit-table GET:admin
invitation GET:open? POST:open?

webhooks:list GET:admin
webhooks:new GET:admin POST:admin
webhooks:endpoint GET:admin
webhooks:change GET:admin POST:admin
webhooks:secret POST:admin
webhooks:act POST:admin
webhooks:delivery GET:admin POST:admin

billing:plan GET:signed?
billing:ask POST:owner?
billing:withdraw POST:owner?
billing:checkout POST:owner?
billing:portal POST:owner?
billing:paid GET:owner?
billing:stripe POST:open?
api:plan GET:signed?
api:plan-request GET:signed? POST:owner? DELETE:owner?
api:plan-checkout POST:owner?
api:plan-portal POST:owner?

support:help GET:open
support:suggest GET:open
support:tickets GET:signed
support:new GET:signed POST:signed
support:inbound POST:open?
support:ticket GET:own POST:own
support:act POST:own
support:attachment GET:own
api:help GET:open
api:tickets GET:signed=support:read,support:write POST:signed=support:write
api:ticket GET:own?=support:read,support:write PATCH:own?=support:write
api:ticket-messages POST:own?=support:write
api:ticket-rating PUT:own?=support:write
api:ticket-attachment GET:own?=support:read,support:write

gdpr:privacy GET:open
gdpr:terms GET:open
gdpr:subprocessors GET:open
gdpr:document GET:open
gdpr:accept GET:signed POST:signed
gdpr:erasure-link GET:open? POST:open?
gdpr:overview GET:signed
gdpr:export POST:signed
gdpr:download GET:signed
gdpr:choose POST:signed
gdpr:ask POST:signed
gdpr:upload POST:estimator
gdpr:erase GET:signed POST:signed
gdpr:erase-cancel POST:signed?

api:register POST:open
api:verify-email POST:open
api:verify-email-resend POST:open
api:login POST:open
api:mfa POST:open
api:mfa-passkey-options POST:open
api:mfa-passkey POST:open
api:mfa-factors GET:signed
api:mfa-totp POST:signed DELETE:signed?
api:mfa-totp-confirm POST:signed
api:mfa-recovery-codes POST:signed?
api:refresh POST:open
api:switch POST:open
api:logout POST:open
api:logout-everywhere POST:signed
api:password-reset POST:open
api:password-reset-confirm POST:open
api:password-change POST:signed
api:sessions GET:signed
api:session DELETE:own
api:me GET:signed PATCH:signed

api:organizations GET:signed POST:signed
api:organization GET:viewer PATCH:admin DELETE:owner
api:members GET:viewer
api:member GET:viewer PATCH:admin DELETE:admin
api:invitations GET:admin POST:admin
api:invitation GET:admin DELETE:admin
api:invitation-resend POST:admin
api:organization-leave POST:viewer
api:organization-transfer POST:owner
api:invitation-accept POST:signed
api:keys GET:admin POST:admin
api:own-key GET:signed?=projects:read,projects:write,boqs:read,boqs:write,analyses:run,exports:make,audit:read,webhooks:read,\
webhooks:write,support:read,support:write
api:key GET:admin DELETE:admin
api:key-rotate POST:admin
api:audit GET:admin=audit:read

api:webhooks GET:admin=webhooks:read,webhooks:write POST:admin=webhooks:write
api:webhook-kinds GET:admin=webhooks:read,webhooks:write
api:webhook GET:admin=webhooks:read,webhooks:write PATCH:admin=webhooks:write DELETE:admin=webhooks:write
api:webhook-secret POST:admin=webhooks:write
api:webhook-test POST:admin=webhooks:write
api:webhook-deliveries GET:admin=webhooks:read,webhooks:write
api:webhook-delivery GET:admin=webhooks:read,webhooks:write
api:webhook-redeliver POST:admin=webhooks:write

api:privacy-documents GET:open
api:privacy-consents GET:signed POST:signed
api:privacy-exports GET:signed POST:signed
api:privacy-download GET:own?
api:privacy-erasure GET:signed? POST:signed DELETE:signed?
api:privacy-choices GET:signed PATCH:signed
api:privacy-upload GET:viewer PATCH:estimator
api:privacy-requests GET:signed POST:signed

graphql POST:signed=projects:read,boqs:read
mcp POST:signed=projects:read,projects:write,boqs:read,boqs:write,analyses:run,exports:make,audit:read,webhooks:read,webhooks:write,\
support:read,support:write

api:project-list GET:signed=projects:read POST:estimator=projects:write
api:project-detail GET:viewer=projects:read PATCH:estimator=projects:write DELETE:admin
api:project-people GET:admin PUT:admin
api:job-list GET:signed=projects:read,projects:write,boqs:read,boqs:write,analyses:run,exports:make,audit:read,webhooks:read,\
webhooks:write,support:read,support:write
api:job-detail GET:viewer=projects:read,projects:write,boqs:read,boqs:write,analyses:run,exports:make,audit:read,webhooks:read,\
webhooks:write,support:read,support:write
api:job-cancel POST:estimator=boqs:write,analyses:run,exports:make

api:llm-presets GET:signed
api:llm-destinations GET:signed
api:llm-choices GET:admin PATCH:admin
api:llm-budget GET:admin PUT:admin
api:llm-providers GET:admin POST:admin
api:llm-provider GET:admin PATCH:admin DELETE:admin
api:llm-terms PUT:admin
api:llm-keys POST:admin
api:llm-key PATCH:admin DELETE:admin
api:llm-test POST:admin

api:uploads POST:estimator=boqs:write
api:upload-mapping GET:viewer=boqs:write POST:estimator=boqs:write
api:upload-try POST:estimator=boqs:write
api:read-again POST:estimator=boqs:write
api:layout-list GET:signed=boqs:read
api:layout GET:viewer=boqs:read PATCH:estimator=boqs:write DELETE:admin
api:boq-list GET:signed=boqs:read
api:boq-detail GET:viewer=boqs:read
api:receipt GET:viewer=boqs:read
api:receipt-signed GET:viewer=boqs:read
api:receipt-rows GET:viewer=boqs:read
api:receipt-key GET:open
api:receipt-check POST:open
api:sections GET:viewer=boqs:read
api:items GET:viewer=boqs:read
api:item GET:viewer=boqs:read
api:findings GET:viewer=boqs:read
api:analyses GET:viewer=boqs:read POST:estimator=analyses:run
api:analysis-estimate POST:viewer=analyses:run
api:analysis GET:viewer=boqs:read
api:analysis-resume POST:estimator=analyses:run
api:boq-conversations GET:viewer POST:estimator
api:project-conversations GET:viewer POST:estimator
api:conversation GET:viewer POST:estimator DELETE:admin
api:turn GET:viewer DELETE:estimator
api:exports GET:viewer=exports:make POST:viewer=exports:make
api:download GET:viewer=exports:make
""")
