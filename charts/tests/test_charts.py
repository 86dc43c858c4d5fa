"""Tests of the platform's charts: python3 -m unittest discover charts/tests

What every chart has to meet (pod security, labels, budgets) is the gate's to say; here is what these charts promise.
"""

import http.server
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

try:
    import yaml
except ImportError:
    yaml = None

UMBRELLA = pathlib.Path(__file__).resolve().parent.parent / "auditflow-platform"
CHARTS = [UMBRELLA, *sorted(path.parent for path in UMBRELLA.glob("charts/*/Chart.yaml"))]
ENVIRONMENTS = sorted(path.stem for path in UMBRELLA.glob("environments/*.yaml"))
RELEASE = "auditflow-platform"


def helm(*arguments):
    return subprocess.run(["helm", *map(str, arguments)], capture_output=True, text=True, timeout=60)


def template(*arguments, chart=UMBRELLA):
    return helm("template", RELEASE, chart, "--namespace", "auditflow", "--kube-version", "1.34.0", *arguments)


def render(*arguments, chart=UMBRELLA):
    result = template(*arguments, chart=chart)
    if result.returncode:
        raise AssertionError(result.stderr)
    return [document for document in yaml.safe_load_all(result.stdout) if document]


def environment(name):
    return ("--values", UMBRELLA / "environments" / f"{name}.yaml")


def pods(objects):
    """Pods and pod templates by the value of app.kubernetes.io/name and component."""
    found = {}
    for thing in objects:
        template_of = thing if thing["kind"] == "Pod" else thing.get("spec", {}).get("template")
        if template_of:
            labels = template_of["metadata"]["labels"]
            key = labels["app.kubernetes.io/name"], labels["app.kubernetes.io/component"]
            found[key] = template_of
    return found


def selects(selector, labels):
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())


def allows(objects, direction, pod, peer, port):
    """Whether the NetworkPolicies let pod talk with peer, a pod of the same namespace, in one direction."""
    policies = [
        thing["spec"]
        for thing in objects
        if thing["kind"] == "NetworkPolicy"
        and direction.capitalize() in thing["spec"]["policyTypes"]
        and selects(thing["spec"]["podSelector"], pod["metadata"]["labels"])
    ]
    side = "to" if direction == "egress" else "from"
    return not policies or any(
        any(rule_port["port"] == port for rule_port in rule["ports"])
        and any(
            "namespaceSelector" not in other and selects(other["podSelector"], peer["metadata"]["labels"])
            for other in rule[side]
        )
        for policy in policies
        for rule in policy.get(direction) or []
    )


