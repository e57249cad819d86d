"""Settings come from the environment only. A wrong value stops the start with a sentence that names it.

Rules of the programme (14 days, reasons, weights) are data (`segue.programme`), not settings.
`docs/operations/settings.md` lists every variable; a test compares it with `KNOWN`.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from segue.kit import clock

KNOWN: list[str] = []


def _text(name: str, default: str = "") -> str:
    """Read a variable, or the file that NAME_FILE points to (for secrets)."""
    KNOWN.append(name)
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            _stop(f"{name}_FILE is {path!r}, which cannot be read: {error}.")
    return os.environ.get(name, default).strip()


def _stop(sentence: str) -> NoReturn:
    sys.exit(f"segue: {sentence}")


def _yes(name: str, *, default: bool) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    text = _text(name, "1" if default else "0").lower()
    if text not in words:
        _stop(f"{name} is {text!r}; write 1 or 0.")
    return words[text]


def _number(name: str, default: int, *, least: int, most: int) -> int:
    text = _text(name, str(default))
    if not text.isdigit() or not least <= int(text) <= most:
        _stop(f"{name} is {text!r}; write a whole number from {least} to {most}.")
    return int(text)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _database(url: str) -> dict[str, Any]:
    """Return Django's settings for a database address: sqlite:///relative, sqlite:////absolute or postgresql://..."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        _stop(f"SEGUE_DATABASE_URL cannot be read: {error}.")
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts, port=port)
    _stop(f"SEGUE_DATABASE_URL starts with {parts.scheme!r}; it must be sqlite:///file or postgresql://host/name.")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    path = Path(unquote(parts.path).removeprefix("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "segue.kit.sqlite3",
        "NAME": path,
        # Opening the file anew for every request costs 3 ms.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: with deferred transactions 1,045 of 1,200 writes failed under 8 threads; FULL: NORMAL may
            # lose acknowledged commits on power loss; secure_delete: erased means erased.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Values come as they are stored: Django's fields read times and booleans themselves.
            "detect_types": 0,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        },
        "TEST": {"NAME": path},
    }


def _postgresql(parts: SplitResult, *, port: str) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "segue.kit.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": port or options.pop("port", ""),
        # A new connection per request costs 6.8 ms of PostgreSQL CPU against 0.02 for a kept one.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Compiling plans is for reports: it took 15 of the 25 ms of a search, for steps that were never reached.
        "OPTIONS": {"connect_timeout": 5, "options": "-c jit=off", **options},
    }


DATA = Path(_text("SEGUE_DATA", "var"))
DEMO = _yes("SEGUE_DEMO", default=False)
DEBUG = _yes("SEGUE_DEBUG", default=False)
PORT = _number("PORT", 8000, least=1, most=65535)
BASE_URL = _text("SEGUE_BASE_URL", f"http://localhost:{PORT}").rstrip("/")
if not re.fullmatch(r"https?://[\w.-]+(:\d+)?", BASE_URL):
    _stop(f"SEGUE_BASE_URL is {BASE_URL!r}; write an address such as https://leads.aurora.example.")
HTTPS = BASE_URL.startswith("https://")

PROXIES = _number("SEGUE_PROXIES", 0, least=0, most=9)

SECRET_KEY = _text("SEGUE_SECRET_KEY")
SECRET_KEY_KEPT_IN = None if SECRET_KEY else DATA / "secret-key"
if SECRET_KEY_KEPT_IN:
    # Kept beside the data, so that a small installation needs no setting and sessions outlive a restart.
    _kept = SECRET_KEY_KEPT_IN
    if not _kept.exists():
        from django.core.management.utils import get_random_secret_key

        DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written aside and linked: two that start at once agree on one key, and nobody reads half of it.
        _new = DATA / f"secret-key.{os.getpid()}"
        _new.touch(mode=0o600)
        _new.write_text(get_random_secret_key(), encoding="utf-8")
        with suppress(FileExistsError):
            _kept.hardlink_to(_new)
        _new.unlink()
    SECRET_KEY = _kept.read_text(encoding="utf-8").strip()
if len(SECRET_KEY) < 32:  # noqa: PLR2004 -- 32 characters, as Django's own check asks
    _stop("SEGUE_SECRET_KEY is shorter than 32 characters.")

_shift = _text("SEGUE_CLOCK")
if _shift:
    if not DEMO:
        _stop("SEGUE_CLOCK moves the clock and is for the demo only; unset it.")
    try:
        clock.shift_by(clock.parse_shift(_shift))
    except ValueError as _error:
        _stop(f"SEGUE_CLOCK: {_error}.")

