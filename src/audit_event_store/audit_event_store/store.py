"""Events in and out of the database."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, insert, select, text

from audit_event_store.database import events, metadata
from audit_event_store.events import Event, EventFilter, StoredEvent

# Any number will do, as long as nothing else in the database uses it.
_WRITERS_LOCK = 0x61756469
_PAGE = 500


@dataclass(frozen=True)
class Added:
    """What became of a batch."""

    stored: int
    duplicates: int


class IdInUseError(Exception):
    """Events whose id belongs to another event already. Nothing of their batch was stored."""

    def __init__(self, ids: Sequence[UUID]) -> None:
        super().__init__(f"{len(ids)} event(s) have the id of another event")
        self.ids = ids


class EventStore:
    """The events of one database. Safe for several threads, and for several processes over PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite's own waiting knows no queue, and may leave one writer waiting for ever.
        self._turn = threading.Lock()

    def prepare(self) -> None:
        """Makes the tables where they are missing."""
        with self._writing() as connection:
            metadata.create_all(connection)

    def ping(self) -> None:
        """Fails as any other call would if the database does not answer or has no table."""
        with self._engine.connect() as connection:
            connection.execute(select(events.c.seq).limit(1)).first()

    def add(self, batch: Sequence[Event]) -> Added:
        """Stores a batch whole or not at all; raises IdInUseError.

        Writers follow one another, so that numbers become visible in their order and a reader who
        goes on after the last number that it saw misses nothing.
        """
        fresh: dict[UUID, tuple[Event, str]] = {}
        clashes: list[UUID] = []
        for event in batch:
            fingerprint = event.fingerprint()
            if fresh.setdefault(event.id, (event, fingerprint))[1] != fingerprint:
                clashes.append(event.id)
        with self._writing() as connection:
            known = connection.execute(select(events.c.id, events.c.fingerprint).where(events.c.id.in_(fresh)))
            for id_, fingerprint in known.all():
                if fresh.pop(id_)[1] != fingerprint:
                    clashes.append(id_)
            if clashes:
                raise IdInUseError(clashes)
            now = datetime.now(UTC)
            if fresh:
                connection.execute(insert(events), [_row(event, fingerprint, now) for event, fingerprint in fresh.values()])
        return Added(stored=len(fresh), duplicates=len(batch) - len(fresh))

    def get(self, id_: UUID) -> StoredEvent | None:
        """The event with this id."""
        with self._engine.connect() as connection:
            row = connection.execute(select(events).where(events.c.id == id_)).first()
        return _event(row) if row else None

    def page(self, wanted: EventFilter, after: int, limit: int, until: int | None = None) -> list[StoredEvent]:
        """Events with numbers above `after` and up to `until`, in the order in which they were stored."""
        statement = select(events).where(events.c.seq > after, *_conditions(wanted)).order_by(events.c.seq).limit(limit)
        if until is not None:
            statement = statement.where(events.c.seq <= until)
        with self._engine.connect() as connection:
            return [_event(row) for row in connection.execute(statement)]

    def all(self, wanted: EventFilter) -> Iterator[StoredEvent]:
        """Every event that was stored when this was called. No transaction stays open between pages."""
        with self._engine.connect() as connection:
            last = connection.execute(select(func.max(events.c.seq))).scalar() or 0
        after = 0
        while page := self.page(wanted, after, _PAGE, until=last):
            yield from page
            after = page[-1].seq

    def delete_received_before(self, time: datetime, limit: int = 5000) -> int:
        """Deletes at most `limit` of the events that were received before a time, and says how many."""
        oldest = select(events.c.seq).where(events.c.received_at < time).order_by(events.c.received_at).limit(limit)
        with self._writing() as connection:
            return connection.execute(delete(events).where(events.c.seq.in_(oldest.scalar_subquery()))).rowcount

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that no other writer runs beside."""
        if self._engine.dialect.name == "sqlite":
            with self._turn, self._engine.execution_options(writes=True).begin() as connection:
                yield connection
        else:
            with self._engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})
                yield connection


def _conditions(wanted: EventFilter) -> Iterator[ColumnElement[bool]]:
    # Subclasses add what is no condition.
    for name, value in wanted.model_dump(include=set(EventFilter.model_fields), exclude_none=True).items():
        match name:
            case "occurred_from":
                yield events.c.occurred_at >= value
            case "occurred_before":
                yield events.c.occurred_at < value
            case _:
                yield events.c[name] == value


def _row(event: Event, fingerprint: str, received_at: datetime) -> dict[str, object]:
    return {
        "id": event.id,
        "fingerprint": fingerprint,
        "received_at": received_at,
        "occurred_at": event.occurred_at,
        "source": event.source,
        "actor_type": event.actor.type,
        "actor_id": event.actor.id,
        "actor_ip": None if event.actor.ip is None else str(event.actor.ip),
        "action": event.action,
        "resource_type": event.resource.type,
        "resource_id": event.resource.id,
        "outcome": event.outcome,
        "details": event.details,
    }


def _event(row: Row[tuple[object, ...]]) -> StoredEvent:
    value = row._mapping  # noqa: SLF001 - the documented way to a row's columns by name
    return StoredEvent.model_validate(
        {
            **{
                name: value[name]
                for name in ("seq", "id", "received_at", "occurred_at", "source", "action", "outcome", "details")
            },
            "actor": {"type": value["actor_type"], "id": value["actor_id"], "ip": value["actor_ip"]},
            "resource": {"type": value["resource_type"], "id": value["resource_id"]},
        }
    )
