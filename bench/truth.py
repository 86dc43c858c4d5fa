"""Asks a real API server what it says of charts' objects and of mutants of them: a JSON line for each, as `bench server-truth` reads."""

import argparse
import copy
import gzip
import json
import os
import pathlib
import random
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import yaml

TOKEN = "auditflow-lab"
QUERY = "?dryRun=All&fieldValidation=Strict"
# What only a cluster knows: whether something else is there. No engine without a cluster can say it.
LOOK_UP = re.compile(r'^(namespaces|serviceaccounts|priorityclasses\S*|runtimeclasses\S*) "|no PriorityClass|RuntimeClass "|is forbidden: error looking up')


class Text(yaml.SafeDumper):
    """YAML without anchors: a mutant often holds the same thing twice."""

    def ignore_aliases(self, data):
        return True


# Objects are read as Kubernetes reads them, but a date and a "=" stay the text that they are.
class Reader(yaml.SafeLoader):
    pass


Reader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def spots(node, path=()):
    """Every value of an object with the way to it, but for apiVersion and kind."""
    if isinstance(node, dict):
        for key, value in node.items():
            if path or key not in ("apiVersion", "kind"):
                yield path + (key,), value
                yield from spots(value, path + (key,))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield path + (index,), value
            yield from spots(value, path + (index,))


def at(node, path):
    for step in path:
        node = node[step]
    return node


def changed(obj, path, value):
    at(obj, path[:-1])[path[-1]] = value
    return obj


def somewhere(suits, value):
    """A mutation of one value by chance out of those that suit."""

    def mutate(obj, chance):
        # A namespace that is not there is for a cluster to say, so it stays the text it is.
        fit = [p for p, v in spots(obj) if suits(p, v) and p != ("metadata", "namespace")]
        if not fit:
            return None
        path = chance.choice(fit)
        return value(obj, path, chance)

    return mutate


def misspelt(obj, path, chance):
    parent, key = at(obj, path[:-1]), path[-1]
    cut = chance.randint(1, len(key)) if key else 0
    parent[key[:cut] + "x" + key[cut:]] = parent.pop(key)
    return obj


def removed(obj, path, _):
    del at(obj, path[:-1])[path[-1]]
    return obj


def pod(obj):
    kind = obj.get("kind")
    spec = obj.get("spec")
    if kind == "Pod":
        return spec
    if kind == "CronJob":
        spec = ((spec or {}).get("jobTemplate") or {}).get("spec")
    return ((spec or {}).get("template") or {}).get("spec")


def in_pod(change):
    def mutate(obj, chance):
        spec = pod(obj)
        if not spec or not spec.get("containers"):
            return None
        change(spec, chance.choice(spec["containers"]) if chance.random() < 0.3 else spec["containers"][0])
        return obj

    return mutate


def of(kinds, change):
    def mutate(obj, _):
        if obj.get("kind") not in kinds:
            return None
        return obj if change(obj) is not False else None

    return mutate


def on_meta(change):
    def mutate(obj, _):
        if not isinstance(obj.get("metadata"), dict):
            return None
        change(obj["metadata"])
        return obj

    return mutate


def put(kind, **values):
    """Sets keys of a mapping below metadata."""

    def change(meta):
        meta[kind] = {**(meta.get(kind) or {}), **{k.replace("__", "/"): v for k, v in values.items()}}

    return change


def field_ref(spec, container):
    container["env"] = [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.nam"}}}]


def both_values(spec, container):
    container["env"] = [{"name": "A", "value": "b", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]


def probe_without(spec, container):
    container["readinessProbe"] = {"periodSeconds": 5}


def probe_twice(spec, container):
    probe = container.setdefault("livenessProbe", {}) or {}
    container["livenessProbe"] = {**probe, "httpGet": {"path": "/", "port": 80}, "tcpSocket": {"port": 80}}


def extended(container, key, item):
    container[key] = (container.get(key) or []) + [item]


def affinity(spec, _):
    spec["affinity"] = {
        **(spec.get("affinity") or {}),
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [{"matchExpressions": [{"key": "a", "operator": "In"}]}]
            }
        },
    }


def quantities(limits, requests=None):
    def change(_, container):
        container["resources"] = {"limits": limits, **({"requests": requests} if requests else {})}

    return change


