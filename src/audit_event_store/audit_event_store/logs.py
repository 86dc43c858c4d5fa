"""JSON logs, one object a line on standard output, without secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET_NAME = re.compile(r"passw(or)?d|secret|token|authorization|cookie|api_?key|credential", re.IGNORECASE)
# A user and password in an address, as drivers print it in their complaints.
_SECRET_IN_ADDRESS = re.compile(r"(\w+://[^\s:/@]+:)[^\s@]+(@)")


def without_secrets(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces what is named like a secret, and passwords within addresses."""
    for name, value in entry.items():
        if _SECRET_NAME.search(name):
            entry[name] = "[redacted]"
        elif isinstance(value, str):
            entry[name] = _SECRET_IN_ADDRESS.sub(r"\1[redacted]\2", value)
    return entry


def configure(level: str, service: str) -> None:
    """Sends structlog's and the libraries' logs through the same processors."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.EventRenamer("message"),
                lambda _logger, _method, entry: {**entry, "service": service},
                structlog.processors.format_exc_info,
                without_secrets,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # They log every statement at debug, with the values in them.
    for name in ("sqlalchemy", "psycopg", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
