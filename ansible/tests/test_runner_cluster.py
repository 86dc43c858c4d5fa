"""The runner role against a real API server and its controllers, and a GitHub of the test's own with bad days.

The tests follow one another: each finds what the one before left.
"""

import json
import sys

import pytest
from cluster import Cluster
from conftest import ANSIBLE, Control
from github_stub import GitHub

RUNNERS = ANSIBLE / "playbooks/runners.yml"
FIRST, SECOND = (f"ghcr.io/example/gha-runner@sha256:{letter * 64}" for letter in "ab")
NAME, TOKEN = "lab-runner-1", "the-token"


class World:
    """An inventory whose server is this computer, with a kubectl of the cluster."""

    def __init__(self, folder):
        self.cluster = Cluster(folder / "cluster")
        self.github, self.control = GitHub(), Control(folder / "control")
        self.control.hosts("k3s_server: {hosts: {here: {ansible_connection: local, ansible_host: 192.0.2.10, ansible_become: false}}}\n")
        self.control.variables("all", {
            "ansible_python_interpreter": sys.executable, "k3s_cluster_name": "lab",
            "gha_runner_scope": self.github.scope, "gha_runner_github_token": TOKEN, "gha_runner_api_url": self.github.url,
            "gha_runner_kubectl": self.cluster.kubectl, "gha_runner_image": FIRST, "gha_runner_poll": 1,
            "gha_runner_online_timeout": 60, "gha_runner_drain_timeout": 60, "gha_runner_patience": 60,
            "gha_runner_deploy_namespaces": ["shop"],
        })
        self.cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
        # The pod that gets a token registers itself.
        self.github.on_register = lambda: self.github.named(NAME) or self.github.add(NAME, labels=["deploy"])

    def play(self, *arguments, **extra):
        self.github.requests.clear()
        return self.control.play(RUNNERS, *arguments, **extra)

    def deployment(self):
        return json.loads(self.cluster.ask("get", "deployment", NAME, "-n", "gha-runner", "-o", "json"))

    def close(self):
        self.github.close()
        self.cluster.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    (folder / "cluster").mkdir()
    made = World(folder)
    yield made
    made.close()


def test_a_dry_run_leaves_the_cluster_as_it_is(world):
    assert world.play("--check", "--diff").ok().recap["here"]["changed"] > 0
    assert world.cluster.run("get", "namespace", "gha-runner").returncode != 0 and world.github.tokens == 0


def test_a_runner_is_deployed_and_verified_on_a_bad_day_of_github(world):
    world.github.trouble = [(502, []), (429, [("Retry-After", "1")]), (403, [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1")])]
    assert "running " + FIRST in world.play().ok().text
    assert world.github.trouble == [] and world.github.tokens == 1
    assert world.deployment()["status"]["readyReplicas"] == 1
    assert world.cluster.ask("get", "pvc", NAME, "-n", "gha-runner", "-o", "jsonpath={.status.phase}") == "Bound"
    assert world.cluster.ask("get", "secrets", "-n", "gha-runner", "-o", "name") == "", "the registration token is gone"


def test_the_second_run_writes_nothing(world):
    version = world.deployment()["metadata"]["resourceVersion"]
    assert world.play("--diff").ok().changed() == []
    assert world.deployment()["metadata"]["resourceVersion"] == version
    assert [line for line in world.github.requests if not line.startswith("GET")] == []


def test_a_job_may_deploy_where_it_was_allowed_and_nowhere_else(world):
    account = "gha-runner:gha-runner"
    assert world.cluster.may(account, "create", "deployments.apps", "shop")
    for verb, resource, namespace in (
        ("create", "deployments.apps", "default"), ("get", "secrets", "kube-system"), ("create", "clusterrolebindings", "shop"),
        ("create", "deployments.apps", "gha-runner"), ("get", "secrets", "gha-runner"),
    ):
        assert not world.cluster.may(account, verb, resource, namespace), f"{verb} {resource} in {namespace}"
    # The namespace takes no pod that asks for more than the runner does.
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "gha-runner"},
           "spec": {"containers": [{"name": "c", "image": "x", "volumeMounts": []}],
                    "volumes": [{"name": "socket", "hostPath": {"path": "/var/run/docker.sock"}}]}}
    refused = world.cluster.run("apply", "-f", "-", text=json.dumps(pod))
    assert refused.returncode and "violates PodSecurity" in refused.stderr


def test_an_update_waits_for_the_job_and_ghosts_go(world):
    ghost = world.github.add("lab-runner-9", status="offline")
    world.github.busy_looks[NAME] = 3
    assert "running " + SECOND in world.play(gha_runner_image=SECOND).ok().text
    assert world.deployment()["spec"]["template"]["spec"]["containers"][0]["image"] == SECOND
    assert world.github.named(NAME)["labels"] == ["deploy"] and world.github.tokens == 1
    assert ghost not in world.github.runners
    world.github.busy_looks.clear()


def test_all_of_it_goes_and_nothing_is_left_to_do(world):
    world.play(gha_runner_state="absent").ok()
    assert world.github.runners == {}
    world.cluster.until(lambda: world.cluster.run("get", "namespace", "gha-runner").returncode != 0)
    left = world.cluster.ask("get", "roles,rolebindings", "-A", "-l", "app.kubernetes.io/name=gha-runner", "-o", "name")
    assert left == ""
    assert world.play(gha_runner_state="absent").ok().changed() == []
