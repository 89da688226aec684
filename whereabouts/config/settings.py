"""Django's settings, all from the environment that the launcher makes."""

import os
from datetime import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "whereabouts"
STATE_DIR = Path(os.environ.get("WHEREABOUTS_STATE_DIR", BASE_DIR / ".whereabouts"))
STATIC_BUILD_DIR = Path(os.environ.get("WHEREABOUTS_STATIC_DIR", STATE_DIR / "static"))
POLICY_PACKS_DIR = BASE_DIR / "policy_packs"
# Which share of episodes is graded again, where a force sets its own: practice/oversight.
OVERSIGHT_SAMPLING = os.environ.get("WHEREABOUTS_OVERSIGHT_SAMPLING", "")
DEMO = os.environ.get("WHEREABOUTS_DEMO") == "1"
# Search asks the index where one runs: docs/adr/0019.
FINDER = os.environ.get("WHEREABOUTS_FINDER", "1") == "1"
# A made-up report goes round every minute where real ones are taken.
HEARTBEAT = not DEMO and os.environ.get("WHEREABOUTS_HEARTBEAT", "1") == "1"
DEBUG = False


def _secret() -> str:
    named = os.environ.get("WHEREABOUTS_SECRET_KEY_FILE")
    if named:
        return Path(named).read_text().strip()
    # Without the launcher (checks, type checking) nobody signs in: a key a process is enough.
    return os.urandom(32).hex()


SECRET_KEY = _secret()


# A server that falls silent is noticed within two seconds (config/postgres/lines.py), a line that
# dies while nothing is asked within half a minute; the URL may say otherwise.
_LINE = {
    "connect_timeout": "2",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


def database(url: str) -> dict[str, object]:
    """Return Django's settings for a PostgreSQL URL; `?host=` names a socket's folder."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "whereabouts.config.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**_LINE, **query},
    }


_APP_URL = os.environ.get("WHEREABOUTS_DATABASE_URL", "postgresql:///whereabouts")
_OWNER_URL = os.environ.get("WHEREABOUTS_OWNER_DATABASE_URL", _APP_URL)
DATABASES = {"default": database(_APP_URL), "owner": database(_OWNER_URL)}
if os.environ.get("WHEREABOUTS_POOL") == "1":
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],  # type: ignore[dict-item]
        # Two web processes of eight threads on two cores; grows with cores, below max_connections.
        "pool": {"min_size": 1, "max_size": 10, "timeout": 5},
    }

INSTALLED_APPS = [
    "whereabouts.interfaces.commands",
    "whereabouts.interfaces.web",
    "whereabouts.practice.meetings",
    "whereabouts.practice.street",
    "whereabouts.practice.plans",
    "whereabouts.practice.support",
    "whereabouts.practice.return_home",
    "whereabouts.practice.conversations",
    "whereabouts.practice.conduct",
    "whereabouts.practice.adults",
    "whereabouts.practice.community",
    "whereabouts.practice.response",
    "whereabouts.practice.voice",
    "whereabouts.practice.publicity",
    "whereabouts.practice.partners",
    "whereabouts.practice.sharing",
    "whereabouts.practice.desks",
    "whereabouts.practice.governance",
    "whereabouts.practice.escalation",
    "whereabouts.practice.skills",
    "whereabouts.practice.investigation",
    "whereabouts.practice.oversight",
    "whereabouts.practice.supervision",
    "whereabouts.practice.risk",
    "whereabouts.records.episodes",
    "whereabouts.records.reports",
    "whereabouts.records.placements",
    "whereabouts.records.pairs",
    "whereabouts.records.people",
    "whereabouts.foundations.outbox",
    "whereabouts.foundations.shared",
    "whereabouts.foundations.timers",
    "whereabouts.foundations.access",
    "whereabouts.foundations.audit",
    "whereabouts.foundations.agencies",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "whereabouts.interfaces.web.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whereabouts.interfaces.exchange.api.door.ApiMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "whereabouts.interfaces.web.middleware.ReadableMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "whereabouts.interfaces.web.middleware.ActorMiddleware",
]

ROOT_URLCONF = "whereabouts.config.urls"
WSGI_APPLICATION = "whereabouts.config.wsgi.application"
AUTH_USER_MODEL = "agencies.Member"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE_DIR / "interfaces" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "whereabouts.interfaces.web.templating.environment",
            "context_processors": ["whereabouts.interfaces.web.templating.page_context"],
        },
    },
    {
        # For allauth's own mechanics; our pages are Jinja.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# Attempts and used codes count in every web process alike.
CACHES = {"default": {"BACKEND": "whereabouts.interfaces.web.shared_cache.SharedCache"}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DISPLAY_TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ("built", STATIC_BUILD_DIR),
    PACKAGE_DIR / "interfaces" / "web" / "static",
]
# Files are served from where they lie: nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_ADAPTER = "whereabouts.interfaces.web.sign_in.adapters.AccountAdapter"
# A control room signs in from one address at the change of shift; guessing at one name is slowed.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/300s/key"}
MFA_ADAPTER = "whereabouts.interfaces.web.sign_in.adapters.SecondFactorAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# The second factor can only be set up straight after the password: see interfaces/web/sessions.
MFA_REAUTHENTICATION_REQUIRED = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Whereabouts"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "whereabouts.interfaces.web.refusals.csrf_failure"
SECURE = os.environ.get("WHEREABOUTS_HTTPS") == "1"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ALLOWED_HOSTS = os.environ.get("WHEREABOUTS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("WHEREABOUTS_ORIGINS", "").split(",") if origin
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Messages on their way out. Without a mail server e-mail waits, and is seen to.
PUBLIC_URL = os.environ.get("WHEREABOUTS_PUBLIC_URL", "http://localhost:8000").rstrip("/")
# Where the page for children is reached: it should name neither the police nor being missing.
CHILD_URL = os.environ.get("WHEREABOUTS_CHILD_URL", PUBLIC_URL).rstrip("/")
MAIL_HOST = os.environ.get("WHEREABOUTS_MAIL_HOST", "")
MAIL_PORT = int(os.environ.get("WHEREABOUTS_MAIL_PORT", "25"))
MAIL_TLS = os.environ.get("WHEREABOUTS_MAIL_TLS") == "1"
MAIL_USER = os.environ.get("WHEREABOUTS_MAIL_USER", "")
_MAIL_PASSWORD_FILE = os.environ.get("WHEREABOUTS_MAIL_PASSWORD_FILE", "")
MAIL_PASSWORD = Path(_MAIL_PASSWORD_FILE).read_text().strip() if _MAIL_PASSWORD_FILE else ""
MAIL_FROM = os.environ.get("WHEREABOUTS_MAIL_FROM", "whereabouts@localhost")
# When what can wait is gathered for its readers, in London's time; empty: see engines/deadlines.
DIGEST_TIMES = tuple(
    time.fromisoformat(wall)
    for wall in os.environ.get("WHEREABOUTS_DIGEST_TIMES", "").split(",")
    if wall
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Request lines carry no personal data by design; error pages are logged without locals.
        "django.request": {"level": "ERROR"},
    },
}
