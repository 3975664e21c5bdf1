"""Runs what it reads, a program of JSON a line, and says of each what it has raised, or nothing."""

import contextlib
import io
import json
import sys
import traceback

for line in sys.stdin:
    fault = ""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(json.loads(line), {})
    except Exception:
        fault = traceback.format_exc()
    print(json.dumps(fault), flush=True)
