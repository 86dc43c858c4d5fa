"""A real control plane of Kubernetes on loopback, with kubectl, and nodes on which kwok says of every pod that it runs.

The program is built from engines/lab; no container runs. Volumes are there to be claimed.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import time

import pytest
import yaml

STAGES = pathlib.Path(__file__).resolve().parents[2] / "validator/src/test/resources/lab/stages.yaml"
TOKEN = "auditflow-lab"
VOLUMES = 4


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Cluster:
    """Keeps its files in a folder. `kubectl` is a command for Ansible, `ask` runs it and gives what it prints."""

    def __init__(self, folder):
        self.program, kwok = os.environ.get("AUDITFLOW_LAB", ""), shutil.which("kwok")
        if not os.access(self.program, os.X_OK) or not kwok:
            pytest.skip("there is no API server to test with: build engines/lab, set AUDITFLOW_LAB to the program, and install kwok")
        self.folder, self.processes = folder, []
        etcd, peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        port = free_port()
        self.start(
            self.program, "etcd", "--name=lab", "--data-dir=etcd", "--unsafe-no-fsync", "--log-level=error",
            f"--listen-client-urls={etcd}", f"--advertise-client-urls={etcd}", f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=lab={peer}",
        )
        (folder / "tokens.csv").write_text(f'{TOKEN},admin,admin,"system:masters"\n')
        subprocess.run(["openssl", "genrsa", "-out", folder / "sa.key", "2048"], check=True, capture_output=True)
        self.start(
            self.program, "apiserver", f"--etcd-servers={etcd}", f"--secure-port={port}", "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1", "--cert-dir=certs", "--token-auth-file=tokens.csv",
            "--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=sa.key",
            "--service-account-signing-key-file=sa.key", "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC",
            "--endpoint-reconciler-type=none", "--profiling=false", "--allow-privileged=true",
        )
        self.until(lambda: (folder / "certs/apiserver.crt").exists())
        self.kubeconfig = folder / "kubeconfig"
        self.kubeconfig.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "lab",
            "clusters": [{"name": "lab", "cluster": {
                "server": f"https://127.0.0.1:{port}", "certificate-authority": str(folder / "certs/apiserver.crt")}}],
            "users": [{"name": "admin", "user": {"token": TOKEN}}],
            "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": "admin"}}],
        }))
        self.kubectl = [self.program, "kubectl", "--kubeconfig", str(self.kubeconfig)]
        self.until(lambda: self.run("get", "--raw", "/readyz").returncode == 0)
        self.control(kwok)

    def control(self, kwok):
        kubeconfig = f"--kubeconfig={self.kubeconfig}"
        self.start(
            self.program, "controller-manager", kubeconfig, "--service-account-private-key-file=sa.key",
            "--root-ca-file=certs/apiserver.crt", "--use-service-account-credentials=true", "--leader-elect=false", "--secure-port=0",
        )
        self.start(self.program, "scheduler", kubeconfig, "--leader-elect=false", "--secure-port=0")
        # A node that pulled an image says which one it was.
        stages = STAGES.read_text(encoding="utf-8").replace('imageID: ""', "imageID: {{ .image | Quote }}")
        (self.folder / "stages.yaml").write_text(stages, encoding="utf-8")
        self.start(kwok, kubeconfig, "--manage-all-nodes=true", "--node-lease-duration-seconds=40", "--config=stages.yaml")
        storage = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "local-path"},
                   "provisioner": "kubernetes.io/no-provisioner", "volumeBindingMode": "WaitForFirstConsumer"}
        volumes = [{
            "apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": f"volume-{number}"},
            "spec": {"capacity": {"storage": "50Gi"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "local-path",
                     "persistentVolumeReclaimPolicy": "Retain", "hostPath": {"path": f"/volumes/{number}"}},
        } for number in range(VOLUMES)]
        node = {"apiVersion": "v1", "kind": "Node", "metadata": {
            "name": "pi-agent-1", "annotations": {"kwok.x-k8s.io/node": "fake"},
            "labels": {"kubernetes.io/arch": "arm64", "kubernetes.io/os": "linux", "kubernetes.io/hostname": "pi-agent-1"}}}
        self.apply(storage, *volumes, node)
        self.until(lambda: "KubeletReady" in self.ask("get", "node", "pi-agent-1", "-o", "json"))
        self.until(lambda: self.run("get", "serviceaccount", "default").returncode == 0)

    def start(self, *command):
        log = open(self.folder / f"{pathlib.Path(command[0]).name}-{len(self.processes)}.log", "w", encoding="utf-8")
        self.processes.append(subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL))
        log.close()

    def until(self, ready):
        for _ in range(600):
            if ready():
                return
            time.sleep(0.1)
        raise AssertionError("\n".join(file.read_text()[-2000:] for file in sorted(self.folder.glob("*.log"))))

    def run(self, *arguments, text=None):
        return subprocess.run([*self.kubectl, *arguments], capture_output=True, text=True, input=text, timeout=60)

    def ask(self, *arguments, text=None):
        result = self.run(*arguments, text=text)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def apply(self, *objects):
        self.ask("apply", "-f", "-", text=yaml.safe_dump_all(objects))

    def may(self, account, verb, resource, namespace):
        """What the API server answers to whether a service account may do something."""
        return self.run("auth", "can-i", verb, resource, "-n", namespace, "--as", f"system:serviceaccount:{account}").stdout.strip() == "yes"

    def close(self):
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()
