"""The only settings module. What differs between machines comes from `config.env`."""

import secrets
from pathlib import Path

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.admin_look import LOOK
from config.api_rules import ANSWERS, DESCRIPTION, TOKENS
from config.env import ROOT, only_checks, read_environment
from config.incoming import incoming_folder
from config.logging import logging_config
from config.mail import anymail_settings
from config.mail import backend as mail_backend
from config.masking import remember
from config.timetable import TIMETABLE

ENVIRONMENT_FAULTS: list[str] = []  # filled by `manage.py check` alone, and told by config/checks.py
ENV = read_environment(tell=ENVIRONMENT_FAULTS if only_checks() else None)
remember(ENV.secrets, for_ever=True)

BASE_DIR: Path = ROOT
SECRET_KEY = ENV.secret_key or secrets.token_urlsafe(50)
FIELD_ENCRYPTION_KEYS = ENV.field_encryption_keys
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.csrf_trusted_origins)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "rest_framework_simplejwt",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_celery_beat",
    "waffle",
    "django_structlog",
    "django_prometheus",
    "corsheaders",
    "accounts",
    "jobs",
    "mails",
    "projects",
    "llm",
    "boq",
    "webhooks",
    "billing",
    "support",
    "programs",
    "gdpr",
    "website",
]

MIDDLEWARE = [
    "config.metrics.requests.BeforeMiddleware",
    "config.masking.requests.SecretsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.browser.BrowserMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.health.probes.ProbesMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "accounts.throttling.PaceMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.texts.TextsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.traces.TracesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.staff.StaffMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.middleware.ProfileLanguageMiddleware",
    "accounts.digits.DigitsMiddleware",
    "accounts.seen.SeenMiddleware",
    "website.keeping.KeepingMiddleware",
    "website.counting.CountingMiddleware",
    "config.errors.PageErrorsMiddleware",
    "config.metrics.requests.AfterMiddleware",
    "config.replica.ReplicaMiddleware",  # the last: what it asks twice nobody else has to see twice
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.templatetags.dates"],  # `date` in the digits of the reader
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "accounts.context.workspace",
                "config.browser.csp_nonce",
                "config.browser.browser_errors",
                "website.consent.for_templates",
            ],
        },
    },
]

