"""The images of the program, of the services and of the runner, built by podman over a Debian made here and started as pods would start them.

What cannot be had everywhere stands in: a JDK of this computer as the base of the first stage, Go's helm and sops, the lab's kubectl and
kustomize, and a runner that only listens. Digests are held as in any build.
"""

import hashlib
import os
import pathlib
import platform
import random
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time

import machine as machines
import pytest
import yaml
from conftest import ANSIBLE

ROOT = ANSIBLE.parent
IMAGE = ANSIBLE / "roles/gha_runner/files/image"
APP = ROOT / "validator/target/quarkus-app/quarkus-run.jar"
PACKAGES = "ca-certificates curl git jq libicu72 libssl3 zlib1g python-is-python3 python3-venv"
SERVICES = ("audit_event_generator", "audit_event_store")
# Docker by podman where no network can be made for a container: what is published listens on a port of this computer, which services
# take from their environment and the program from an argument.
DOCKER = r"""#!/usr/bin/env bash
set -euo pipefail
case $1 in
  run)
    shift
    # There is no store, and on this computer's network somebody else may listen where it is by default.
    options=(--env AUDIT_GENERATOR_STORE_URL=http://127.0.0.1:9) detached= port=(--port @PORT@)
    while [ $# -gt 0 ]; do
      case $1 in
        --publish) shift ;;
        --detach) detached=yes; options+=("$1") ;;
        *_HTTP_PORT=*) options+=("${1%%=*}=@PORT@"); port=() ;;
        *) options+=("$1") ;;
      esac
      shift
    done
    if [ -n "$detached" ]; then exec PODMAN run --network host "${options[@]}" "${port[@]}"; fi
    exec PODMAN run --network none "${options[@]}"
    ;;
  port) echo 127.0.0.1:@PORT@ ;;
  *) exec PODMAN "$@" ;;
esac
"""


class Podman:
    """A podman with a storage of its own, and the images that others are built over."""

    def __init__(self, folder):
        for program in ("podman", "runc", "debootstrap"):
            if os.geteuid() or not shutil.which(program):
                pytest.skip(f"images need root and {program}: apt-get install podman runc debootstrap")
        if not APP.exists():
            pytest.skip("the program is not built: ./mvnw -Dmaven.test.skip=true package")
        self.folder = folder
        (folder / "containers.conf").write_text("[containers]\ndefault_ulimits = []\n")
        self.environment = dict(os.environ, CONTAINERS_CONF=str(folder / "containers.conf"))
        self.command = [
            "podman", "--root", folder / "storage", "--runroot", folder / "run", "--storage-driver", "overlay", "--cgroup-manager", "cgroupfs",
            "--runtime", "runc",
        ]
        self.pool = self.base()

    def __call__(self, *arguments, check=True, **options):
        return machines.sh(*self.command, *arguments, check=check, env=self.environment, timeout=900, **options)

    def base(self):
        """Debian as localhost/base, whose packages come from a folder that is mounted into builds."""
        root = machines.base() / "root"
        archive = self.folder / "base.tar"
        machines.sh("tar", "-C", root, "--exclude=./var/cache", "--exclude=./usr/share/doc", "--exclude=./usr/share/locale", "-cf", archive, ".")
        self("import", archive, "debian:1")
        archive.unlink()
        pool = machines.CACHE / f"debian-pool-{hashlib.sha256(f'{machines.SUITE} {PACKAGES}'.encode()).hexdigest()[:12]}"
        if not (pool / "Packages").exists():
            shutil.rmtree(pool, ignore_errors=True)
            (pool / "partial").mkdir(parents=True)
            fetch = f"apt-get update && apt-get install -y --no-install-recommends --download-only -o Dir::Cache::archives=/pool {PACKAGES}"
            self("run", "--rm", "--network", "host", "--volume", f"{pool}:/pool", "debian:1", "sh", "-c", fetch)
            machines._index(pool)
        self.build(
            "base:1",
            "FROM localhost/debian:1\nRUN mkdir -p /var/cache/apt/archives/partial && echo 'deb [trusted=yes] file:/pool ./' > /etc/apt/sources.list\n",
        )
        self.build("jdk:1", "FROM localhost/base:1\nENV PATH=/opt/jdk/bin:/usr/sbin:/usr/bin:/sbin:/bin\n")
        return pool

    def docker(self):
        """The folder of a program `docker`, with a port below those that connections take by themselves."""
        port = free_port()
        program = self.folder / "docker"
        program.write_text(DOCKER.replace("PODMAN", " ".join(map(str, self.command))).replace("@PORT@", str(port)))
        program.chmod(0o755)
        return self.folder

    def dockerfile(self, tag, *arguments):
        """Builds by the program's Dockerfile, with the JDK of this computer."""
        java = pathlib.Path(subprocess.check_output([ROOT / ".mvn/find-jdk"], text=True).strip())
        certificates = (java / "lib/security/cacerts").resolve().parent
        self(
            "build", "--quiet", "--network", "none", "--layers=false", "--volume", f"{java}:/opt/jdk:ro",
            "--volume", f"{certificates}:{certificates}:ro", "--build-arg", "JDK=localhost/jdk:1", *arguments, "--tag", tag, ROOT / "validator",
        )

    def build(self, tag, text, *options):
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        self("build", "--quiet", "--network", "none", "--layers=false", *options, "--tag", tag, "--file", "-", empty, input=text)