def selector(obj):
    if obj["kind"] not in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"):
        return False
    obj["spec"]["selector"] = {"matchLabels": {"other": "x"}}


def ports(*values):
    def change(obj):
        obj["spec"]["ports"] = [dict(v) for v in values]

    return change


def again(obj):
    have = obj["spec"].get("ports")
    if not have:
        return False
    obj["spec"]["ports"] = have + [copy.deepcopy(have[0])]


def node_port(obj):
    obj["spec"]["type"] = "NodePort"
    obj["spec"]["ports"] = [{"port": 80, "nodePort": 80}]


def no_verbs(obj):
    if not obj.get("rules"):
        return False
    obj["rules"][0].pop("verbs", None)


def key_of_data(key, value):
    def change(obj):
        obj["data"] = {**(obj.get("data") or {}), key: value}

    return change


def of_spec(**values):
    def change(obj):
        obj["spec"].update(values)

    return change


def of_reference(obj):
    obj["roleRef"]["kind"] = "Group"


def older(obj, _):
    group, _, version = obj["apiVersion"].rpartition("/")
    versions = {"apps": "v1beta2", "batch": "v1beta1", "policy": "v1beta1", "autoscaling": "v2beta1", "networking.k8s.io": "v1beta1",
                "rbac.authorization.k8s.io": "v1beta1", "storage.k8s.io": "v1beta1", "admissionregistration.k8s.io": "v1beta1"}
    if group not in versions:
        return None
    obj["apiVersion"] = group + "/" + versions[group]
    return obj


def is_text(path, value):
    return isinstance(value, str)


