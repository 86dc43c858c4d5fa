"""The webhook beside OPA's own server: the same rules, the same objects, HTTPS, in turn."""

import argparse
import json
import os
import pathlib
import re
import signal
import ssl
import statistics
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKS = ["lib", "main", "helm", "pss-baseline", "pss-restricted", "raspberry-pi", "rbac", "secrets", "workload"]
TICKS = os.sysconf("SC_CLK_TCK")
JAVA = os.environ.get("AUDITFLOW_JAVA_OPTS", "-Xmx48m")
TRUST = ssl._create_unverified_context()


def pod(image):
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "namespace": "shop", "labels": {"app.kubernetes.io/name": "web"}},
        "spec": {
            "serviceAccountName": "web",
            "automountServiceAccountToken": False,
            "securityContext": {"runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [
                {
                    "name": "web",
                    "image": image,
                    "ports": [{"name": "http", "containerPort": 8080}],
                    "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "readOnlyRootFilesystem": True,
                        "capabilities": {"drop": ["ALL"]},
                    },
                    "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"memory": "32Mi"}},
                }
            ],
        },
    }


def deployment():
    template = pod("registry.example.com/web:1.2.3")
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app.kubernetes.io/name": "web"}},
            "template": {"metadata": {"labels": {"app.kubernetes.io/name": "web"}}, "spec": template["spec"]},
        },
    }


def config_map():
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "large", "namespace": "shop"},
        "data": {f"key-{i}": "a line of text that means nothing\n" * 60 for i in range(100)},
    }


def definition():
    properties = {f"field{i}": {"type": "string", "description": "what it is for"} for i in range(200)}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"kind": "Widget", "plural": "widgets"},
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": properties}}}},
                }
            ],
        },
    }


OBJECTS = {
    "Pod without a finding": pod("registry.example.com/web:1.2.3"),
    "Pod with findings": {**pod("web"), "spec": {"containers": [{"name": "web", "image": "web"}, {"name": "side", "image": "side"}]}},
    "Deployment": deployment(),
    "ConfigMap of 200 KB": config_map(),
    "CustomResourceDefinition": definition(),
}


def review(thing):
    group, _, version = thing["apiVersion"].rpartition("/")
    return {
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind": {"group": group, "version": version, "kind": thing["kind"]},
            "name": thing["metadata"]["name"],
            "namespace": thing["metadata"].get("namespace", ""),
            "operation": "CREATE",
            "userInfo": {"username": "admin"},
            "object": thing,
        },
    }


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid, field="VmRSS"):
    """What a process holds now, in MiB, or with VmHWM the most that it ever held."""
    return int(re.search(rf"{field}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def post(body):
    """What makes wrk post a file."""
    return f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local file = io.open("{body}", "rb")
wrk.body = file:read("*a")
file:close()
"""


class Server:
    """A process that answers by HTTPS."""

    def __init__(self, name, argv, url, probe, environment, folder):
        self.name, self.url = name, url
        start = time.monotonic()
        self.log = open(folder / f"{name}.log", "w")
        self.process = subprocess.Popen(argv, cwd=ROOT, env={**os.environ, **environment}, stdout=self.log, stderr=self.log)
        while True:
            try:
                urllib.request.urlopen(probe, context=TRUST, timeout=2).read()
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() - start > 60:
                    raise SystemExit(f"{name} does not start: see {self.log.name}")
                time.sleep(0.01)
        self.ready = time.monotonic() - start

    def load(self, body, seconds, connections):
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
            lua.write(post(body))
            lua.flush()
            before = cpu(self.process.pid)
            out = subprocess.run(
                ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", lua.name, self.url],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            used = cpu(self.process.pid) - before
        if "Non-2xx" in out:
            raise SystemExit(f"{self.name} did not answer every request: {out}")
        count = int(re.search(r"(\d+) requests in", out)[1])
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
        return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit], used / max(1, count) * 1e6

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()


def auditflow(folder, *more, key="key.pem", crt="crt.pem"):
    """The webhook, with the heap that the chart gives it or the options of AUDITFLOW_JAVA_OPTS."""
    return Server(
        "auditflow",
        [ROOT / "auditflow", "serve", "--host", "127.0.0.1", "--port", "18443", "--decision-log", "off",
         "--tls-cert", folder / crt, "--tls-key", folder / key, *more],
        "https://127.0.0.1:18443/validate?timeout=10s", "https://127.0.0.1:18443/readyz",
        {"AUDITFLOW_JAVA_OPTS": JAVA}, folder)


def certificate(key, crt):
    """A key and a certificate of its own for localhost, good for as long as a run takes."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-keyout", key, "-out", crt],
        check=True, capture_output=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--warm", type=int, default=20, help="seconds of load before anything is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        certificate(folder / "key.pem", folder / "crt.pem")
        bodies = {}
        for number, (label, thing) in enumerate(OBJECTS.items()):
            for who, content in (("auditflow", review(thing)), ("opa", {"input": thing})):
                bodies[label, who] = folder / f"{who}-{number}.json"
                bodies[label, who].write_text(json.dumps(content))
        servers = [
            auditflow(folder),
            Server("opa",
                   ["opa", "run", "--server", "--addr", "127.0.0.1:18181", "--log-level", "error",
                    "--tls-cert-file", folder / "crt.pem", "--tls-private-key-file", folder / "key.pem",
                    "--ignore", "*_test.rego", "--ignore", "*.yaml", *[ROOT / "policies" / pack for pack in PACKS]],
                   "https://127.0.0.1:18181/v1/data/auditflow/main/resource", "https://127.0.0.1:18181/health",
                   {}, folder)]
        try:
            for server in servers:
                for label in OBJECTS:
                    server.load(bodies[label, server.name], max(1, options.warm // len(OBJECTS)), options.connections)
            print(f"{'':26} {'requests/s':>21} {'':>8} {'p99 ms':>15} {'µs of processor':>17}")
            print(f"{'':26} {'auditflow':>10} {'opa':>10} {'ratio':>8} {'auditflow':>9} {'opa':>5} {'auditflow':>10} {'opa':>6}")
            for label in OBJECTS:
                results = {server.name: [] for server in servers}
                for _ in range(options.rounds):
                    for server in servers:
                        results[server.name].append(server.load(bodies[label, server.name], options.seconds, options.connections))
                ours, theirs = (tuple(statistics.median(column) for column in zip(*results[server.name])) for server in servers)
                print(f"{label:26} {ours[0]:10.0f} {theirs[0]:10.0f} {ours[0] / theirs[0]:7.1f}x {ours[1]:9.1f} {theirs[1]:5.1f}"
                      f" {ours[2]:10.0f} {theirs[2]:6.0f}", flush=True)
            for server in servers:
                print(f"{server.name}: ready after {server.ready:.2f} s, {memory(server.process.pid):.0f} MiB,"
                      f" {memory(server.process.pid, 'VmHWM'):.0f} MiB at most")
            print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        finally:
            for server in servers:
                server.end()


if __name__ == "__main__":
    main()
