"""Every variable that Mizan, its image and its launcher read: what it is for, and the value that it has where nothing is said.

`.env.example` is written from here by `manage.py write_env_example`. A test holds this against what `config/env.py` and its parts read: a
variable that is missing here, or that nothing reads, fails, and so does a value that is not the default.
"""

from __future__ import annotations

import re

# Prose, then the variables that it is about as NAME=value; an empty line parts groups.
TEXT = """
Every setting of Mizan. `make run` needs none of them; docker-compose.yml reads this file as `.env`. An empty value means the default
that is shown.

Required in production: at least 32 characters, the same for web, worker and beat.
SECRET_KEY=
Keys for secrets in the database (providers' keys), with commas: the first encrypts, all decrypt. Empty: one is derived from SECRET_KEY.
python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"; after a change: manage.py rotate_field_keys
FIELD_ENCRYPTION_KEYS=
Host names that answer, with commas. Default: localhost,127.0.0.1,[::1]
ALLOWED_HOSTS=
Origins that may send forms, with scheme: https://mizan.example.com
CSRF_TRUSTED_ORIGINS=
Proxies in front of the web processes; 0 trusts no X-Forwarded header. Default: 0
TRUSTED_PROXIES=0

Origins whose pages may call the API with a token, with scheme: https://planner.example.com. Default: none
CORS_ALLOWED_ORIGINS=
Where browsers report what the content policy refused: https://reports.example.com/csp. Default: nowhere
CSP_REPORT_URI=
Who takes reports of weaknesses, shown by /.well-known/security.txt: an email address, https://… or tel:+…. Default: no such page
SECURITY_CONTACT=

Every NAME here can be given as NAME_FILE, the path of a file that holds the value (as Docker and Kubernetes mount secrets). The rest
may come from a store, one secret with an object of these names: vault:mount/path or aws:name. See docs/security.md
SECRETS_FROM=
Vault: its address (https, or http on this machine), and a token, or an AppRole, or a role for the pod's account.
VAULT_ADDR=https://127.0.0.1:8200
VAULT_TOKEN=
VAULT_ROLE_ID=
VAULT_SECRET_ID=
VAULT_KUBERNETES_ROLE=
VAULT_NAMESPACE=
VAULT_CACERT=
AWS: the region and another address of Secrets Manager; credentials are found as the AWS command line finds them.
AWS_REGION=
AWS_ENDPOINT_URL=

Count requests to the API (docs/api-limits.md)? 0 lets all pass. Default: 1
API_THROTTLES=1
Answer GraphQL at /graphql/ (docs/graphql.md)? Default: 0
GRAPHQL=0
Answer assistants at /mcp/ (docs/mcp.md)? Nobody gets in without an API key. Default: 1
MCP=1
The API key that `manage.py mcp` works with; leave it empty for a server.
MIZAN_API_KEY=

Are there plans (docs/plans.md)? 0: every organization is unlimited and no page speaks of plans or prices. Default: 0
PLANS=0
The plan of a new organization: trial, team, business or self_hosted. Default: trial where there are plans
DEFAULT_PLAN=
Days of a trial, and days that a plan runs on after a payment has failed.
MIZAN_TRIAL_DAYS=14
MIZAN_PAYMENT_GRACE_DAYS=7
Payments by Stripe: its secret key, the secret (or secrets, with commas) of its endpoint /billing/stripe/, and a recurring price for
each plan: team=price_…,business=price_…. Without them, staff settles requests in the admin.
STRIPE_SECRET_KEY=
STRIPE_WEBHOOK_SECRET=
STRIPE_PRICES=
Another address of Stripe's API, for tests. Default: https://api.stripe.com
STRIPE_API_URL=

PostgreSQL 15 or newer. docker-compose.yml takes it from a file of deploy/secrets/.
DATABASE_URL=postgres://mizan:password@127.0.0.1:5432/mizan
Pooled connections in each process. Default: 1
DATABASE_POOL=1
A replica of it for lists, search and reports (docs/operations/database.md); empty: none. Who has changed something reads the primary
for the seconds of AFTER; a replica that is more than the seconds of LAG behind is not read.
DATABASE_REPLICA_URL=
DATABASE_REPLICA_AFTER=10
DATABASE_REPLICA_LAG=10
The most seconds that one statement may take in a web process and in a worker; 0: no limit. Commands have none.
DATABASE_WEB_SECONDS=30
DATABASE_WORKER_SECONDS=600
Any server that speaks the Redis protocol: redis://host:6379/0, rediss://… or unix:///path/to/socket
REDIS_URL=redis://127.0.0.1:6379/0
Where uploads and exports lie. Default: .data beside the code
MIZAN_DATA_DIR=
The web port of `make run` and of docker-compose.dev.yml. Default: 8000
PORT=8000

From here to the next blank line: the containers of docker-compose.yml alone (docs/operations/deployment.md).
What runs besides: flower, monitoring, with commas.
COMPOSE_PROFILES=
The image's tag, and those of the two colours of web, which a deployment sets.
MIZAN_VERSION=local
MIZAN_BLUE=
MIZAN_GREEN=
Where nginx answers, and the networks of proxies before it whose X-Forwarded-For is believed, with blanks. Default: none
HTTP_PORT=80
HTTPS_PORT=443
NGINX_PROXIES=
Folders of the certificate (fullchain.pem, privkey.pem), of secrets, and of backups: a path on another disk or machine.
TLS_FOLDER=./deploy/tls
SECRETS_FOLDER=./deploy/secrets
BACKUP_FOLDER=backups
The hour (UTC) from which the nightly backup is made and tried, and how long Prometheus keeps metrics.
BACKUP_HOUR=2
METRICS_KEEP=30d
Processes and threads of a container, and the most that containers may take.
WEB_WORKERS=2
WEB_THREADS=4
WORKER_PROCESSES=2
WEB_CPUS=2
WEB_MEMORY=1536m
WORKER_CPUS=2
WORKER_MEMORY=3584m
POSTGRES_CPUS=2
POSTGRES_MEMORY=2g
docker-compose.dev.yml alone: where the engines answer.
POSTGRES_PORT=5432
REDIS_PORT=6379
Who may see the job monitor without those containers: name:password
FLOWER_BASIC_AUTH=

Mail: smtp+tls://user:password@host:587. Default: consolemail:// prints it
EMAIL_URL=consolemail://
Or a provider's API, which then wins over EMAIL_URL: brevo, mailersend, mailgun, mailjet, postmark, resend or sparkpost.
MAIL_PROVIDER=
MAIL_API_KEY=
Mailjet's second key
MAIL_API_SECRET=
Mailgun's sending domain, when it is not that of DEFAULT_FROM_EMAIL
MAIL_DOMAIN=
Where a provider has several: https://api.eu.mailgun.net/v3
MAIL_API_URL=
Days after which a mail's row (address, kind, whether it went) is removed. What it said is gone once it is sent. Default: 30
MAIL_KEEP_DAYS=30
DEFAULT_FROM_EMAIL=Mizan <mizan@localhost>
Must an address be verified before its owner can sign in? none, optional or mandatory. Default: mandatory
EMAIL_VERIFICATION=mandatory
The shortest passwords of people without and with a second factor. Default: 12 and 8
PASSWORD_MIN_LENGTH=12
PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR=8

A language model behind any OpenAI-compatible address; without it the offline analyst works. See docs/llm.md
LLM_BASE_URL=
LLM_API_KEY=
LLM_MODEL=
Prices for a million tokens, for the ledger: 0.60
LLM_INPUT_PRICE_PER_MILLION=
LLM_OUTPUT_PRICE_PER_MILLION=
LLM_CACHED_INPUT_PRICE_PER_MILLION=
LLM_CURRENCY=USD
The most that one organization may spend in a month with the key above, in that currency; empty for no cap.
LLM_MONTHLY_BUDGET=
LLM_TIMEOUT_SECONDS=60
LLM_MAX_PARALLEL=2
Where the model above stands among those of an organization: first or last. Default: last
LLM_PLACE=last
May organizations name providers in private networks and on this machine? Default: 1 under `make run`, else 0
LLM_ALLOW_PRIVATE=

Limits of reading: megabytes of an upload, seconds and megabytes of memory of the reading process.
MIZAN_UPLOAD_MB=100
MIZAN_READ_SECONDS=60
MIZAN_READ_MEMORY_MB=1024
The most that one file may hold: megabytes unpacked, parts of a package, cells, characters of one cell, pages.
MIZAN_READ_UNPACKED_MB=512
MIZAN_READ_PARTS=10000
MIZAN_READ_CELLS=20000000
MIZAN_READ_TEXT=100000
MIZAN_READ_PAGES=2000
Hours that an export can be downloaded.
MIZAN_EXPORT_HOURS=72

The admin opens to members of staff who have a second factor. `make run` alone does without.
STAFF_SECOND_FACTOR=1
Days that an invitation to join an organization can be accepted.
MIZAN_INVITATION_DAYS=7
Browsers and programs that a person can be signed in with at once; one more ends the oldest.
MIZAN_MOST_SIGN_INS=50
Seconds after which a silent worker loses its job, and how often a job is tried.
MIZAN_JOB_LEASE_SECONDS=30
MIZAN_JOB_TRIES=3

json or text; DEBUG, INFO, WARNING or ERROR
LOG_FORMAT=json
LOG_LEVEL=INFO
SENTRY_DSN=

Who may read /metrics: whoever brings METRICS_TOKEN (16 characters at least) as `Authorization: Bearer …`, and programs that come from
METRICS_ALLOW without a proxy in between (docs/operations/monitoring.md).
METRICS_TOKEN=
METRICS_ALLOW=127.0.0.0/8,::1
Where the processes of one machine or container count together; the image sets it. Empty: each process counts alone.
PROMETHEUS_MULTIPROC_DIR=
A worker's own port for metrics, where it shares no folder with web; 0: none.
METRICS_PORT=0
The certificate whose end is watched: the path of a PEM file, or host:port.
METRICS_CERTIFICATE=
What the operator means to spend on language models in a month, in LLM_CURRENCY, for alerts alone: nothing is refused. Empty: no alert.
METRICS_LLM_MONTHLY=

Traces (OpenTelemetry): the address of an OTLP/HTTP receiver such as http://collector:4318, with the extra `tracing`. Empty: no traces.
OTEL_EXPORTER_OTLP_ENDPOINT=
Headers for it: name=value, parted by commas.
OTEL_EXPORTER_OTLP_HEADERS=
The share of requests that is traced, from 0 to 1.
OTEL_TRACES_SAMPLER_ARG=1

Errors in people's browsers, sent through this server and masked: the DSN of a project of their own. Empty: they are not reported.
SENTRY_BROWSER_DSN=

Who gets the messages of the contact page; empty: PRIVACY_CONTACT, and without that there is no form.
CONTACT_EMAIL=
What the plans cost a month, in words, for the page of prices: team=49 EUR,business=149 EUR. Without: on request.
PLAN_PRICES=

Visits of public pages: own (counted here, without cookies and addresses), off, plausible or google. Both of these are told only of
visitors who agree, and are counted here too. ANALYTICS_SITE: the domain as Plausible knows it, or Google's G-…
ANALYTICS=own
ANALYTICS_SITE=
A Plausible server of your own: https://plausible.example.com
ANALYTICS_URL=
Where the admin's dashboard leads to for queues and graphs; empty: nowhere.
FLOWER_URL=
GRAFANA_URL=

Who operates this server, as the privacy policy and the terms name it, and whom to write to about personal data.
OPERATOR_NAME=
OPERATOR_ADDRESS=
PRIVACY_CONTACT=
Days between asking to be erased and being erased, and days that an export of personal data can be fetched.
MIZAN_ERASURE_DAYS=14
MIZAN_PRIVACY_EXPORT_DAYS=7
Days that things are kept, where they differ from the table in docs/gdpr.md: audit_people=365,events=30
MIZAN_RETENTION_DAYS=
Keys of the ledger of erasures, with commas: the first hashes, all and SECRET_KEY are tried after a restore. Empty: SECRET_KEY alone.
MIZAN_ERASURE_KEYS=

The mailbox of support, where its mails are handed to Mizan (docs/support.md): answers then come back into their ticket. Empty: by page
alone.
SUPPORT_ADDRESS=
Who is told of new tickets; empty: CONTACT_EMAIL, and without that PRIVACY_CONTACT.
SUPPORT_TEAM=
Secrets, with commas, of 32 characters at least, that sign what is sent to /support/inbound/. Empty: that door is shut.
SUPPORT_INBOUND_SECRET=
1: mails of people without an account open tickets too.
SUPPORT_STRANGERS=0

Webhooks: networks of your own that they may reach, there also over http: 10.1.2.0/24,10.9.0.7. Default: none; under `make run` all
private ones
WEBHOOK_PRIVATE_ADDRESSES=
The ports that they may reach elsewhere, always over https.
WEBHOOK_PORTS=443,8443
Seconds between the tries of one delivery; after the last it is given up. Default: 5 s to a day, three days in all
WEBHOOK_RETRY_SECONDS=5,300,1800,7200,18000,36000,50400,72000,86400
Days after which a webhook that only failed is switched off.
WEBHOOK_DISABLE_DAYS=5

For development only.
DEBUG=0
web or worker: which of the limits of statements counts. The processes set it themselves.
MIZAN_PROCESS=
Set by `make run`: plain http on this machine. Never set it on a server.
MIZAN_LOCAL=0
The demo person's password of `make run`; one is made when empty.
MIZAN_DEMO_PASSWORD=
"""
_VARIABLE = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)")


def example() -> str:
    """The text of `.env.example`."""
    return "".join(
        f"{line if not line or _VARIABLE.fullmatch(line) else f'# {line}'}\n" for line in TEXT.strip().splitlines()
    )


def shown() -> dict[str, str]:
    """Each variable with the value that is shown for it."""
    found = (_VARIABLE.fullmatch(line) for line in TEXT.splitlines())
    return {one[1]: one[2] for one in found if one}
