"""Compares upgrades of public charts by three programs. Usage: bench/upgrades [--mirrors FOLDER] [--runs N]"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KUBERNETES = "1.34"

# Name, repository, folder of the chart, and two of its releases.
UPGRADES = [
    ("vault", "hashicorp/vault-helm", ".", "v0.28.1", "v0.30.1"),
    ("kube-state-metrics", "prometheus-community/helm-charts", "charts/kube-state-metrics", "kube-state-metrics-5.16.4", "kube-state-metrics-6.1.0"),
    ("prometheus-node-exporter", "prometheus-community/helm-charts", "charts/prometheus-node-exporter", "prometheus-node-exporter-4.20.0", "prometheus-node-exporter-4.44.0"),
    ("alertmanager", "prometheus-community/helm-charts", "charts/alertmanager", "alertmanager-0.31.0", "alertmanager-1.11.0"),
    ("prometheus-adapter", "prometheus-community/helm-charts", "charts/prometheus-adapter", "prometheus-adapter-2.15.1", "prometheus-adapter-4.12.0"),
    ("prometheus-blackbox-exporter", "prometheus-community/helm-charts", "charts/prometheus-blackbox-exporter", "prometheus-blackbox-exporter-7.11.0", "prometheus-blackbox-exporter-9.2.0"),
    ("prometheus-pushgateway", "prometheus-community/helm-charts", "charts/prometheus-pushgateway", "prometheus-pushgateway-1.19.2", "prometheus-pushgateway-2.12.0"),
    ("grafana", "grafana/helm-charts", "charts/grafana", "grafana-8.6.3", "grafana-9.2.1"),
    ("loki-distributed", "grafana/helm-charts", "charts/loki-distributed", "loki-distributed-0.57.0", "loki-distributed-0.79.0"),
    ("jenkins", "jenkinsci/helm-charts", "charts/jenkins", "jenkins-5.7.23", "jenkins-5.9.10"),
]

# CRDs of many megabytes: the largest chart, for time and memory.
LARGEST = ("prometheus-operator-crds", "prometheus-community/helm-charts", "charts/prometheus-operator-crds",
           "prometheus-operator-crds-14.0.0", "prometheus-operator-crds-20.0.1")

CONFIGURATION = """version: 1
kubernetes: ["%s"]
environments: {prod: }
releases:
  - {name: app, manifests: app, environments: [prod]}
""" % KUBERNETES


def run(command, cwd=None, env=None):
    """Standard output, exit code, seconds by the clock and of processor, MiB of the largest process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        out.seek(0)
        err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1, 2) or (code == 2 and not out.read(1)):
            sys.exit(f"{' '.join(map(str, command))} ended with {code}: {err.read().decode()[:2000]}")
        out.seek(0)
        text = out.read().decode()
    return text, code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def chart(repository, folder, tag, mirrors, clones, into):
    mirror = mirrors / repository.replace("/", "+") / "repo" if mirrors else clones / repository.replace("/", "+")
    if not mirror.exists():
        subprocess.run(["git", "clone", "--quiet", "--bare", "--filter=blob:none", f"https://github.com/{repository}", mirror], check=True)
    into.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", mirror, "archive", tag, folder], check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", into], input=archive.stdout, check=True)
    return into / folder


def rendered(path, file):
    command = ["helm", "template", "release", path, "--kube-version", KUBERNETES + ".0", "--include-crds"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def repository(folder, old, new):
    """A repository whose commit holds the old rendering, and whose tree the new one."""
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    (folder / "app").mkdir(parents=True)
    (folder / "auditflow.yaml").write_text(CONFIGURATION)
    shutil.copy(old, folder / "app/all.yaml")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "old"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    shutil.copy(new, folder / "app/all.yaml")


def lines(text):
    """Lines that say something."""
    return sum(1 for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines() if line.strip())


def versions(tag):
    return re.sub(r"^(.*-)?v?(?=\d)", "", tag)


def compare(upgrade, flags, work):
    name, repo, folder, old_tag, new_tag = upgrade
    work = work / name
    old = chart(repo, folder, old_tag, flags.mirrors, flags.clones, work / "old")
    new = chart(repo, folder, new_tag, flags.mirrors, flags.clones, work / "new")
    before, after = rendered(old, work / "old.yaml"), rendered(new, work / "new.yaml")
    repository(work / "repository", before, after)
    diff = [*flags.auditflow, "golden", "diff", "--against", "HEAD", "-o", "human", "-o", f"brief={work}/brief", "-o", f"json={work}/json"]
    ours = run(diff, cwd=work / "repository")
    dyff = run(["dyff", "between", "--omit-header", "--set-exit-code", before, after])
    # Whole objects around each change as it comes, and three lines of them, as git shows.
    helm = {**os.environ, "HELM_BIN": shutil.which("helm"), "HELM_DIFF_COLOR": "false"}
    local = ["helm-diff", "local", old, new, "--kube-version", KUBERNETES + ".0", "--include-crds"]
    whole, short = run(local, env=helm), run([*local, "--context", "3"], env=helm)
    means = {}
    for target in json.loads((work / "json").read_text())["targets"]:
        for changed in target["objects"]:
            for word in changed["means"]:
                means[word] = means.get(word, 0) + 1
    found = ", ".join(f"{count} {word}" for word, count in means.items())
    row = [f"{name} {versions(old_tag)} → {versions(new_tag)}", lines(ours[0]), lines((work / "brief").read_text()), lines(dyff[0]),
           lines(whole[0]), lines(short[0]), found or "none"]
    print("| " + " | ".join(map(str, row)) + " |", flush=True)


def speed(flags, work):
    name, repo, folder, old_tag, new_tag = LARGEST
    work = work / name
    before = rendered(chart(repo, folder, old_tag, flags.mirrors, flags.clones, work / "old"), work / "old.yaml")
    after = rendered(chart(repo, folder, new_tag, flags.mirrors, flags.clones, work / "new"), work / "new.yaml")
    repository(work / "repository", before, after)
    programs = {
        "auditflow golden diff --against": ([*flags.auditflow, "golden", "diff", "--against", "HEAD"], work / "repository"),
        "dyff between": (["dyff", "between", before, after], work),
    }
    samples = {title: [] for title in programs}
    for _ in range(flags.runs):
        for title, (command, cwd) in programs.items():
            samples[title].append(run(command, cwd=cwd)[2:])
    size = after.stat().st_size / 1024 / 1024
    print(f"\n| {name} {versions(old_tag)} → {versions(new_tag)}, {size:.1f} MB | seconds | processor | MiB |\n|---|---|---|---|")
    for title, rows in samples.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*rows))
        print(f"| {title} | {wall:.2f} | {cpu:.2f} | {memory:.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirrors", type=pathlib.Path, help="folder of repositories, each OWNER+NAME/repo")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--auditflow", nargs="+", default=[str(ROOT / "auditflow")], help="the command to measure")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        flags.clones = work / "clones"
        print("| upgrade | ours | brief | dyff | helm-diff | --context 3 | what it means |\n|---|---|---|---|---|---|---|", flush=True)
        for upgrade in UPGRADES:
            compare(upgrade, flags, work)
        if flags.runs:
            speed(flags, work)


if __name__ == "__main__":
    main()
