"""Answers requests from standard input, one after the other: each time from the start data.

A question is two texts of HTTP, each behind its length: the request, and what is read after it when it has
written something. An answer is as many texts of JSON (status and headers), each with its body behind it.
"""

import gc
import json
import logging
import os
import sqlite3
import struct
import sys

import django
from django.core.handlers.wsgi import WSGIHandler
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

os.environ["DJANGO_SETTINGS_MODULE"] = "app.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from app import fixture  # noqa: E402

LENGTHS = struct.Struct(">II")
HERE = ("127.0.0.1", 0)
application = WSGIHandler()
config = Config()
config.set("limit_request_line", 0)


def serve(questions, answers):
    start = sqlite3.connect(":memory:")
    fill(start)
    while lengths := questions.read(LENGTHS.size):
        request, then = [questions.read(length) for length in LENGTHS.unpack(lengths)]
        status, headers, body = answer(request)
        write(answers, status, headers, body)
        if then:
            is_done = status < 300
            path = dict(headers).get("Location", "")
            write(answers, *(answer(then.replace(b"{location}", path.encode())) if is_done else ABSENT))
        if then and not 400 <= status < 500:
            start.backup(connection.connection)
        answers.flush()


ABSENT = (0, [], b"")


def fill(start):
    call_command("migrate", run_syncdb=True, verbosity=0)
    fixture.load()
    connection.connection.backup(start)


def answer(request):
    """gunicorn reads the bytes; what it would frame the answer with is not compared."""
    parsed = next(RequestParser(config, [request], HERE))
    _, environ = create(parsed, None, HERE, HERE, config)
    head = []
    response = application(environ, lambda status, headers: head.extend([status, headers]))
    # gunicorn would send a body after HEAD (§1.15).
    body = b"" if environ["REQUEST_METHOD"] == "HEAD" else b"".join(response)
    response.close()
    return int(head[0][:3]), head[1], body


def write(answers, status, headers, body):
    head = json.dumps([status, headers]).encode()
    answers.write(LENGTHS.pack(len(head), len(body)) + head + body)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    # What is loaded stays, so the collector need not look at it again and again.
    gc.freeze()
    serve(sys.stdin.buffer, sys.stdout.buffer)
