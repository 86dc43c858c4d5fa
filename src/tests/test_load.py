"""Many senders and readers at once: nothing fails and nothing is lost. How fast it is, is measured and not asserted."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SRC, Postgres, Service


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_under_load_nothing_fails_and_nothing_is_lost(
    serve: Callable[..., Service], request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    database = {"AUDIT_STORE_DATABASE_URL": f"sqlite:///{tmp_path}/events.db"}
    if kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        database = server.environment()
    store = serve("audit_event_store", AUDIT_STORE_LOG_LEVEL="warning", **database).until_ready()
    before = len(store.http.get("/v1/export", timeout=60).text.splitlines())
    run = ["--headless", "--users", "10", "--spawn-rate", "10", "--run-time", os.environ.get("LOAD_SECONDS", "5") + "s"]
    command = ["locust", "-f", str(SRC / "load/locustfile.py"), *run, "--stop-timeout", "30", "--json", "--only-summary"]
    environment = {**os.environ, "PYTHONPATH": str(SRC / "audit_event_generator")}
    done = subprocess.run(
        [*command, "--host", str(store.http.base_url)], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    numbers = {it["name"]: it for it in json.loads(done.stdout)}
    print({name: (it["num_requests"], round(it["total_response_time"] / it["num_requests"], 1)) for name, it in numbers.items()})
    assert len(numbers) == 3
    assert all(it["num_failures"] == 0 for it in numbers.values())
    sent = numbers["a batch of 20"]["num_requests"] * 20
    assert len(store.http.get("/v1/export", timeout=60).text.splitlines()) - before == sent
    assert store.metric('audit_store_events_total{result="stored"}') == sent
    assert store.stop() == 0
