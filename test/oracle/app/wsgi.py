"""What gunicorn serves: one process, one database in memory, filled from the fixture."""

import logging
import os
import sqlite3

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ["DJANGO_SETTINGS_MODULE"] = "app.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from app import fixture  # noqa: E402

logging.disable(logging.CRITICAL)
start = sqlite3.connect(":memory:", check_same_thread=False)
is_filled = False
django_application = WSGIHandler()


def fill():
    """In the thread that answers: the database belongs to it."""
    global is_filled
    call_command("migrate", run_syncdb=True, verbosity=0)
    fixture.load()
    connection.connection.backup(start)
    is_filled = True


def application(environ, start_response):
    """`/reset` brings the start data back. gunicorn would send a body after HEAD (§1.15)."""
    if not is_filled:
        fill()
    if environ["PATH_INFO"] == "/reset":
        start.backup(connection.connection)
        start_response("204 No Content", [("Content-Length", "0")])
        return []
    answer = django_application(environ, start_response)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else answer
