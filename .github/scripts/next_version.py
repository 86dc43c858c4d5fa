"""Computes and writes the next versions of the services and charts.

next_version.py plan    prints them as JSON: what each part was released as, what is next, and why
next_version.py write   writes the next versions into the files that hold them

A version grows by what commits say (Conventional Commits) and never by less than what the rendered charts and the values schema
show: a Service that is gone is a breaking change, whatever its commit is called. Below 1.0.0 a breaking change is a minor one.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any


class Bump(IntEnum):
    """By how much."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True)
class Part:
    """What is released under a version of its own. `service` is its folder in src/, if it is one."""

    name: str
    chart: str
    service: str | None = None

    @property
    def paths(self) -> list[str]:
        """The folders whose commits count."""
        return [self.chart, *([f"src/{self.service}"] if self.service else [])]


UMBRELLA = "charts/auditflow-platform"
PARTS = [
    Part("audit-event-generator", f"{UMBRELLA}/charts/audit-event-generator", "audit_event_generator"),
    Part("audit-event-store", f"{UMBRELLA}/charts/audit-event-store", "audit_event_store"),
    Part("auditflow-platform", UMBRELLA),
]
# Kinds whose objects others reach or that hold data: gone is gone for those who use them.
_PROMISES = {"Service", "Ingress", "Gateway", "HTTPRoute", "PersistentVolumeClaim", "StatefulSet", "CustomResourceDefinition"}
_CONVENTIONAL = re.compile(r"(?P<type>[a-z]+)(\([^)]*\))?(?P<breaking>!)?: ")


@dataclass
class Plan:
    """What is to be done with a part."""

    part: Part
    current: str
    last: str | None
    bump: Bump = Bump.NONE
    reasons: list[str] = field(default_factory=list)
    commits: list[str] = field(default_factory=list)

    def grow(self, bump: Bump, reason: str) -> None:
        """Takes the largest, and keeps the reasons for it."""
        if bump > self.bump:
            self.bump, self.reasons = bump, []
        if bump == self.bump and bump is not Bump.NONE and reason not in self.reasons:
            self.reasons.append(reason)

    @property
    def next(self) -> str:
        """The version after the last release; a part that was never released starts with what its files say."""
        return self.current if self.last is None else grown(self.last, self.bump)

    def as_json(self) -> dict[str, Any]:
        """For the workflow and for people."""
        return {
            "name": self.part.name,
            "chart": self.part.chart,
            "service": self.part.service,
            "current": self.current,
            "last": self.last,
            "bump": self.bump.name.lower(),
            "next": self.next,
            # Files that are behind need a pull request; files that are ahead of the last tag are a release.
            "behind": version(self.current) < version(self.next),
            "publish": self.last is None or version(self.current) > version(self.last),
            "reasons": self.reasons,
            "commits": self.commits,
        }


def version(text: str) -> tuple[int, int, int]:
    """X.Y.Z as numbers."""
    match = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", text)
    if not match:
        raise SystemExit(f"{text} is no version such as 1.2.3")
    return int(match[1]), int(match[2]), int(match[3])


def grown(text: str, bump: Bump) -> str:
    """The version after a change of this size."""
    major, minor, patch = version(text)
    if major == 0 and bump is Bump.MAJOR:
        bump = Bump.MINOR
    match bump:
        case Bump.MAJOR:
            return f"{major + 1}.0.0"
        case Bump.MINOR:
            return f"{major}.{minor + 1}.0"
        case Bump.PATCH:
            return f"{major}.{minor}.{patch + 1}"
        case _:
            return text


def of_commit(subject: str, body: str) -> Bump:
    """What a commit says of itself. A subject without a known type (`store: keep ids`) is a patch."""
    match = _CONVENTIONAL.match(subject)
    if (match and match["breaking"]) or re.search(r"^BREAKING[ -]CHANGE: ", body, re.MULTILINE):
        return Bump.MAJOR
    return Bump.MINOR if match and match["type"] == "feat" else Bump.PATCH


def of_object(thing: dict[str, Any]) -> Bump:
    """What a changed object means, by `auditflow golden diff -o json`."""
    means = set(thing.get("means", []))
    if thing["change"] == "removed":
        return Bump.MAJOR if thing["kind"] in _PROMISES or means & {"fails", "disrupts"} else Bump.MINOR
    if means & {"fails", "disrupts"}:
        return Bump.MAJOR
    if thing["change"] == "added" or "widens" in means:
        return Bump.MINOR
    return Bump.MINOR if any(it["change"] in ("added", "removed") for it in thing.get("changes", [])) else Bump.PATCH


def keys(schema: Any, path: str = "") -> set[str]:
    """The values that a schema allows, as paths."""
    found = set()
    for name, inner in (schema.get("properties") or {}).items():
        found |= {f"{path}{name}", *keys(inner, f"{path}{name}.")}
    return found