@unittest.skipUnless(yaml, "install PyYAML: pip install pyyaml")
@unittest.skipUnless(shutil.which("helm"), "install helm 3 and put it on PATH: https://helm.sh/docs/intro/install/")
class ChartTest(unittest.TestCase):
    def test_there_is_something_to_test(self):
        self.assertEqual(["dev", "prod", "staging"], ENVIRONMENTS)
        self.assertEqual(3, len(CHARTS))

    def test_lints_strictly(self):
        cases = [(UMBRELLA, environment(name)) for name in ENVIRONMENTS] + [(chart, ()) for chart in CHARTS]
        for chart, values in cases:
            with self.subTest(chart.name, values=values):
                result = helm("lint", chart, "--strict", *values)
                self.assertEqual(0, result.returncode, result.stdout + result.stderr)

    def test_subcharts_render_alone(self):
        for chart in CHARTS[1:]:
            with self.subTest(chart.name):
                self.assertIn("Deployment", [thing["kind"] for thing in render(chart=chart)])

    def test_renders_the_same_bytes_twice(self):
        for name in ENVIRONMENTS:
            with self.subTest(name):
                self.assertEqual(template(*environment(name)).stdout, template(*environment(name)).stdout)

    def test_packaged_chart_is_independent_of_the_environments(self):
        with tempfile.TemporaryDirectory() as folder:
            helm("package", UMBRELLA, "--destination", folder)
            (package,) = pathlib.Path(folder).iterdir()
            shutil.unpack_archive(package, folder)
            self.assertTrue((pathlib.Path(folder) / UMBRELLA.name / "templates").is_dir())
            self.assertFalse((pathlib.Path(folder) / UMBRELLA.name / "environments").exists())

    def test_refuses_with_the_reason(self):
        store, generator = "audit-event-store", "audit-event-generator"
        for values, reason in [
            (f"{store}.replicaCount=2", "SQLite database allows one pod only"),
            (f"{store}.postgresql.enabled=true", "needs postgresql.existingSecret"),
            (f"{store}.enabled=false", "nowhere to send its events"),
            (f"{store}.service.port=9090", "set them to the same port"),
            (f"{store}.fullnameOverride=other", "store.url to http://other:8080"),
            (f"{store}.preStopSleepSeconds=30", "lower the one or raise the other"),
            (f"{generator}.serviceAccount.create=false", "serviceAccount.name must name"),
            (f"{store}.postgresql.password=x", "'password' not allowed"),
            (f"{generator}.config.eventPerSecond=2", "'eventPerSecond' not allowed"),
            (f"{generator}.store.url=http://user:secret@host", "/store/url"),
            (f"{store}.resources.limits.memory=null", "missing property 'memory'"),
            (f"{store}.podSecurity.runAsUser=0", "/podSecurity/runAsUser"),
            ("unknown=1", "'unknown' not allowed"),
        ]:
            with self.subTest(values):
                result = template("--set", values)
                self.assertNotEqual(0, result.returncode)
                self.assertIn(reason, result.stderr)

    def test_sqlite_never_has_two_writers(self):
        deployment = self.one(render(*environment("dev")), "Deployment", "audit-event-store")
        self.assertEqual((1, "Recreate"), (deployment["spec"]["replicas"], deployment["spec"]["strategy"]["type"]))

    def test_a_new_chart_version_alone_restarts_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            bumped = pathlib.Path(folder) / UMBRELLA.name
            shutil.copytree(UMBRELLA, bumped)
            for chart in bumped.rglob("Chart.yaml"):
                text = chart.read_text("utf-8")
                chart.write_text(re.sub(r"\bversion: 0\.\S+", "version: 99.0.0", text), "utf-8")
            before, after = (render(*environment("prod"), chart=chart) for chart in (UMBRELLA, bumped))
            self.assertNotEqual(before, after)
            for kind in ("Deployment", "StatefulSet"):
                self.assertEqual(
                    [thing["spec"] for thing in before if thing["kind"] == kind],
                    [thing["spec"] for thing in after if thing["kind"] == kind],
                )

    def test_changed_settings_restart_the_pods(self):
        changed = render("--set", "audit-event-store.config.retentionDays=8")
        specs = [
            self.one(objects, "Deployment", "audit-event-store")["spec"]["template"] for objects in (render(), changed)
        ]
        self.assertNotEqual(*specs)

    def test_network_policies_allow_these_flows_and_no_others(self):
        objects = render(*environment("prod"))
        found = pods(objects)
        generator, server = ("audit-event-generator", "generator"), ("audit-event-store", "server")
        database = ("audit-event-store", "database")
        tests = ("audit-event-generator", "test"), ("audit-event-store", "test")
        wanted = {
            (generator, server, 8080),
            (server, database, 5432),
            (tests[0], generator, 8080),
            (tests[1], server, 8080),
        }
        self.assertEqual({generator, server, database, *tests}, set(found))
        for direction, at, peer in (("egress", 0, 1), ("ingress", 1, 0)):
            allowed = {
                flow
                for flow in ((a, b, port) for a in found for b in found for port in (8080, 5432))
                if allows(objects, direction, found[flow[at]], found[flow[peer]], flow[2])
            }
            self.assertEqual(wanted, allowed, direction)

    def test_services_select_their_own_pods_only(self):
        objects = render(*environment("prod"))
        for service in (thing for thing in objects if thing["kind"] == "Service"):
            with self.subTest(service["metadata"]["name"]):
                selector = {"matchLabels": service["spec"]["selector"]}
                chosen = [key for key, pod in pods(objects).items() if selects(selector, pod["metadata"]["labels"])]
                self.assertEqual(1, len(chosen))
                self.assertNotEqual("test", chosen[0][1])

    def test_generator_sends_to_the_store_of_its_release_whatever_the_name(self):
        for release in ("a", "auditflow-platform", "r" * 30 + "-" + "x" * 22):
            with self.subTest(release):
                result = helm("template", release, UMBRELLA, "--kube-version", "1.34.0")
                objects = [document for document in yaml.safe_load_all(result.stdout) if document]
                services = {thing["metadata"]["name"] for thing in objects if thing["kind"] == "Service"}
                self.assertEqual(2, len(services))
                self.assertTrue(all(len(name) <= 63 for name in services))
                url = self.one(objects, "ConfigMap", "audit-event-generator")["data"]["AUDIT_GENERATOR_STORE_URL"]
                self.assertIn(re.fullmatch(r"http://(.*):8080", url)[1], services)

    def test_names_that_look_like_numbers_stay_strings(self):
        values = ("postgresql.existingSecret=123", "priorityClassName=1e3", "serviceAccount.name=5")
        settings = ",".join(f"audit-event-store.{value}" for value in values)
        result = helm(
            "template", "1234", UMBRELLA, "--kube-version", "1.34.0", *environment("prod"), "--set-string", settings
        )
        self.assertEqual(0, result.returncode, result.stderr)
        for thing in filter(None, yaml.safe_load_all(result.stdout)):
            self.assertEqual("1234", thing["metadata"]["labels"]["app.kubernetes.io/instance"])
            pod = (thing.get("spec", {}).get("template") or thing).get("spec", {})
            names = [pod.get("serviceAccountName"), pod.get("priorityClassName")]
            names += [volume.get("secret", {}).get("secretName") for volume in pod.get("volumes", [])]
            self.assertTrue(all(isinstance(name, str) for name in names if name is not None), names)

    def test_image_registry_and_digest(self):
        digest = "sha256:" + "0" * 64
        objects = render(
            *environment("prod"), "--set", f"global.imageRegistry=mirror:5000,audit-event-store.image.digest={digest}"
        )
        images = {key: pod["spec"]["containers"][0]["image"] for key, pod in pods(objects).items()}
        server = images["audit-event-store", "server"]
        self.assertRegex(server, rf"^mirror:5000/auditflow/audit-event-store:[\w.]+@{digest}$")
        self.assertTrue(all(image.startswith("mirror:5000/") for image in images.values()), images)

    def test_store_pods_fit_the_databases_connections(self):
        for name in ENVIRONMENTS:
            with self.subTest(name):
                objects = render(*environment(name))
                databases = [thing for thing in objects if thing["kind"] == "StatefulSet"]
                for database in databases:
                    arguments = database["spec"]["template"]["spec"]["containers"][0]["args"]
                    (limit,) = [int(a.split("=")[1]) for a in arguments if a.startswith("max_connections=")]
                    settings = self.one(objects, "ConfigMap", "audit-event-store")["data"]
                    replicas = self.one(objects, "Deployment", "audit-event-store")["spec"]["replicas"]
                    pool = int(settings["AUDIT_STORE_DATABASE_POOL_SIZE"])
                    self.assertLess((replicas + 1) * pool + 5, limit)

    def test_helm_test_passes_on_healthy_services_and_fails_on_others(self):
        for pod in (thing for thing in render() if thing["kind"] == "Pod"):
            _, flag, script, url = pod["spec"]["containers"][0]["command"]
            self.assertRegex(url, r"^http://auditflow-platform-[a-z-]+:8080$")
            script = script.replace("time.sleep(2)", "time.sleep(0)")
            for ready, code in ((200, 0), (503, 1)):
                statuses = {"/healthz": 200, "/readyz": ready}
                with self.subTest(pod["metadata"]["name"], ready=ready), Stub(statuses) as stub:
                    result = subprocess.run([sys.executable, flag, script, stub.url], capture_output=True, timeout=60)
                    self.assertEqual(code, result.returncode, result.stdout)

    def test_readme_lists_every_value_with_its_default(self):
        for chart in CHARTS:
            with self.subTest(chart.name):
                section = (chart / "README.md").read_text("utf-8").split("\n## Values\n")[1].split("\n## ")[0]
                table = dict(re.findall(r"^\| `([^`]+)` \| (.+?) \| .+ \|$", section, re.MULTILINE))
                values = yaml.safe_load((chart / "values.yaml").read_text("utf-8"))
                for key, value in leaves(values, set(table)):
                    self.assertIn(key, table)
                    if not isinstance(value, dict) or not value:
                        self.assertEqual(f"`{json.dumps(value)}`", table.pop(key), key)
                    else:
                        table.pop(key)
                self.assertEqual({}, table, "no such values")

    def one(self, objects, kind, name):
        (found,) = [
            thing
            for thing in objects
            if thing["kind"] == kind
            and thing["metadata"]["labels"]["app.kubernetes.io/name"] == name
            and thing["metadata"]["labels"].get("app.kubernetes.io/component") != "database"
        ]
        return found


def leaves(values, stops, path=""):
    """Keys and values; a map that the table describes as a whole is a leaf."""
    for name, value in values.items():
        key = f"{path}{name}"
        if isinstance(value, dict) and value and key not in stops:
            yield from leaves(value, stops, f"{key}.")
        else:
            yield key, value


class Stub:
    """An HTTP server on a free port that answers each path with its status."""

    def __init__(self, statuses):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(statuses[self.path])
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    unittest.main()