def is_number(path, value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_key(path, value):
    return isinstance(path[-1], str)


WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
BINDINGS = ("RoleBinding", "ClusterRoleBinding")

MUTATIONS = {
    "misspelt-key": somewhere(is_key, misspelt),
    "removed-field": somewhere(is_key, removed),
    "null-field": somewhere(is_key, lambda o, p, _: changed(o, p, None)),
    "wrong-type": somewhere(lambda p, v: v is not None, lambda o, p, _: changed(o, p, [at(o, p)])),
    "string-garbage": somewhere(is_text, lambda o, p, _: changed(o, p, "In valid_Value!")),
    "number-for-string": somewhere(is_text, lambda o, p, _: changed(o, p, 12345)),
    "negative-int": somewhere(is_number, lambda o, p, _: changed(o, p, -7)),
    "huge-int": somewhere(is_number, lambda o, p, _: changed(o, p, 70000)),
    "bad-label": on_meta(put("labels", team="not valid!")),
    "long-label": on_meta(put("labels", l="a" * 64)),
    "numeric-label": on_meta(put("labels", rev=7)),
    "bad-label-key": on_meta(put("labels", **{"-x/y/z": "v"})),
    "bool-annotation": on_meta(put("annotations", enabled=True)),
    "bad-name": on_meta(lambda meta: meta.update(name="Bad_Name")),
    "no-name": on_meta(lambda meta: meta.pop("name", None)),
    "old-api": older,
    "bad-restart": in_pod(lambda s, c: s.update(restartPolicy="Maybe")),
    "port-range": in_pod(lambda s, c: c.update(ports=[{"containerPort": 99999}])),
    "bad-port-name": in_pod(lambda s, c: c.update(ports=[{"containerPort": 80, "name": "a_very_long_port_name"}])),
    "duplicate-port-name": in_pod(
        lambda s, c: c.update(ports=[{"containerPort": 80, "name": "http"}, {"containerPort": 81, "name": "http"}])
    ),
    "bad-fieldref": in_pod(field_ref),
    "env-value-and-valueFrom": in_pod(both_values),
    "no-image": in_pod(lambda s, c: c.pop("image", None)),
    "empty-containers": in_pod(lambda s, c: s.update(containers=[])),
    "duplicate-container": in_pod(lambda s, c: s["containers"].append(copy.deepcopy(s["containers"][0]))),
    "mount-without-volume": in_pod(lambda s, c: extended(c, "volumeMounts", {"name": "nowhere", "mountPath": "/x"})),
    "relative-mountpath-empty": in_pod(lambda s, c: extended(c, "volumeMounts", {"name": "nowhere", "mountPath": ""})),
    "volume-two-sources": in_pod(lambda s, c: s.update(volumes=[{"name": "v", "emptyDir": {}, "hostPath": {"path": "/"}}])),
    "probe-no-handler": in_pod(probe_without),
    "probe-two-handlers": in_pod(probe_twice),
    "bad-pull-policy": in_pod(lambda s, c: c.update(imagePullPolicy="Sometimes")),
    "bad-capability-type": in_pod(lambda s, c: c.update(securityContext={"capabilities": {"drop": "ALL"}})),
    "bad-node-affinity": in_pod(affinity),
    "bad-quantity": in_pod(quantities({"cpu": "500mm", "memory": "64MB?"})),
    "limit-below-request": in_pod(quantities({"cpu": "100m"}, {"cpu": "200m"})),
    "bad-toleration": in_pod(lambda s, c: s.update(tolerations=[{"operator": "Exists", "key": "a", "value": "b"}])),
    "selector-mismatch": of(WORKLOADS, selector),
    "bad-type": of(("Service",), of_spec(type="Public")),
    "unnamed-ports": of(("Service",), ports({"port": 80}, {"port": 81})),
    "dup-service-port": of(("Service",), again),
    "nodeport-range": of(("Service",), node_port),
    "both-min-max": of(("PodDisruptionBudget",), of_spec(minAvailable=1, maxUnavailable=1)),
    "bad-access": of(("PersistentVolumeClaim",), of_spec(accessModes=["ReadWriteSome"])),
    "bad-policytype": of(("NetworkPolicy",), of_spec(policyTypes=["Inbound"])),
    "bad-data-key": of(("ConfigMap", "Secret"), key_of_data("a/b", "eA==")),
    "numeric-data": of(("ConfigMap", "Secret"), key_of_data("n", 5)),
    "not-base64": of(("Secret",), key_of_data("p", "plain text")),
    "rule-no-verbs": of(("Role", "ClusterRole"), no_verbs),
    "bad-roleref": of(BINDINGS, of_reference),
}


class Server:
    """etcd and kube-apiserver of the lab on loopback."""

    def __init__(self, program, folder):
        self.processes = []
        etcd, peer, self.port = free(), free(), free()
        self.start(folder, "etcd", program, "etcd", "--name=lab", "--data-dir=etcd", "--unsafe-no-fsync", "--log-level=error",
                   f"--listen-client-urls=http://127.0.0.1:{etcd}", f"--advertise-client-urls=http://127.0.0.1:{etcd}",
                   f"--listen-peer-urls=http://127.0.0.1:{peer}", f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
                   f"--initial-cluster=lab=http://127.0.0.1:{peer}")
        (folder / "tokens.csv").write_text(f'{TOKEN},admin,admin,"system:masters"\n')
        subprocess.run(["openssl", "genrsa", "-out", str(folder / "sa.key"), "2048"], check=True, capture_output=True)
        self.start(folder, "apiserver", program, "apiserver", f"--etcd-servers=http://127.0.0.1:{etcd}", f"--secure-port={self.port}",
                   "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--cert-dir=certs", "--token-auth-file=tokens.csv",
                   "--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=sa.key",
                   "--service-account-signing-key-file=sa.key", "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC",
                   "--endpoint-reconciler-type=none", "--profiling=false", "--allow-privileged=true")
        # It is ours and on loopback; its certificate is its own.
        self.trust = ssl._create_unverified_context()
        self.paths = {}
        for _ in range(600):
            try:
                if self.send("GET", "/readyz")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(0.1)
        else:
            sys.exit(f"the API server does not get ready; see {folder}/apiserver.log")

    def start(self, folder, name, *argv):
        log = open(folder / f"{name}.log", "w")
        self.processes.append(subprocess.Popen([str(a) for a in argv], cwd=folder, stdout=log, stderr=log))

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGKILL)
            process.wait()

    def send(self, method, path, body=None):
        request = urllib.request.Request(
            f"https://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, context=self.trust) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def path(self, version, kind):
        """Where objects of a kind are made, and whether in a namespace; None if the server does not serve the kind."""
        key = (version, kind)
        if key not in self.paths:
            root = ("/apis/" if "/" in version else "/api/") + version
            status, body = self.send("GET", root)
            found = json.loads(body).get("resources", []) if status == 200 else []
            plural = next(((r["name"], r["namespaced"]) for r in found if r["kind"] == kind and "/" not in r["name"]), None)
            self.paths[key] = plural and (root, *plural)
        return self.paths[key]

    def judge(self, obj):
        """Whether an object is accepted, and what is said otherwise; None if only a cluster could say."""
        path = self.path(obj["apiVersion"], obj["kind"])
        if path is None:
            return False, f"no matches for kind {obj['kind']} in version {obj['apiVersion']}"
        root, plural, namespaced = path
        meta = obj.get("metadata")
        namespace = meta.get("namespace") if isinstance(meta, dict) else None
        namespace = namespace if isinstance(namespace, str) and namespace else "default"
        where = f"{root}/namespaces/{urllib.parse.quote(namespace)}/{plural}" if namespaced else f"{root}/{plural}"
        status, body = self.send("POST", where + QUERY, obj)
        if status < 400 or status == 409:
            return True, ""
        message = json.loads(body).get("message", "")
        return None if LOOK_UP.search(message) else (False, message)


def free():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def objects(folder, helm):
    """Each object of a chart: as it was rendered beside it, or as helm renders it now."""
    for chart in sorted(folder.iterdir()):
        rendered = chart / "rendered-helm3.yaml.gz"
        if rendered.exists():
            text = gzip.decompress(rendered.read_bytes()).decode()
        else:
            values = chart / "minimal-values.yaml"
            flags = ["-f", str(values)] if values.exists() else []
            source = chart / "chart" if (chart / "chart").is_dir() else chart
            run = subprocess.run([helm, "template", "x", str(source), "--kube-version", "1.34.0", *flags], capture_output=True, text=True)
            if run.returncode:
                continue
            text = run.stdout
        for obj in yaml.load_all(text, Loader=Reader):
            if isinstance(obj, dict) and obj.get("kind") and obj["kind"] != "CustomResourceDefinition":
                yield chart.name, obj


def cases(folder, seed, each, helm):
    chance = random.Random(seed)
    seen = set()
    for chart, obj in objects(folder, helm):
        shape = json.dumps(obj, sort_keys=True)
        if shape in seen:
            continue
        seen.add(shape)
        yield chart, "original", obj
        for name, mutate in MUTATIONS.items():
            generic = name in ("misspelt-key", "removed-field", "null-field", "wrong-type", "string-garbage", "number-for-string",
                               "negative-int", "huge-int")
            for _ in range(each if generic else 1):
                mutant = mutate(copy.deepcopy(obj), chance)
                if mutant is not None and mutant != obj:
                    yield chart, name, mutant


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("charts", type=pathlib.Path, help="folder of charts; rendered-helm3.yaml.gz beside one is taken instead")
    parser.add_argument("--lab", default=os.environ.get("AUDITFLOW_LAB", "auditflow-lab"), help="program built from engines/lab")
    parser.add_argument("--helm", default="helm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=2, help="mutants of an object by each mutation that takes a place by chance")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(flags.lab, pathlib.Path(folder))
        try:
            everything = list(cases(flags.charts, flags.seed, flags.each, flags.helm))
            # Namespaces and accounts that the charts speak of are there, as they would be.
            names = {(o["metadata"] or {}).get("namespace") for _, kind, o in everything if kind == "original"} - {None}
            for name in sorted(names):
                server.send("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
            for name in sorted(names | {"default"}):
                accounts = {(pod(o) or {}).get("serviceAccountName") for _, kind, o in everything if kind == "original"}
                for account in sorted((accounts | {"default"}) - {None, ""}):
                    server.send("POST", f"/api/v1/namespaces/{name}/serviceaccounts", {"metadata": {"name": account}})
            known = [case for case in everything if case[1] == "old-api" or server.path(case[2]["apiVersion"], case[2]["kind"])]
            with ThreadPoolExecutor(4) as pool:
                for number, ((chart, mutation, obj), said) in enumerate(
                    zip(known, pool.map(lambda case: server.judge(case[2]), known))
                ):
                    if said is not None:
                        manifest = yaml.dump(obj, Dumper=Text, sort_keys=False, allow_unicode=True, width=1_000_000)
                        print(json.dumps({"id": f"{number:04}", "chart": chart, "mutation": mutation, "kind": obj["kind"],
                                          "manifest": manifest, "accepted": said[0], "message": said[1]}))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
