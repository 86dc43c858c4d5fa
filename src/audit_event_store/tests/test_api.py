"""What callers of the store see."""

import csv
import io
import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from audit_event_store import database
from audit_event_store.api import create_app
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore
from conftest import SRC, Postgres, an_event

SECRET = "hunter2-never-to-be-seen"


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with client_of(settings) as client:
        yield client


def client_of(settings: Settings) -> TestClient:
    return TestClient(create_app(settings, EventStore(database.connect(settings))), raise_server_exceptions=False)


def ready(client: TestClient) -> TestClient:
    for _ in range(1000):
        if client.get("/readyz").status_code == 200:
            return client
        time.sleep(0.05)
    raise AssertionError(client.get("/readyz").text)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(Settings(database_url=f"sqlite:///{tmp_path}/events.db", max_batch_size=5, max_body_bytes=4096)) as client:
        yield ready(client)


def send(client: TestClient, *events: dict[str, Any]) -> Any:
    return client.post("/v1/events", json={"events": list(events)})


def test_what_is_sent_can_be_found_and_sent_again(client: TestClient) -> None:
    ready(client)
    assert send(client, an_event()).json() == {"stored": 1, "duplicates": 0}
    assert send(client, an_event()).json() == {"stored": 0, "duplicates": 1}
    page = client.get("/v1/events", params={"actor_id": "user-0001"}).json()
    assert page["next_after"] is None
    [found] = page["events"]
    assert found == {
        **an_event(),
        "occurred_at": "2026-01-01T08:00:00Z",
        "seq": found["seq"],
        "received_at": found["received_at"],
    }
    assert client.get(f"/v1/events/{found['id']}").json() == found
    clash = send(client, an_event(outcome="denied"))
    assert clash.status_code == 409 and clash.json()["ids"] == [an_event()["id"]]
    metrics = client.get("/metrics").text
    for result in ("stored", "duplicate", "refused"):
        assert f'audit_store_events_total{{result="{result}"}} 1.0' in metrics


def test_pages_lead_to_one_another(sqlite: TestClient) -> None:
    for _ in range(3):
        send(sqlite, *(an_event(id=str(uuid.uuid4())) for _ in range(4)))
    sizes, after = [], 0
    while after is not None:
        page = sqlite.get("/v1/events", params={"limit": 5, "after": after}).json()
        sizes.append(len(page["events"]))
        after = page["next_after"]
    assert sizes == [5, 5, 2]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": 7}, "id"),
        ({"id": "7"}, "id"),
        ({"occurred_at": 1767254400}, "occurred_at"),
        ({"occurred_at": "2026-01-01T10:00:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"source": ""}, "source"),
        ({"source": "a\u0000b"}, "source"),
        ({"source": "a\nb"}, "source"),
        ({"source": "x" * 201}, "source"),
        ({"source": "\ud800"}, "source"),
        ({"actor__type": "robot"}, "actor.type"),
        ({"actor__ip": 3325256711}, "actor.ip"),
        ({"actor__ip": "300.1.1.1"}, "actor.ip"),
        ({"actor__password": SECRET}, "actor.password"),
        ({"action": "Read It"}, "action"),
        ({"outcome": "maybe"}, "outcome"),
        ({"details": {"a": {"b": 1}}}, "details.a"),
        ({"details": {"a": "\u0000"}}, "details.a"),
        ({"details": {"a": 2**60}}, "details.a"),
        ({"details": {"a b": 1}}, "details.a b"),
        ({"details": {f"k{n}": n for n in range(33)}}, "details"),
        ({"password": SECRET}, "password"),
    ],
)
def test_what_is_no_event_is_refused_at_its_field_and_not_repeated(
    sqlite: TestClient, change: dict[str, Any], field: str
) -> None:
    body = json.dumps({"events": [an_event(**change, details__note=SECRET) if "details" not in change else an_event(**change)]})
    answer = sqlite.post("/v1/events", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert f"body.events.0.{field}" in str([it["field"] for it in answer.json()["fields"]])
    assert SECRET not in answer.text
    assert sqlite.get("/v1/events").json()["events"] == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        '"x"',
        '{"events": []}',
        '{"events": {}}',
        "{}",
        '{"events": NaN}',
        "[" * 3000,
        '{"events": 1' + "0" * 3900 + "}",
    ],
    ids=range(11),
)
def test_what_is_no_batch_is_refused(sqlite: TestClient, body: str) -> None:
    answer = sqlite.post("/v1/events", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_numbers_that_json_has_not_are_refused(sqlite: TestClient) -> None:
    body = json.dumps({"events": [an_event(details={"ratio": float("inf")})]})
    assert sqlite.post("/v1/events", content=body, headers={"Content-Type": "application/json"}).status_code == 422


def test_too_many_events_or_bytes_are_refused(sqlite: TestClient) -> None:
    few, many = ([an_event(id=str(uuid.uuid4()), details={}) for _ in range(count)] for count in (5, 6))
    assert send(sqlite, *few).json()["stored"] == 5
    answer = send(sqlite, *many)
    assert answer.status_code == 422 and answer.json()["fields"][0]["field"] == "body.events"
    large = an_event(details={f"k{n}": "x" * 1999 for n in range(3)})
    assert send(sqlite, large).status_code == 413

    def chunks() -> Iterator[bytes]:
        yield from [b" " * 1000] * 5

    answer = sqlite.post("/v1/events", content=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413 and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/events?limit=0", 422),
        ("/v1/events?limit=1001", 422),
        ("/v1/events?after=-1", 422),
        ("/v1/events?after=9223372036854775808", 422),
        ("/v1/events?actr_id=a", 422),
        ("/v1/events?occurred_from=yesterday", 422),
        ("/v1/events?outcome=maybe", 422),
        ("/v1/events?source=%00", 422),
        ("/v1/export?format=xlsx", 422),
        ("/v1/events/7", 422),
        ("/v1/events/6f9619ff-8b86-4011-b42d-00c04fc964f0", 404),
        ("/nothing", 404),
        ("/docs", 404),
    ],
)
def test_a_question_with_a_mistake_is_an_error_and_not_an_empty_answer(sqlite: TestClient, path: str, status: int) -> None:
    answer = sqlite.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert sqlite.delete("/v1/events").status_code == 405


