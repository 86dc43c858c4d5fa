"""What the generator expects of the store, as a Pact: written by the one, held by the other.

`contracts/` holds the result of the consumer's half; AUDITFLOW_UPDATE=true writes it. The provider's half replays it on a store.
"""

import asyncio
import json
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from pact import Pact, Verifier, match

from audit_event_generator.client import Answer, Reply, StoreClient
from audit_event_generator.metrics import Metrics
from audit_event_generator.scenario import Actor, Event, Outcome, Resource
from audit_event_store import database, events
from audit_event_store.api import create_app
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore
from conftest import SRC, an_event, free_port

FILE = "audit-event-generator-audit-event-store.json"
FIRST, SECOND = UUID("11111111-1111-4111-8111-111111111111"), UUID("22222222-2222-4222-8222-222222222222")


def event(id_: UUID) -> Event:
    return Event(
        id=id_,
        occurred_at=datetime(2026, 1, 1, 8, tzinfo=UTC),
        source="billing",
        actor=Actor(type="user", id="user-0001", ip="198.51.100.7"),
        action="invoice.read",
        resource=Resource(type="invoice", id="invoice-1"),
        outcome=Outcome.SUCCESS,
        details={"session": "s-1", "pages": 3, "draft": False},
    )


def with_client(address: str, use: Callable[[StoreClient], Coroutine[Any, Any, Any]]) -> Any:
    async def inside() -> Any:
        async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
            return await use(StoreClient(http, Metrics()))

    return asyncio.run(inside())


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    """The consumer's half: the real client against a stand-in, with which it agrees on each exchange."""
    pact = Pact("audit-event-generator", "audit-event-store").with_specification("V4")
    batch = {"events": [event(FIRST).model_dump(mode="json"), event(SECOND).model_dump(mode="json")]}
    exchanges: list[tuple[str, str, int, Any, Reply]] = [
        ("a new batch", "there are no events", 200, {"stored": match.int(2), "duplicates": match.int(0)}, Reply.TAKEN),
        (
            "a batch that was sent before",
            "the batch is stored",
            200,
            {"stored": match.int(0), "duplicates": match.int(2)},
            Reply.TAKEN,
        ),
        ("a batch with an id in use", "the id belongs to another event", 409, None, Reply.REFUSED),
    ]
    for description, state, status, body, _ in exchanges:
        exchange = pact.upon_receiving(description).given(state)
        exchange.with_request("POST", "/v1/events").with_body(json.dumps(batch), "application/json").will_respond_with(status)
        if body:
            exchange.with_body(body, "application/json")
    pact.upon_receiving("a question for readiness").with_request("GET", "/readyz").will_respond_with(200)
    for _, _, status, _, reply in exchanges:
        one = Pact("audit-event-generator", "audit-event-store").with_specification("V4")
        exchange = (
            one.upon_receiving("a batch").with_request("POST", "/v1/events").with_body(json.dumps(batch), "application/json")
        )
        exchange.will_respond_with(status)
        one.upon_receiving("a question for readiness").with_request("GET", "/readyz").will_respond_with(200)
        with one.serve() as server:

            async def use(client: StoreClient) -> tuple[Answer, bool]:
                return await client.send([event(FIRST), event(SECOND)]), await client.ready()

            answer, ready = with_client(str(server.url), use)
        assert answer.reply is reply
        assert ready
    pact.write_file(tmp_path, overwrite=True)
    return tmp_path / FILE


def test_the_contract_is_as_committed(agreed: Path) -> None:
    made = json.loads(agreed.read_text(encoding="utf-8"))
    # The versions of the tools that wrote it are no part of what was agreed.
    made["metadata"] = {"pactSpecification": made["metadata"]["pactSpecification"]}
    committed = SRC / "contracts" / FILE
    if os.environ.get("AUDITFLOW_UPDATE") == "true":
        committed.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert made == json.loads(committed.read_text(encoding="utf-8"))


class Provider:
    """A real store behind a real port, whose content is what a state says."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(database_url=f"sqlite:///{folder}/events.db")
        self._engine = database.connect(settings)
        self.store = EventStore(self._engine)
        self.store.prepare()
        self.port = free_port()
        config = uvicorn.Config(create_app(settings, self.store), host="127.0.0.1", port=self.port, log_config=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self) -> "Provider":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()

    def becomes(self, state: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(database.events.delete())
        stored = [event(id_).model_dump(mode="json") for id_ in (FIRST, SECOND)]
        match state:
            case "there are no events":
                pass
            case "the batch is stored":
                self.store.add([events.Event.model_validate(it) for it in stored])
            case "the id belongs to another event":
                self.store.add([events.Event.model_validate(an_event(id=str(FIRST)))])
            case _:
                raise AssertionError(state)


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with Provider(tmp_path) as it:
        yield it


def test_the_store_holds_the_contract(provider: Provider) -> None:
    named = ("there are no events", "the batch is stored", "the id belongs to another event")
    states = {name: lambda name=name, **_: provider.becomes(name) for name in named}
    verifier = Verifier("audit-event-store", host="127.0.0.1").add_transport(url=f"http://127.0.0.1:{provider.port}")
    verifier.add_source(SRC / "contracts" / FILE).state_handler(states, teardown=False).verify()
