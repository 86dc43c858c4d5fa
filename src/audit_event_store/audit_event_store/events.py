"""An audit event, and what of it is accepted."""

import hashlib
import json
import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyAddress,
    StringConstraints,
    WithJsonSchema,
)


def _no_number(value: Any) -> Any:
    """Pydantic would take numbers for dates and addresses; JSON writes both as strings."""
    if isinstance(value, (int, float)):
        raise ValueError("must be a string")  # noqa: TRY004 - what pydantic reports
    return value


# RFC 3339. Pydantic would read "0.5" as a time, too.
_RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _rfc_3339(value: Any) -> Any:
    if isinstance(value, str) and not _RFC_3339.fullmatch(value):
        raise ValueError("must be a time by RFC 3339, with an offset: 2026-01-01T10:00:00+02:00")
    return _no_number(value)


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("must lie within the years 1 and 9999 in UTC") from None


# No control characters: they have no place in a name, and PostgreSQL refuses one of them.
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Action = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
Timestamp = Annotated[AwareDatetime, BeforeValidator(_rfc_3339), AfterValidator(_to_utc)]
EventId = Annotated[UUID, BeforeValidator(_no_number)]
Address = Annotated[
    IPvAnyAddress,
    BeforeValidator(_no_number),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}),
]
# Numbers that every JSON reader keeps as they are.
_EXACT = 2**53 - 1
_Integer = Annotated[int, Field(ge=-_EXACT, le=_EXACT)]
_Number = Annotated[float, Field(ge=-_EXACT, le=_EXACT, allow_inf_nan=False)]
_Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
DetailKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Detail = bool | _Integer | _Number | _Text | None


class ActorType(StrEnum):
    """What acted."""

    USER = "user"
    SERVICE = "service"
    SYSTEM = "system"


class Outcome(StrEnum):
    """How it ended: done, tried in vain, or refused by a rule."""

    SUCCESS = "success"
    FAILURE = "failure"
    DENIED = "denied"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Actor(_Part):
    """Who did it."""

    type: ActorType
    id: Name
    ip: Address | None = None


class Resource(_Part):
    """What it was done to."""

    type: Name
    id: Name


class Event(_Part):
    """One thing that happened. The sender chooses the id; sending an event twice stores it once."""

    id: EventId
    occurred_at: Timestamp = Field(description="RFC 3339 with an offset; kept in UTC, to the microsecond")
    source: Name = Field(description="The service that saw it")
    actor: Actor
    action: Action = Field(examples=["invoice.read"])
    resource: Resource
    outcome: Outcome
    details: dict[DetailKey, Detail] = Field(
        default_factory=dict, max_length=32, json_schema_extra={"additionalProperties": False}
    )

    def fingerprint(self) -> str:
        """The SHA-256 of the event's content, by which a repetition is told from another event under the same id."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()


class StoredEvent(Event):
    """An event with the place and time at which the store took it."""

    seq: int = Field(description="Grows with every stored event; the cursor of paging")
    received_at: AwareDatetime


class EventFilter(BaseModel):
    """Which events; every condition that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    occurred_from: Timestamp | None = Field(default=None, description="At this time or later")
    occurred_before: Timestamp | None = Field(default=None, description="Before this time")
    source: Name | None = None
    actor_id: Name | None = None
    action: Action | None = None
    resource_type: Name | None = None
    resource_id: Name | None = None
    outcome: Outcome | None = None
