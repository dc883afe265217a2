"""One settings file, read from the environment, safe by default.

`sapwood demo` and the tests set SAPWOOD_MODE; without it everything is as production needs it.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sapwood.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
MODE = env.text("SAPWOOD_MODE", "production")  # production | demo | test
if MODE not in {"production", "demo", "test"}:
    raise env.MissingSetting(f"SAPWOOD_MODE is {MODE!r}; allowed are production, demo and test.")

if MODE == "production":
    env.check_production()
SAPWOOD_DATA = Path(env.text("SAPWOOD_DATA", "var/data")).resolve()
SAPWOOD_ASSETS = Path(
    env.text("SAPWOOD_ASSETS", str(SAPWOOD_DATA / "assets") if MODE == "production" else "var/assets")
).resolve()
SAPWOOD_KEYS = Path(env.text("SAPWOOD_KEYS") or SAPWOOD_DATA.with_name(f"{SAPWOOD_DATA.name}-keys")).resolve()
SAPWOOD_KEY_STORE = env.text("SAPWOOD_KEY_STORE", "sapwood.feedback.keys.Folder")
SAPWOOD_DURABLE_KEY_STORE = env.text("SAPWOOD_DURABLE_KEY_STORE", "sapwood.people.durable.Folder")
SAPWOOD_POLICY = PACKAGE / "config" / "policy.toml"
SAPWOOD_BASE_URL = env.text("SAPWOOD_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SAPWOOD_DEMO = MODE == "demo"
SECRET_KEY = env.text("SAPWOOD_SECRET_KEY", "" if MODE == "production" else f"not-a-secret-only-for-{MODE}-" + "x" * 32)

DEBUG = False
_host = SAPWOOD_BASE_URL.split("//")[-1].split("/")[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = [_host, "127.0.0.1", "localhost", "[::1]"] if MODE != "production" else [_host or "invalid"]
SECURE = SAPWOOD_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SAPWOOD_BASE_URL] if SECURE else []

INSTALLED_APPS = [
    # Ours first: their templates win over those that packages bring.
    "sapwood.ui",
    "sapwood.activity",
    "sapwood.people",
    "sapwood.feedback",
    "sapwood.goals",
    "sapwood.growth",
    "sapwood.meetings",
    "sapwood.overview",
    "sapwood.api",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random; tokens in pages are masked anew each time
    "csp.middleware.CSPMiddleware",
    "sapwood.api.middleware.machine_door",  # before anything that reads a cookie
    "sapwood.ui.middleware.plain_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sapwood.people.middleware.person_at_work",
    "sapwood.people.middleware.policy_gate",
]

ROOT_URLCONF = "sapwood.config.urls"
WSGI_APPLICATION = "sapwood.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sapwood.ui.context.shell_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "sapwood.ui.templatetags.ui",
            ],
        },
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), SAPWOOD_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because sign-in limits must hold across processes. Nothing else is cached.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_shared"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ── who one is ──────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
SAPWOOD_START_PAGE = "goals:first_look"  # what a stranger meets at the address of the house
LOGIN_REDIRECT_URL = "overview:my_week"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "sapwood.people.sign_in.Doorkeeper"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the administrator; an invitation proves them
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers' mailboxes stay quiet
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the sign-in page asks
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or key is told to its owner
ACCOUNT_FORMS = {
    "reset_password": "sapwood.people.sign_in.AskForPassword",
    "user_token": "sapwood.people.sign_in.LinkForPassword",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "first_look": "30/m/ip",
    "comment_help": "240/m/ip",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": False, "dashed": True, "length": 8}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE and MODE != "production"
MFA_TOTP_ISSUER = "Sapwood"
MFA_ADAPTER = "sapwood.people.sign_in.Locksmith"

# ── what a browser may do ───────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE and env.switch("SAPWOOD_REDIRECT_TO_HTTPS", False)
if env.switch("SAPWOOD_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else the whole house would share one limit of sign-ins
SESSION_COOKIE_NAME = "__Host-sapwood" if SECURE else "sapwood"
CSRF_COOKIE_NAME = "__Host-sapwood-csrf" if SECURE else "sapwood-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# ── programs ────────────────────────────────────────────────────────────────
SAPWOOD_API_PER_MINUTE = env.number("SAPWOOD_API_PER_MINUTE", 300)  # requests of one token

# ── what may be asked of a person ───────────────────────────────────────────
SAPWOOD_MINUTES_A_WEEK = env.number("SAPWOOD_MINUTES_A_WEEK", 5)  # check-in, pulse, practice and requests together

# ── mail ────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("SAPWOOD_SMTP_HOST")
    else "django.core.mail.backends.locmem.EmailBackend"
    if MODE == "test"
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = env.text("SAPWOOD_SMTP_HOST")
EMAIL_PORT = env.number("SAPWOOD_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("SAPWOOD_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SAPWOOD_SMTP_PASSWORD")
EMAIL_USE_TLS = env.switch("SAPWOOD_SMTP_STARTTLS", EMAIL_PORT == 587)
EMAIL_USE_SSL = env.switch("SAPWOOD_SMTP_TLS", EMAIL_PORT == 465)
EMAIL_TIMEOUT = 20
SAPWOOD_SENDS_MAIL = bool(EMAIL_HOST) or MODE != "production"  # else everything waits in the outbox
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("SAPWOOD_MAIL_FROM", "Sapwood <sapwood@localhost>")

# ── words and time ──────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_NAME = "sapwood-language"

# ── static files ────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = SAPWOOD_ASSETS / "collected"
STATICFILES_DIRS = [("ui", SAPWOOD_ASSETS / "ui")]
(SAPWOOD_ASSETS / "ui").mkdir(parents=True, exist_ok=True)
SAPWOOD_DATA.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = MODE == "test"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"no_answers": {"()": "sapwood.feedback.quiet.NothingAboutAnswers"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_answers"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "sapwood": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can send a wrong host, all day long
    },
}
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SILENCED_SYSTEM_CHECKS: list[str] = []
