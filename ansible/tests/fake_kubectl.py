#!/usr/bin/env python3
"""A kubectl over a folder of objects: what the roles use of it, with the answers that the real one gives.

FAKE_KUBE is the folder. A Deployment's pod runs at once; a file `pull-error` in the folder keeps it from that.
"""

import json
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ["FAKE_KUBE"])
PLURAL = {"deployment": "Deployment", "deployments": "Deployment", "secret": "Secret", "namespace": "Namespace", "pods": "Pod"}
CLUSTER = {"Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "IngressClass"}


def path(item):
    namespace = "" if item["kind"] in CLUSTER else item["metadata"].get("namespace", "default")
    return ROOT / f"{item['kind']}.{namespace}.{item['metadata']['name']}.json"


def load(kind, namespace, selector=""):
    found = [json.loads(file.read_text()) for file in sorted(ROOT.glob(f"{kind}.{namespace}.*.json"))]
    wanted = dict(pair.split("=") for pair in selector.split(",") if pair)
    return [item for item in found if wanted.items() <= item["metadata"].get("labels", {}).items()]


def log(line):
    with open(ROOT / "log", "a", encoding="utf-8") as file:
        file.write(line + "\n")


def given():
    return json.load(sys.stdin)["items"]


def missing(namespace):
    return namespace not in (None, "kube-system") and not (ROOT / f"Namespace..{namespace}.json").exists()


def diff():
    items = given()
    for item in items:
        namespace = item["metadata"].get("namespace")
        if missing(namespace):
            print(f'Error from server (NotFound): namespaces "{namespace}" not found', file=sys.stderr)
            return 2
    changed = [item for item in items if not path(item).exists() or json.loads(path(item).read_text()) != item]
    for item in changed:
        print(f"diff -u -N /tmp/LIVE/{path(item).name} /tmp/MERGED/{path(item).name}")
        shown = {**item, "stringData": "***"} if item["kind"] == "Secret" else item
        print("".join(f"+{line}\n" for line in json.dumps(shown, indent=1).splitlines()), end="")
    return 1 if changed else 0


def apply():
    for item in given():
        namespace = item["metadata"].get("namespace")
        if missing(namespace):
            print(f'Error from server (NotFound): namespaces "{namespace}" not found', file=sys.stderr)
            return 1
        path(item).write_text(json.dumps(item))
        print(f"{item['kind'].lower()}/{item['metadata']['name']} serverside-applied")
        log(f"applied {item['kind']}/{item['metadata']['name']}")
    return 0


def delete(words):
    for item in given():
        file = path(item)
        if file.exists():
            if "--dry-run=server" not in words:
                file.unlink()
                log(f"deleted {item['kind']}/{item['metadata']['name']}")
                if item["kind"] == "Namespace":
                    for inner in ROOT.glob(f"*.{item['metadata']['name']}.*.json"):
                        inner.unlink()
            print(f'{item["kind"].lower()} "{item["metadata"]["name"]}" deleted')
    return 0


def pods(namespace, selector):
    for deployment in load("Deployment", namespace):
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        wanted = dict(pair.split("=") for pair in selector.split(","))
        if wanted.items() <= labels.items():
            image = deployment["spec"]["template"]["spec"]["containers"][0]["image"]
            waiting = {"state": {"waiting": {"reason": "ImagePullBackOff"}}, "imageID": ""}
            running = {"state": {"running": {}}, "imageID": image}
            stuck = (ROOT / "pull-error").exists()
            yield {"phase": "Pending" if stuck else "Running", "status": waiting if stuck else running}


def get(words, options):
    namespace, output, selector = options.get("-n", "default"), options.get("-o", ""), options.get("-l", "")
    kind = PLURAL[words[0].split("/")[0]]
    if kind == "Pod":
        found = list(pods(namespace, selector))
        if "imageID" in output:
            print(" ".join(pod["status"]["imageID"] for pod in found), end="")
        else:
            print(" ".join(f"{pod['phase']} {pod['status']['state'].get('waiting', {}).get('reason', '')}" for pod in found), end="")
        return 0
    found = [item for item in load(kind, "" if kind in CLUSTER else namespace, selector) if len(words) == 1 or item["metadata"]["name"] == words[1]]
    if output == "name":
        print("".join(f"{kind.lower()}.apps/{item['metadata']['name']}\n" for item in found), end="")
    elif found:
        print(json.dumps(found[0]))
    return 0


def rollout(words):
    (deployment,) = re.findall(r"deployment/(\S+)", " ".join(words))
    if (ROOT / "pull-error").exists():
        print("error: timed out waiting for the condition", file=sys.stderr)
        return 1
    print(f'deployment "{deployment}" successfully rolled out')
    return 0


def wait(words):
    if (ROOT / "pull-error").exists():
        print("error: timed out waiting for the condition on deployments/web", file=sys.stderr)
        return 1
    log("waited for " + next(word for word in words if "/" in word or word == "deployment"))
    return 0


def main(arguments):
    options, words, rest = {}, [], iter(arguments)
    for word in rest:
        if word in ("-n", "-o", "-l", "-f"):
            options[word] = next(rest)
        else:
            words.append(word)
    verb, *words = words
    plain = [word for word in words if not word.startswith("--")]
    actions = {
        "diff": diff, "apply": apply, "delete": lambda: delete(words), "get": lambda: get(plain, options), "rollout": lambda: rollout(words),
        "wait": lambda: wait(words),
    }
    return actions[verb]()


sys.exit(main(sys.argv[1:]))
