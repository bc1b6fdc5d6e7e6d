"""The log of a running program: one JSON object a line, ids and kinds of events, never what people wrote."""

import asyncio
import json
import logging
import sys
from datetime import UTC, datetime

#: for people: the command line, the page, and the engine beside either surface
PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """time, level, logger, message, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class NotOurCancelling(logging.Filter):
    """Leaves out that a connection was given back while its work was cancelled: that is how we stop."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


class Nameless(logging.Filter):
    """Takes the ids out of what discord.py says of an autocompletion that failed: guild and person."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "(Guild: %s, User: %s)" in str(record.msg) and isinstance(record.args, tuple):
            record.msg = str(record.msg).replace(" (Guild: %s, User: %s)", "")
            record.args = record.args[:-2]
        return True


def log_to_standard_error() -> None:
    """From now on, for a program that runs for days: our own events from INFO, libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(NotOurCancelling())
    handler.addFilter(Nameless())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("cadenza").setLevel(logging.INFO)
