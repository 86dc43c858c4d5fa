"""What holds for the folder as a whole: linters, inventories, examples, what every role has."""

import os
import re
import subprocess

import pytest
import yaml
from conftest import ANSIBLE, Control

ROLES = sorted(path.name for path in (ANSIBLE / "roles").iterdir())
ENVIRONMENTS = ("dev", "prod")


def sh(*command, **options):
    return subprocess.run([str(part) for part in command], cwd=ANSIBLE, capture_output=True, text=True, timeout=300, **options)


def passes(*command, **options):
    result = sh(*command, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_ansible_lint():
    passes("ansible-lint", "--profile", "production", "--strict", "--offline", "--nocolor")


def test_yamllint():
    passes("yamllint", "-s", ".")


def test_shellcheck_and_hadolint():
    image = ANSIBLE / "roles/gha_runner/files/image"
    scripts = [*image.glob("*.sh"), ANSIBLE / "check-vault", ANSIBLE / "pin-k3s", ANSIBLE / "hooks/pre-commit", ANSIBLE / "tests/run"]
    passes("shellcheck", *scripts, *(ANSIBLE / "roles").glob("*/files/*.sh"))
    passes("hadolint", image / "Dockerfile")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_playbooks_have_no_mistakes_of_syntax(environment, tmp_path):
    control = Control(tmp_path)
    playbooks = sorted((ANSIBLE / "playbooks").glob("*.yml"))
    passes("ansible-playbook", "--syntax-check", "-i", f"inventories/{environment}", *playbooks, env=control.environment)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_says_what_it_takes(role):
    """A variable of defaults/ is described, and what is described has a default, is required or is asked for elsewhere."""
    folder = ANSIBLE / "roles" / role
    assert {"meta/main.yml", "meta/argument_specs.yml", "defaults/main.yml", "README.md"} <= {
        str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()
    }
    defaults = yaml.safe_load((folder / "defaults/main.yml").read_text(encoding="utf-8"))
    specs = yaml.safe_load((folder / "meta/argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    described = set().union(*(spec["options"] for spec in specs.values()))
    assert described == set(defaults)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert {name for name in described if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_inventories_run_a_kubernetes_that_the_gate_checks(environment):
    variables = yaml.safe_load((ANSIBLE / f"inventories/{environment}/group_vars/all/main.yml").read_text(encoding="utf-8"))
    config = yaml.safe_load((ANSIBLE.parent / "auditflow.yaml").read_text(encoding="utf-8"))
    checked = (config["environments"][environment] or {}).get("kubernetes", config["kubernetes"])
    assert re.match(r"v(1\.\d+)\.", variables["k3s_version"])[1] in checked


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_inventory_as_it_is_stops_with_what_is_to_be_done(environment, tmp_path):
    control = Control(tmp_path)
    host = "-e ansible_connection=local -e ansible_host=192.0.2.1 -e ansible_become=false".split()
    python = ["-e", f"ansible_python_interpreter={subprocess.sys.executable}"]
    result = sh(
        "ansible-playbook", "-i", f"inventories/{environment}", *host, *python, "--limit", "pi-server-1", "playbooks/k3s.yml",
        env=control.environment,
    )
    text = re.sub(r"\s+", " ", result.stdout)
    assert result.returncode != 0 and "ansible/pin-k3s prints both for a release" in text, result.stdout


def test_a_vault_is_read_with_its_password_and_not_without(tmp_path):
    control = Control(tmp_path)
    control.hosts("all: {hosts: {here: {ansible_connection: local}}}\n")
    control.variables("all", {"k3s_token": "{{ vault_k3s_token }}"})
    example = (ANSIBLE / "inventories/dev/group_vars/all/vault.example.yml").read_text(encoding="utf-8")
    vault = control.inventory / "group_vars/all/vault.yml"
    vault.write_text(example.replace("CHANGE-ME", "0123456789abcdef0123456789abcdef"), encoding="utf-8")
    for name, password in (("right", "test-password"), ("wrong", "expired")):
        (tmp_path / name).write_text(password, encoding="utf-8")
    passes("ansible-vault", "encrypt", "--vault-id", f"dev@{tmp_path / 'right'}", vault, env=control.environment)
    assert vault.read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT;1.2;AES256;dev")
    show = ["ansible", "-i", control.inventory, "here", "-m", "ansible.builtin.debug", "-a", "msg={{ k3s_token | length }}"]
    assert "32" in passes(*show, "--vault-id", f"dev@{tmp_path / 'right'}", env=control.environment)
    wrong = sh(*show, "--vault-id", f"dev@{tmp_path / 'wrong'}", env=control.environment)
    assert wrong.returncode != 0 and "cannot be decrypted" in wrong.stderr and "--vault-id dev@prompt" in wrong.stderr


VAULT = "inventories/dev/group_vars/all/vault.yml"


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (VAULT, "vault_k3s_token: abc\n", "not encrypted"),
        (VAULT, "$ANSIBLE_VAULT;1.2;AES256;dev\n6162\n", ""),
        ("inventories/dev/group_vars/all/vault.example.yml", "vault_k3s_token: abc\n", "a value other than CHANGE-ME"),
        ("inventories/dev/group_vars/all/main.yml", "gha_runner_github_token: ghp_abc\n", "a secret outside of the vault"),
        ("inventories/dev/group_vars/all/main.yml", 'gha_runner_github_token: "{{ vault_github_token }}"\n', ""),
    ],
    ids=["plain", "encrypted", "example", "outside", "reference"],
)
def test_secrets_do_not_get_into_a_commit(tmp_path, file, text, words):
    passes("git", "init", "-q", tmp_path)
    for name in ("ansible/check-vault", "ansible/hooks/pre-commit"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ANSIBLE.parent / name).read_bytes())
        target.chmod(0o755)
    staged = tmp_path / "ansible" / file
    staged.parent.mkdir(parents=True)
    staged.write_text(text, encoding="utf-8")
    passes("git", "-C", tmp_path, "-c", "core.hooksPath=/dev/null", "add", "-A")
    options = ["-c", "core.hooksPath=ansible/hooks", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    result = sh("git", "-C", tmp_path, *options, "commit", "-qm", "t")
    assert (result.returncode == 0) == (not words) and words in result.stderr, result.stderr


def test_our_own_inventories_hold_no_secret():
    passes("./check-vault", *(str(file.relative_to(ANSIBLE.parent)) for file in (ANSIBLE / "inventories").rglob("*.yml")))


def test_pin_k3s_prints_what_an_inventory_takes(tmp_path):
    # curl decodes the address of a file as a server would.
    release = tmp_path / "v1.34.6+k3s1"
    release.mkdir()
    (release / "sha256sum-arm64.txt").write_text(f"{'a' * 64}  k3s-airgap-images-arm64.tar\n{'b' * 64}  k3s-arm64\n")
    (release / "sha256sum-amd64.txt").write_text(f"{'c' * 64}  k3s\n{'d' * 64}  k3s-airgap-images-amd64.tar\n")
    from_folder = dict(os.environ, K3S_DOWNLOAD_URL=f"file://{str(tmp_path)}")
    printed = yaml.safe_load(passes("./pin-k3s", "v1.34.6+k3s1", env=from_folder))
    assert printed == {"k3s_version": "v1.34.6+k3s1", "k3s_sha256": {"arm64": "b" * 64, "amd64": "c" * 64}}
    missing = sh("./pin-k3s", "v1.34.7+k3s1", env=from_folder)
    assert missing.returncode and "see whether the release exists" in missing.stderr
    assert sh("./pin-k3s", "latest").returncode == 2
