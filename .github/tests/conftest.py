"""Workflows as data, and their steps as processes with a stand-in for a runner."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

GITHUB = Path(__file__).resolve().parent.parent
ROOT = GITHUB.parent
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))


def load(file: str | Path) -> dict[str, Any]:
    """A workflow or action, by its name or path; `on` is a key like any other."""
    path = file if isinstance(file, Path) else ROOT / file if file == "action.yml" else GITHUB / "workflows" / file
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """All steps of a workflow or composite action."""
    if "runs" in workflow:
        found: list[dict[str, Any]] = workflow["runs"]["steps"]
        return found
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


@dataclass
class Ran:
    """What a step did."""

    code: int
    out: str
    outputs: dict[str, str]
    summary: str

    def ok(self) -> "Ran":
        assert self.code == 0, self.out
        return self

    def failed(self, *words: str) -> "Ran":
        assert self.code != 0, self.out
        for word in words:
            assert word in self.out, self.out
        return self


def outputs(text: str) -> dict[str, str]:
    """The file of outputs: name=value, or name<<END, lines, END."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, value = line.partition("=")
        if "<<" in name or not _:
            name, end = line.split("<<")
            value = ""
            for inner in lines:
                if inner == end:
                    break
                value += inner + "\n"
        found[name] = value
    return found


Step = Callable[..., Ran]


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Runs a step by its name as a runner would with `shell: bash`: files for outputs and summary, the variables of its `env`.

    Expressions of `env` cannot be evaluated here; each of them is given by the test, and one that was forgotten is an error.
    """

    def run(file: str, name: str, cwd: Path = ROOT, path: Path | None = None, **given: str) -> Ran:
        [wanted] = [it for it in steps(load(file)) if it.get("name") == name]
        home = tmp_path / "runner"
        for folder in ("temp", "home"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        files = {key: home / key.lower() for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")}
        for it in files.values():
            it.write_text("", encoding="utf-8")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "RUNNER_", "AUDITFLOW_UPDATE"))}
        environment = {
            **kept,
            **{key: str(value) for key, value in files.items()},
            "GITHUB_ACTIONS": "true",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_API_URL": "https://api.github.com",
            "GITHUB_REPOSITORY": "Acme/platform",
            "GITHUB_REPOSITORY_OWNER": "Acme",
            "GITHUB_ACTOR": "somebody",
            "GITHUB_SHA": "0123456789abcdef0123456789abcdef01234567",
            "GITHUB_WORKSPACE": str(cwd),
            "RUNNER_TEMP": str(home / "temp"),
        }
        if path is not None:
            environment["PATH"] = f"{path}:{environment['PATH']}"
        for key, value in wanted.get("env", {}).items():
            assert "${{" not in value or key in given, f"{file}: {name} needs a value for {key}: {value}"
            environment[key] = value
        environment |= given
        script = home / "script.sh"
        script.write_text(wanted["run"], encoding="utf-8")
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        folder = cwd / given.get("WORKING_DIRECTORY", wanted.get("working-directory", "."))
        done = subprocess.run(
            shell, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1800
        )
        out, summary = (files[key].read_text(encoding="utf-8") for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"))
        return Ran(done.returncode, done.stdout, outputs(out), summary)

    return run


@pytest.fixture
def stub(tmp_path: Path) -> Callable[..., Path]:
    """Makes a program that notes its arguments, one call a line, and does what is asked; gives its folder, for the PATH."""

    def make(name: str, does: str = "exit 0") -> Path:
        folder = tmp_path / "stubs"
        folder.mkdir(exist_ok=True)
        program = folder / name
        program.write_text(f'#!/usr/bin/env bash\necho "${{0##*/}} $*" >>"{folder}/calls"\n{does}\n', encoding="utf-8")
        program.chmod(0o755)
        (folder / "calls").touch()
        return folder

    return make
