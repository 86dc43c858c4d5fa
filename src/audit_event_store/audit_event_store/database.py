"""The table of events, and engines for SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
)

from audit_event_store.settings import Settings


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC: SQLite keeps no offset, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()
events = Table(
    "audit_events",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),
    Column("received_at", UtcTime, nullable=False, index=True),
    Column("occurred_at", UtcTime, nullable=False, index=True),
    Column("source", String(200), nullable=False),
    Column("actor_type", String(20), nullable=False),
    Column("actor_id", String(200), nullable=False),
    Column("actor_ip", String(45)),
    Column("action", String(100), nullable=False),
    Column("resource_type", String(200), nullable=False),
    Column("resource_id", String(200), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("details", JSON, nullable=False),
    Index("ix_audit_events_actor", "actor_id", "seq"),
    Index("ix_audit_events_resource", "resource_type", "resource_id", "seq"),
    # A number is never given twice, even after the newest events were deleted: readers page by it.
    sqlite_autoincrement=True,
)


def connect(settings: Settings) -> Engine:
    """An engine over the configured database. Nothing is connected yet."""
    url = settings.database()
    if url.get_backend_name() == "sqlite":
        return _sqlite(settings)
    engine = create_engine(
        url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=3,
        pool_pre_ping=True,
        # An error's text would show the values of a statement, which are the events.
        hide_parameters=True,
        connect_args={"connect_timeout": 3, "options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=5000"},
    )

    @event.listens_for(engine, "do_connect")
    def _password(_dialect: Dialect, _record: Any, _args: Any, parameters: dict[str, Any]) -> None:
        password = settings.database_password()
        if password is not None:
            parameters["password"] = password

    return engine


def _sqlite(settings: Settings) -> Engine:
    engine = create_engine(settings.database(), hide_parameters=True, connect_args={"timeout": 5, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # Transactions are begun below, so that a writer can take its lock at once.
        connection.isolation_level = None
        # FULL: an event that was acknowledged outlives a power cut.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