def test_exports_hold_every_event_that_matches(sqlite: TestClient) -> None:
    ids = [str(uuid.uuid4()) for _ in range(4)]
    send(sqlite, *(an_event(id=it, actor__id=f"user,{n}\u2028\"'") for n, it in enumerate(ids)))
    send(sqlite, an_event(source="identity"))
    lines = sqlite.get("/v1/export?source=billing")
    assert [json.loads(line)["id"] for line in lines.text.split("\n")[:-1]] == ids
    table = sqlite.get("/v1/export?format=csv&source=billing")
    assert table.headers["content-disposition"] == 'attachment; filename="audit-events.csv"'
    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    assert [row["id"] for row in rows] == ids
    assert rows[1]["actor_id"] == "user,1\u2028\"'" and json.loads(rows[1]["details"]) == an_event()["details"]
    assert sqlite.get("/v1/export?source=none").text == ""
    assert sqlite.get("/v1/export?source=none&format=csv").text.startswith("seq,id,")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
def test_a_spreadsheet_runs_nothing_of_an_export(sqlite: TestClient, begin: str) -> None:
    send(sqlite, an_event(actor__id=f'{begin}HYPERLINK("http://example.org")'))
    [row] = csv.DictReader(io.StringIO(sqlite.get("/v1/export?format=csv").text))
    assert row["actor_id"].startswith(f"'{begin}")


def test_without_a_database_the_process_works_and_says_what_it_lacks(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    with client_of(Settings(database_url=f"sqlite:///{folder}/events.db")) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        for answer in (send(client, an_event()), client.get("/v1/events"), client.get("/v1/export")):
            assert answer.status_code == 503 and answer.headers["retry-after"] == "1"
        folder.mkdir()
        ready(client)
        assert send(client, an_event()).status_code == 200


def test_a_database_that_comes_back_is_used_again(postgres: Postgres) -> None:
    environment = postgres.environment()
    settings = Settings(
        database_url=environment["AUDIT_STORE_DATABASE_URL"],
        database_password_file=Path(environment["AUDIT_STORE_DATABASE_PASSWORD_FILE"]),
    )
    with client_of(settings) as client:
        ready(client)
        postgres.stop()
        try:
            assert client.get("/healthz").status_code == 200
            assert client.get("/readyz").status_code == 503
            assert send(client, an_event(id=str(uuid.uuid4()))).status_code == 503
        finally:
            postgres.start()
        ready(client)
        assert send(client, an_event(id=str(uuid.uuid4()))).status_code == 200


def test_more_senders_than_there_is_memory_for_are_told_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/events.db", max_ingest_requests=1)
    held, first_is_in = threading.Event(), threading.Event()
    add = EventStore.add

    def slowly(self: EventStore, batch: Any) -> Any:
        first_is_in.set()
        held.wait(60)
        return add(self, batch)

    monkeypatch.setattr(EventStore, "add", slowly)
    with client_of(settings) as client:
        ready(client)
        answers: list[Any] = []
        thread = threading.Thread(target=lambda: answers.append(send(client, an_event())))
        thread.start()
        assert first_is_in.wait(60)
        refused = send(client, an_event())
        assert refused.status_code == 503 and refused.headers["retry-after"] == "1"
        assert client.get("/healthz").status_code == 200
        held.set()
        thread.join()
        assert answers[0].status_code == 200
        assert send(client, an_event()).status_code == 200


def test_a_request_keeps_its_id_if_it_is_harmless(sqlite: TestClient) -> None:
    assert sqlite.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    given = sqlite.get("/healthz", headers={"X-Request-ID": 'x" injected'}).headers["x-request-id"]
    assert uuid.UUID(given)


def test_openapi_is_as_committed(tmp_path: Path) -> None:
    """The file is what other programs are built against; a change of it is a change for them. AUDITFLOW_UPDATE=true writes it."""
    settings = Settings(database_url=f"sqlite:///{tmp_path}/events.db")
    made = create_app(settings, EventStore(database.connect(settings))).openapi()
    file = SRC / "audit_event_store/openapi.json"
    if os.environ.get("AUDITFLOW_UPDATE") == "true":
        file.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert made == json.loads(file.read_text(encoding="utf-8"))
