"""The scripts of steps, run as a runner would run them."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from conftest import GITHUB, ROOT, Step

SERVICES = ("audit_event_generator", "audit_event_store")
DIGEST = "sha256:" + "0123456789abcdef" * 4
Stub = Callable[..., Path]


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text(encoding="utf-8").splitlines()


def sarif(file: Path) -> dict[str, Any]:
    """A SARIF file that holds the schema of OASIS."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    schema = ROOT / "validator/src/test/resources/report/schemas/sarif-schema-2.1.0.json"
    jsonschema.validate(found, json.loads(schema.read_text(encoding="utf-8")))
    return found


# --- which services are built


def matches(pattern: str, path: str) -> bool:
    """A glob as paths-filter reads it: `**` goes through folders, `*` does not."""
    here, *deeper = pattern.split("/")
    if here == "**":
        parts = path.split("/")
        return not deeper or any(matches("/".join(deeper), "/".join(parts[at:])) for at in range(len(parts)))
    first, _, rest = path.partition("/")
    if here not in ("*", first):
        return False
    return matches("/".join(deeper), rest) if deeper and rest else not deeper and not rest


def flat(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [inner for it in value for inner in flat(it)]


FILTERS = {
    name: flat(patterns) for name, patterns in yaml.safe_load((GITHUB / "filters.yml").read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize(
    ("changed", "built"),
    [
        (["src/audit_event_store/audit_event_store/api.py"], ["audit_event_store"]),
        (["src/audit_event_generator/Dockerfile"], ["audit_event_generator"]),
        (["src/audit_event_store/tests/test_api.py", "README.md"], ["audit_event_store"]),
        (["charts/auditflow-platform/charts/audit-event-generator/values.yaml"], ["audit_event_generator"]),
        (["src/requirements-dev.txt"], list(SERVICES)),
        (["src/contracts/audit-event-generator-audit-event-store.json"], list(SERVICES)),
        (["src/tests/test_together.py"], list(SERVICES)),
        ([".github/workflows/build-single-service.yml"], list(SERVICES)),
        ([".github/workflows/deploy.yml"], []),
        (["charts/auditflow-platform/values.yaml"], []),
        (["docs/services.md", "validator/pom.xml", "ansible/src/x"], []),
    ],
)
def test_only_services_that_changed_are_built(changed: list[str], built: list[str]) -> None:
    assert [name for name, patterns in FILTERS.items() if any(matches(it, path) for it in patterns for path in changed)] == built


def test_every_service_has_a_filter_and_every_pattern_finds_something() -> None:
    assert set(FILTERS) == {it.parent.name for it in (ROOT / "src").glob("*/Dockerfile")}
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    for patterns in FILTERS.values():
        for pattern in patterns:
            assert any(matches(pattern, file) for file in files), pattern


@pytest.mark.parametrize(
    ("results", "red"),
    [
        (["success", "success", "success"], ""),
        (["success", "skipped", "skipped"], ""),
        (["success", "failure", "skipped"], "build"),
        (["cancelled", "skipped", "skipped"], "changes"),
        (["success", "success", "failure"], "images"),
    ],
)
def test_all_green_means_that_nothing_failed(step: Step, results: list[str], red: str) -> None:
    needs = {
        name: {"result": result, "outputs": {}} for name, result in zip(("changes", "build", "images"), results, strict=True)
    }
    ran = step("build-python-services.yml", "Hold every job to its result", NEEDS=json.dumps(needs))
    ran.failed(f"not green: {red}") if red else ran.ok()


# --- from a build to a digest


def named(step: Step, **changes: str) -> Any:
    given = {"SERVICE": "audit_event_store", "TAG": "", "NAMESPACE": "acme", "PUSH": "true", **changes}
    return step("build-single-service.yml", "Name the image", **given)


def test_an_image_is_named_in_both_registries(step: Step) -> None:
    outputs = named(step).ok().outputs
    assert outputs["local"] == "audit-event-store:sha-0123456789ab"
    assert outputs["tags"].split() == [
        "docker.io/acme/audit-event-store:sha-0123456789ab", "ghcr.io/acme/audit-event-store:sha-0123456789ab",
    ]  # fmt: skip
    assert "org.opencontainers.image.revision=0123456789abcdef0123456789abcdef01234567" in outputs["labels"]
    assert named(step, TAG="1.2.3").ok().outputs["tag"] == "1.2.3"
    given = {"TAG": "1.2.3", "NAMESPACE": "acme", "PUSH": "true"}
    assert step("build-validator.yml", "Name the image", **given).ok().outputs["tags"].split() == [
        "docker.io/acme/auditflow-validator:1.2.3", "ghcr.io/acme/auditflow-validator:1.2.3",
    ]  # fmt: skip
    assert named(step, NAMESPACE="", PUSH="false").ok().outputs["tags"].split() == [
        "ghcr.io/acme/audit-event-store:sha-0123456789ab"
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SERVICE": "../ansible"}, "no service"),
        ({"SERVICE": "nothing"}, "no service"),
        ({"TAG": "a b"}, "no tag of an image"),
        ({"TAG": "x\ntags<<E"}, "no tag of an image"),
        ({"NAMESPACE": ""}, "DOCKERHUB_NAMESPACE"),
    ],
)
def test_a_name_that_cannot_be_is_refused(step: Step, changes: dict[str, str], words: str) -> None:
    named(step, **changes).failed(words)


def image(step: Step, folder: Path, service: str, tag: str, digest: str = DIGEST) -> None:
    """The notes of a build, as its job leaves them in the artifact."""
    tags = f"docker.io/acme/x:{tag}\nghcr.io/acme/x:{tag}\n"
    step("build-single-service.yml", "Note the digest", SERVICE=service, TAG=tag, TAGS=tags, DIGEST=digest).ok()
    folder.mkdir(parents=True)
    shutil.copy(folder.parents[1] / "runner/temp/image.json", folder)


def test_the_program_s_image_leaves_the_same_note(step: Step, tmp_path: Path) -> None:
    step(
        "build-validator.yml", "Note the digest", TAG="1.2.3", TAGS="ghcr.io/acme/auditflow-validator:1.2.3\n", DIGEST=DIGEST
    ).ok()
    note = json.loads((tmp_path / "runner/temp/image.json").read_text(encoding="utf-8"))
    assert note == {
        "service": "validator",
        "tag": "1.2.3",
        "digest": DIGEST,
        "images": ["ghcr.io/acme/auditflow-validator:1.2.3"],
    }


def test_digests_are_handed_from_the_builds_to_who_deploys(step: Step, tmp_path: Path) -> None:
    for service in SERVICES:
        image(step, tmp_path / "artifacts" / f"image-{service}", service, "sha-0123456789ab")
    shutil.move(tmp_path / "artifacts", tmp_path / "runner/temp/images")
    work = tmp_path / "work"
    work.mkdir()
    (work / ".github").symlink_to(GITHUB)
    ran = step("build-python-services.yml", "Join the digests", cwd=work).ok()
    joined = json.loads((work / "images.json").read_text(encoding="utf-8"))
    assert [(it["service"], it["digest"], len(it["images"])) for it in joined] == [(service, DIGEST, 2) for service in SERVICES]
    values = yaml.safe_load(ran.summary.split("```yaml\n")[1].split("```")[0])
    assert values["audit-event-store"]["image"] == {"tag": "sha-0123456789ab", "digest": DIGEST}
    # The chart takes them as they are.
    pinned = tmp_path / "pinned.yaml"
    pinned.write_text(yaml.safe_dump(values), encoding="utf-8")
    chart = ["helm", "template", "x", str(ROOT / "charts/auditflow-platform"), "--kube-version", "1.34", "-f", str(pinned)]
    out = subprocess.run(chart, check=True, capture_output=True, text=True).stdout
    assert f"/audit-event-store:sha-0123456789ab@{DIGEST}" in out


@pytest.mark.parametrize("digest", ["", "sha256:abc", "latest"])
def test_what_is_no_digest_is_handed_to_nobody(step: Step, tmp_path: Path, digest: str) -> None:
    image(step, tmp_path / "artifacts/image-a", "audit_event_store", "1.0.0", digest)
    shutil.move(tmp_path / "artifacts", tmp_path / "runner/temp/images")
    work = tmp_path / "work"
    work.mkdir()
    (work / ".github").symlink_to(GITHUB)
    step("build-python-services.yml", "Join the digests", cwd=work).failed("no digest of an image: audit_event_store")
    (tmp_path / "runner/temp/images/image-a/image.json").unlink()
    step("build-python-services.yml", "Join the digests", cwd=work).failed("no job left an image.json")


def test_an_image_that_does_not_answer_or_end_well_is_refused(step: Step, stub: Stub) -> None:
    docker = """case $1 in
      run) echo c0ffee ;;
      port) echo "127.0.0.1:$PORT" ;;
      inspect) echo "${EXIT:-0}" ;;
    esac"""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in ("/healthz", "/metrics", "/readyz") else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = stub("docker", docker)
    given = {"IMAGE": "x:1", "SERVICE": "audit_event_store", "PORT": str(server.server_port)}
    ran = step("build-single-service.yml", "Start it as a pod would", path=folder, **given).ok()
    assert "healthz answers\nmetrics answers\nreadyz answers" in ran.out
    step("build-single-service.yml", "Start it as a pod would", path=folder, EXIT="137", **given).failed(
        "ended with 137 after SIGTERM"
    )
    server.shutdown()
    server.server_close()
    begin = next(it for it in calls(folder) if " run " in f" {it} ")
    for option in ("--read-only", "--cap-drop=ALL", "--user 20002:20002", "AUDIT_STORE_HTTP_PORT=8080"):
        assert option in begin
    assert calls(folder)[-1].startswith("docker rm --force c0ffee")


# --- scanners


@pytest.mark.parametrize("service", SERVICES)
def test_bandit_writes_sarif_for_code_scanning(step: Step, tmp_path: Path, service: str) -> None:
    step("build-single-service.yml", "Scan the code with Bandit", SERVICE=service).ok()
    found = sarif(tmp_path / "runner/temp/bandit.sarif")
    assert [run["tool"]["driver"]["name"] for run in found["runs"]] == ["Bandit"]


def test_what_bandit_finds_is_in_the_file_and_stops_nothing(step: Step, tmp_path: Path) -> None:
    folder = tmp_path / "work/src/weak/weak"
    folder.mkdir(parents=True)
    (folder / "a.py").write_text('import subprocess\nsubprocess.call("id; " + input(), shell=True)\n', encoding="utf-8")
    step("build-single-service.yml", "Scan the code with Bandit", cwd=tmp_path / "work", SERVICE="weak").ok()
    [run] = sarif(tmp_path / "runner/temp/bandit.sarif")["runs"]
    assert "B602" in {result["ruleId"] for result in run["results"]}


def test_a_skipped_test_fails_the_build_of_a_service(step: Step, tmp_path: Path) -> None:
    work = tmp_path / "work"
    for folder in ("service", "tests"):
        (work / "src" / folder).mkdir(parents=True)
        (work / f"src/{folder}/test_{folder}.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    # Other plugins of the virtual environment take long to load.
    only = {"SERVICE": "service", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin"}
    step("build-single-service.yml", "Test", cwd=work, **only).ok()
    skip = "import pytest\n\ndef test_it():\n    pytest.skip('there is no PostgreSQL')\n"
    (work / "src/tests/test_tests.py").write_text(skip, encoding="utf-8")
    step("build-single-service.yml", "Test", cwd=work, **only).failed("a test was skipped")
    (work / "src/tests/test_tests.py").write_text("def test_it():\n    assert False\n", encoding="utf-8")
    step("build-single-service.yml", "Test", cwd=work, **only).failed("1 failed")


# --- the gate


@pytest.fixture
def program() -> str:
    """The program of this repository, which run-tests has built before."""
    return os.environ.get("AUDITFLOW_TEST_PROGRAM", str(ROOT / "auditflow"))


def test_the_gate_leaves_reports_annotations_and_a_summary(step: Step, program: str) -> None:
    ran = step("validate.yml", "Validate", AUDITFLOW=program).ok()
    reports = Path(ran.outputs["reports"])
    assert {it.name for it in reports.iterdir()} == {"auditflow.sarif", "auditflow.html", "auditflow.json"}
    sarif(reports / "auditflow.sarif")
    assert "auditflow/dev" in ran.summary


def test_the_action_takes_arguments_and_fails_on_findings(step: Step, program: str, tmp_path: Path) -> None:
    action = tmp_path / "action"
    (action / ".github").mkdir(parents=True)
    (action / ".github/scripts").symlink_to(GITHUB / "scripts")
    (action / "auditflow").symlink_to(program)
    given = {
        "ACTION": str(action),
        "ARGUMENTS": "\n  docs/examples/shop/chart  \n--kube-version\n1.34\n",
        "WORKING_DIRECTORY": ".",
    }
    ran = step("action.yml", "Validate", **given)
    assert ran.code == 1, ran.out
    assert "::error file=docs/examples/shop/chart/" in ran.out
    [run] = sarif(Path(ran.outputs["reports"]) / "auditflow.sarif")["runs"]
    assert len(run["results"]) > 3
    step("action.yml", "Validate", **{**given, "ARGUMENTS": "$(touch /tmp/x)\n"}).failed("$(touch /tmp/x)")


def test_a_pull_request_is_told_what_it_means(step: Step, program: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(work)]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(work)], check=True)
    shutil.copytree(ROOT / "charts", work / "charts")
    shutil.copy(ROOT / "auditflow.yaml", work)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "one"], check=True)
    subprocess.run([*git, "update-ref", "refs/remotes/origin/main", "HEAD"], check=True)
    (work / "auditflow").symlink_to(program)
    values = work / "charts/auditflow-platform/environments/prod.yaml"
    values.write_text(values.read_text(encoding="utf-8").replace("size: 16Gi", "size: 32Gi"), encoding="utf-8")
    said = step("validate.yml", "Say what the change means", cwd=work, GITHUB_BASE_REF="main").ok()
    comment = (tmp_path / "runner/temp/upgrade.md").read_text(encoding="utf-8")
    assert "StatefulSet/auditflow-audit-event-store-db" in comment
    assert "fail" in comment
    assert said.summary.splitlines()[0] == "## ❌ 1 target, 1 will fail", said.summary
    step("validate.yml", "Say what the change means", cwd=work, GITHUB_BASE_REF="nowhere").failed("nowhere")


