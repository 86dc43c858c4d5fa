"""What the tests of both services share: databases, a rendered chart, processes."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import text

from audit_event_store import database
from audit_event_store.settings import Settings
from audit_event_store.store import EventStore

SRC = Path(__file__).resolve().parent
ROOT = SRC.parent
# Pact would report its use to its makers.
os.environ["PACT_DO_NOT_TRACK"] = "true"
PASSWORD = "p@ss:word/with?signs"


def render(environment: str) -> list[dict[str, Any]]:
    """The chart's objects in an environment, by helm where there is one and else by this repository's renderer."""
    chart = ROOT / "charts/auditflow-platform"
    values = chart / f"environments/{environment}.yaml"
    if shutil.which("helm"):
        command = ["helm", "template", "auditflow", str(chart), "-f", str(values), "--kube-version", "1.34"]
    else:
        command = [str(ROOT / "auditflow"), "render", f"auditflow/{environment}"]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=300).stdout
    return [document for document in yaml.safe_load_all(out) if document]


@pytest.fixture(scope="session")
def rendered() -> Callable[[str], list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = {}

    def of(environment: str) -> list[dict[str, Any]]:
        if environment not in kept:
            kept[environment] = render(environment)
        return kept[environment]

    return of


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return int(it.getsockname()[1])


class Postgres:
    """A server of this run alone, whose database and role the chart's own script made."""

    def __init__(self, folder: Path, programs: Path, script: str) -> None:
        self._folder, self._programs, self.port = folder, programs, free_port()
        # PostgreSQL refuses to run as root.
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(folder, user.pw_uid, user.pw_gid)
        (folder / "admin").write_text("admin", encoding="utf-8")
        self.password_file = folder / "store"
        self.password_file.write_text(PASSWORD + "\n", encoding="utf-8")
        self._run(
            "initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(folder / "admin"), "-N"
        )
        self.start()
        environment = {
            **os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGPASSWORD": "admin", "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "postgres", "STORE_ROLE": "audit_store", "STORE_DATABASE": "audit_events",
            "STORE_ROLE_PASSWORD_FILE": str(self.password_file),
        }  # fmt: skip
        subprocess.run(["bash", "-c", script], check=True, env=environment, capture_output=True, timeout=60)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command,
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            timeout=120,
            **self._as,
        )
        assert done.returncode == 0, done.stdout.decode()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def environment(self) -> dict[str, str]:
        return {
            "AUDIT_STORE_DATABASE_URL": f"postgresql://audit_store@127.0.0.1:{self.port}/audit_events",
            "AUDIT_STORE_DATABASE_PASSWORD_FILE": str(self.password_file),
        }


@pytest.fixture(scope="session")
def postgres(rendered: Callable[[str], list[dict[str, Any]]]) -> Iterator[Postgres]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    programs = found[-1].parent if found else Path(shutil.which("initdb") or "").parent
    if not (programs / "initdb").exists():
        pytest.skip("there is no PostgreSQL server: apt-get install postgresql")
    script = next(o["data"]["10-store-role.sh"] for o in rendered("prod") if o["metadata"]["name"].endswith("-db-init"))
    # Not below pytest's own folder, which is closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="auditflow-postgres-") as folder:
        server = Postgres(Path(folder), programs, script)
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return Settings(database_url=f"sqlite:///{tmp_path}/events.db")
    server: Postgres = request.getfixturevalue("postgres")
    environment = server.environment()
    settings = Settings(
        database_url=environment["AUDIT_STORE_DATABASE_URL"],
        database_password_file=Path(environment["AUDIT_STORE_DATABASE_PASSWORD_FILE"]),
    )
    engine = database.connect(settings)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS audit_events"))
    engine.dispose()
    return settings


@pytest.fixture
def store(settings: Settings) -> Iterator[EventStore]:
    """An empty store, over each kind of database in turn."""
    it = EventStore(database.connect(settings))
    it.prepare()
    yield it
    it.close()


def an_event(**changes: Any) -> dict[str, Any]:
    """An event as JSON; `actor__id` changes what is within `actor`."""
    event: dict[str, Any] = {
        "id": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
        "occurred_at": "2026-01-01T10:00:00+02:00",
        "source": "billing",
        "actor": {"type": "user", "id": "user-0001", "ip": "198.51.100.7"},
        "action": "invoice.read",
        "resource": {"type": "invoice", "id": "invoice-1"},
        "outcome": "success",
        "details": {"pages": 3, "ratio": 0.5, "draft": False, "note": None, "title": "Möbius ∞"},
    }
    for name, value in changes.items():
        part, _, inner = name.partition("__")
        if inner:
            event[part] = {**event[part], inner: value}
        else:
            event[part] = value
    return event


class Service:
    """One of the services as a process of its own."""

    def __init__(self, name: str, log: Path, environment: dict[str, str]) -> None:
        self.port, self._log = free_port(), log
        prefix = "AUDIT_" + name.rsplit("_", 1)[1].upper()
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AUDIT_")}
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", name],
                cwd=SRC / name,
                env={**kept, f"{prefix}_HTTP_PORT": str(self.port), **environment},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=10, trust_env=False)

    def output(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output().splitlines()]

    def until(self, true: Callable[[], Any], what: str) -> Any:
        """Waits until something holds; a process that ended, or a minute, is the end of patience."""
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                if value := true():
                    return value
            assert self.process.poll() is None, self.output()
            time.sleep(0.1)
        raise AssertionError(f"never came true: {what}\n{self.output()}")

    def until_ready(self) -> "Service":
        self.until(lambda: self.http.get("/readyz").status_code == 200, "ready")
        return self

    def metric(self, line: str) -> float:
        found = [text for text in self.http.get("/metrics").text.splitlines() if text.startswith(line + " ")]
        assert found, line
        return float(found[0].rsplit(" ", 1)[1])

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def end(self) -> None:
        self.http.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Starts services, which end with the test."""
    started: list[Service] = []

    def start(name: str, **environment: str) -> Service:
        service = Service(name, tmp_path / f"{name}-{len(started)}.log", environment)
        started.append(service)
        return service

    yield start
    for service in started:
        service.end()
