"""Settings of the oracle: Django REST framework as Waldur configures it (waldur-behaviour.md)."""

DEBUG = False
SECRET_KEY = "the oracle has no secrets"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "app.urls"
USE_TZ = True
APPEND_SLASH = True
LANGUAGE_CODE = "en"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django_filters", "rest_framework", "app"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
# A refused request is no news here: the other side of the comparison reads the answer.
LOGGING_CONFIG = None

# The 301 for a missing slash is made by CommonMiddleware, so it lacks what stands below (§1.5).
MIDDLEWARE = [
    "app.middleware.answer_preflight",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "app.middleware.look_at_session",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "app.middleware.name_impersonator",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["app.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["app.renderers.Renderer"],
    "DEFAULT_PARSER_CLASSES": [
        "drf_orjson_renderer.parsers.ORJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "app.pagination.LinkHeaderPagination",
    "EXCEPTION_HANDLER": "rest_framework.views.exception_handler",
    "PAGE_SIZE": 10,
    "UNAUTHENTICATED_USER": None,
}
