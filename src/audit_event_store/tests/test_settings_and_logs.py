"""Settings that are refused, and what does not get into a log."""

import asyncio
import io
import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from pydantic import ValidationError
from sqlalchemy import update

from audit_event_store import database, logs
from audit_event_store.events import Event, EventFilter
from audit_event_store.keeper import Keeper
from audit_event_store.metrics import Metrics
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore
from conftest import an_event


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"database_url": "postgresql://role:hidden@host/db"}, "put it into a file"),
        ({"database_url": "mysql://host/db"}, "neither sqlite:// nor postgresql://"),
        ({"database_url": "nonsense"}, "no address such as"),
        ({"http_port": 0}, "http_port"),
        ({"log_level": "loud"}, "log_level"),
        ({"max_batch_size": 0}, "max_batch_size"),
    ],
)
def test_wrong_settings_are_refused_with_what_to_do(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as error:
        Settings.model_validate(changes)
    assert words in str(error.value)
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize(("text", "password"), [("a b", "a b"), ("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), (" a ", " a ")])
def test_a_last_line_end_is_no_part_of_the_password(tmp_path: Path, text: str, password: str) -> None:
    (tmp_path / "p").write_bytes(text.encode())
    assert Settings(database_password_file=tmp_path / "p").database_password() == password


def test_secrets_do_not_get_into_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    before = logging.getLogger().handlers[:]
    try:
        logs.configure("debug", "test")
        log = structlog.stdlib.get_logger("a")
        log.warning(
            "m", password="p1", db_token="p2", Authorization="p3", reason="postgresql://role:p4@host:5432/db failed", api_key="p5"
        )
        logging.getLogger("library").error("at %s", "https://user:p6@example.org/x")
        logging.getLogger("sqlalchemy.engine").info("INSERT p7")
    finally:
        logging.getLogger().handlers[:] = before
        structlog.reset_defaults()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == 2
    assert lines[0]["password"] == lines[0]["db_token"] == "[redacted]"
    assert lines[0]["reason"] == "postgresql://role:[redacted]@host:5432/db failed"
    for number in range(1, 8):
        assert f"p{number}" not in out.getvalue()


@pytest.mark.parametrize(("days", "left"), [(7, 1), (9, 2)])
def test_the_keeper_deletes_what_is_too_old(tmp_path: Path, days: int, left: int) -> None:
    engine = database.connect(Settings(database_url=f"sqlite:///{tmp_path}/events.db"))
    store = EventStore(engine)
    store.prepare()
    store.add([Event.model_validate(an_event())])
    with engine.begin() as connection:
        connection.execute(update(database.events).values(received_at=datetime.now(UTC) - timedelta(days=8)))
    store.add([Event.model_validate(an_event(id="00000000-0000-4000-8000-000000000001"))])
    asyncio.run(Keeper(store, Metrics(), days).expire())
    assert len(store.page(EventFilter(), 0, 10)) == left
    store.close()


def test_with_a_retention_of_0_everything_stays(tmp_path: Path) -> None:
    store = EventStore(database.connect(Settings(database_url=f"sqlite:///{tmp_path}/events.db")))
    asyncio.run(Keeper(store, Metrics(), 0).run())
    store.ping()
    store.close()
