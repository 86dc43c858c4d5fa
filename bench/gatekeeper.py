"""The webhook beside Gatekeeper's manager: the same templates and constraints, the same reviews, HTTPS, in turn."""

import argparse
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import webhook

TOKEN = "bench"
# What asks for other objects has an answer in a cluster only.
REFERENTIAL = {"uniqueingresshost", "uniqueserviceselector"}


def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


class Lab:
    """An API server with its etcd."""

    def __init__(self, program, folder):
        self.folder = folder / "lab"
        self.folder.mkdir()
        etcd, peer, self.port = (free_port() for _ in range(3))
        (self.folder / "tokens.csv").write_text(f'{TOKEN},admin,admin,"system:masters"\n')
        subprocess.run(["openssl", "genrsa", "-out", self.folder / "sa.key", "2048"], check=True, capture_output=True)
        self.processes = []
        url = "http://127.0.0.1:{}".format
        self.start(program, "etcd", "--name=lab", "--data-dir=etcd", "--unsafe-no-fsync", "--log-level=error",
                   f"--listen-client-urls={url(etcd)}", f"--advertise-client-urls={url(etcd)}",
                   f"--listen-peer-urls={url(peer)}", f"--initial-advertise-peer-urls={url(peer)}",
                   f"--initial-cluster=lab={url(peer)}")
        self.start(program, "apiserver", f"--etcd-servers={url(etcd)}", f"--secure-port={self.port}",
                   "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--cert-dir=certs",
                   "--token-auth-file=tokens.csv", "--service-account-issuer=https://kubernetes.default.svc",
                   "--service-account-key-file=sa.key", "--service-account-signing-key-file=sa.key",
                   "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC",
                   "--endpoint-reconciler-type=none", "--allow-privileged=true")
        until(lambda: self.send("GET", "/readyz")[0] == 200, 60, "the API server starts")
        self.kubeconfig = self.folder / "kubeconfig"
        self.kubeconfig.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "lab",
            "clusters": [{"name": "lab", "cluster": {"server": f"https://127.0.0.1:{self.port}", "insecure-skip-tls-verify": True}}],
            "users": [{"name": "admin", "user": {"token": TOKEN}}],
            "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": "admin"}}]}))

    def start(self, *argv):
        log = open(self.folder / f"{argv[1]}.log", "w")
        self.processes.append(subprocess.Popen(argv, cwd=self.folder, stdout=log, stderr=log))

    def send(self, method, path, body=None):
        data = body if body is None or isinstance(body, bytes) else body.encode()
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}{path}", data, {
            "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/yaml", "Accept": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, context=webhook.TRUST, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()
        except OSError as e:
            return 0, str(e)

    def create(self, path, body):
        status, said = self.send("POST", path, body)
        if status not in (200, 201, 409):
            raise SystemExit(f"{path}: {status} {said[:500]}")

    def end(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def until(holds, seconds, what):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"it never came to this: {what}")
        time.sleep(0.2)


def chosen(library, folder):
    """A template and the first constraint for it, of all that look at one object, in a folder of their own."""
    pairs = []
    for template in sorted(library.glob("*/*/template.yaml")):
        name = template.parent.name
        constraints = sorted(template.parent.glob("samples/*/constraint.yaml"))
        if name in REFERENTIAL or not constraints or "namespaceSelector" in constraints[0].read_text():
            continue
        (folder / name).mkdir(parents=True)
        pairs.append((shutil.copy(template, folder / name / "template.yaml"),
                      shutil.copy(constraints[0], folder / name / "constraint.yaml")))
    return pairs


def kind_of(file):
    return re.search(r"(?m)^kind: (\S+)", pathlib.Path(file).read_text())[1]


def apply(lab, pairs):
    for template, _ in pairs:
        lab.create("/apis/templates.gatekeeper.sh/v1/constrainttemplates", re.sub(
            r"(?m)^apiVersion: templates.gatekeeper.sh/\S+", "apiVersion: templates.gatekeeper.sh/v1", pathlib.Path(template).read_text()))
    for _, constraint in pairs:
        path = f"/apis/constraints.gatekeeper.sh/v1beta1/{kind_of(constraint).lower()}"
        until(lambda: lab.send("GET", path)[0] == 200, 60, f"Gatekeeper makes a CRD of {path}")
        lab.create(path, pathlib.Path(constraint).read_text())


