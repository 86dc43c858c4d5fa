"""The services are what the chart starts: its variables, ports, probes and `helm test`."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

import audit_event_generator.api
import audit_event_generator.settings
import audit_event_store.api
import audit_event_store.settings
from conftest import ROOT, SRC, Postgres, Service

SERVICES: dict[str, type[BaseSettings]] = {
    "audit_event_generator": audit_event_generator.settings.Settings,
    "audit_event_store": audit_event_store.settings.Settings,
}
VERSIONS = {"audit_event_generator": audit_event_generator.api.VERSION, "audit_event_store": audit_event_store.api.VERSION}
ENVIRONMENTS = ("dev", "staging", "prod")
Rendered = Callable[[str], list[dict[str, Any]]]


def of(objects: list[dict[str, Any]], kind: str, service: str) -> dict[str, Any]:
    name = "auditflow-" + service.replace("_", "-")
    return next(it for it in objects if it["kind"] == kind and it["metadata"]["name"] == name)


def environment_of(objects: list[dict[str, Any]], service: str) -> dict[str, str]:
    data: dict[str, str] = of(objects, "ConfigMap", service)["data"]
    return data


def container(objects: list[dict[str, Any]], service: str) -> dict[str, Any]:
    [only] = of(objects, "Deployment", service)["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = only
    return found


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("service", SERVICES)
def test_the_service_knows_every_variable_and_takes_its_value(
    rendered: Rendered, service: str, environment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = environment_of(rendered(environment), service)
    settings = SERVICES[service]
    prefix = settings.model_config["env_prefix"]
    assert {name.removeprefix(prefix).lower() for name in given} <= set(settings.model_fields)
    for name in [name for name in os.environ if name.startswith("AUDIT_")]:
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    read = settings()
    for name, value in given.items():
        taken = getattr(read, name.removeprefix(prefix).lower())
        assert taken == float(value) if isinstance(taken, float) else str(taken).rstrip("/") == value
    assert given[f"{prefix}HTTP_PORT"] == str(container(rendered(environment), service)["ports"][0]["containerPort"])


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_pod_has_time_for_the_stop_that_the_service_takes(rendered: Rendered, service: str, environment: str) -> None:
    pod = of(rendered(environment), "Deployment", service)["spec"]["template"]["spec"]
    asleep = pod["containers"][0].get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    stop = SERVICES[service].model_fields["stop_seconds"].default
    # uvicorn gives requests under way 3 seconds before the generator sends what is queued.
    requests = 3 if service == "audit_event_generator" else 0
    assert asleep + requests + stop < pod["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("service", SERVICES)
def test_limits_of_the_chart_are_those_of_the_service(service: str) -> None:
    chart = ROOT / "charts/auditflow-platform/charts" / service.replace("_", "-")
    limits = json.loads((chart / "values.schema.json").read_text(encoding="utf-8"))["properties"]["config"]["properties"]
    fields = SERVICES[service].model_json_schema()["properties"]
    for name, limit in limits.items():
        field = fields[re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), name)]
        for bound in ("minimum", "maximum", "exclusiveMinimum"):
            assert field.get(bound) == limit.get(bound), name


@pytest.mark.parametrize("service", SERVICES)
def test_versions_and_images_agree(service: str) -> None:
    chart = ROOT / "charts/auditflow-platform/charts" / service.replace("_", "-")
    project = tomllib.loads((SRC / service / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSIONS[service]
    assert yaml.safe_load((chart / "Chart.yaml").read_text(encoding="utf-8"))["appVersion"] == project["version"]
    values = yaml.safe_load((chart / "values.yaml").read_text(encoding="utf-8"))
    user = f"{values['podSecurity']['runAsUser']}:{values['podSecurity']['runAsGroup']}"
    dockerfile = (SRC / service / "Dockerfile").read_text(encoding="utf-8")
    assert f"\nUSER {user}\n" in dockerfile
    assert f"\nEXPOSE {values['service']['port']}\n" in dockerfile


def helm_test(objects: list[dict[str, Any]], service: Service, name: str) -> str:
    """Runs what the pod of `helm test` runs, against a process in place of the chart's Service."""
    pod = of(objects, "Pod", f"{name}-test-health")
    program, *arguments = pod["spec"]["containers"][0]["command"]
    assert program == "python"
    *arguments, address = arguments
    assert address == f"http://auditflow-{name.replace('_', '-')}:8080"
    command = [sys.executable, *arguments, str(service.http.base_url).rstrip("/")]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def test_probes_and_helm_test_find_what_they_ask(rendered: Rendered, serve: Callable[..., Service], postgres: Postgres) -> None:
    """Both processes with the variables of prod; only addresses and the password's file are of this machine."""
    objects = rendered("prod")

    def start(name: str, **changes: str) -> Service:
        given = environment_of(objects, name)
        return serve(name, **{key: value for key, value in given.items() if not key.endswith("_HTTP_PORT")} | changes)

    store = start("audit_event_store", **postgres.environment()).until_ready()
    generator = start("audit_event_generator", AUDIT_GENERATOR_STORE_URL=str(store.http.base_url)).until_ready()
    for name, service in (("audit_event_store", store), ("audit_event_generator", generator)):
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert service.http.get(container(objects, name)[probe]["httpGet"]["path"]).status_code == 200
        assert service.http.get("/metrics").headers["content-type"].startswith("text/plain; version=")
        assert helm_test(objects, service, name).count(" 200\n") == 2


def test_the_password_of_the_chart_is_read_from_its_file(rendered: Rendered) -> None:
    objects = rendered("prod")
    file = Path(environment_of(objects, "audit_event_store")["AUDIT_STORE_DATABASE_PASSWORD_FILE"])
    pod = of(objects, "Deployment", "audit_event_store")["spec"]["template"]["spec"]
    mounted = {mount["mountPath"]: mount["name"] for mount in pod["containers"][0]["volumeMounts"]}
    [volume] = [volume for volume in pod["volumes"] if volume["name"] == mounted[str(file.parent)]]
    assert [item["path"] for item in volume["secret"]["items"]] == [file.name]
