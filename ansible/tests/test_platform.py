"""platform_bootstrap and deploy: what they write, what they call, and what they say when it fails."""

import base64
import gzip
import io
import json
import stat
import sys
import tarfile

import pytest
import yaml
from conftest import ANSIBLE, Here, golden

PLATFORM, DEPLOY = ANSIBLE / "playbooks/platform.yml", ANSIBLE / "playbooks/deploy.yml"


@pytest.fixture()
def here(tmp_path):
    made = Here(tmp_path)
    made.variables("all", {
        "ansible_python_interpreter": sys.executable, "platform_bootstrap_kubectl": made.kubectl, "platform_bootstrap_timeout": 5,
    })
    return made


def test_namespaces_and_charts_once(here, tmp_path):
    chart = tmp_path / "validator"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: auditflow-validator\nversion: 0.1.0\n")
    (chart / "templates/cm.yaml").write_text("kind: ConfigMap\n")
    wanted = {
        "platform_bootstrap_validator_chart": str(chart), "platform_bootstrap_validator_values": {"replicas": 2},
        "platform_bootstrap_external_secrets": "2.9.0", "platform_bootstrap_gitops": "flux", "platform_bootstrap_gitops_version": "2.18.3",
    }
    here.play(PLATFORM, "--check", **wanted).ok()
    assert here.log() == []
    here.play(PLATFORM, **wanted).ok()
    names = ("auditflow-validator", "external-secrets", "flux2")
    assert here.log() == [
        "applied Namespace/auditflow", *(f"applied HelmChart/{name}" for name in names),
        *(line for name in names for line in (f"waited for job/helm-install-{name}", "waited for deployment")),
    ]
    assert here.play(PLATFORM, **wanted).ok().changed() == []

    def spec(name):
        return json.loads((here.kube / f"HelmChart.kube-system.{name}.json").read_text())["spec"]

    packed = tarfile.open(fileobj=io.BytesIO(gzip.decompress(base64.b64decode(spec("auditflow-validator")["chartContent"]))))
    assert packed.getnames() == ["validator/Chart.yaml", "validator/templates/cm.yaml"]
    assert spec("auditflow-validator")["valuesContent"] == "replicas: 2\n"
    assert (spec("flux2")["chart"], spec("flux2")["version"], spec("flux2")["targetNamespace"]) == ("flux2", "2.18.3", "flux-system")
    namespace = json.loads((here.kube / "Namespace..auditflow.json").read_text())
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    objects = [json.loads(file.read_text()) for file in sorted(here.kube.glob("*.json"))]
    text = "".join("---\n" + yaml.safe_dump(it, sort_keys=True) for it in objects)
    golden("platform_bootstrap.yaml", text.replace(spec("auditflow-validator")["chartContent"], "CHART"))


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"platform_bootstrap_external_secrets": "latest"}, "Charts are pinned"),
        ({"platform_bootstrap_gitops": "argocd"}, "must be versions such as 1.2.3"),
        ({"platform_bootstrap_gitops": "jenkins"}, "value of platform_bootstrap_gitops must be one of"),
        ({"platform_bootstrap_validator_chart": "/nowhere"}, "/nowhere has no Chart.yaml"),
    ],
    ids=["latest", "no-version", "unknown", "no-chart"],
)
def test_bad_input_of_the_platform(here, variables, words):
    here.play(PLATFORM, **variables).failed(words)


def test_a_chart_that_does_not_come_up_is_told(here):
    (here.kube / "pull-error").touch()
    run = here.play(PLATFORM, platform_bootstrap_external_secrets="2.9.0")
    run.failed("external-secrets is not available in external-secrets after 5 seconds", "timed out", "job/helm-install-external-secrets")


@pytest.fixture()
def auditflow(tmp_path):
    """A program that writes down how it was called, and ends as a file beside it says."""
    program = tmp_path / "auditflow"
    program.write_text(f"""#!/bin/sh
echo "$*" >> {tmp_path}/calls
cat {tmp_path}/says 2>/dev/null
if [ "$1" = "$(cat {tmp_path}/fails 2>/dev/null)" ]; then echo "deny AF306" >&2; exit 1; fi
""")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def deploy(here, auditflow, *arguments, **extra):
    calls = auditflow.parent / "calls"
    calls.unlink(missing_ok=True)
    run = here.play(DEPLOY, *arguments, deploy_auditflow=str(auditflow), deploy_environment="staging", **extra)
    return run, calls.read_text().splitlines() if calls.exists() else []


def test_what_was_verified_is_promoted_in_order(here, auditflow):
    run, calls = deploy(here, auditflow, deploy_releases=["one", "two"], deploy_verify_arguments=["--key", "k.pub"])
    run.ok()
    assert calls == [
        "verify one/staging --key k.pub", "promote one --to staging", "verify two/staging --key k.pub", "promote two --to staging",
    ]
    assert run.recap["localhost"]["changed"] == 2
    (auditflow.parent / "says").write_text("nothing to promote: staging has this digest")
    assert deploy(here, auditflow)[0].ok().changed() == []


def test_a_dry_run_only_verifies(here, auditflow):
    run, calls = deploy(here, auditflow, "--check")
    run.ok()
    assert calls == ["verify auditflow/staging"]


@pytest.mark.parametrize("step", ["verify", "promote"])
def test_what_is_refused_stops_the_rest(here, auditflow, step):
    (auditflow.parent / "fails").write_text(step)
    run, calls = deploy(here, auditflow, deploy_releases=["one", "two"])
    run.failed("one was not promoted to staging: the gate has findings", "deny AF306", "Releases after it were not touched")
    assert not [call for call in calls if "two" in call]


def test_bad_input_of_deploy(here, auditflow):
    deploy(here, auditflow, deploy_releases=[])[0].failed("at least one release in deploy_releases")
    here.play(DEPLOY, deploy_auditflow="/nowhere/auditflow", deploy_environment="dev").failed("was not promoted to dev", "/nowhere/auditflow")
