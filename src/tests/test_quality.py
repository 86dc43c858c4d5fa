"""Linters, types and locks of both services."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from conftest import SRC

SERVICES = ("audit_event_generator", "audit_event_store")


def passes(*command: str | Path, cwd: Path = SRC) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ruff() -> None:
    passes("ruff", "check", "--no-cache", ".")
    passes("ruff", "format", "--no-cache", "--check", ".")


@pytest.mark.parametrize("service", SERVICES)
def test_mypy(service: str, tmp_path: Path) -> None:
    passes("mypy", "--config-file", SRC / "mypy.ini", "--cache-dir", tmp_path, service, cwd=SRC / service)


@pytest.mark.parametrize("service", SERVICES)
def test_bandit_finds_nothing(service: str) -> None:
    passes("bandit", "--quiet", "--recursive", SRC / service / service)


def test_dockerfiles_and_scripts() -> None:
    passes("hadolint", *(f"{service}/Dockerfile" for service in SERVICES))
    passes("shellcheck", "lock", "tests/run")


def locked(file: str) -> dict[str, str]:
    """Names and versions of a lock, of which every one must have a hash."""
    entries = re.split(r"\n(?=[A-Za-z])", (SRC / file).read_text(encoding="utf-8").strip())
    found = {}
    for entry in entries:
        match = re.match(r"([A-Za-z0-9._-]+)==(\S+)", entry)
        assert match, entry
        assert "--hash=sha256:" in entry, entry
        found[match[1].lower()] = match[2]
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_what_was_tested(service: str) -> None:
    wanted = tomllib.loads((SRC / service / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    image, tests = locked(f"{service}/requirements.txt"), locked("requirements-dev.txt")
    assert {re.split(r"[\[<>=]", name)[0] for name in wanted} <= set(image)
    assert {name: version for name, version in image.items() if tests.get(name) != version} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_is_named_by_digest_and_holds_no_more_than_it_needs(service: str) -> None:
    dockerfile = (SRC / service / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG PYTHON=\S+:\S+@sha256:[0-9a-f]{64}$", dockerfile, re.MULTILINE)
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == ["${PYTHON}", "${PYTHON}"]
    ignored = (SRC / service / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [line for line in ignored if not line.startswith("#")] == ["*", "!requirements.txt", f"!{service}", "**/__pycache__"]