def answers(port):
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    return next(it for it in random.sample(range(20000, 30000), 100) if not answers(it))


@pytest.fixture(scope="module")
def podman():
    # Podman takes no folder for its state whose path is longer than 50 characters.
    made = Podman(pathlib.Path(tempfile.mkdtemp(prefix="podman-", dir="/tmp")))
    yield made
    made("rmi", "--all", "--force", check=False)
    machines.sh("umount", made.folder / "storage/overlay", check=False)
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def validator(podman):
    """The program's image, by its own Dockerfile, with the server engines that were built here."""
    built = sorted(pathlib.Path(os.environ.get("AUDITFLOW_TEST_ENGINES", "/nowhere")).glob("auditflow-server-engine-*-linux-amd64"))
    if not built:
        pytest.skip("there is no server engine for the image: './auditflow engines build server', and AUDITFLOW_TEST_ENGINES is its folder")
    engines = ROOT / "validator/target/engines"
    engines.mkdir(exist_ok=True)
    for engine in built:
        shutil.copy(engine, engines)
    podman.dockerfile("auditflow-validator:1", "--build-arg", "BASE=localhost/base:1")
    return "localhost/auditflow-validator:1"


def as_a_pod(podman, workflow, **given):
    """Runs the step that starts an image, as the workflow does."""
    [step] = [
        it for it in yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text())["jobs"]["image"]["steps"]
        if it["name"] == "Start it as a pod would"
    ]
    environment = dict(podman.environment, PATH=f"{podman.docker()}:{os.environ['PATH']}", **given)
    return machines.sh("bash", "-eo", "pipefail", "-c", step["run"], cwd=ROOT, env=environment, timeout=600)


def starts_and_answers(podman, image):
    """Starts an image of the program as its workflow does: the webhook is ready and denies a privileged pod."""
    run = as_a_pod(podman, "build-validator.yml", IMAGE=image)
    assert "the webhook denies a privileged pod" in run.stdout
    assert podman("run", "--rm", "--network", "none", image, "--version").stdout.startswith("auditflow ")
    assert podman("image", "inspect", "--format", "{{.Config.User}}", image).stdout.strip() == "10001:10001"


def test_the_program_s_image_starts_and_answers(podman, validator):
    starts_and_answers(podman, validator)