DATABASES = {"default": _database(_text("SEGUE_DATABASE_URL", f"sqlite:///{DATA / 'segue.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "segue.web",
    "segue.insights",
    "segue.notifications",
    "segue.requests",
    "segue.leads",
    "segue.directory",
    "segue.accounts",
    "segue.programme",
    "segue.outbox",
    "segue.store",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django.forms",  # its widgets' templates, after ours
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "segue.web.entrance.request_id_middleware",
    "django.middleware.security.SecurityMiddleware",
    # Before the static files: a drawing opened by itself is a page, too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "segue.web.sessions.SessionMiddleware",
    "segue.web.entrance.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "segue.web.whole_page.whole_page_middleware",
    "segue.web.entrance.refusals_middleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "segue.urls"
WSGI_APPLICATION = "segue.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "segue.web.shell.page_context",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("it", _("Italian"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {"staticfiles": {"BACKEND": "segue.web.statics.Statics"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["segue.accounts.sessions.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "segue.notifications.allauth_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; with "password1" in this list the sign-in asks for a password too, beside the mailed code.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "segue.web.sign_in.SignInForm",
    "request_login_code": "segue.web.sign_in.AskForCodeForm",
    "confirm_login_code": "segue.web.sign_in.CodeForm",
    "reset_password": "segue.web.sign_in.ForgottenForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
USERSESSIONS_TRACK_ACTIVITY = False
OIDC_ISSUER = _text("SEGUE_OIDC_ISSUER").rstrip("/")
OIDC_TRUST_EMAIL = _yes("SEGUE_OIDC_TRUST_EMAIL", default=False)
_oidc = {
    "provider_id": "company",
    "name": _text("SEGUE_OIDC_NAME", "OpenID Connect"),
    "client_id": _text("SEGUE_OIDC_CLIENT_ID"),
    "secret": _text("SEGUE_OIDC_CLIENT_SECRET"),
    "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
}
if OIDC_ISSUER and not (_oidc["client_id"] and _oidc["secret"]):
    _stop("SEGUE_OIDC_ISSUER is set; set SEGUE_OIDC_CLIENT_ID and SEGUE_OIDC_CLIENT_SECRET too.")
SOCIALACCOUNT_ADAPTER = "segue.web.company_sign_in.Adapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc] if OIDC_ISSUER else []}}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
MFA_ADAPTER = "segue.accounts.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "segue.web.sign_in.AddKeyForm",
    "authenticate": "segue.web.sign_in.SecondStepForm",
    "reauthenticate": "segue.web.sign_in.SecondStepAgainForm",
}
# An address is given by an admin and shown to be read by each mailed code; there is nothing to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
# Browsers let http://localhost make passkeys; any other address without https they refuse themselves.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_ENGINE = "segue.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "segue.web.cookies.MessageCookie"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
_further_hosts = map(str.strip, _text("SEGUE_HOSTS", "*" if DEMO or DEBUG else "").split(","))
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost", *filter(None, _further_hosts)]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A form that is answered by a redirect counts as sent there: the sign-in of the company.
        "form-action": [SELF, *([_origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

DEFAULT_FROM_EMAIL = _text("SEGUE_MAIL_FROM", "segue@localhost")
BOUNCE_ADDRESS = _text("SEGUE_BOUNCE_ADDRESS")
if BOUNCE_ADDRESS and not re.fullmatch(r"[\w.-]{1,20}@[\w.-]+", BOUNCE_ADDRESS):
    _stop(f"SEGUE_BOUNCE_ADDRESS is {BOUNCE_ADDRESS!r}; write an address such as bounces@leads.aurora.example.")
MAILIN_SECRET = _text("SEGUE_MAILIN_SECRET")
if 0 < len(MAILIN_SECRET) < 20:  # noqa: PLR2004 -- what nobody guesses
    _stop("SEGUE_MAILIN_SECRET is shorter than 20 characters.")
DKIM_SELECTOR = _text("SEGUE_DKIM_SELECTOR")
EMAIL_BACKEND = "segue.notifications.demo_mailbox.Backend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _text("SEGUE_SMTP_HOST", "localhost")
EMAIL_PORT = _number("SEGUE_SMTP_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = _text("SEGUE_SMTP_USER")
EMAIL_HOST_PASSWORD = _text("SEGUE_SMTP_PASSWORD")
EMAIL_USE_TLS = _yes("SEGUE_SMTP_STARTTLS", default=False)
EMAIL_USE_SSL = _yes("SEGUE_SMTP_TLS", default=False)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    _stop("SEGUE_SMTP_STARTTLS and SEGUE_SMTP_TLS are both 1; a mail server speaks one of them.")
EMAIL_TIMEOUT = 30

METRICS_TOKEN = _text("SEGUE_METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 16:  # noqa: PLR2004 -- nobody guesses 16 characters
    _stop("SEGUE_METRICS_TOKEN is shorter than 16 characters.")

LOG_FORMAT = _text("SEGUE_LOG_FORMAT", "text" if DEMO or DEBUG else "json")
if LOG_FORMAT not in {"text", "json"}:
    _stop(f"SEGUE_LOG_FORMAT is {LOG_FORMAT!r}; write text or json.")
LOGGING_CONFIG = "segue.logs.configure"
# Not empty, or Django would not call it.
LOGGING: dict[str, Any] = {"version": 1}
