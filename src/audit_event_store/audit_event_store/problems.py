"""Errors as RFC 9457 problem details. They name fields and never repeat a value: it may be a secret in the wrong field."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from audit_event_store.store import IdInUseError

_log = structlog.stdlib.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"
_MOST_FIELDS = 20


class FieldProblem(BaseModel):
    """One thing that is wrong with a request."""

    field: str = Field(description="Where: body.events.0.actor.id, query.limit")
    problem: str


class Problem(BaseModel):
    """What went wrong, and what the caller can do."""

    title: str
    status: int
    detail: str
    fields: list[FieldProblem] = []
    ids: list[str] = Field(default=[], description="Events with an id of another event, on 409")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI of these errors."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: schema}} for status in statuses}


def response(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """An error's response."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, **more)
    content = problem.model_dump(exclude_defaults=True)
    return JSONResponse(content, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Makes the application answer with problems."""

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = error.errors()
        fields = [
            # A key of `details` is the sender's own text, and may be no text that can be encoded.
            FieldProblem(field=_printable(".".join(str(part) for part in item["loc"])), problem=_printable(item["msg"]))
            for item in errors[:_MOST_FIELDS]
        ]
        more = f"; the first {_MOST_FIELDS} are listed" if len(errors) > _MOST_FIELDS else ""
        return response(422, f"{len(errors)} thing(s) are wrong with the request{more}", fields=fields)

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return response(error.status_code, str(error.detail), headers=dict(error.headers or {}))

    @app.exception_handler(IdInUseError)
    async def _in_use(_request: Request, error: IdInUseError) -> JSONResponse:
        detail = f"{error}; nothing was stored. Give each event an id of its own"
        return response(409, detail, ids=[str(id_) for id_ in error.ids[:_MOST_FIELDS]])

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(PoolTimeoutError)
    async def _no_database(_request: Request, error: Exception) -> JSONResponse:
        _log.error("the database does not answer", reason=reason(error))
        return response(503, "The database does not answer; try again", headers={"Retry-After": "1"})


def reason(error: Exception) -> str:
    """The first line of what the driver said."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]


def _printable(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()[:200]
