"""The scripts of the runner's image, with a runner that only writes down how it was called."""

import hashlib
import os
import pathlib
import signal
import subprocess
import tarfile
import time

import pytest
from conftest import ANSIBLE

IMAGE = ANSIBLE / "roles/gha_runner/files/image"


class Pod:
    def __init__(self, folder):
        self.folder, self.state, self.token = folder, folder / "state", folder / "token"
        home = folder / "runner"
        home.mkdir()
        self.state.mkdir()
        config = f'echo "$* $ACTIONS_RUNNER_INPUT_TOKEN" >> {folder}/configured; echo {{}} > {self.state}/.runner'
        # As the real one: an interrupt ends it once the job is done.
        work = f"(exec -a Runner.Worker sleep 2) & until grep -qa Runner.Worker /proc/$!/cmdline; do :; done; echo listening >> {folder}/log"
        job = f"if [ -f {folder}/job ]; then {work}; wait; echo job done >> {folder}/log; else echo listening >> {folder}/log; fi"
        listen = f"trap 'echo drained >> {folder}/log; exit 0' INT; {job}; while :; do sleep 0.1; done"
        for name, text in (("config.sh", config), ("run.sh", listen)):
            (home / name).write_text(f"#!/bin/bash\n{text}\n")
            (home / name).chmod(0o755)
        self.environment = dict(
            os.environ, RUNNER_STATE=str(self.state), RUNNER_HOME=str(home), RUNNER_TOKEN_FILE=str(self.token), RUNNER_TOKEN_WAIT="1",
            RUNNER_NAME="lab-runner-1", RUNNER_URL="https://github.com/example/platform", RUNNER_LABELS="deploy",
            RUNNER_TOOL_CACHE=str(self.state / "tools"),
        )

    def read(self, name):
        file = self.folder / name
        return file.read_text() if file.exists() else ""

    def live(self):
        """One life of the pod: until it listens, then told to end. Gives its exit code and what it said."""
        (self.folder / "log").unlink(missing_ok=True)
        # What runs in the background ignores interrupts, and so would all that it starts; a container's first process does not.
        process = subprocess.Popen(
            [IMAGE / "entrypoint.sh"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        while process.poll() is None and "listening" not in self.read("log"):
            time.sleep(0.05)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
        return process.returncode, out


@pytest.fixture()
def pod(tmp_path):
    return Pod(tmp_path)


def test_a_token_registers_once_and_a_signal_lets_the_job_end(pod):
    pod.token.write_text("TOKEN1")
    (pod.folder / "job").touch()
    assert pod.live()[0] == 0 and pod.read("log") == "listening\njob done\ndrained\n"
    assert pod.read("configured").endswith("--labels deploy --work _work TOKEN1\n") and "--replace --disableupdate" in pod.read("configured")
    assert "--token" not in pod.read("configured")
    assert pod.live()[0] == 0 and pod.read("configured").count("\n") == 1, "the same token is not used twice"
    pod.token.unlink()
    assert pod.live()[0] == 0 and pod.read("configured").count("\n") == 1, "a pod that restarts needs none"


def test_another_token_registers_anew(pod):
    for token in ("TOKEN1", "TOKEN2"):
        pod.token.write_text(token)
        pod.live()
    assert [line.split()[-1] for line in pod.read("configured").splitlines()] == ["TOKEN1", "TOKEN2"]


def test_without_a_token_it_says_what_to_run(pod):
    code, out = pod.live()
    assert code == 1 and "run playbooks/runners.yml again" in out and pod.read("log") == ""


def test_tools_are_kept_only_if_their_digest_is_right(tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    (served / "sops").write_text("#!/bin/sh\n")
    (served / "helm").write_text("#!/bin/sh\necho helm\n")
    with tarfile.open(served / "helm.tar.gz", "w:gz") as archive:
        archive.add(served / "helm", "linux-arm64/helm")
    digests = {name: hashlib.sha256((served / name).read_bytes()).hexdigest() for name in ("sops", "helm.tar.gz")}
    lines = [
        "# name, architecture, digest, address", f"helm arm64 {digests['helm.tar.gz']} file://{served}/helm.tar.gz",
        f"sops arm64 {digests['sops']} file://{served}/sops", f"sops amd64 {'0' * 64} file://{served}/sops",
    ]
    (tmp_path / "tools.txt").write_text("\n".join(lines) + "\n")

    def fetch(architecture):
        command = [IMAGE / "fetch-tools.sh", architecture, tmp_path / "tools.txt", tmp_path / architecture]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert fetch("arm64").returncode == 0
    assert sorted(path.name for path in (tmp_path / "arm64/bin").iterdir()) == ["helm", "sops"]
    wrong = fetch("amd64")
    assert wrong.returncode == 1 and "is not what tools.txt says: wanted 000" in wrong.stderr and not list((tmp_path / "amd64/bin").iterdir())
    assert "tools.txt has nothing for riscv64" in fetch("riscv64").stderr


def test_every_tool_is_there_for_both_architectures():
    rows = [line.split() for line in (IMAGE / "tools.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(len(row) == 4 and len(row[2]) == 64 and row[3].startswith("https://") for row in rows)
    by = {architecture: {row[0] for row in rows if row[1] == architecture} for architecture in ("arm64", "amd64")}
    assert by["arm64"] == by["amd64"] == {"runner", "kubectl", "helm", "kustomize", "sops"}
