"""The webhook with all its rules beside Kyverno with its Pod Security policies: the same reviews, HTTPS, in turn."""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile
import time

import gatekeeper
import webhook

ADDRESS = "https://127.0.0.1:19443"
POD = "Pod with findings"
DEPLOYMENT = "Deployment with findings"
# By their kind: where policies are created, where the webhook asks for them, and which of them must deny what has findings. It has no
# securityContext at all, which the capabilities' ValidatingPolicy of the chart lets pass.
ANY_KIND = {"disallow-privilege-escalation", "require-run-as-nonroot", "restrict-seccomp-strict"}
KINDS = {
    "ClusterPolicy": ("/apis/kyverno.io/v1/clusterpolicies", lambda _: "/validate/fail", {*ANY_KIND, "disallow-capabilities-strict"}),
    "ValidatingPolicy": ("/apis/policies.kyverno.io/v1beta1/validatingpolicies", lambda names: "/vpol/" + "/".join(names), ANY_KIND),
}
# Our rules for the same four: escalation, root, seccomp, capabilities.
OURS = {"AF202", "AF203", "AF205", "AF206"}


def objects():
    """Those of the other comparisons, and a Deployment of the Pod that is denied: Kyverno makes rules for it from those for Pods."""
    deployment = webhook.deployment()
    deployment["spec"]["template"]["spec"] = webhook.OBJECTS[POD]["spec"]
    return {**webhook.OBJECTS, DEPLOYMENT: deployment}


def rendered(chart, kind):
    """The chart's policies of both standards by their names."""
    text = subprocess.run(
        [webhook.ROOT / "auditflow", "render", chart, "--set", f"policyType={kind},podSecurityStandard=restricted,background=false",
         "--set", "validationFailureAction=Enforce"],
        check=True, capture_output=True, text=True).stdout
    documents = [document for document in re.split(r"(?m)^---$", text) if re.search(rf"(?m)^kind: {kind}$", document)]
    return {re.search(r"(?m)^  name: (\S+)", document)[1]: document for document in documents}


def install(lab, module, path, policies):
    """What Kyverno's charts put into a cluster before its first Pod starts, and the policies."""
    for crd in sorted((module / "config/crds").rglob("*.yaml")):
        lab.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd.read_text())
    for namespace in ("kyverno", "shop"):
        lab.create("/api/v1/namespaces", f"{{apiVersion: v1, kind: Namespace, metadata: {{name: {namespace}}}}}")
    for name in ("kyverno", "kyverno-metrics"):
        lab.create("/api/v1/namespaces/kyverno/configmaps", f"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}}}")
    gatekeeper.until(lambda: lab.send("GET", path)[0] == 200, 60, "the CRDs are served")
    for policy in policies.values():
        lab.create(path, policy)


def started(program, lab, folder, path):
    """The admission controller without metrics, reports and events, which an API server beside it would have to keep."""
    return webhook.Server(
        "kyverno",
        [program, f"--kubeconfig={lab.kubeconfig}", "--serverIP=127.0.0.1:19443", "--webhookServerHost=127.0.0.1",
         "--webhookServerPort=19443", "--caSecretName=ca", "--tlsSecretName=tls", "--tlsKeyAlgorithm=ECDSA", "--disableMetrics",
         "--controllerRuntimeMetricsAddress=0", "--admissionReports=false",
         "--omitEvents=PolicyViolation,PolicyApplied,PolicyError,PolicySkipped"],
        ADDRESS + path, ADDRESS + "/health/readiness",
        {"KYVERNO_NAMESPACE": "kyverno", "KYVERNO_SERVICEACCOUNT_NAME": "kyverno", "KYVERNO_DEPLOYMENT": "kyverno",
         "KYVERNO_POD_NAME": "kyverno-0", "KYVERNO_SVC": "kyverno-svc", "INIT_CONFIG": "kyverno", "METRICS_CONFIG": "kyverno-metrics"},
        folder)


def denying(server, body, names):
    """The policies that Kyverno names when it denies, or none."""
    response = gatekeeper.ask(server.url, body)
    message = response.get("status", {}).get("message", "")
    found = {name for name in names if re.search(rf"(?m)(^|Policy ){name}(:| failed:)", message)}
    if response["allowed"] == bool(found):
        raise SystemExit(f"Kyverno allowed: {response['allowed']}, with the message: {message}")
    return found


def asked_for(lab):
    """What the API server would ask Kyverno about: it registers its webhook for what its policies name."""
    items = json.loads(lab.send("GET", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations")[1])["items"]
    hooks = (hook for item in items if item["metadata"]["name"] == "kyverno-resource-validating-webhook-cfg" for hook in item["webhooks"])
    return sorted({resource for hook in hooks for rule in hook["rules"] for resource in rule["resources"]})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("module", type=pathlib.Path)
    parser.add_argument("lab")
    parser.add_argument("--policies", choices=KINDS, default="ClusterPolicy", help="the form of the chart's policies")
    options = gatekeeper.arguments(parser)
    path, asked, must = KINDS[options.policies]
    policies = rendered(options.module / "charts/kyverno-policies", options.policies)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        webhook.certificate(folder / "key.pem", folder / "crt.pem")
        bodies = gatekeeper.reviews(folder, objects())
        lab = gatekeeper.Lab(options.lab, folder)
        servers = []
        try:
            install(lab, options.module, path, policies)
            start = time.monotonic()
            kyverno = started(options.program, lab, folder, asked(policies))
            servers.append(kyverno)
            gatekeeper.until(lambda: denying(kyverno, bodies[POD], policies) == must, 60, f"Kyverno denies the {POD}")
            print(f"kyverno: ready after {kyverno.ready:.1f} s, gives its verdict after {time.monotonic() - start:.1f} s")
            gatekeeper.until(lambda: asked_for(lab), 60, "Kyverno registers its webhook")
            ours = webhook.auditflow(folder)
            servers.insert(0, ours)
            print(f"auditflow: ready after {ours.ready:.1f} s")
            for label, body in bodies.items():
                theirs = denying(kyverno, body, policies)
                if theirs != (must if label in (POD, DEPLOYMENT) else set()):
                    raise SystemExit(f"Kyverno's verdict on the {label} is not what its policies must give: {sorted(theirs)}")
                denied = set(filter(None, gatekeeper.ask(ours.url, body)["auditAnnotations"].get("denied", "").split(",")))
                if bool(denied) != bool(theirs) or (theirs and not denied >= OURS):
                    raise SystemExit(f"auditflow denies the {label} by {sorted(denied)}")
                said = (f"denied by {', '.join(sorted(them))}" if them else "allowed" for them in (denied, theirs))
                print("{}: auditflow {}; kyverno {}".format(label, *said), flush=True)
            print(f"{len(policies)} policies of kind {options.policies}, for {', '.join(asked_for(lab))}")
            gatekeeper.measure(servers, bodies, options)
        finally:
            for server in servers:
                server.end()
            lab.end()


if __name__ == "__main__":
    main()
