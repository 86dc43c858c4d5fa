"""Both services as processes, over a real PostgreSQL and over SQLite, as the chart starts them."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import PASSWORD, Postgres, Service, an_event

Serve = Callable[..., Service]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    if request.param == "sqlite":
        return {"AUDIT_STORE_DATABASE_URL": f"sqlite:///{tmp_path}/events.db"}
    server: Postgres = request.getfixturevalue("postgres")
    return server.environment()


def exported(store: Service) -> list[dict[str, Any]]:
    return [json.loads(line) for line in store.http.get("/v1/export").text.splitlines()]


def generator(serve: Serve, store: Service, **settings: str) -> Service:
    address = {"AUDIT_GENERATOR_STORE_URL": str(store.http.base_url), "AUDIT_GENERATOR_EVENTS_PER_SECOND": "200"}
    return serve("audit_event_generator", **address, **settings)


def test_what_is_made_is_stored_once_and_the_end_loses_nothing(serve: Serve, database: dict[str, str]) -> None:
    store = serve("audit_event_store", **database).until_ready()
    before = {event["id"] for event in exported(store)}
    maker = generator(serve, store, AUDIT_GENERATOR_BATCH_SIZE="20").until_ready()
    maker.until(lambda: maker.metric('audit_generator_events_ended_total{how="sent"}') >= 200, "200 events sent")
    assert maker.stop() == 0
    stored = [event for event in exported(store) if event["id"] not in before]
    assert len(stored) == len({event["id"] for event in stored}) >= 200
    assert store.metric('audit_store_events_total{result="stored"}') == len(stored)
    assert "could not be sent" not in maker.output()
    assert store.stop() == 0


def test_a_store_that_restarts_costs_no_event(serve: Serve, database: dict[str, str]) -> None:
    store = serve("audit_event_store", **database).until_ready()
    before = len(exported(store))
    maker = generator(serve, store, AUDIT_GENERATOR_QUEUE_LIMIT="100000").until_ready()
    maker.until(lambda: maker.metric('audit_generator_events_ended_total{how="sent"}') >= 50, "50 events sent")
    assert store.stop() == 0
    maker.until(lambda: maker.http.get("/readyz").status_code == 503, "the generator notices")
    assert maker.http.get("/healthz").status_code == 200
    again = serve("audit_event_store", **{**database, "AUDIT_STORE_HTTP_PORT": str(store.port)})
    again.port, again.http = store.port, store.http
    again.until_ready()
    maker.until(lambda: maker.http.get("/readyz").status_code == 200, "the generator sends again")
    made = maker.metric("audit_generator_events_made_total")
    assert maker.stop() == 0
    assert len(exported(again)) - before >= made
    assert "events could not be sent" not in maker.output()


def test_logs_are_json_and_hold_no_password_and_no_person(serve: Serve, postgres: Postgres, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("never-logged-either\n", encoding="utf-8")
    refused = serve(
        "audit_event_store", AUDIT_STORE_LOG_LEVEL="debug",
        **{**postgres.environment(), "AUDIT_STORE_DATABASE_PASSWORD_FILE": str(wrong)},
    )  # fmt: skip
    refused.until(lambda: "password authentication failed" in refused.output(), "the refusal is logged")
    # The Secret is corrected: the next connection reads the file anew.
    wrong.write_text(PASSWORD + "\n", encoding="utf-8")
    refused.until_ready()
    refused.http.post(
        "/v1/events", json={"events": [an_event(id=str(uuid.uuid4()), actor__id="jane.roe", details={"k": "a-detail"})]}
    )
    refused.http.get("/v1/events", params={"actor_id": "jane.roe"}, headers={"Authorization": "Bearer a-token"})
    assert refused.stop() == 0
    assert len(refused.lines()) > 5
    for secret in (PASSWORD, "never-logged-either", "jane.roe", "a-detail", "a-token"):
        assert secret not in refused.output()


def test_settings_that_are_wrong_end_the_start_with_a_sentence(serve: Serve) -> None:
    wrong = {
        "audit_event_store": {"AUDIT_STORE_DATABASE_URL": "postgresql://role:hidden@host/db", "AUDIT_STORE_HTTP_PORT": "8080"},
        "audit_event_generator": {"AUDIT_GENERATOR_EVENTS_PER_SECOND": "many"},
    }
    for name, environment in wrong.items():
        service = serve(name, **environment)
        assert service.process.wait(60) == 2
        assert "hidden" not in service.output()
        assert "Traceback" not in service.output()
        assert service.output().startswith("AUDIT_" if name.endswith("generator") else "database_url has a password in it")
