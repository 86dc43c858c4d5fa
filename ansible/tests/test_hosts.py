"""From freshly flashed boards to a cluster, its upgrades and its end, on real Debian machines with a K3s that is not."""

import hashlib
import json
import pathlib

import pytest
from conftest import ANSIBLE
from machine import sh

SITE, K3S, RESET = (ANSIBLE / f"playbooks/{name}.yml" for name in ("site", "k3s", "reset"))
OLD, NEW = "v1.33.5+k3s1", "v1.34.2+k3s1"
TOKEN = "0123456789abcdef0123456789abcdef"


def release(lab, version):
    """Puts a release onto the download server and gives its digest."""
    text = (pathlib.Path(__file__).parent / "fake_k3s.py").read_text(encoding="utf-8").replace("@VERSION@", version)
    folder = lab.files / version
    folder.mkdir(exist_ok=True)
    for name in ("k3s", "k3s-arm64"):
        (folder / name).write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"k3s_version": version, "k3s_sha256": {"arm64": digest, "amd64": digest}}


class Cluster:
    def __init__(self, lab, control):
        self.lab, self.control = lab, control
        self.server, self.agent = lab.machine("pi-server-1", 11), lab.machine("pi-agent-1", 12)
        self.machines = (self.server, self.agent)
        control.hosts(f"""
k3s_cluster:
  children:
    k3s_server:
      hosts:
        pi-server-1: {{ansible_host: {self.server.address}}}
    k3s_agent:
      hosts:
        pi-agent-1: {{ansible_host: {self.agent.address}}}
  vars:
    ansible_user: pi
    ansible_ssh_private_key_file: {lab.key}
    ansible_ssh_common_args: "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=3"
""")
        control.variables("all", {
            "rpi_base_min_disk_mb": 100, "rpi_base_clock_retries": 1, "rpi_base_firewall_rollback_seconds": 5,
            "rpi_base_admin_keys": [(lab.folder / "key.pub").read_text().strip()],
            "k3s_cluster_name": "test", "k3s_token": TOKEN, "k3s_download_url": lab.url, "k3s_ready_timeout": 30,
            **release(lab, OLD),
        })

    def play(self, playbook, *arguments, **extra):
        return self.control.play(playbook, *arguments, **extra)

    def events(self):
        return json.loads(self.server.run("k3s", "kubectl", "get", "events").stdout)

    def node(self, name):
        return json.loads(self.server.run("k3s", "kubectl", "get", "node", name, "-o", "json").stdout)


@pytest.fixture(scope="module")
def cluster(lab, control):
    return Cluster(lab, control)


def test_a_dry_run_on_fresh_boards_says_what_would_change_and_changes_nothing(cluster):
    before = [machine.run("find", "/etc", "/opt", "/usr/local", "/boot", "-newer", "/etc/hostname").stdout for machine in cluster.machines]
    run = cluster.play(SITE, "--check", "--diff").ok()
    assert "+console=serial0,115200" in run.out and TOKEN not in run.out
    after = [machine.run("find", "/etc", "/opt", "/usr/local", "/boot", "-newer", "/etc/hostname").stdout for machine in cluster.machines]
    assert before == after


def test_boards_become_a_cluster(cluster):
    run = cluster.play(SITE).ok()
    assert TOKEN not in run.out
    assert {node["status"]["nodeInfo"]["kubeletVersion"] for node in map(cluster.node, ("pi-server-1", "pi-agent-1"))} == {OLD}


def test_the_second_run_changes_nothing(cluster):
    assert cluster.play(SITE, "--diff").ok().changed() == []


def test_a_board_is_what_the_base_role_promises(cluster):
    for machine in cluster.machines:
        flags = machine.read("/boot/firmware/cmdline.txt")
        assert flags.count("\n") == 1 and flags.endswith(" cgroup_memory=1 cgroup_enable=memory\n")
        assert machine.read("/proc/cmdline") == flags, "it was rebooted with the flags"
        assert machine.read("/etc/hostname").strip() == machine.name
        assert "# /var/swap" in machine.read("/etc/fstab") and "defaults,noatime" in machine.read("/etc/fstab")
        sshd = machine.run("sshd", "-T").stdout
        for line in ("passwordauthentication no", "permitrootlogin no", "kbdinteractiveauthentication no", "allowusers pi"):
            assert line in sshd
        assert machine.read("/proc/sys/vm/overcommit_memory").strip() == "1"
        for unit in ("systemd-timesyncd", "fstrim.timer", "apt-daily-upgrade.timer", "logrotate.timer", "auditflow-firewall"):
            assert machine.run("systemctl", "is-enabled", unit).stdout.strip() == "enabled"
        assert machine.run("systemctl", "is-system-running", check=False).stdout.strip() == "running"