def test_the_comment_is_written_once_and_renewed(step: Step, stub: Stub) -> None:
    folder = stub("gh")
    step("validate.yml", "Write it", path=folder, GH_TOKEN="t", PULL_REQUEST="7").ok()
    [call] = calls(folder)
    assert call.startswith("gh pr comment 7 --repo Acme/platform --body-file ")
    assert call.endswith("/upgrade.md --edit-last --create-if-none")


@pytest.mark.parametrize(
    "hook", yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")), ids=lambda it: it["id"]
)
def test_a_hook_of_pre_commit_takes_what_passes_and_refuses_what_does_not(
    hook: dict[str, Any], program: str, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    for name in ("charts", "goldenfiles"):
        shutil.copytree(ROOT / name, work / name)
    shutil.copy(ROOT / "auditflow.yaml", work)
    assert hook["language"] == "script"
    entry = [program if it == "auditflow" else it for it in hook["entry"].split()]
    quiet = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    passed = subprocess.run(entry, cwd=work, env=quiet, capture_output=True, text=True)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    service = "charts/auditflow-platform/charts/audit-event-store/templates/service.yaml"
    (work / service).write_text("", encoding="utf-8")
    refused = subprocess.run(entry, cwd=work, env=quiet, capture_output=True, text=True)
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "auditflow-audit-event-store" in refused.stdout
    assert re.search(hook["files"], service)


# --- deployment and boards


def test_a_deployment_verifies_before_it_promotes(step: Step, stub: Stub) -> None:
    folder = stub("auditflow", "exit ${CODE:-0}")
    given = {"RELEASE": "auditflow", "ENVIRONMENT": "dev"}
    step("deploy.yml", "Verify", path=folder, **given).ok()
    step("deploy.yml", "Promote", path=folder, **given).ok()
    verify, promote = calls(folder)
    assert verify.startswith("auditflow verify auditflow/dev --schema-engine embedded --attestations ")
    assert promote.startswith("auditflow promote auditflow --to dev ")
    for name in ("Verify", "Promote"):
        assert step("deploy.yml", name, path=folder, CODE="1", **given).code == 1


def test_what_is_signed_is_the_target_that_is_deployed_and_the_key_is_no_argument(step: Step, stub: Stub, tmp_path: Path) -> None:
    folder = stub("auditflow")
    work = tmp_path / "work"
    work.mkdir()
    (work / "auditflow").symlink_to(folder / "auditflow")
    key = "-----BEGIN PRIVATE KEY-----"
    step("deploy.yml", "Validate and sign", cwd=work, AUDITFLOW_SIGNING_KEY=key, TARGET="auditflow/dev").ok()
    [call] = calls(folder)
    assert call.startswith(
        "auditflow validate auditflow/dev --schema-engine embedded -o github --attest env://AUDITFLOW_SIGNING_KEY"
    )
    assert key not in call


def test_every_target_of_a_branch_is_signed_where_it_was_judged(step: Step, stub: Stub, tmp_path: Path) -> None:
    folder = stub("auditflow")
    work = tmp_path / "work"
    work.mkdir()
    (work / "auditflow").symlink_to(folder / "auditflow")
    step("validate.yml", "Validate and sign", cwd=work, AUDITFLOW_SIGNING_KEY="key").ok()
    [call] = calls(folder)
    assert call.startswith(
        "auditflow validate --schema-engine embedded -o github --attest env://AUDITFLOW_SIGNING_KEY --attestations "
    )


SECRETS = {"SSH_KEY": "key", "KNOWN_HOSTS": "hosts", "VAULT_PASSWORD": "password"}


def test_secrets_of_ansible_are_files_that_only_it_reads_and_go_in_the_end(step: Step, tmp_path: Path) -> None:
    step("infrastructure.yml", "Put the secrets into files", **SECRETS).ok()
    folder = tmp_path / "runner/temp/secrets"
    assert {it.name: (it.read_text(encoding="utf-8"), stat.S_IMODE(it.stat().st_mode)) for it in folder.iterdir()} == {
        "key": ("key\n", 0o600), "known_hosts": ("hosts\n", 0o600), "vault": ("password\n", 0o600),
    }  # fmt: skip
    step("infrastructure.yml", "Remove the secrets").ok()
    assert not folder.exists()
    ran = step("infrastructure.yml", "Put the secrets into files", **{**SECRETS, "VAULT_PASSWORD": ""})
    ran.failed("no secret ANSIBLE_VAULT_PASSWORD")


@pytest.mark.parametrize(("change", "limit", "end"), [("false", "", "--check --diff"), ("true", "pi-1; id", "--limit pi-1; id")])
def test_a_playbook_only_looks_unless_it_is_told_to_change(
    step: Step, stub: Stub, tmp_path: Path, change: str, limit: str, end: str
) -> None:
    folder = stub("ansible-playbook")
    (tmp_path / "runner/temp/ansible").mkdir(parents=True)
    (tmp_path / "runner/temp/ansible/bin").symlink_to(folder)
    step("infrastructure.yml", "Run the playbook", INVENTORY="dev", PLAYBOOK="site", LIMIT=limit, CHANGE=change).ok()
    [call] = calls(folder)
    assert call.startswith("ansible-playbook -i inventories/dev playbooks/site.yml --vault-id dev@")
    assert "StrictHostKeyChecking=yes" in call
    assert call.endswith(end)


class GitHub(BaseHTTPRequestHandler):
    """The part of GitHub's API that is about runners, over a list."""

    runners: list[dict[str, Any]] = []  # noqa: RUF012 - set anew by each test
    denied = False

    def do_GET(self) -> None:
        if self.denied or self.headers["Authorization"] != "Bearer token":
            self.send_error(403)
            return
        assert self.path.startswith("/repos/Acme/platform/actions/runners?per_page=100&page=")
        page = int(self.path.rpartition("=")[2])
        body = json.dumps({"total_count": len(self.runners), "runners": self.runners[(page - 1) * 100 : page * 100]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def do_DELETE(self) -> None:
        found = [it for it in self.runners if self.path.endswith(f"/runners/{it['id']}")]
        for it in found:
            it["deleted"] = True
        self.send_response(404 if not found or found[0].get("gone") else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def github() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    GitHub.denied = False
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def runner(id_: int, name: str, status: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": name, "status": status, "busy": False, **more}


def upkeep(step: Step, github: str, token: str = "token") -> Any:
    return step("runner-upkeep.yml", "Look after the runners", TOKEN=token, GITHUB_API_URL=github)


def test_runners_that_are_gone_are_removed_and_no_others(step: Step, github: str) -> None:
    GitHub.runners = [
        runner(1, "dev-runner-1", "online"),
        runner(2, "dev-runner-2", "offline"),
        runner(3, "prod-runner-1", "offline", busy=True),
        runner(4, "laptop", "offline"),
        runner(5, "staging-runner-1", "offline", gone=True),
        *(runner(100 + number, f"other-{number}", "online") for number in range(120)),
        runner(300, "dev-runner-9", "offline"),
    ]
    ran = upkeep(step, github).ok()
    assert {it["name"] for it in GitHub.runners if it.get("deleted")} == {"dev-runner-2", "staging-runner-1", "dev-runner-9"}
    assert "online: dev-runner-1" in ran.out


def test_it_is_an_error_when_no_runner_is_left_or_github_says_no(step: Step, github: str) -> None:
    GitHub.runners = [runner(1, "dev-runner-1", "offline"), runner(2, "other", "online")]
    upkeep(step, github).failed("no runner is online")
    upkeep(step, github, token="").failed("no secret RUNNER_ADMIN_TOKEN")
    GitHub.denied = True
    upkeep(step, github).failed("GitHub answered 403", "Administration: write")
    upkeep(step, "http://127.0.0.1:1").failed("GitHub cannot be reached")


def test_the_python_of_these_scripts_is_the_distributions() -> None:
    """Steps call `python3` and install nothing: the scripts import the standard library alone."""
    for script in (GITHUB / "scripts").glob("*.py"):
        imports = [it.split()[1] for it in script.read_text(encoding="utf-8").splitlines() if it.startswith(("from ", "import "))]
        assert {it.partition(".")[0] for it in imports} <= set(sys.stdlib_module_names)
