"""Starts the service: `python -m audit_event_store`."""

import signal
import sys

import structlog
import uvicorn
from pydantic import ValidationError

from audit_event_store import database, logs
from audit_event_store.api import VERSION, create_app
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore


def main() -> int:
    """Runs until SIGTERM; requests under way are answered first."""
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            print(f"AUDIT_STORE_{name}: {problem['msg']}".replace("AUDIT_STORE_: Value error, ", ""), file=sys.stderr)
        return 2
    logs.configure(settings.log_level, "audit-event-store")
    store = EventStore(database.connect(settings))
    structlog.stdlib.get_logger(__name__).info("starting", version=VERSION, database=settings.database().render_as_string())
    # uvicorn sends itself the signal again when all is done: the end that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    uvicorn.run(
        create_app(settings, store),
        # The pod's own address; who may call is the NetworkPolicy's to say.
        host="0.0.0.0",  # noqa: S104 # nosec B104
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