@pytest.fixture
def registry():
    """A registry on a port of this computer, without TLS, that forgets what it got."""
    if not shutil.which("registry"):
        pytest.skip("there is no registry to push to: go install github.com/google/go-containerregistry/cmd/registry@v0.22.1")
    port = free_port()
    process = subprocess.Popen(["registry", "-port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not answers(port):
        assert process.poll() is None, "the registry ended"
        time.sleep(0.1)
    yield f"localhost:{port}"
    process.kill()
    process.wait()


def test_the_image_by_jib_needs_no_daemon_and_starts_and_answers(podman, registry, tmp_path):
    """The command of docs/pipeline.md, in a copy of the sources, over a base with the runtime that the Dockerfile links."""
    podman.dockerfile("runtime:1", "--target", "runtime")
    podman.build("java:1", "FROM localhost/runtime:1\nENV PATH=/runtime/bin:/usr/sbin:/usr/bin:/sbin:/bin\n")
    podman("push", "--quiet", "--tls-verify=false", "localhost/java:1", f"{registry}/java:1")
    copy = tmp_path / "copy"
    for name in subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")[:-1]:
        if (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)
    # What was compiled before is taken as it is: this is about the image.
    for name in ("policies/target", "validator/target/classes"):
        shutil.copytree(ROOT / name, copy / name)
    [documented] = [it for it in (ROOT / "docs/pipeline.md").read_text().splitlines() if it.startswith("$ ./mvnw -Pjib ")]
    here = {
        "quarkus.container-image.insecure": "true", "quarkus.jib.base-jvm-image": f"{registry}/java:1",
        "quarkus.jib.platforms": "linux/arm64" if platform.machine() == "aarch64" else "linux/amd64",
        "quarkus.jib.base-image-layers-cache": tmp_path / "base-layers", "quarkus.jib.application-layers-cache": tmp_path / "layers",
        "maven.main.skip": "true", "spotless.check.skip": "true",
    }
    java = subprocess.check_output([ROOT / ".mvn/find-jdk"], text=True).strip()
    command = [*documented.removeprefix("$ ").replace("REGISTRY", registry).split(), "-B", "-ntp", *(f"-D{name}={value}" for name, value in here.items())]
    # No daemon is there to help: Docker's socket, if there is one, is not where it is said to be.
    machines.sh(*command, cwd=copy, env=dict(os.environ, JAVA_HOME=java, DOCKER_HOST="unix:///nowhere"), timeout=600)
    [version] = re.findall(r"<version>(.*?)</version>", (ROOT / "validator/pom.xml").read_text().split("</parent>")[0])
    image = f"{registry}/auditflow/auditflow-validator:{version}"
    podman("pull", "--quiet", "--tls-verify=false", image)
    starts_and_answers(podman, image)


def test_the_image_brings_kubernetes_own_validation(podman, validator):
    listed = podman("run", "--rm", "--network", "none", "--read-only", "--tmpfs", "/tmp", validator, "engines", "list").stdout
    assert "/opt/auditflow/engines/auditflow-server-engine-1.34" in listed, listed
    bad = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {a: b}, ports: [{port: 80}, {port: 81}]}}\n"
    judged = podman(
        "run", "--rm", "--interactive", "--network", "none", "--read-only", "--tmpfs", "/tmp", validator,
        "validate", "-", "--kube-version", "1.34", "--no-builtin", "--schema-engine", "server", input=bad, check=False,
    )
    assert judged.returncode == 1, judged.stdout + judged.stderr
    assert "spec.ports[0].name" in judged.stdout, judged.stdout


def wheels(service):
    """What the lock of a service names, for the Python of Debian; kept by the lock's content."""
    lock = ROOT / "src" / service / "requirements.txt"
    folder = machines.CACHE / f"wheels-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    if not (folder / "complete").exists():
        tags = [f"--platform={tag}_{platform.machine()}" for tag in ("manylinux2014", "manylinux_2_28", "manylinux_2_34")]
        machines.sh(
            sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--only-binary=:all:", "--python-version=3.11", *tags,
            "--dest", folder, "--requirement", lock, timeout=600,
        )
        (folder / "complete").touch()
    return folder


@pytest.fixture(scope="module")
def python(podman):
    """Debian's Python, in place of the base that services name by digest."""
    text = "FROM localhost/base:1\nRUN apt-get update && apt-get install -y --no-install-recommends python-is-python3 python3-venv\n"
    podman.build("python:1", f"{text}ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels\n", "--volume", f"{podman.pool}:/pool:ro")
    return "localhost/python:1"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_s_image_starts_answers_and_ends_well(podman, python, service):
    image = f"localhost/{service.replace('_', '-')}:1"
    podman(
        "build", "--quiet", "--network", "none", "--layers=false", "--volume", f"{wheels(service)}:/wheels:ro",
        "--build-arg", f"PYTHON={python}", "--tag", image, ROOT / "src" / service,
    )
    run = as_a_pod(podman, "build-single-service.yml", IMAGE=image, SERVICE=service)
    assert "healthz answers\nmetrics answers" in run.stdout
    assert podman("image", "inspect", "--format", "{{.Config.User}}", image).stdout.strip() == "10001:10001"
    # There is nothing to install with, and nothing that its user may change.
    ask = r"ls /opt/service/bin/pip* 2>/dev/null; find /opt/service ! -type l \( -user 10001 -o -perm -o+w \)"
    assert podman("run", "--rm", "--network", "none", "--entrypoint", "sh", image, "-c", ask).stdout == ""


