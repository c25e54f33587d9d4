"""Settings, all from the environment, each documented in docs/reference/settings.md. Safe by default."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from commonhour.core.limits import LOCK_SECONDS
from commonhour.errors import Unavailable
from commonhour.gateways.mail import mail_addresses, mail_sender, mail_server
from commonhour.gateways.mailbox import mailbox

PACKAGE = Path(__file__).resolve().parent


def env_text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def env_flag(name: str, default: bool) -> bool:
    text = env_text(name, "yes" if default else "no").casefold()
    if text not in {"yes", "no", "1", "0", "true", "false", "on", "off"}:
        raise ImproperlyConfigured(f"{name} is “{text}”; it must be yes or no.")
    return text in {"yes", "1", "true", "on"}


def env_number(name: str, default: int) -> int:
    text = env_text(name, str(default))
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name} is “{text}”; it must be a whole number.")
    return int(text)


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_hosts(name: str) -> frozenset[tuple[str, int]]:
    """ "calendar.intern:5232, [::1]:8080": hosts with a port each."""
    found = set()
    for text in env_list(name, ""):
        host, colon, port = text.rpartition(":")
        if not (colon and host and port.isdigit() and 0 < int(port) < 65_536):
            raise ImproperlyConfigured(f"{name} has “{text}”; write HOST:PORT, with commas between them.")
        found.add((host.strip("[]").casefold(), int(port)))
    return frozenset(found)


def env_read(name: str, default: str, read: Callable[[str], Any]) -> Any:
    """What `read` makes of it, None when there is none."""
    text = env_text(name, default)
    try:
        return read(text) if text else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error


def _secret_key(folder: Path) -> str:
    """COMMONHOUR_SECRET_KEY, or the one kept in the data folder, or a fresh one, which `setting_up.keep_secret_key` keeps."""
    given = env_text("COMMONHOUR_SECRET_KEY", "")
    path = folder / "secret_key"
    try:
        key = given or path.read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return secrets.token_urlsafe(50)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "it is not text"
        raise Unavailable("key-unreadable", path=str(path), problem=problem) from error
    if not key:
        raise Unavailable("key-empty", path=str(path))
    return key


def _service(name: str, title: str, client_id: str, secret: str, **options: str) -> dict[str, object] | None:
    """An application that was made at a service people may sign in with; None when there is none."""
    given = [client_id, secret, *options.values()]
    if any(given) and not all(given):
        raise ImproperlyConfigured(f"Signing in with {title} is set up by half: see docs/how-to/sign-in.md.")
    app: dict[str, object] = {
        "provider_id": name,
        "name": title,
        "client_id": client_id,
        "secret": secret,
        "settings": options,
    }
    return app if secret else None


def _database(url: str, file: Path) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # A database that is gone is never begun anew by looking at it; `management/setting_up.py` makes the file.
            "NAME": f"{file.as_uri()}?mode=rw",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": LOCK_SECONDS,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("COMMONHOUR_DATABASE_URL must begin with postgresql://.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": LOCK_SECONDS, "options": f"-c lock_timeout={LOCK_SECONDS}s"},
    }


DATA_FOLDER = Path(env_text("COMMONHOUR_DATA", "data")).resolve()
DATABASE_FILE = DATA_FOLDER / "commonhour.sqlite3"  # unless COMMONHOUR_DATABASE_URL names another one

DEBUG = env_flag("COMMONHOUR_DEBUG", False)
SECRET_KEY = _secret_key(DATA_FOLDER)
BASE_URL = env_text("COMMONHOUR_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [
    *env_list("COMMONHOUR_HOSTS", ""),
    urlsplit(BASE_URL).hostname or "",
    "127.0.0.1",
    "localhost",
    "[::1]",
]
# RFC 3339, for demonstrations and tests only: the clock stands at this moment.
NOW = env_text("COMMONHOUR_NOW", "")
# Servers of one's own network that may be fetched from; everything else must be on the public internet.
FETCH_ALLOW = env_hosts("COMMONHOUR_FETCH_ALLOW")
# The worker asks the public links of the hub now and then whether they still lead somewhere.
CHECK_LINKS = env_flag("COMMONHOUR_CHECK_LINKS", True)
# Whoever can read mail at an address may make themselves a user, who may do nothing yet.
SIGN_UP = env_flag("COMMONHOUR_SIGN_UP", False)
# Where mail goes out; without it mails are kept in the data folder, where programme managers read them.
MAIL_SERVER = env_read("COMMONHOUR_MAIL_URL", "", mail_server)
MAIL_FROM = env_read(
    "COMMONHOUR_MAIL_FROM", f"meetings@{urlsplit(BASE_URL).hostname or 'localhost'}", mail_sender
)
MAIL_FOLDER = DATA_FOLDER / "mail"
# Where people send meetings to by mail; it comes in from a mailbox that the worker reads, or to a listener of our own.
MAILBOX_ADDRESSES = env_read("COMMONHOUR_MAILBOX_ADDRESS", "", mail_addresses) or ()
MAILBOX = env_read("COMMONHOUR_MAILBOX_URL", "", mailbox)
SMTP_LISTEN = next(iter(env_hosts("COMMONHOUR_SMTP_LISTEN")), None)
PAGE_CACHE_BYTES = env_number("COMMONHOUR_PAGE_CACHE_MB", 64) * 1024 * 1024

_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# What was just done is said on the next page: in a signed cookie, so that reading the page writes nothing.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "commonhour.web.refusals.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if _https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

ROOT_URLCONF = "commonhour.urls"
WSGI_APPLICATION = "commonhour.wsgi.application"
APPEND_SLASH = False  # web/refusals.py does it, for pages only

INSTALLED_APPS = [
    "commonhour",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "commonhour.web.kept.KeptAnswers",
    "commonhour.web.headers.SecurityHeaders",
    "commonhour.web.hosts.OwnHosts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonhour.web.refusals.Refusals",
    "commonhour.web.language.LanguageOfUrl",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "context_processors": ["commonhour.web.frame.frame"],
            "builtins": ["commonhour.web.tags", "django.templatetags.i18n", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]

DATABASES = {"default": _database(env_text("COMMONHOUR_DATABASE_URL", ""), DATABASE_FILE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "commonhour.User"
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"

# Signing in, with django-allauth: a code by mail, a passkey, or a service; nobody has a password.
ACCOUNT_ADAPTER = "commonhour.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is only ever used by who can read its mail
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# By who asks, and for one mailbox from one network and from all: nobody elsewhere uses up the codes of its owner.
ACCOUNT_RATE_LIMITS = {"ask_code": "10/m/ip,200/d/ip", "ask_code_from_here": "5/15m/key,12/d/key", "ask_code_for": "15/15m/key,30/d/key"}  # fmt: skip
# A hub with an https address stands behind a proxy, which says who is asking in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _https else 0
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
MFA_REAUTHENTICATION_REQUIRED = False  # web/account/fresh.py asks whoever signed in long ago
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
SOCIALACCOUNT_ADAPTER = "commonhour.web.account.services_adapter.ServicesAdapter"
SOCIALACCOUNT_QUERY_EMAIL = True
_github = _service(
    "github", "GitHub", env_text("COMMONHOUR_GITHUB_ID", ""), env_text("COMMONHOUR_GITHUB_SECRET", "")
)
_openid = _service(
    "oidc", env_text("COMMONHOUR_OIDC_NAME", "OpenID Connect"), env_text("COMMONHOUR_OIDC_ID", ""),
    env_text("COMMONHOUR_OIDC_SECRET", ""), server_url=env_text("COMMONHOUR_OIDC_URL", ""),
)  # fmt: skip
SIGN_IN_SERVICES = [one for one in (_github, _openid) if one]
SOCIALACCOUNT_PROVIDERS = {
    "github": {"APPS": [_github] if _github else [], "SCOPE": ["user:email"]},
    "openid_connect": {"APPS": [_openid] if _openid else [], "OAUTH_PKCE_ENABLED": True},
}
# Limits hold over all server processes: what is counted is in the database, in a table that `setting_up.prepare` makes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "commonhour_counted",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("ja", "日本語")]
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_links": {"()": "commonhour.web.log_lines.WithoutLinks"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_links"]}
    },
    "root": {"handlers": ["stderr"], "level": env_text("COMMONHOUR_LOG_LEVEL", "WARNING")},
}
