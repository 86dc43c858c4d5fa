"""The modules in library/ by themselves: limits and failures of GitHub, and what a diff may show."""

import importlib.util
import json
import os
import sys

import pytest
from ansible.module_utils.testing import patch_module_args
from conftest import ANSIBLE
from github_stub import GitHub


def module(name):
    spec = importlib.util.spec_from_file_location(name, ANSIBLE / f"library/{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def run(name, capsys, **arguments):
    with patch_module_args(arguments), pytest.raises(SystemExit):
        module(name).main()
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.fixture()
def github():
    made = GitHub()
    yield made
    made.close()


def ask(github, capsys, **arguments):
    return run("github_runner", capsys, **{"api_url": github.url, "scope": github.scope, "token": github.secret, "patience": 3, **arguments})


@pytest.mark.parametrize(
    "trouble",
    [
        [(429, [("Retry-After", "1")])],
        [(403, [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1")])],
        [(502, []), (503, [])],
    ],
    ids=["retry-after", "rate-limit", "5xx"],
)
def test_what_passes_is_waited_for(github, capsys, trouble):
    github.add("lab-runner-1", labels=["deploy"])
    github.trouble = list(trouble)
    assert [runner["name"] for runner in ask(github, capsys, patience=60)["runners"]] == ["lab-runner-1"]


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ([(429, [("Retry-After", "3600")])], "asks for 3600 more seconds"),
        ([(500, [])] * 9, "3 seconds of patience are used up"),
        ([(403, [])], "may not administer the runners of repos/example/platform"),
        ([(401, [])], "put a new one into the vault"),
        ([(404, [])], "does not exist or the token does not see it"),
        ([(422, [])], "running a job; wait for its end or cancel it"),
    ],
    ids=["long-limit", "down", "no-right", "expired", "unknown", "busy"],
)
def test_what_does_not_pass_is_told(github, capsys, trouble, words):
    github.trouble = list(trouble)
    answer = ask(github, capsys)
    assert answer["failed"] and words in answer["msg"] and github.secret not in json.dumps(answer)


def test_a_server_that_is_not_there(github, capsys):
    github.close()
    github.server.server_close()
    assert "patience are used up" in ask(github, capsys, patience=1)["msg"]


def test_a_record_that_is_gone_is_as_good_as_removed(github, capsys):
    number = github.add("lab-runner-1", status="offline")
    assert ask(github, capsys, action="remove", id=number)["changed"] is True
    assert ask(github, capsys, action="remove", id=number)["changed"] is False


def test_labels_are_set_once(github, capsys):
    number = github.add("lab-runner-1", labels=["old"])
    assert ask(github, capsys, action="label", id=number, labels=["deploy"])["changed"] is True
    assert ask(github, capsys, action="label", id=number, labels=["deploy"])["changed"] is False


def test_a_dry_run_writes_nothing(github, capsys):
    number = github.add("lab-runner-1", labels=["old"])
    for arguments in ({"action": "register"}, {"action": "label", "id": number, "labels": []}, {"action": "remove", "id": number}):
        assert ask(github, capsys, _ansible_check_mode=True, **arguments)["changed"] is True
    assert github.tokens == 0 and github.runners[number]["labels"] == ["old"]


def objects(capsys, tmp_path, items, **arguments):
    os.environ["FAKE_KUBE"] = str(tmp_path)
    kubectl = [sys.executable, str(ANSIBLE / "tests/fake_kubectl.py")]
    return run("kube_objects", capsys, objects=items, kubectl=kubectl, **arguments)


def test_objects_are_applied_once_and_deleted_once(capsys, tmp_path):
    items = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "n"}, "stringData": {"password": "hunter2"}},
    ]
    assert objects(capsys, tmp_path, items, _ansible_check_mode=True)["changed"] is True
    assert not list(tmp_path.iterdir())
    first = objects(capsys, tmp_path, items)
    assert first["applied"] == ["namespace/n", "secret/s"] and "hunter2" not in json.dumps(first["diff"])
    assert objects(capsys, tmp_path, items)["changed"] is False
    assert objects(capsys, tmp_path, items[1:], state="absent")["changed"] is True
    assert objects(capsys, tmp_path, items[1:], state="absent")["changed"] is False


def test_an_object_that_the_cluster_refuses_is_named(capsys, tmp_path):
    (tmp_path / "Namespace..other.json").write_text("{}")
    item = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "n"}}
    answer = objects(capsys, tmp_path, [item])
    assert answer["failed"] and "could not apply Secret/s" in answer["msg"] and 'namespaces "n" not found' in answer["msg"]


def test_without_kubectl_a_dry_run_says_what_would_be_and_a_run_where_it_comes_from(capsys, tmp_path):
    items = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}}]
    dry = run("kube_objects", capsys, objects=items, kubectl=["no-such-kubectl"], _ansible_check_mode=True)
    assert dry["changed"] and dry["diff"]["prepared"] == "+Namespace/n\n"
    assert "playbooks/k3s.yml installs it" in run("kube_objects", capsys, objects=items, kubectl=["no-such-kubectl"])["msg"]


def test_a_generation_that_the_server_counts_up_is_no_change(capsys, tmp_path):
    """As the API server does for a NetworkPolicy with an empty list, seen with `kubectl diff --server-side`."""
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(f"#!/bin/sh\ncat >/dev/null\n[ $1 = diff ] || echo $1 >> {tmp_path}/calls\ncat {tmp_path}/diff\nexit 1\n")
    kubectl.chmod(0o755)
    item = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "n"}}
    head = "diff -u -N /tmp/LIVE-1/c /tmp/MERGED-1/c\n--- /tmp/LIVE-1/c\n+++ /tmp/MERGED-1/c\n@@ -2,3 +2,3 @@\n metadata:\n"
    (tmp_path / "diff").write_text(head + "-  generation: 1\n+  generation: 2\n   name: c\n")
    assert run("kube_objects", capsys, objects=[item], kubectl=[str(kubectl)])["changed"] is False
    (tmp_path / "diff").write_text(head + "-  generation: 1\n+  generation: 2\n-  a: b\n+  a: c\n")
    changed = run("kube_objects", capsys, objects=[item], kubectl=[str(kubectl)], _ansible_check_mode=True)
    assert changed["changed"] and "+  a: c" in changed["diff"]["prepared"] and not (tmp_path / "calls").exists()
