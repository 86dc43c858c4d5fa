"""Which versions come next, and how they are published."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import GITHUB, ROOT, Step

Stub = Callable[..., Path]


class History:
    """A repository with the platform's charts and services, in which everything was released as 0.1.0."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        for name in ("charts", "auditflow.yaml", "pom.xml"):
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
        for service in ("audit_event_generator", "audit_event_store"):
            (folder / "src" / service / service).mkdir(parents=True)
            for file in ("pyproject.toml", "openapi.json", f"{service}/api.py"):
                if (ROOT / "src" / service / file).exists():
                    shutil.copy(ROOT / "src" / service / file, folder / "src" / service / file)
        for module in ("policies", "validator"):
            (folder / module).mkdir()
            shutil.copy(ROOT / module / "pom.xml", folder / module / "pom.xml")
        (folder / ".github").symlink_to(GITHUB)
        (folder / "auditflow").symlink_to(os.environ.get("AUDITFLOW_TEST_PROGRAM", ROOT / "auditflow"))
        (folder / ".gitignore").write_text(".github\nauditflow\n", encoding="utf-8")
        self.commit("one")
        for part in (STORE, GENERATOR, PLATFORM, VALIDATOR):
            self.git("tag", f"{part}-v0.1.0")

    def git(self, *arguments: str) -> str:
        user = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        return subprocess.run(["git", *user, *arguments], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self, message: str) -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


STORE, GENERATOR = "audit-event-store", "audit-event-generator"
PLATFORM, VALIDATOR = "auditflow-platform", "auditflow-validator"
STORE_CHART = "charts/auditflow-platform/charts/audit-event-store"


@pytest.fixture
def history(tmp_path: Path) -> History:
    folder = tmp_path / "history"
    folder.mkdir()
    return History(folder)


def planned(step: Step, history: History) -> tuple[dict[str, Any], Any]:
    ran = step("release.yml", "Plan", cwd=history.folder).ok()
    plan = json.loads((history.folder.parent / "runner/temp/plan.json").read_text(encoding="utf-8"))
    return {it["name"]: it for it in plan}, ran


def test_without_a_change_there_is_nothing_to_do(step: Step, history: History) -> None:
    plan, ran = planned(step, history)
    assert {it["next"] for it in plan.values()} == {"0.1.0"}
    assert ran.outputs == {"behind": "no", "services": "[]", "validator": "", "parts": "[]"}


def test_a_commit_counts_for_the_parts_whose_files_it_changes(step: Step, history: History) -> None:
    history.edit("src/audit_event_store/audit_event_store/api.py", "import", "# x\nimport")
    history.commit("feat: more")
    plan, ran = planned(step, history)
    assert (plan[STORE]["next"], plan[GENERATOR]["next"], plan[PLATFORM]["next"]) == ("0.2.0", "0.1.0", "0.2.0")
    assert plan[PLATFORM]["reasons"] == ["audit-event-store 0.2.0"]
    assert ran.outputs["behind"] == "yes"
    assert ran.outputs["parts"] == "[]"
    assert "| audit-event-store | 0.1.0 | 0.1.0 | 0.2.0 | feat: more (" in ran.summary


def test_a_removed_service_is_never_a_patch(step: Step, history: History) -> None:
    history.git("tag", f"{STORE}-v1.0.0")
    (history.folder / STORE_CHART / "templates/service.yaml").write_text("", encoding="utf-8")
    history.commit("fix: tidy up")
    plan = planned(step, history)[0]
    assert plan[STORE]["next"] == "2.0.0"
    assert any(it.startswith("Service/auditflow-audit-event-store is removed") for it in plan[STORE]["reasons"])
    assert plan[GENERATOR]["next"] == "0.1.0"


def test_a_diff_that_could_not_be_made_is_no_small_change(step: Step, history: History) -> None:
    history.edit(f"{STORE_CHART}/values.yaml", "# Pods.", "# The pods.")
    history.commit("fix: tidy up")
    history.edit(f"{STORE_CHART}/templates/service.yaml", "kind: Service", 'kind: {{ fail "no" }}')
    history.commit("fix: tidy up")
    step("release.yml", "Plan", cwd=history.folder).failed("templates/service.yaml:")