# Data
# Whoever begins to connect begins again after 5 s: the pool doubles its waits, and would come back as late as the outage was long.
_pool = {"pool": {"min_size": 0, "max_size": 8, "timeout": 10, "reconnect_timeout": 5}} if ENV.database_pool else {}
DATABASES = {
    name: {
        **database,
        "ENGINE": "config.postgres",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**ENV.data.options(database), **_pool},
    }
    for name, database in (("default", ENV.database), ("replica", ENV.data.replica))
    if database or name == "default"
}
DATABASE_ROUTERS = ["config.replica.Router"] if ENV.data.replica else []
REPLICA_AFTER_SECONDS, REPLICA_LAG_SECONDS = ENV.data.after_seconds, ENV.data.lag_seconds
CACHES = {
    name: {"BACKEND": f"config.caching.{kind}", "LOCATION": ENV.redis_url, "KEY_PREFIX": "mizan"}
    for name, kind in (("default", "Cache"), ("handy", "Handy"))  # handy: what pages do without when Redis is away
}
SESSION_ENGINE = "config.sessions"
MEDIA_ROOT = ENV.data_dir / "files"
FILE_UPLOAD_TEMP_DIR = incoming_folder(ENV.data_dir)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENV.local or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static", ("docs", ROOT / "docs" / "pictures")]
WHITENOISE_USE_FINDERS = ENV.local or DEBUG

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
PASSWORD_MIN_LENGTH = ENV.password_min_length
PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR = ENV.password_min_length_with_second_factor
AUTH_PASSWORD_VALIDATORS = [{"NAME": f"accounts.passwords.{name}"} for name in ("Length", "NotKnown", "NotOwn")]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("projects:list")
LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signup_extras.SignupExtras"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "user_token": "accounts.forms.UserTokenForm",
}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = ENV.email_verification
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True  # a new address counts once it is verified, and takes the place of the old one
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and in no other
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Wrong tries are counted in accounts/limits.py; of allauth's own counts stay those of what may be asked for at all.
ACCOUNT_RATE_LIMITS = {
    "login_failed": None,
    "login": "120/m/ip",
    "change_password": "20/m/user",
    "reauthenticate": "20/m/user",
    "reset_password": "20/m/ip,5/15m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "authenticate_webauthn": "accounts.second_factor_forms.AuthenticateWebAuthnForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
    "reauthenticate_webauthn": "accounts.second_factor_forms.ReauthenticateWebAuthnForm",
    "activate_totp": "accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.second_factor_forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.second_factor_forms.EditWebAuthnForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing to guess: the work is limited, and offices share an address
MFA_TOTP_ISSUER = "Mizan"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.local or DEBUG
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
EMAIL_BACKEND = mail_backend(ENV.mail, ENV.email, local=ENV.local)
ANYMAIL = anymail_settings(ENV.mail)
EMAIL_TIMEOUT = 15
EMAIL_HOST = str(ENV.email.get("EMAIL_HOST") or "localhost")
EMAIL_PORT = int(ENV.email.get("EMAIL_PORT") or 25)  # type: ignore[call-overload]
EMAIL_HOST_USER = str(ENV.email.get("EMAIL_HOST_USER") or "")
EMAIL_HOST_PASSWORD = str(ENV.email.get("EMAIL_HOST_PASSWORD") or "")
EMAIL_USE_TLS = bool(ENV.email.get("EMAIL_USE_TLS", False))
EMAIL_USE_SSL = bool(ENV.email.get("EMAIL_USE_SSL", False))
DEFAULT_FROM_EMAIL = ENV.default_from_email

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # emails are unique whatever their case, by a constraint on lower(email)

MAIL_KEEP_DAYS = ENV.mail_keep_days
POST_OFFICE = "mails.services.post"
WHEN_SOMEBODY_ACCEPTS = "gdpr.services.consents.accept_at_sign_up"
STAFF_SECOND_FACTOR = ENV.staff_second_factor
UNFOLD = LOOK
WAFFLE_FLAG_MODEL = "website.Flag"
WAFFLE_CACHE_NAME = "handy"
HIDDEN_PROJECTS = "projects.narrowing.hidden_projects"
# What apps above accounts do when a member or a whole organization goes: called with the ids, before the rows go.
WHEN_A_MEMBER_GOES = ["projects.narrowing.forget_member"]
# Readers of the outbox above accounts: called with the organization's id once what happened is committed.
WHEN_SOMETHING_HAPPENED = ["webhooks.outbox.wake"]
WHEN_AN_ORGANIZATION_GOES = [
    "billing.services.payments.end_for_gone",
    "boq.services.files.forget_organization",
    "support.services.files.forget_organization",
]

# Words
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("ru", _("Russian"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# API
REST_FRAMEWORK = ANSWERS
SIMPLE_JWT = TOKENS
SPECTACULAR_SETTINGS = DESCRIPTION

# Jobs
_BROKER_URL = ENV.redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_BROKER_URL = _BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = 2
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SEND_TASK_EVENTS = True
CELERY_TASK_SEND_SENT_EVENT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "retry_policy": {"timeout": 5.0},
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = TIMETABLE
JOB_LEASE_SECONDS = ENV.job_lease_seconds
JOB_TRIES = ENV.job_tries

# Mizan
DATA_DIR = ENV.data_dir
UPLOAD_BYTES = ENV.upload_bytes
READ_SECONDS = ENV.read_seconds
READ_MEMORY_BYTES = ENV.read_memory_bytes
READ_LIMITS = ENV.read_limits
EXPORT_HOURS = ENV.export_hours
INVITATION_DAYS = ENV.invitation_days
MOST_SIGN_INS = ENV.most_sign_ins
LLM = ENV.llm
PRIVACY = ENV.privacy
GRAPHQL = ENV.programs.graphql
MCP = ENV.programs.mcp
MIZAN_API_KEY = ENV.programs.key
WEBHOOKS = ENV.webhooks
SUPPORT = ENV.support
ERASURE_KEYS = ENV.privacy.ledger_keys(SECRET_KEY)
ERASURE_LEDGER = ENV.data_dir / "erasures.jsonl"
RETENTION_DAYS = ENV.privacy.retention_days
API_THROTTLES = ENV.api_throttles
BILLING = ENV.billing
PLANS = ENV.billing.plans
DEFAULT_PLAN = ENV.billing.default_plan
TRIAL_DAYS = ENV.billing.trial_days
DEMO_PASSWORD = ENV.demo_password
PLAN_PRICES = ENV.website.prices
CONTACT_EMAIL = ENV.website.contact
SENTRY_BROWSER_DSN = ENV.website.browser_dsn
ANALYTICS = ENV.analytics

# Browser
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (ENV.local or DEBUG)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not (ENV.local or DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
SECURE_HSTS_SECONDS = 0 if (ENV.local or DEBUG) else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not (ENV.local or DEBUG)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not (ENV.local or DEBUG):  # a name that browsers take from this host alone, over https
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failed"
CSP_REPORT_URI = ENV.browser.csp_report_uri
CORS_ALLOWED_ORIGINS = list(ENV.browser.cors_allowed_origins)  # for tokens and keys: cookies never go along
CORS_URLS_REGEX = r"^/(api|graphql)/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = ("accept", "authorization", "content-type", "idempotency-key", "if-match", "x-request-id")
CORS_EXPOSE_HEADERS = (
    "content-disposition", "etag", "idempotent-replayed", "location", "ratelimit-limit", "ratelimit-policy", "ratelimit-remaining",
    "ratelimit-reset", "retry-after", "x-request-id",
)  # fmt: skip
SECURITY_CONTACT = ENV.browser.security_contact

# Watching
LOGGING = logging_config(ENV.log_format, ENV.log_level)
LOGGING_CONFIG = "config.logging.configure"
DEFAULT_EXCEPTION_REPORTER = "config.reports.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.reports.ReportFilter"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # it would also travel in the messages to workers
PROMETHEUS_EXPORT_MIGRATIONS = False
METRICS = ENV.metrics
if METRICS.folder:
    METRICS.folder.mkdir(parents=True, exist_ok=True)
TRACES = ENV.traces
if ENV.sentry_dsn:
    import sentry_sdk

    from config.reports import sentry_options

    sentry_sdk.init(**sentry_options(ENV.sentry_dsn))
