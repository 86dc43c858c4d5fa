"""What every request passes: a limit on how many send at once, a measure of time and a line in the log."""

import re
import time
import uuid

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from audit_event_store import problems
from audit_event_store.metrics import Metrics

_log = structlog.stdlib.get_logger(__name__)
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
# Asked every few seconds by Kubernetes and Prometheus.
_QUIET = ("/healthz", "/readyz", "/metrics")


class Observe:
    """Logs and measures each request. Query strings and bodies stay out of the log: they name people."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"")
        request_id = given.decode() if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        status, begin = 500, time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, answer)
            finally:
                seconds = time.perf_counter() - begin
                # The template and not the path: ids in it would make a series each.
                route = getattr(scope.get("route"), "path", "unknown")
                self._metrics.requests.labels(scope["method"], route, status).observe(seconds)
                log = _log.debug if scope["path"] in _QUIET else _log.info
                log("request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1))


class LimitSenders:
    """Refuses more requests with a body at once than fit into memory; how large each may be is FastAPI's max_body_size."""

    def __init__(self, app: ASGIApp, metrics: Metrics, most: int) -> None:
        self._app, self._metrics, self._most, self._under_way = app, metrics, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        if self._under_way >= self._most:
            busy = problems.response(503, "Too many requests are worked on; try again", {"Retry-After": "1"})
            await busy(scope, receive, send)
            return
        self._under_way += 1
        self._metrics.ingesting.set(self._under_way)
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1
            self._metrics.ingesting.set(self._under_way)