def test_only_those_who_may_get_through_the_firewall(cluster, lab):
    rules = cluster.server.run("nft", "list", "table", "inet", "auditflow_host").stdout
    assert "policy drop" in rules and "tcp dport 6443" in rules
    cluster.server.run("systemd-run", "--unit=open-port", "python3", "-m", "http.server", "9999")
    outside = "import socket; socket.create_connection(('{}', {}), 2)"
    code = outside.format(cluster.server.address, 9999)
    assert cluster.agent.run("python3", "-c", code, check=False).returncode != 0
    assert cluster.server.run("python3", "-c", code).returncode == 0
    cluster.agent.run("python3", "-c", outside.format(cluster.server.address, 6443))
    # Reloading leaves the rules of Kubernetes alone.
    cluster.server.run("nft", "add", "table", "ip", "kubernetes")
    cluster.server.run("systemctl", "reload", "auditflow-firewall")
    assert "table ip kubernetes" in cluster.server.run("nft", "list", "tables").stdout


def test_passwords_open_nothing_and_keys_do(cluster, lab):
    ssh = ["ssh", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-i", str(lab.key)]
    assert sh(*ssh, f"pi@{cluster.server.address}", "true").returncode == 0
    denied = sh(*ssh[:-2], "-v", "-o", "PubkeyAuthentication=no", f"pi@{cluster.server.address}", "true", check=False)
    assert denied.returncode and "Authentications that can continue: publickey\n" in denied.stderr.replace("\r", "")


def test_what_is_secret_is_root_s_alone(cluster):
    for machine in cluster.machines:
        assert machine.mode("/etc/rancher/k3s/token") == machine.mode("/etc/rancher/k3s/config.yaml") == "600"
        assert TOKEN not in machine.read("/etc/rancher/k3s/config.yaml")
        for place in ("/var/log", "/home", "/tmp", "/root", "/etc/systemd"):
            assert machine.run("grep", "-rlF", TOKEN, place, check=False).stdout == ""
    assert cluster.server.mode("/etc/rancher/k3s/k3s.yaml") == cluster.server.mode("/etc/rancher/k3s/audit.yaml") == "600"
    assert "secrets-encryption: true" in cluster.server.read("/etc/rancher/k3s/config.yaml")


def test_another_binary_than_the_digest_says_is_refused(cluster, lab):
    wrong = {**release(lab, NEW), "k3s_sha256": {"arm64": "0" * 64, "amd64": "0" * 64}}
    cluster.play(K3S, **wrong).failed("pi-server-1 has no K3s v1.34.2+k3s1", "nothing was installed", "do not go on if it differs")
    assert {cluster.node(name)["status"]["nodeInfo"]["kubeletVersion"] for name in ("pi-server-1", "pi-agent-1")} == {OLD}
    assert not cluster.server.exists(f"/opt/k3s/{NEW}/k3s")


def test_a_node_that_does_not_become_ready_stops_the_run_and_the_next_run_finishes(cluster, lab):
    cluster.server.write("/etc/fake-problem", "container runtime is down")
    count = len(cluster.events())
    run = cluster.play(K3S, **release(lab, NEW), k3s_ready_timeout=6)
    run.failed("pi-server-1 is not ready with v1.34.2+k3s1 after 6 seconds", "container runtime is down", "No other node was touched")
    assert cluster.node("pi-agent-1")["status"]["nodeInfo"]["kubeletVersion"] == OLD
    assert cluster.node("pi-server-1")["spec"]["unschedulable"] is True
    cluster.server.run("rm", "/etc/fake-problem")
    cluster.play(K3S, **release(lab, NEW)).ok()
    assert cluster.events()[count:] == [
        "pi-server-1 annotated", "pi-server-1 drained", f"pi-server-1 runs {NEW}", "pi-server-1 uncordoned", "pi-server-1 annotated",
        "pi-agent-1 annotated", "pi-agent-1 drained", f"pi-agent-1 runs {NEW}", "pi-agent-1 uncordoned", "pi-agent-1 annotated",
    ]


def test_the_state_was_saved_before_the_upgrade(cluster):
    (name,) = cluster.server.run("ls", "/var/lib/rancher/k3s/server/db/snapshots").stdout.split()
    folder = f"/var/lib/rancher/k3s/server/db/snapshots/{name}"
    assert name.startswith("before-v1.34.2_k3s1-at-") and cluster.server.mode(folder) == "700"
    assert cluster.server.run("ls", folder).stdout.split() == ["encryption-config.json", "state.db", "token"]
    query = f"import sqlite3; print(sqlite3.connect('{folder}/state.db').execute('select value from kine where name = \"nodes/pi-server-1\"').fetchone())"
    assert OLD in cluster.server.run("python3", "-c", query).stdout


def test_after_the_upgrade_nothing_is_left_to_do_and_a_cordon_of_a_person_stays(cluster, lab):
    cluster.server.run("k3s", "kubectl", "drain", "pi-agent-1")
    assert cluster.play(K3S, **release(lab, NEW)).ok().changed() == []
    assert cluster.node("pi-agent-1")["spec"]["unschedulable"] is True
    cluster.server.run("k3s", "kubectl", "uncordon", "pi-agent-1")


def test_a_reset_leaves_no_trace_and_can_be_repeated(cluster):
    assert cluster.play(RESET, confirm="test").ok().changed()
    for machine in cluster.machines:
        assert machine.run("sh", "-c", "find / -xdev -path /proc -prune -o \\( -name '*k3s*' -o -name '*rancher*' \\) -print").stdout == ""
        assert machine.run("pgrep", "-f", "k3s", check=False).stdout == ""
    assert cluster.play(RESET, confirm="test").ok().changed() == []
