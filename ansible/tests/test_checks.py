"""What is refused before anything is changed, and in which words. Runs on this computer, which stands for the boards."""

import json
import os
import re
import sys

import pytest
from conftest import ANSIBLE, Here, golden

SITE, K3S, RESET = (ANSIBLE / f"playbooks/{name}.yml" for name in ("site", "k3s", "reset"))
NOW = "v1.34.2+k3s1"


@pytest.fixture()
def here(tmp_path):
    """An inventory with one server, which runs NOW, and one agent; both are this computer."""
    made = Here(tmp_path)
    made.hosts("""
k3s_cluster:
  children:
    k3s_server: {hosts: {pi-server-1: {ansible_host: 192.0.2.11}}}
    k3s_agent: {hosts: {pi-agent-1: {ansible_host: 192.0.2.12}}}
  vars: {ansible_connection: local, ansible_become: false}
""")
    made.variables("all", {
        "ansible_python_interpreter": sys.executable, "rpi_base_min_disk_mb": 1, "k3s_require_memory_cgroup": False,
        "k3s_cluster_name": "test", "k3s_token": "0123456789abcdef0123456789abcdef",
        "k3s_version": NOW, "k3s_sha256": {"arm64": "a" * 64, "amd64": "a" * 64},
    })
    made.programs = tmp_path / "bin"
    made.programs.mkdir()
    made.environment["PATH"] = f"{made.programs}:{os.environ['PATH']}"
    node = {"metadata": {}, "spec": {}, "status": {"nodeInfo": {"kubeletVersion": NOW}, "conditions": []}}
    program(made, "k3s", f"echo '{json.dumps(node)}'")
    return made


def program(here, name, text):
    file = here.programs / name
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"k3s_version": "v1.33.5+k3s1"}, "runs v1.34.2+k3s1, which is newer than v1.33.5+k3s1. Kubernetes does not go back"),
        ({"k3s_version": "v1.36.4+k3s1"}, "more than one minor version away. Upgrade to v1.35 first"),
        ({"k3s_token": "CHANGE-ME"}, "openssl rand -hex 32"),
        ({"k3s_version": "latest"}, "ansible/pin-k3s prints both for a release"),
        ({"k3s_sha256": {"armhf": "a" * 64}}, "k3s_sha256 has no digest of it for"),
        ({"k3s_min_memory_mb": 10**9}, "MB of memory and K3s needs 1000000000 here"),
        ({"k3s_node_name": "raspberrypi"}, "Two nodes have one name among raspberrypi, raspberrypi"),
        ({"k3s_server_datastore": "mysql"}, "value of k3s_server_datastore must be one of"),
    ],
    ids=["back", "leap", "token", "version", "digest", "memory", "names", "datastore"],
)
def test_bad_settings_of_the_cluster(here, variables, words):
    run = here.play(K3S, "--check", **variables).failed(words)
    assert run.changed() == []


def test_too_little_memory_and_space(here):
    here.play(SITE, "--tags", "preflight", rpi_base_min_memory_mb=10**9).failed("MB of memory and needs 1000000000", "Use a board with more")
    here.play(SITE, "--tags", "preflight", rpi_base_min_disk_mb=10**9).failed("MB free on / and needs 1000000000", "expand the root partition")


def test_a_32_bit_system(here):
    wrapper = program(here, "python-32", f"exec setarch i386 {sys.executable} \"$@\"")
    here.variables_of_host("pi-agent-1", ansible_python_interpreter=str(wrapper))
    run = here.play(SITE, "--tags", "preflight").failed("pi-agent-1 is i386", "Flash the 64-bit image")
    assert "pi-server-1 is" not in run.text


def test_a_clock_that_is_off(here):
    program(here, "date", "exec /bin/date -d '-1 hour' \"$@\"")
    here.play(K3S, "--tags", "preflight").failed("differs by 3", "seconds from this computer's", "--tags base, which sets up time")


def test_a_kernel_without_memory_cgroup(here):
    program(here, "cat", "echo cpuset cpu io pids")
    here.play(K3S, "--tags", "preflight", k3s_require_memory_cgroup=True).failed("has no memory cgroup", "reboots, and then this again")


def test_a_host_that_does_not_answer(here):
    here.variables_of_host("pi-agent-1", ansible_connection="ssh", ansible_ssh_common_args="-o ConnectTimeout=1", ansible_host="127.0.0.1", ansible_port=9)
    run = here.play(SITE).failed("pi-agent-1 cannot be reached at 127.0.0.1", "Nothing was changed on any host", "--limit '!pi-agent-1'")
    assert run.changed() == []


def test_an_even_number_of_servers(here):
    hosts = "{pi-server-1: {ansible_host: 192.0.2.11}, pi-server-2: {ansible_host: 192.0.2.13}}"
    text = (here.inventory / "hosts.yml").read_text().replace("{pi-server-1: {ansible_host: 192.0.2.11}}", hosts)
    here.hosts(text)
    here.play(K3S, "--check").failed("There are 2 servers", "use 1, 3 or 5")


def test_a_reset_asks_for_the_name_of_the_cluster(here):
    for extra in ({}, {"confirm": "prod"}):
        here.play(RESET, **extra).failed("This removes the cluster test", "say -e confirm=test", "Nothing was changed")


def test_etcd_is_saved_under_the_name_of_the_version_that_comes(here, tmp_path):
    """SQLite is saved on a machine, in test_hosts.py."""
    program(here, "k3s", f'echo "$*" >> {tmp_path}/calls')
    playbook = tmp_path / "playbook.yml"
    playbook.write_text("""
- name: Save
  hosts: k3s_server
  gather_facts: false
  tasks:
    - name: Save
      ansible.builtin.import_role: {name: k3s_server, tasks_from: snapshot}
""")
    here.play(playbook, k3s_server_datastore="etcd", k3s_server_uses_etcd=True).ok()
    assert re.fullmatch(r"etcd-snapshot save --name before-v1\.34\.2_k3s1-at-\d{8}T\d{6}\n", (tmp_path / "calls").read_text())


def test_settings_of_servers_and_agents_are_these(here):
    """Golden file of config.yaml: three servers with etcd, an agent."""
    hosts = ", ".join(f"pi-server-{number}: {{ansible_host: 192.0.2.1{number}}}" for number in (1, 2, 3))
    here.hosts((here.inventory / "hosts.yml").read_text().replace("{pi-server-1: {ansible_host: 192.0.2.11}}", f"{{{hosts}}}"))
    program(here, "k3s", "exit 1")
    run = here.play(K3S, "--check", "--diff", k3s_server_disable=["traefik"], k3s_node_labels=["rack=a"]).ok()
    text, lines, task = "", [], ""
    for line in run.out.splitlines():
        task = match[1] if (match := re.match(r"TASK \[(.*?)\]", line)) else task
        if task == "k3s : Write the settings":
            if line.startswith("+") and not line.startswith("+++"):
                lines.append(line[1:])
            elif match := re.match(r"changed: \[(\S+)\]", line):
                text += f"# {match[1]}\n" + "\n".join(lines) + "\n"
                lines = []
    golden("k3s_config.yaml", text)
