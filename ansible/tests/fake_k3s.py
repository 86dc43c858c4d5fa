#!/usr/bin/python3
"""What the roles see of K3s, small enough to run in a test: servers, agents that join over the network, nodes, snapshots.

It is as strict as K3s where a role could get it wrong: the token, a version's own binary, an agent without its server.
"""

import http.client
import http.server
import json
import os
import pathlib
import re
import socket
import sqlite3
import sys
import threading
import time

VERSION = "@VERSION@"
CONFIG = pathlib.Path("/etc/rancher/k3s/config.yaml")
KUBECONFIG = pathlib.Path("/etc/rancher/k3s/k3s.yaml")


def config():
    text = CONFIG.read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z-]+): (.+)$", text, re.M))


class Store:
    """The cluster's state, in the file where K3s keeps it."""

    def __init__(self, file):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(file, check_same_thread=False)
        self.database.execute("create table if not exists kine (name text primary key, value text)")
        self.seen = {}

    def get(self, name):
        with self.lock:
            row = self.database.execute("select value from kine where name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, name, value):
        with self.lock, self.database:
            self.database.execute("insert or replace into kine values (?, ?)", (name, json.dumps(value)))

    def delete(self, name):
        with self.lock, self.database:
            return self.database.execute("delete from kine where name = ?", (name,)).rowcount

    def event(self, text):
        self.put("events", (self.get("events") or []) + [text])

    def join(self, name, version, problem):
        node = self.get(f"nodes/{name}") or {"metadata": {"name": name, "annotations": {}}, "spec": {}}
        if node.get("status", {}).get("nodeInfo", {}).get("kubeletVersion") != version:
            self.event(f"{name} runs {version}")
        node["status"] = {"nodeInfo": {"kubeletVersion": version}, "problem": problem}
        self.put(f"nodes/{name}", node)
        self.seen[name] = time.monotonic()

    def node(self, name):
        node = self.get(f"nodes/{name}")
        if node:
            problem = node["status"].pop("problem")
            if not problem and time.monotonic() - self.seen.get(name, 0) > 3:
                problem = "Kubelet stopped posting node status."
            node["status"]["conditions"] = [
                {"type": "MemoryPressure", "status": "False"},
                {"type": "Ready", "status": "False" if problem else "True", "message": problem or "kubelet is posting ready status"},
            ]
        return node


def problem():
    file = pathlib.Path("/etc/fake-problem")
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def api(store, token):
    class Api(http.server.BaseHTTPRequestHandler):
        def answer(self, code, value=None):
            body = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if said["token"] != token:
                return self.answer(401, "token is not valid")
            store.join(said["name"], said["version"], said["problem"])
            return self.answer(200)

        def do_GET(self):
            kind, _, name = self.path.strip("/").partition("/")
            found = store.node(name) if kind == "nodes" else store.get(self.path.strip("/"))
            return self.answer(200 if found is not None else 404, found)

        def do_PATCH(self):
            _, name = self.path.strip("/").split("/")
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            node = store.get(f"nodes/{name}")
            if not node:
                return self.answer(404)
            for key, value in said.get("annotations", {}).items():
                node["metadata"]["annotations"].pop(key, None)
                if value is not None:
                    node["metadata"]["annotations"][key] = value
            if "unschedulable" in said:
                node["spec"]["unschedulable"] = said["unschedulable"]
            store.event(f"{name} {said['verb']}")
            store.put(f"nodes/{name}", node)
            return self.answer(200, node)

        def do_PUT(self):
            store.put(self.path.strip("/"), json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            return self.answer(200)

        def do_DELETE(self):
            gone = store.delete(self.path.strip("/"))
            return self.answer(200 if gone else 404)

        def log_message(self, *_):
            pass

    return Api


def server():
    settings = config()
    data = pathlib.Path(settings["data-dir"]) / "server"
    token = pathlib.Path(settings["token-file"]).read_text(encoding="utf-8").strip()
    os.umask(0o077)
    for folder in ("db", "cred", "tls"):
        (data / folder).mkdir(parents=True, exist_ok=True)
    if settings.get("secrets-encryption") != "true":
        sys.exit("the tests want secrets-encryption")
    (data / "cred/encryption-config.json").write_text('{"kind": "EncryptionConfiguration"}\n', encoding="utf-8")
    (data / "token").write_text(f"K10{token}\n", encoding="utf-8")
    store = Store(data / "db/state.db")
    listener = http.server.ThreadingHTTPServer(("0.0.0.0", 6443), api(store, token))
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    KUBECONFIG.write_text("apiVersion: v1\nkind: Config\n", encoding="utf-8")
    KUBECONFIG.chmod(int(settings["write-kubeconfig-mode"].strip("'\""), 8))
    store.join(settings["node-name"], VERSION, problem())
    if notify := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.sendto(b"READY=1", notify.replace("@", "\0", 1))
    while True:
        store.join(settings["node-name"], VERSION, problem())
        time.sleep(1)


def agent():
    settings = config()
    token = pathlib.Path(settings["token-file"]).read_text(encoding="utf-8").strip()
    host, port = re.match(r"https://([^:]+):(\d+)", settings["server"]).groups()
    while True:
        try:
            connection = http.client.HTTPConnection(host, int(port), timeout=3)
            said = {"name": settings["node-name"], "version": VERSION, "token": token, "problem": problem()}
            connection.request("POST", "/join", json.dumps(said))
            if connection.getresponse().status == 401:
                sys.exit("level=fatal msg=\"token CA hash does not match the Cluster CA certificate hash\"")
        except OSError as error:
            print(f"level=error msg=\"failed to get CA certs: {error}\"", flush=True)
        time.sleep(1)


def call(method, path, body=None):
    if not KUBECONFIG.exists():
        sys.exit("The connection to the server localhost:8080 was refused - did you specify the right host or port?")
    try:
        connection = http.client.HTTPConnection("127.0.0.1", 6443, timeout=10)
        connection.request(method, path, json.dumps(body) if body is not None else None)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    except OSError as error:
        sys.exit(f"The connection to the server 127.0.0.1:6443 was refused: {error}")


def found(answer, name):
    status, value = answer
    if status == 404:
        sys.exit(f'Error from server (NotFound): nodes "{name}" not found')
    return value


def kubectl(words):
    verb, *rest = [word for word in words if not word.startswith("-") or word == "-o"]
    if verb == "get" and rest[0] == "node":
        node = found(call("GET", f"/nodes/{rest[1]}"), rest[1])
        print(node["status"]["nodeInfo"]["kubeletVersion"] if "jsonpath" in rest[3] else json.dumps(node))
    elif verb == "get" and rest[0] == "events":
        print(json.dumps(call("GET", "/events")[1]))
    elif verb == "annotate":
        name, words = rest[1], rest[2:]
        said = {word.partition("=")[0]: word.partition("=")[2] for word in words if "=" in word}
        # A trailing dash removes an annotation.
        said.update({word[:-1]: None for word in words if word.endswith("-")})
        found(call("PATCH", f"/nodes/{name}", {"verb": "annotated", "annotations": said}), name)
    elif verb == "uncordon":
        found(call("PATCH", f"/nodes/{rest[0]}", {"verb": "uncordoned", "unschedulable": False}), rest[0])
    elif verb == "drain":
        node = found(call("PATCH", f"/nodes/{rest[0]}", {"verb": "drained", "unschedulable": True}), rest[0])
        if "test/budget" in node["metadata"]["annotations"]:
            sys.exit("error when evicting pods/\"web-0\": Cannot evict pod as it would violate the pod's disruption budget.")
    elif verb in ("diff", "apply"):
        objects = {f"/objects/{item['kind']}/{item['metadata']['name']}": item for item in json.load(sys.stdin)["items"]}
        changed = {path: item for path, item in objects.items() if call("GET", path) != (200, item)}
        for path, item in changed.items():
            if verb == "apply":
                call("PUT", path, item)
            print(f"+{path}" if verb == "diff" else f"{path} serverside-applied")
        sys.exit(1 if changed and verb == "diff" else 0)
    elif verb == "delete":
        status, _ = call("DELETE", f"/nodes/{rest[1]}")
        if status == 200:
            print(f'node "{rest[1]}" deleted')
    else:
        sys.exit(f"the fake kubectl does not know {words}")


def main(words):
    name = pathlib.Path(sys.argv[0]).name
    if name == "kubectl":
        return kubectl(words)
    verb, *rest = words
    if verb == "--version":
        return print(f"k3s version {VERSION} (00000000)")
    if verb == "etcd-snapshot":
        return print("Snapshot saved")
    return {"server": server, "agent": agent}[verb]() if verb in ("server", "agent") else kubectl(rest)


main(sys.argv[1:])
