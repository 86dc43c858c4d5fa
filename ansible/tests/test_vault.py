"""A vault that cannot be opened: which file, why, and the way out, before any host is asked. Runs on this computer."""

import re
import shlex
import subprocess
import sys

import pytest
from conftest import ANSIBLE, Here

PLAYBOOKS = ("site", "k3s", "platform", "runners", "deploy", "reset")
# What asks for a name before it does anything, and says so when the vault is open.
RESET = ANSIBLE / "playbooks/reset.yml"
SECRET = "0123456789abcdef0123456789abcdef"
NOBODY = "Nothing was changed on any host."


class Vault(Here):
    """A cluster whose token is in a vault of the environment dev, and passwords in files."""

    def __init__(self, folder):
        super().__init__(folder)
        self.hosts("""
k3s_cluster:
  children:
    k3s_server: {hosts: {pi-server-1: {ansible_host: 192.0.2.11}}}
    k3s_agent: {hosts: {pi-agent-1: {ansible_host: 192.0.2.12}}}
  vars: {ansible_connection: local, ansible_become: false}
""")
        self.variables("all", {
            "ansible_python_interpreter": sys.executable, "k3s_cluster_name": "test", "k3s_token": "{{ vault_k3s_token }}",
            "k3s_version": "v1.34.2+k3s1", "k3s_sha256": {"arm64": "a" * 64, "amd64": "a" * 64},
        })
        self.file = self.inventory / "group_vars/all/vault.yml"
        for name in ("right", "expired"):
            (folder / name).write_text(f"the-{name}-password\n", encoding="utf-8")
        self.write(f"vault_k3s_token: {SECRET}\n")

    def id(self, name, environment="dev"):
        return f"{environment}@{self.folder / name}"

    def write(self, text, file=None, password="right"):
        file = file or self.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if password:
            self.vault("encrypt", "--vault-id", self.id(password), file)

    def vault(self, *arguments):
        command = ["ansible-vault", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True, timeout=60).stdout

    def stops(self, playbook, *arguments, words):
        run = self.play(ANSIBLE / f"playbooks/{playbook}.yml", *arguments).failed(*words)
        assert run.recap == {} and "TASK" not in run.out, "it stops before any host is asked"
        assert "the-right" not in run.out and "the-expired" not in run.out and SECRET not in run.out
        assert "caused by" not in run.out and "Traceback" not in run.out
        return run

    def opens(self, password):
        self.play(RESET, "--vault-id", self.id(password)).failed("This removes the cluster test")


@pytest.fixture()
def vault(tmp_path):
    return Vault(tmp_path)


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_another_password_than_it_was_encrypted_with(vault, playbook):
    said = f"{vault.file} cannot be decrypted: the vault password that was given (for dev) is another"
    vault.stops(playbook, "--vault-id", vault.id("expired"), words=[said, NOBODY, "--vault-id dev@FILE", "ansible-vault rekey", "vault.example.yml"])


def test_a_password_that_expired_is_replaced_by_the_command_that_is_named(vault):
    vault.write(f"vault_k3s_token: {SECRET}\n", password="expired")
    run = vault.stops("site", "--vault-id", vault.id("right"), words=[f"{vault.file} cannot be decrypted"])
    named = re.search(r"ansible-(vault rekey .*? --new-vault-id .*?vault\.yml)", run.text)[1]
    named = named.replace("dev@prompt", vault.id("expired"), 1).replace("dev@prompt", vault.id("right"), 1)
    vault.vault(*shlex.split(named)[1:])
    vault.opens("right")
    vault.stops("site", "--vault-id", vault.id("expired"), words=["is another than the one"])


@pytest.mark.parametrize("arguments", [(), ("--check", "--limit", "pi-agent-1")], ids=["run", "check"])
def test_no_password(vault, arguments):
    give = "Give it: --vault-id dev@prompt, --vault-id dev@FILE, or ANSIBLE_VAULT_PASSWORD_FILE=FILE in the environment."
    vault.stops("site", *arguments, words=[f"{vault.file} cannot be decrypted: no vault password was given.", NOBODY, give])


def test_the_password_from_the_environment_opens_it(vault):
    vault.environment["ANSIBLE_VAULT_PASSWORD_FILE"] = str(vault.folder / "right")
    vault.play(RESET).failed("This removes the cluster test")


def test_a_vault_that_is_cut_off(vault):
    vault.file.write_text(vault.file.read_text().splitlines()[0] + "\n6162zz\n", encoding="utf-8")
    vault.stops("site", "--vault-id", vault.id("right"), words=[f"{vault.file} begins as a vault and is none", NOBODY, "Get it back from Git"])


def test_a_vault_that_is_not_encrypted(vault):
    vault.write(f"vault_k3s_token: {SECRET}\n", password=None)
    run = vault.stops("site", words=[f"{vault.file} is not encrypted.", NOBODY, "If it was in a commit, put new secrets into it."])
    named = re.search(r"ansible-(vault encrypt .*?vault\.yml)", run.text)[1].replace("ENVIRONMENT@prompt", vault.id("right"))
    vault.vault(*shlex.split(named)[1:])
    vault.opens("right")


def test_a_vault_of_one_host_and_a_single_value(vault):
    host = vault.inventory / "host_vars/pi-agent-1/vault.yml"
    vault.write("k3s_node_labels: [rack=a]\n", file=host, password="expired")
    run = vault.play(ANSIBLE / "playbooks/site.yml", "--vault-id", vault.id("right")).failed(f"{host} cannot be decrypted", NOBODY)
    assert run.changed() == [] and "rpi_base" not in run.out
    host.unlink()
    value = vault.vault("encrypt_string", "--vault-id", vault.id("expired"), "--name", "vault_github_token", "abc")
    (vault.inventory / "group_vars/all/more.yml").write_text(value, encoding="utf-8")
    again = "ansible-vault encrypt_string --vault-id ENVIRONMENT@prompt --stdin-name vault_github_token"
    vault.stops("site", "--vault-id", vault.id("right"), words=["vault_github_token in ", "more.yml cannot be decrypted", NOBODY, again])
