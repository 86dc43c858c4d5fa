"""Times whole commands in turn, A B A B, and prints medians and ratios: the machine may be noisy, its noise is shared.

Usage: bench/run [--runs N] [--charts FOLDER]
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = "1.34"


def run(command, env):
    """Seconds by the clock, seconds of processor, MiB of the largest process, exit code."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} ended with {code}: nothing is measured")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code


def shell(script):
    return ["sh", "-c", script]


def compare(title, ours, peers, runs, work):
    """Runs ours and each peer in turn. Every run of ours starts without a cache of verdicts."""
    samples = {name: [] for name in ["auditflow", *peers]}
    for turn in range(runs + 1):
        for name, command in [("auditflow", ours), *peers.items()]:
            env = dict(os.environ)
            if name == "auditflow":
                env["XDG_CACHE_HOME"] = str(work / "cache")
                shutil.rmtree(work / "cache" / "auditflow" / "verdicts", ignore_errors=True)
            measured = run(command, env)
            if turn > 0:
                samples[name].append(measured)
    own = statistics.median(sample[0] for sample in samples["auditflow"])
    for name, rows in samples.items():
        wall, cpu, memory, _ = (statistics.median(column) for column in zip(*rows))
        ratio = "" if name == "auditflow" else f"{wall / own:5.2f} x"
        print(f"{title:34} {name:34} {wall:8.3f} {cpu:8.3f} {memory:7.0f}  {ratio}")
        title = ""
    print()


def rules(work):
    """The rules of our packs that look at one object, as conftest takes them: those over all objects it would need a second run for."""
    folder = work / "rules"
    for pack in {"lib"} | {path.parent.parent.name for path in ROOT.glob("policies/*/*/rule.rego")}:
        for file in (ROOT / "policies" / pack).rglob("*.rego"):
            if not file.name.endswith("_test.rego"):
                copy = folder / file.relative_to(ROOT / "policies")
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
    return folder


def render_all(charts, out):
    out.write_text("")
    for chart in charts:
        text = subprocess.run(
            ["helm", "template", "x", str(chart), "--kube-version", VERSION + ".0", "--include-crds"],
            capture_output=True,
            check=False,
        )
        if text.returncode == 0:
            with out.open("ab") as file:
                file.write(b"---\n" + text.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--charts", default=str(ROOT.parent / "shared" / "data" / "charts"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        subprocess.run(["./auditflow", "schemas", "export", VERSION, str(work / "schemas")], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        layout = str(work / "schemas") + "/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"
        kubeconform = f"kubeconform -strict -ignore-missing-schemas -schema-location '{layout}' -"
        conftest = "conftest test --no-color -p bench/policies -"
        render = "helm template x {} --include-crds --kube-version " + VERSION + ".0"

        same = f"conftest test --no-color --all-namespaces -p {rules(work)} -"

        def pipeline(chart, judge=conftest):
            text = work / "rendered.yaml"
            parts = [render.format(chart) + f" >{text}", f"{kubeconform} <{text}", f"{judge} <{text}"]
            return "; ".join(parts)

        def pipelines(charts):
            return {
                "… | conftest, our rules": shell("; ".join(pipeline(chart, same) for chart in charts)),
                "… | conftest, 20 rules": shell("; ".join(pipeline(chart) for chart in charts)),
            }

        print(f"{'what':34} {'who':34} {'seconds':>8} {'cpu':>8} {'MiB':>7}  against auditflow")
        compare(
            "one small chart, cold",
            ["./auditflow", "validate", "bench/chart"],
            pipelines(["bench/chart"]) | {"helm template alone": shell(render.format("bench/chart"))},
            args.runs,
            work,
        )
        charts = sorted(p / "chart" for p in pathlib.Path(args.charts).glob("*") if (p / "chart").is_dir())
        if not charts:
            print(f"no charts in {args.charts}: the other rows need some (--charts FOLDER, each with a folder chart/)")
            return
        left_out = [chart for chart in charts if run(shell(render.format(chart)), os.environ)[3]]
        charts = [chart for chart in charts if chart not in left_out]
        if left_out:
            print("left out, helm cannot render them without values:", *(chart.parent.name for chart in left_out), "\n")
        names = [str(chart) for chart in charts]
        compare(
            f"{len(charts)} public charts",
            ["./auditflow", "validate", *names, "--include-crds"],
            pipelines(names),
            max(2, args.runs // 2),
            work,
        )
        compare(
            "the same, rendered only",
            ["./auditflow", "render", *names, "--include-crds"],
            {"helm template, a process each": shell("; ".join(render.format(chart) for chart in names))},
            max(2, args.runs // 2),
            work,
        )
        stream = work / "stream.yaml"
        render_all(charts, stream)
        stream.write_bytes(stream.read_bytes() * 3)
        documents = stream.read_bytes().count(b"\nkind:")
        compare(
            f"20 rules over {documents} documents",
            ["./auditflow", "validate", str(stream), "--no-builtin", "--schema-engine", "none", "-p", "bench/policies"],
            {"conftest": shell(f"{conftest} <{stream}")},
            max(2, args.runs // 2),
            work,
        )


if __name__ == "__main__":
    main()