def git(*arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(["git", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def last_release(part: Part) -> str | None:
    """The highest version that has a tag in this history."""
    tags = git("tag", "--list", f"{part.name}-v*", "--merged", "HEAD").split()
    versions = [tag.removeprefix(f"{part.name}-v") for tag in tags]
    return max(versions, key=version, default=None)


def rendered_changes(tag: str) -> list[dict[str, Any]]:
    """What the charts render otherwise than at a tag, over all targets."""
    program = os.environ.get("AUDITFLOW", "./auditflow")
    done = subprocess.run([program, "golden", "diff", "--against", tag, "-o", "json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{program} golden diff --against {tag} ended with {done.returncode}: {done.stderr.strip()}")
    return [thing for target in json.loads(done.stdout)["targets"] for thing in target["objects"]]


def schema_at(tag: str, part: Part) -> set[str]:
    """The values that the chart allowed at a tag."""
    file = f"{part.chart}/values.schema.json"
    if not git("ls-tree", tag, "--", file):
        return set()
    return keys(json.loads(git("show", f"{tag}:{file}")))


def plan(part: Part) -> Plan:
    """Looks at everything since the last release of a part."""
    text = Path(part.chart, "Chart.yaml").read_text(encoding="utf-8")
    current = re.search(r"^version: (\S+)$", text, re.MULTILINE)
    if not current:
        raise SystemExit(f"{part.chart}/Chart.yaml has no line `version: X.Y.Z`")
    result = Plan(part, current[1], last_release(part))
    if result.last is None:
        return result
    tag = f"{part.name}-v{result.last}"
    for entry in git("log", "--no-merges", "--format=%h%x00%s%x00%b%x01", f"{tag}..HEAD", "--", *part.paths).split("\x01"):
        if entry.strip():
            commit, subject, body = entry.strip().split("\0")
            result.commits.append(f"{subject} ({commit})")
            result.grow(of_commit(subject, body), f"{subject} ({commit})")
    if not result.commits:
        return result
    for thing in rendered_changes(tag):
        # A subchart's objects are named after it; the umbrella answers for all.
        if part.name in thing["name"] or part.service is None:
            result.grow(
                of_object(thing), f"{thing['kind']}/{thing['name']} is {thing['change']} ({', '.join(thing.get('means', []))})"
            )
    before = schema_at(tag, part)
    now = keys(json.loads(Path(part.chart, "values.schema.json").read_text(encoding="utf-8")))
    for gone in sorted(before - now):
        result.grow(Bump.MAJOR, f"the value {gone} is gone")
    for new in sorted(now - before):
        result.grow(Bump.MINOR, f"the value {new} is new")
    return result


def replace(file: str, pattern: str, value: str) -> None:
    """Puts a version into the one place of a file that a pattern with two groups is around; all else stays as it is."""
    path = Path(file)
    text, count = re.subn(
        pattern, lambda match: f"{match[1]}{value}{match[2]}", path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    if count != 1:
        raise SystemExit(f"{file}: {count} places look like {pattern}; one was expected")
    path.write_text(text, encoding="utf-8")


def write(result: Plan) -> None:
    """Writes the next version of a part wherever it stands."""
    part, value = result.part, result.next
    replace(f"{part.chart}/Chart.yaml", r"^(version: )\S+()$", value)
    replace(f"{part.chart}/Chart.yaml", r'^(appVersion: ")[^"]+(")$', value)
    if part.service:
        replace(f"src/{part.service}/pyproject.toml", r'^(version = ")[^"]+(")$', value)
        replace(f"src/{part.service}/{part.service}/api.py", r'^(VERSION = ")[^"]+(")$', value)
        replace(f"{UMBRELLA}/Chart.yaml", rf"^(  - name: {part.name}\n    version: )\S+()$", value)
        specification = Path(f"src/{part.service}/openapi.json")
        if specification.exists():
            replace(str(specification), r'^(    "version": ")[^"]+(")$', value)


def main(arguments: list[str]) -> int:
    """Runs a command."""
    if arguments not in (["plan"], ["write"]):
        print(__doc__, file=sys.stderr)
        return 2
    plans = [plan(part) for part in PARTS]
    *services, umbrella = plans
    # The umbrella names the versions of its subcharts: a release of one is a release of it.
    for it in services:
        if umbrella.last is not None and it.as_json()["behind"]:
            umbrella.grow(it.bump, f"{it.part.name} {it.next}")
    if arguments == ["plan"]:
        print(json.dumps([it.as_json() for it in plans], indent=2, ensure_ascii=False))
        return 0
    for it in plans:
        if it.as_json()["behind"]:
            write(it)
            print(f"{it.part.name}: {it.current} -> {it.next}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