def reviews(folder, objects):
    """The reviews of objects as an API server sends them, each in a file."""
    bodies = {}
    for number, (label, thing) in enumerate(objects.items()):
        review = webhook.review(thing)
        kind = review["request"]["kind"]
        review["request"]["resource"] = {"group": kind["group"], "version": kind["version"], "resource": kind["kind"].lower() + "s"}
        bodies[label] = folder / f"{number}.json"
        bodies[label].write_text(json.dumps(review))
    return bodies


def ask(url, body):
    request = urllib.request.Request(url, body.read_bytes(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, context=webhook.TRUST, timeout=20) as answer:
        return json.load(answer)["response"]


def verdict(url, body):
    response = ask(url, body)
    lines = response.get("status", {}).get("message", "").splitlines()
    return response["allowed"], sum(1 for line in lines if line.startswith(("[", "  ")))


def measure(servers, bodies, options):
    """The two servers in turn over each review, ours first, in one table."""
    for server in servers:
        for body in bodies.values():
            server.load(body, max(1, options.warm // len(bodies)), options.connections)
    print(f"{'':26} {'requests/s':>21} {'':>8} {'p99 ms':>15} {'µs of processor':>17}")
    for label, body in bodies.items():
        ours, theirs = (server.load(body, options.seconds, options.connections) for server in servers)
        print(f"{label:26} {ours[0]:10.0f} {theirs[0]:10.0f} {ours[0] / theirs[0]:7.1f}x {ours[1]:9.1f} {theirs[1]:5.1f}"
              f" {ours[2]:10.0f} {theirs[2]:6.0f}", flush=True)
    for server in servers:
        print(f"{server.name}: {webhook.memory(server.process.pid):.0f} MiB, {webhook.memory(server.process.pid, 'VmHWM'):.0f} MiB at most")
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")


def arguments(parser):
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--warm", type=int, default=20, help="seconds of load before anything is measured")
    return parser.parse_args()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("crds", type=pathlib.Path)
    parser.add_argument("lab")
    options = arguments(parser)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        webhook.certificate(folder / "tls.key", folder / "tls.crt")
        shutil.copy(folder / "tls.crt", folder / "ca.crt")
        pairs = chosen(options.library, folder / "policies")
        bodies = reviews(folder, webhook.OBJECTS)
        lab = Lab(options.lab, folder)
        servers = []
        try:
            for crd in sorted(options.crds.glob("*.yaml")):
                lab.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd.read_text())
            for namespace in ("gatekeeper-system", "shop"):
                lab.create("/api/v1/namespaces", f"{{apiVersion: v1, kind: Namespace, metadata: {{name: {namespace}}}}}")
            lab.create("/api/v1/namespaces/gatekeeper-system/serviceaccounts", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default}}")
            lab.create("/api/v1/namespaces/gatekeeper-system/pods",
                       "{apiVersion: v1, kind: Pod, metadata: {name: manager}, spec: {containers: [{name: c, image: x}]}}")
            until(lambda: lab.send("GET", "/apis/templates.gatekeeper.sh/v1/constrainttemplates")[0] == 200, 60, "the CRDs are served")
            servers.append(webhook.Server(
                "gatekeeper",
                ["gatekeeper", "--port=18444", "--host=127.0.0.1", f"--cert-dir={folder}", "--disable-cert-rotation", "--audit-interval=0",
                 "--health-addr=127.0.0.1:18446", "--prometheus-port=18445", "--log-level=ERROR", "--operation=webhook", "--operation=status", "--operation=generate",
                 "--operation=audit"],
                "https://127.0.0.1:18444/v1/admit", "http://127.0.0.1:18446/healthz",
                {"KUBECONFIG": str(lab.kubeconfig), "POD_NAME": "manager", "POD_NAMESPACE": "gatekeeper-system"}, folder))
            apply(lab, pairs)
            servers.insert(0, webhook.auditflow(folder, "--no-builtin", "-p", folder / "policies", key="tls.key", crt="tls.crt"))
            for label, body in bodies.items():
                ours = verdict(servers[0].url, body)
                until(lambda: verdict(servers[1].url, body) == ours, 60, f"Gatekeeper says of the {label} what we say: {ours}")
                print(f"{label}: {'allowed' if ours[0] else 'denied'}, {ours[1]} violations on both sides", flush=True)
            print(f"{len(pairs)} constraints")
            measure(servers, bodies, options)
        finally:
            for server in servers:
                server.end()
            lab.end()


if __name__ == "__main__":
    main()
