"""The HTTP interface."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, HTTPException, Query, Response
from fastapi.responses import StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, ConfigDict, Field

from audit_event_store import export, problems
from audit_event_store.events import Event, EventFilter, StoredEvent
from audit_event_store.guard import LimitSenders, Observe
from audit_event_store.keeper import Keeper
from audit_event_store.metrics import Metrics
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore, IdInUseError

VERSION = "0.1.0"


class Health(BaseModel):
    """That the process, or its database, answers."""

    status: str = "ok"


class Receipt(BaseModel):
    """What became of a batch; both numbers together are its events."""

    stored: int
    duplicates: int = Field(description="Events that were stored before, with the same content")


class EventPage(BaseModel):
    """Events in the order in which they were stored."""

    events: list[StoredEvent]
    next_after: int | None = Field(description="`after` of the next page; null at the end")


class PageQuery(EventFilter):
    """A filter with a place in the list."""

    after: int = Field(default=0, ge=0, le=2**63 - 1, description="Only events with a larger seq")
    limit: int = Field(default=100, ge=1, le=1000)


class ExportFormat(StrEnum):
    """JSON lines, or CSV with a line of names."""

    JSON_LINES = "jsonl"
    CSV = "csv"


class ExportQuery(EventFilter):
    """A filter with a format."""

    format: ExportFormat = ExportFormat.JSON_LINES


_EXPORTS = {
    ExportFormat.JSON_LINES: (export.json_lines, "application/jsonl"),
    ExportFormat.CSV: (export.comma_separated, "text/csv; charset=utf-8; header=present"),
}


def create_app(settings: Settings, store: EventStore) -> FastAPI:
    """The application over a store, which it closes in the end."""
    metrics = Metrics()
    keeper = Keeper(store, metrics, settings.retention_days)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(keeper.run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.to_thread(store.close)

    # The pages of documentation would load scripts from elsewhere; /openapi.json stays.
    app = FastAPI(
        title="Audit event store",
        version=VERSION,
        lifespan=lifespan,
        max_body_size=settings.max_body_bytes,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    problems.install(app)
    app.include_router(_health(keeper, store, metrics))
    app.include_router(_events(settings, store, metrics))
    app.add_middleware(LimitSenders, metrics=metrics, most=settings.max_ingest_requests)
    app.add_middleware(Observe, metrics=metrics)
    _document_problems(app)
    return app


def _health(keeper: Keeper, store: EventStore, metrics: Metrics) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/healthz")
    async def healthz() -> Health:
        """Answers while the process works, whatever its database does."""
        return Health()

    @router.get("/readyz", responses=problems.responses(503))
    def readyz() -> Health:
        """Answers 200 when the database answers and has its tables."""
        if not keeper.prepared:
            raise HTTPException(503, "The database is not ready yet", headers={"Retry-After": "1"})
        store.ping()
        return Health()

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
    async def metrics_text() -> Response:
        """Metrics in the text format of Prometheus."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router


def _events(settings: Settings, store: EventStore, metrics: Metrics) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["events"])

    class Batch(BaseModel):
        """Events to store, whole or not at all."""

        model_config = ConfigDict(extra="forbid")
        events: list[Event] = Field(min_length=1, max_length=settings.max_batch_size)

    @router.post("/events", responses=problems.responses(400, 409, 413, 422, 503))
    def add_events(batch: Batch) -> Receipt:
        """Stores a batch. Sending it again changes nothing; an id that belongs to another event is a conflict."""
        try:
            added = store.add(batch.events)
        except IdInUseError:
            metrics.events.labels("refused").inc(len(batch.events))
            raise
        metrics.events.labels("stored").inc(added.stored)
        metrics.events.labels("duplicate").inc(added.duplicates)
        return Receipt(stored=added.stored, duplicates=added.duplicates)

    @router.get("/events", responses=problems.responses(422, 503))
    def list_events(query: Annotated[PageQuery, Query()]) -> EventPage:
        """A page of events. Going on with `next_after`, or with the last seq when new events came, misses none."""
        found = store.page(query, query.after, query.limit + 1)
        events = found[: query.limit]
        return EventPage(events=events, next_after=events[-1].seq if len(found) > query.limit else None)

    @router.get("/events/{id}", responses=problems.responses(404, 422, 503))
    def get_event(id: UUID) -> StoredEvent:  # noqa: A002 - the name in the path
        """One event."""
        event = store.get(id)
        if event is None:
            raise HTTPException(404, "There is no event with this id; it may have been deleted after its time")
        return event

    documented = {"application/jsonl": {"schema": {"type": "string"}}, "text/csv": {"schema": {"type": "string"}}}

    @router.get("/export", response_class=Response, responses={200: {"content": documented}, **problems.responses(422, 503)})
    def export_events(query: Annotated[ExportQuery, Query()]) -> Response:
        """All events that match, as they were when the request came. A cut connection is an incomplete export."""
        found = store.all(query)
        # The first page is read before the status is sent: a database that is away is an error and not an empty file.
        first = list(islice(found, 1))
        write, media_type = _EXPORTS[query.format]
        name = f'attachment; filename="audit-events.{query.format}"'
        return StreamingResponse(
            write(chain(first, found)),
            media_type=media_type,
            headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
        )

    return router


def _document_problems(app: FastAPI) -> None:
    """Puts the schema of problems into the OpenAPI, to which the responses refer."""
    made = app.openapi()
    schemas = made["components"]["schemas"]
    schemas["FieldProblem"] = problems.FieldProblem.model_json_schema()
    problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    problem.pop("$defs", None)
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    app.openapi_schema = made
