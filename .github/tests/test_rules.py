"""What holds for every workflow, and for the files beside them."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import GITHUB, ROOT, WORKFLOWS, load, steps

NAMES = [path.name for path in WORKFLOWS]
EVERYTHING = [*WORKFLOWS, ROOT / "action.yml"]
IDS = [path.name for path in EVERYTHING]
DOCS = ROOT / "docs/pipeline.md"


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = load(name)["jobs"]
    return found


def passes(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_with_shellcheck() -> None:
    passes("actionlint")


def test_zizmor() -> None:
    passes("zizmor", "--offline", "--persona=pedantic", "--no-progress", "--format=plain", *EVERYTHING, GITHUB / "dependabot.yml")


def test_yamllint() -> None:
    passes("yamllint", "--strict", "-c", GITHUB / "yamllint.yml", GITHUB, ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml")


def test_scripts() -> None:
    scripts = sorted((GITHUB / "scripts").iterdir())
    bash = [it for it in scripts if it.is_file() and it.read_bytes().startswith(b"#!/usr/bin/env bash")]
    passes("shellcheck", GITHUB / "tests/run", *bash)
    passes("hadolint", ROOT / "validator/Dockerfile")
    passes("ruff", "check", "--no-cache", GITHUB)
    passes("ruff", "format", "--no-cache", "--check", GITHUB)
    passes("mypy", "--strict", "--cache-dir=/dev/null", *GITHUB.glob("scripts/*.py"))


@pytest.mark.parametrize("path", EVERYTHING, ids=IDS)
def test_every_action_is_named_by_commit_and_says_its_version(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\s*(?:- )?uses: (.*)", line):
            used = r"\./\.github/workflows/[a-z-]+\.yml|[\w-]+/[\w.-]+(/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+"
            assert re.fullmatch(used, match[1]), line


def test_an_action_has_one_version_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for path in EVERYTHING:
        for match in re.finditer(r"uses: ([\w-]+/[\w.-]+)[^@\n]*@([0-9a-f]{40} # \S+)", path.read_text(encoding="utf-8")):
            found.setdefault(match[1], set()).add(match[2])
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_permitted_but_what_a_job_needs(name: str) -> None:
    assert load(name)["permissions"] == {}
    for job in jobs(name).values():
        assert isinstance(job.get("permissions"), dict)
        assert set(job["permissions"].values()) <= {"read", "write"}
        # Only the job that signs and publishes has a name towards others.
        if "id-token" in job["permissions"]:
            assert name == "release.yml"
            assert job["environment"] == "release"


@pytest.mark.parametrize("name", NAMES)
def test_every_job_ends_and_every_workflow_knows_what_it_runs_beside(name: str) -> None:
    workflow = load(name)
    # The shell that is not named has no pipefail: what fails before a `| tee` would be a success.
    assert workflow["defaults"] == {"run": {"shell": "bash"}}
    assert "concurrency" in workflow or list(workflow["on"]) == ["workflow_call"]
    for job in jobs(name).values():
        if "uses" not in job:
            assert 0 < int(job["timeout-minutes"]) <= 120
        for step in job.get("steps", []):
            assert "continue-on-error" not in step


@pytest.mark.parametrize("path", EVERYTHING, ids=IDS)
def test_no_expression_stands_in_a_script(path: Path) -> None:
    """A value from outside is a variable of the environment to a script, and never a part of it."""
    for step in steps(load(path)):
        assert "${{" not in step.get("run", ""), step["name"]
        assert "name" in step


@pytest.mark.parametrize("name", NAMES)
def test_no_credentials_stay_in_a_checkout_and_no_secret_is_inherited(name: str) -> None:
    workflow = load(name)
    assert "pull_request_target" not in workflow["on"]
    for job in jobs(name).values():
        assert job.get("secrets") != "inherit"
        # What may write to a pull request runs nothing of it.
        if (
            "pull-requests" in job["permissions"]
            and job["permissions"]["pull-requests"] == "write"
            and "pull_request" in workflow["on"]
        ):
            assert not any("checkout" in step.get("uses", "") for step in job["steps"])
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_findings_of_scanners_stop_nothing_but_their_upload_does() -> None:
    found = steps(load("build-single-service.yml"))
    scans = [it for it in found if "trivy-action" in it.get("uses", "")]
    assert {it["with"]["scan-type"] for it in scans} == {"fs", "image"}
    assert all(it["with"]["exit-code"] == "0" for it in scans)
    for path in WORKFLOWS:
        uploads = [it for it in steps(load(path)) if "upload-sarif" in it.get("uses", "")]
        assert len({it["with"]["category"] for it in uploads}) == len(uploads)


@pytest.mark.parametrize("name", ["build-single-service.yml", "build-validator.yml"])
def test_what_is_pushed_was_tested_and_says_what_is_in_it(name: str) -> None:
    workflow = load(name)
    job = workflow["jobs"]["image"]
    names = [step["name"] for step in job["steps"]]
    started, pushed = names.index("Start it as a pod would"), names.index("Build it for all platforms")
    assert started < names.index("Scan the image with Trivy") < pushed
    given = job["steps"][pushed]["with"]
    assert (given["platforms"], given["sbom"], given["provenance"]) == ("linux/amd64,linux/arm64", "true", "mode=max")
    assert job["outputs"]["digest"] == "${{ steps.push.outputs.digest }}"
    assert workflow["on"]["workflow_call"]["outputs"]["digest"]["value"] == "${{ jobs.image.outputs.digest }}"


def test_a_service_is_scanned_before_it_has_an_image_and_attacked_while_it_runs() -> None:
    found = jobs("build-single-service.yml")
    assert set(found["image"]["needs"]) == {"test", "scan"}
    used = {name: [step.get("uses", "").partition("@")[0] for step in job["steps"]] for name, job in found.items()}
    assert "zaproxy/action-baseline" in used["test"]
    assert "aquasecurity/trivy-action" in used["scan"]
    assert [step["name"] for step in found["scan"]["steps"] if "bandit" in step.get("run", "")] == ["Scan the code with Bandit"]


def test_branches_start_what_they_should() -> None:
    pushes = {name: load(name)["on"].get("push", {}).get("branches", []) for name in NAMES if isinstance(load(name)["on"], dict)}
    assert pushes["build-python-services.yml"] == pushes["validate.yml"] == ["main", "staging", "dev"]
    assert pushes["deploy.yml"] == ["dev", "staging"]
    assert pushes["release.yml"] == pushes["ci.yml"] == ["main"]
    assert list(load("infrastructure.yml")["on"]) == ["workflow_dispatch"]
    assert "schedule" in load("runner-upkeep.yml")["on"]
    for name in ("build-python-services.yml", "validate.yml", "ci.yml", "codeql.yml"):
        assert "pull_request" in load(name)["on"]
    # Who may deploy is the environment's to say; without one nobody would be asked for prod.
    assert jobs("deploy.yml")["deploy"]["environment"] == "${{ inputs.environment || github.ref_name }}"


def test_the_one_required_check_needs_every_job() -> None:
    build = jobs("build-python-services.yml")
    assert set(build["all-green"]["needs"]) == set(build) - {"all-green"}
    assert build["all-green"]["if"] == "always()"


def test_the_deploying_runner_is_told_two_commands() -> None:
    job = jobs("deploy.yml")["deploy"]
    assert job["runs-on"][:2] == ["self-hosted", "deploy"]
    scripts = " ".join(step["run"].replace("\\\n", "") for step in job["steps"] if "run" in step)
    assert re.findall(r"auditflow \w+|\b(?:kubectl|helm|curl|sops|docker)\b", scripts) == [
        "auditflow verify",
        "auditflow promote",
    ]
    last = job["steps"][-1]
    assert last["if"] == "always()"
    assert "upload-artifact" in last["uses"]
    assert jobs("deploy.yml")["sign"]["environment"] == "signing"
    attest = jobs("validate.yml")["attest"]
    assert (attest["environment"], attest["if"]) == ("signing", "github.event_name == 'push'")


def test_choices_are_what_there_is() -> None:
    config = yaml.safe_load((ROOT / "auditflow.yaml").read_text(encoding="utf-8"))
    assert load("deploy.yml")["on"]["workflow_dispatch"]["inputs"]["environment"]["options"] == list(config["environments"])
    inputs = load("infrastructure.yml")["on"]["workflow_dispatch"]["inputs"]
    assert set(inputs["inventory"]["options"]) == {it.name for it in (ROOT / "ansible/inventories").iterdir()}
    playbooks = {it.stem for it in (ROOT / "ansible/playbooks").glob("*.yml")}
    # What takes a cluster down is for hands.
    assert set(inputs["playbook"]["options"]) == playbooks - {"reset"}
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    for update in updates:
        assert update["cooldown"]["default-days"] >= 7
        for folder in update.get("directories", [update.get("directory")]):
            assert (ROOT / folder.strip("/")).is_dir()


def test_every_workflow_secret_and_variable_is_documented() -> None:
    docs = DOCS.read_text(encoding="utf-8")
    used = set()
    for path in EVERYTHING:
        used |= set(re.findall(r"(?:secrets|vars)\.([A-Z_]+)", path.read_text(encoding="utf-8")))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", docs, re.MULTILINE))
    assert used == documented
    assert [name for name in NAMES if f"`{name}`" not in docs] == []


def test_every_script_of_a_step_is_run_here_or_documented_as_not() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    run_here = set(re.findall(r'step\(\s*"([a-z-]+\.yml)",\s*"([^"]+)"', tests))
    docs = DOCS.read_text(encoding="utf-8")
    for path in EVERYTHING:
        for step in steps(load(path)):
            if "run" in step and (path.name, step["name"]) not in run_here:
                assert f"| `{path.name}` | {step['name']} |" in docs


def values(node: Any) -> list[str]:
    """The leaves of a document."""
    if isinstance(node, dict):
        return [leaf for inner in node.values() for leaf in values(inner)]
    return [leaf for inner in node for leaf in values(inner)] if isinstance(node, list) else [str(node)]


def test_encrypted_files_are_encrypted() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.enc.yaml", ":!validator/src/test"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert "docs/examples/sops/database.enc.yaml" in listed
    for name in listed:
        file = ROOT / name
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
        plain = [
            leaf
            for part in ("data", "stringData")
            for leaf in values(found.get(part, {}))
            if not leaf.startswith("ENC[AES256_GCM,")
        ]
        assert plain == [], name
        assert found["sops"]["mac"].startswith("ENC[AES256_GCM,")
        rules = yaml.safe_load((file.parent / ".sops.yaml").read_text(encoding="utf-8"))["creation_rules"]
        [rule] = [it for it in rules if re.search(it["path_regex"], file.name)]
        assert {it["recipient"] for it in found["sops"]["age"]} == set(rule["age"].split(","))


def test_no_plain_secret_is_committed() -> None:
    """A Secret in Git is encrypted, a template that reads its values elsewhere, or an example that means nothing."""
    examples = ("validator/src/test/", "policies/", "bench/", "ansible/tests/", "docs/examples/shop/", "goldenfiles/")
    listed = subprocess.run(["git", "ls-files", "*.yaml", "*.yml"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = []
    for name in listed.splitlines():
        text = "" if name.startswith(examples) else (ROOT / name).read_text(encoding="utf-8")
        if not re.search(r"^kind: Secret$", text, re.MULTILINE) or "{{" in text:
            continue
        for document in yaml.safe_load_all(text):
            for part in ("data", "stringData"):
                plain = [it for it in values((document or {}).get(part, {})) if it and not it.startswith("ENC[AES256_GCM,")]
                found += [f"{name}: {part}"] if plain and document["kind"] == "Secret" else []
    assert found == []
