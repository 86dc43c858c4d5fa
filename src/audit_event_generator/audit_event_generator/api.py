"""The HTTP interface: health and metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI, HTTPException, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from audit_event_generator.client import StoreClient
from audit_event_generator.metrics import Metrics
from audit_event_generator.scenario import Scenario
from audit_event_generator.settings import Settings
from audit_event_generator.worker import Worker

VERSION = "0.1.0"


class Health(BaseModel):
    """That the process works, or can send."""

    status: str = "ok"


class Trouble(BaseModel):
    """Why it does not."""

    detail: str


def create_app(settings: Settings) -> FastAPI:
    """The application; events are made from its start to its end."""
    metrics = Metrics()
    # No proxy from the environment: the store is in the same cluster.
    http = httpx.AsyncClient(
        base_url=str(settings.store_url), timeout=settings.send_timeout_seconds, trust_env=False, follow_redirects=False
    )
    worker = Worker(settings, Scenario(settings.seed), StoreClient(http, metrics), metrics)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with http:
            worker.start()
            yield
            await worker.stop()

    app = FastAPI(title="Audit event generator", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    unavailable: dict[int | str, dict[str, Any]] = {503: {"model": Trouble}}

    @app.get("/healthz", responses=unavailable)
    async def healthz() -> Health:
        """Answers 200 while events are made and sent, or kept."""
        if not worker.works():
            raise HTTPException(503, "Events are no longer made")
        return Health()

    @app.get("/readyz", responses=unavailable)
    async def readyz() -> Health:
        """Answers 200 when the store takes the events."""
        if not await worker.ready():
            raise HTTPException(503, "The store takes no events; they are kept and sent again")
        return Health()

    @app.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
    async def metrics_text() -> Response:
        """Metrics in the text format of Prometheus."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return app
