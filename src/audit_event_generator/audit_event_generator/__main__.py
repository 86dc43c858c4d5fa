"""Starts the service: `python -m audit_event_generator`."""

import signal
import sys

import structlog
import uvicorn
from pydantic import ValidationError

from audit_event_generator import logs
from audit_event_generator.api import VERSION, create_app
from audit_event_generator.settings import Settings


def main() -> int:
    """Runs until SIGTERM; queued events are sent first."""
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            print(f"AUDIT_GENERATOR_{name}: {problem['msg']}".replace("AUDIT_GENERATOR_: Value error, ", ""), file=sys.stderr)
        return 2
    logs.configure(settings.log_level, "audit-event-generator")
    log = structlog.stdlib.get_logger(__name__)
    log.info("starting", version=VERSION, store=str(settings.store_url), events_per_second=settings.events_per_second)
    # uvicorn sends itself the signal again when all is done: the end that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    uvicorn.run(
        create_app(settings),
        # The pod's own address; who may call is the NetworkPolicy's to say.
        host="0.0.0.0",  # noqa: S104 # nosec B104
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