def tools(folder):
    """Releases of the tools as their publishers would serve them, and the list that names them by digest."""
    lab, served, lines = os.environ.get("AUDITFLOW_LAB", ""), folder / "served", []
    if not os.access(lab, os.X_OK) or not shutil.which("helm") or not shutil.which("sops"):
        pytest.skip("there are no tools to put into the image: install helm and sops, build engines/lab and set AUDITFLOW_LAB to it")
    served.mkdir()
    files = {
        "lab": pathlib.Path(lab), "helm": pathlib.Path(shutil.which("helm")), "sops": pathlib.Path(shutil.which("sops")),
        "kubectl": script(folder / "kubectl", 'exec lab kubectl "$@"'),
        "kustomize": script(folder / "kustomize", 'if [ "$1" = version ]; then exec lab kubectl version --client; fi; exec lab kubectl kustomize "$@"'),
        "config.sh": script(folder / "config.sh", 'echo "configured $*"; echo {} > /state/.runner'),
        "run.sh": script(folder / "run.sh", "exec -a Runner.Listener sleep 600"),
    }
    with tarfile.open(served / "helm.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(files["helm"], "linux-amd64/helm")
    with tarfile.open(served / "runner.tar.gz", "w:gz") as archive:
        for name in ("config.sh", "run.sh"):
            archive.add(files[name], name)
    for name in ("lab", "sops", "kubectl", "kustomize"):
        shutil.copy(files[name], served / name)
    for file in sorted(served.iterdir()):
        lines.append(f"{file.name.removesuffix('.tar.gz')} amd64 {hashlib.sha256(file.read_bytes()).hexdigest()} file:///served/{file.name}")
    return served, "\n".join(lines) + "\n"


def script(file, text):
    file.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_the_runner_s_image_holds_its_tools_and_listens(podman, validator, tmp_path):
    context = tmp_path / "context"
    shutil.copytree(IMAGE, context)
    served, listed = tools(tmp_path)
    (context / "tools.txt").write_text(listed, encoding="utf-8")
    build = [
        "build", "--quiet", "--network", "none", "--layers=false", "--volume", f"{podman.pool}:/pool:ro", "--volume", f"{served}:/served:ro",
        "--build-arg", "BASE=localhost/base:1", "--build-arg", f"AUDITFLOW={validator}", "--build-arg", "TARGETARCH=amd64",
        "--tag", "gha-runner:1", context,
    ]
    podman(*build)
    pod = ["--rm", "--network", "none", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--tmpfs", "/tmp"]
    pod += ["--tmpfs", "/home/runner", "--tmpfs", "/opt/runner/_work", "--tmpfs", "/opt/runner/_diag"]
    ask = "git --version; helm version --short; sops --version; kubectl version --client; kustomize version; auditflow --version; id -u"
    said = podman("run", *pod, "--entrypoint", "bash", "localhost/gha-runner:1", "-ec", ask).stdout
    for words in ("git version", "v3.", "sops 3.", "Client Version", "Kustomize Version", "auditflow ", "10001"):
        assert words in said, said
    # A pod with its registration token: it registers, and listens as its probe asks.
    for name in ("state", "registration"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o777)
    (tmp_path / "registration/token").write_text("TOKEN")
    volumes = ["--volume", f"{tmp_path / 'state'}:/state", "--volume", f"{tmp_path / 'registration'}:/registration:ro"]
    names = {"RUNNER_NAME": "lab-runner-1", "RUNNER_URL": "https://github.com/example/platform", "RUNNER_LABELS": "deploy"}
    given = [word for name, value in names.items() for word in ("--env", f"{name}={value}")]
    container = podman("run", *pod[1:], "--detach", *volumes, *given, "localhost/gha-runner:1").stdout.strip()
    try:
        listening = ["bash", "-c", "until /opt/runner/listening; do sleep 0.2; done"]
        podman("exec", container, *listening)
        log = podman("logs", container).stdout
        assert "configured --unattended --replace --disableupdate" in log and "--name lab-runner-1" in log and "TOKEN" not in log
        assert (tmp_path / "state/.runner").exists()
    finally:
        podman("rm", "--force", container, check=False)
    # One byte of a tool, and there is no image.
    (served / "sops").write_bytes((served / "sops").read_bytes() + b"\0")
    refused = podman(*build, check=False)
    assert refused.returncode and "file:///served/sops is not what tools.txt says" in refused.stdout + refused.stderr
