"""What the program is made of, and that its build gives the same bytes twice."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Step

APP = ROOT / "validator/target/quarkus-app"
SBOM = ROOT / "validator/target/auditflow-sbom.json"


def test_two_builds_give_the_same_bytes_of_what_is_listed_and_allowed(step: Step) -> None:
    if not (APP / "quarkus-run.jar").exists():
        pytest.skip("the program is not built: ./mvnw -Dmaven.test.skip=true package")
    java = subprocess.check_output([ROOT / ".mvn/find-jdk"], text=True).strip()
    ran = step("build-validator.yml", "Build it again and compare", JAVA_HOME=java).ok()
    assert re.search(r"reproducible: \d{3} files are the same twice", ran.out), ran.out
    sbom = json.loads(SBOM.read_text(encoding="utf-8"))
    assert sbom["bomFormat"] == "CycloneDX"
    assert all(it["purl"].startswith("pkg:maven/") and it["hashes"] for it in sbom["components"])
    listed = {f"{it['group']}.{it['name']}-{it['version']}.jar" for it in sbom["components"]}
    shipped = {it.name for it in (APP / "lib").rglob("*.jar")}
    assert sorted(shipped - listed) == [], "in the program and not in the list"
    step("build-validator.yml", "Hold its licences against those that are allowed").ok()


def component(name: str, *licences: dict[str, Any]) -> dict[str, Any]:
    return {"group": "org.example", "name": name, "version": "1.0", "licenses": list(licences)}


@pytest.mark.parametrize(
    ("licences", "words"),
    [
        ([{"license": {"id": "AGPL-3.0-only"}}], "org.example:lib 1.0 comes with AGPL-3.0-only, which is not allowed"),
        ([], "comes with no licence"),
        ([{"license": {"name": "Our Own Terms"}}], "comes with Our Own Terms"),
        ([{"license": {"id": "GPL-2.0-only"}}, {"license": {"id": "Apache-2.0"}}], ""),
        ([{"expression": "MIT OR GPL-3.0-only"}], ""),
        ([{"license": {"name": "The MIT License"}}], ""),
    ],
)
def test_a_licence_that_is_not_allowed_stops(tmp_path: Path, licences: list[dict[str, Any]], words: str) -> None:
    (tmp_path / "docs").mkdir()
    bom = {"metadata": {"component": {"group": "dev.auditflow"}}, "components": [component("lib", *licences)]}
    (tmp_path / "bom.json").write_text(json.dumps(bom), encoding="utf-8")

    def run(command: str) -> subprocess.CompletedProcess[str]:
        script = ROOT / ".github/scripts/licences.py"
        return subprocess.run(["python3", script, command, "bom.json"], cwd=tmp_path, capture_output=True, text=True)

    assert run("write").returncode == 0
    checked = run("check")
    assert (checked.returncode == 0) == (not words), checked.stdout
    assert words in checked.stdout
    (tmp_path / "docs/licences.md").write_text("", encoding="utf-8")
    assert "is not what the program is made of" in run("check").stdout


def test_a_build_that_differs_is_named(tmp_path: Path) -> None:
    """A repository whose build writes down when it ran."""
    for name in (".github/scripts/reproducible", ".github/scripts/compare_builds.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    build = "mkdir -p validator/target/quarkus-app; cd validator/target; date +%N > quarkus-app/when"
    build += "; echo > quarkus-app/quarkus-run.jar"
    (tmp_path / "mvnw").write_text(f"#!/bin/sh\n{build}; echo > auditflow-sbom.json\n", encoding="utf-8")
    (tmp_path / "mvnw").chmod(0o755)
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "add", "mvnw"], check=True)
    again = [tmp_path / ".github/scripts/reproducible"]
    assert "there is no first build" in subprocess.run(again, capture_output=True, text=True).stdout
    subprocess.run([tmp_path / "mvnw"], cwd=tmp_path, check=True)
    done = subprocess.run(again, capture_output=True, text=True)
    assert done.returncode == 1
    assert "two builds of the same sources differ: quarkus-app/when" in done.stdout


def test_only_numbers_of_keys_may_differ_in_what_quarkus_generates(tmp_path: Path) -> None:
    def build(folder: str, content: bytes, when: int = 1) -> Path:
        jar = tmp_path / folder / "quarkus-app/quarkus/generated-bytecode.jar"
        jar.parent.mkdir(parents=True)
        with zipfile.ZipFile(jar, "w") as archive:
            archive.writestr(zipfile.ZipInfo("A.class", (2026, 1, when, 0, 0, 0)), content)
        (tmp_path / folder / "auditflow-sbom.json").write_text("{}", encoding="utf-8")
        return tmp_path / folder

    def compared(other: Path) -> int:
        script = ROOT / ".github/scripts/compare_builds.py"
        return subprocess.run(["python3", script, first, other], capture_output=True).returncode

    first = build("first", b"\x00\x09proxykey9;\x00\x01a")
    assert compared(build("numbered", b"\x00\x0aproxykey12;\x00\x01a")) == 0
    assert compared(build("changed", b"\x00\x09proxykey9;\x00\x01b")) == 1
    assert compared(build("later", b"\x00\x09proxykey9;\x00\x01a", when=2)) == 1