def test_the_program_is_a_part_of_its_own(step: Step, history: History) -> None:
    history.edit("charts/auditflow-validator/values.yaml", "#", "# ")
    history.commit("feat: more")
    step("release.yml", "Plan", cwd=history.folder).ok()
    program = history.folder / "auditflow"
    subprocess.run([str(program), "version", "next", "--write"], cwd=history.folder, check=True)
    for module in (".", "policies", "validator"):
        assert (history.folder / module / "pom.xml").read_text(encoding="utf-8").count("<version>0.2.0<") == 1
    history.commit("release: the next versions")
    ran = planned(step, history)[1]
    assert [it.name for it in (history.folder.parent / "runner/temp/notes").iterdir()] == [f"{VALIDATOR}.md"]
    assert ran.outputs["validator"] == "0.2.0"
    assert json.loads(ran.outputs["services"]) == []
    assert [it["name"] for it in json.loads(ran.outputs["parts"])] == [VALIDATOR]


def test_the_proposal_writes_every_place_and_its_merge_is_published(
    step: Step, history: History, stub: Stub, tmp_path: Path
) -> None:
    history.edit("src/audit_event_store/audit_event_store/api.py", "import", "# x\nimport")
    history.commit("feat: more")
    remote = tmp_path / "remote/Acme/platform.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    gh = stub("gh", 'for it; do if [ -f "$it" ]; then cp "$it" "${0%/*}/body"; fi; done')
    step("release.yml", "Propose", cwd=history.folder, path=gh, GH_TOKEN="t", GITHUB_SERVER_URL=f"file://{tmp_path}/remote").ok()
    calls = (gh / "calls").read_text(encoding="utf-8").splitlines()
    assert [it.split()[:3] for it in calls] == [["gh", "auth", "setup-git"], ["gh", "pr", "list"], ["gh", "pr", "create"]]
    body = (gh / "body").read_text(encoding="utf-8")
    assert f"\n- {STORE}: 0.1.0 -> 0.2.0\n" in body
    assert re.search(rf"\n## {STORE} 0\.2\.0\n\nSince 0\.1\.0\.\n\n### Added\n\n- more \([0-9a-f]+\)\n", body), body
    assert f"## {GENERATOR}" not in body
    subprocess.run(
        ["git", "-C", str(remote), "rev-parse", "--verify", "--quiet", "release/next"], check=True, capture_output=True
    )
    files = {
        "src/audit_event_store/pyproject.toml", "src/audit_event_store/audit_event_store/api.py",
        "src/audit_event_store/openapi.json",
        f"{STORE_CHART}/Chart.yaml", "charts/auditflow-platform/Chart.yaml",
    }  # fmt: skip
    assert set(history.git("diff", "--name-only", "main", "release/next").split()) == files
    assert 'VERSION = "0.2.0"' in (history.folder / "src/audit_event_store/audit_event_store/api.py").read_text(encoding="utf-8")
    project = tomllib.loads((history.folder / "src/audit_event_store/pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == "0.2.0"
    openapi = json.loads((history.folder / "src/audit_event_store/openapi.json").read_text(encoding="utf-8"))
    assert openapi["info"]["version"] == "0.2.0"
    umbrella = yaml.safe_load((history.folder / "charts/auditflow-platform/Chart.yaml").read_text(encoding="utf-8"))
    assert umbrella["version"] == "0.2.0"
    assert {it["name"]: it["version"] for it in umbrella["dependencies"]} == {GENERATOR: "0.1.0", STORE: "0.2.0"}
    # As if it had been merged: what was behind is now to be published, and nothing else.
    plan, ran = planned(step, history)
    assert ran.outputs["behind"] == "no"
    assert [it["name"] for it in json.loads(ran.outputs["parts"])] == [STORE, PLATFORM]
    assert json.loads(ran.outputs["services"]) == [{"name": STORE, "service": "audit_event_store", "version": "0.2.0"}]
    assert not plan[GENERATOR]["publish"]
    # The notes go from the plan into the release, without the commit that wrote the versions.
    packaged = package(step, cwd=history.folder, NAME=PLATFORM, CHART="charts/auditflow-platform", VERSION="0.2.0", SERVICE="")
    notes = Path(packaged.ok().outputs["notes"]).read_text(encoding="utf-8")
    assert notes.startswith(f"Chart: `oci://ghcr.io/acme/charts/{PLATFORM}` 0.2.0\n\n## {PLATFORM} 0.2.0\n")
    assert f"- {STORE} 0.2.0\n" in notes
    assert "release: the next versions" not in notes


def package(step: Step, cwd: Path = ROOT, **changes: str) -> Any:
    given = {"NAME": STORE, "CHART": STORE_CHART, "VERSION": "0.1.0", "SERVICE": "audit_event_store", **changes}
    return step("release.yml", "Package the chart", cwd=cwd, **given)


def noted(folder: Path, *parts: str) -> None:
    """What the plan leaves of parts that are released for the first time."""
    (folder / "notes").mkdir(parents=True)
    for part in parts:
        (folder / f"notes/{part}.md").write_text(f"## {part} 0.1.0\n\nThe first release.\n", encoding="utf-8")


def test_a_chart_is_packaged_with_the_digest_of_its_image(step: Step, stub: Stub, tmp_path: Path) -> None:
    noted(tmp_path / "runner/temp", STORE, PLATFORM)
    note = tmp_path / "runner/temp/image"
    note.mkdir(parents=True)
    digest = "sha256:" + "ab" * 32
    (note / "image.json").write_text(
        json.dumps({"service": "audit_event_store", "tag": "0.1.0", "digest": digest}), encoding="utf-8"
    )
    outputs = package(step).ok().outputs
    assert (outputs["image"], outputs["digest"]) == ("ghcr.io/acme/audit-event-store", digest)
    notes = Path(outputs["notes"]).read_text(encoding="utf-8")
    assert f"`ghcr.io/acme/audit-event-store:0.1.0@{digest}`" in notes
    assert notes.endswith("\nThe first release.\n")
    umbrella = package(step, NAME=PLATFORM, CHART="charts/auditflow-platform", SERVICE="").ok().outputs
    assert Path(umbrella["package"]).name == "auditflow-platform-0.1.0.tgz"
    folder = stub("helm", "cat >/dev/null")
    step("release.yml", "Push the chart", path=folder, TOKEN="never-an-argument", PACKAGE=outputs["package"]).ok()
    login, push = (folder / "calls").read_text(encoding="utf-8").splitlines()
    assert "never-an-argument" not in login
    assert push == f"helm push {outputs['package']} oci://ghcr.io/acme/charts"
    stub("gh")
    given = {"TAG": f"{STORE}-v0.1.0", "PACKAGE": outputs["package"], "NOTES": outputs["notes"], "GH_TOKEN": "t"}
    step("release.yml", "Tag and release", path=folder, **given).ok()
    release = (folder / "calls").read_text(encoding="utf-8").splitlines()[-1]
    assert release.startswith(f"gh release create {STORE}-v0.1.0 {outputs['package']} --target 0123456789abcdef")


def test_a_chart_of_another_version_or_an_image_of_another_build_is_not_published(step: Step, tmp_path: Path) -> None:
    package(step, VERSION="0.3.0").failed("is not audit-event-store 0.3.0, which was planned")
    note = tmp_path / "runner/temp/image"
    note.mkdir(parents=True)
    (note / "image.json").write_text(
        json.dumps({"service": "audit_event_store", "tag": "0.0.9", "digest": "x"}), encoding="utf-8"
    )
    package(step).failed("image.json is not about audit_event_store 0.1.0")
    noted(tmp_path / "runner/temp", STORE)
    umbrella = {"NAME": PLATFORM, "CHART": "charts/auditflow-platform", "SERVICE": ""}
    package(step, **umbrella).failed("the plan left no notes about auditflow-platform 0.1.0")
