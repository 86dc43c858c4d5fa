"""The webhook's memory over many reviews, then over many reloads under load."""

import argparse
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.request

import webhook

STRICT = "version: 1\nreleases: []\n"
MILD = STRICT + "policies: {rules: {AF307: warn}}\n"
STEPS = 10


def total(metrics, name):
    return sum(float(value) for value in re.findall(rf"(?m)^{name}(?:\{{[^}}]*\}})? (\S+)$", metrics))


class Soak:
    def __init__(self, server, script):
        self.server = server
        self.script = script
        self.pid = server.process.pid

    def metrics(self):
        address = self.server.url.partition("/validate")[0] + "/metrics"
        return urllib.request.urlopen(address, context=webhook.TRUST, timeout=10).read().decode()

    def reviews(self):
        return int(total(self.metrics(), "auditflow_admission_review_seconds_count"))

    def say(self, what):
        print(f"{what:24} {self.reviews():9,} reviews {webhook.memory(self.pid):5.0f} MiB, {webhook.memory(self.pid, 'VmHWM'):5.0f} MiB at most", flush=True)

    def load(self):
        return subprocess.Popen(["wrk", "-t1", "-c8", "-d1h", "-s", self.script, self.server.url], stdout=subprocess.DEVNULL)

    def review(self, count):
        wrk = self.load()
        try:
            for step in range(1, STEPS + 1):
                while self.reviews() < count * step / STEPS:
                    time.sleep(0.2)
                self.say("reviews")
        finally:
            wrk.kill()
            wrk.wait()

    def reload(self, count, config):
        wrk = self.load()
        try:
            for number in range(1, count + 1):
                write(config, MILD if number % 2 else STRICT)
                while total(self.metrics(), "auditflow_reloads_total") < number:
                    time.sleep(0.05)
                if number % max(1, count // STEPS) == 0:
                    self.say(f"{number} reloads")
        finally:
            wrk.kill()
            wrk.wait()


def write(config, text):
    """As a mounted ConfigMap changes: one file in the place of another."""
    following = config.with_suffix(".next")
    following.write_text(text)
    os.replace(following, config)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=200_000)
    parser.add_argument("--reloads", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        webhook.certificate(folder / "key.pem", folder / "crt.pem")
        config = folder / "auditflow.yaml"
        config.write_text(STRICT)
        body = folder / "review.json"
        body.write_text(json.dumps(webhook.review(webhook.OBJECTS["Deployment"])))
        script = folder / "post.lua"
        script.write_text(webhook.post(body))
        server = webhook.auditflow(folder, "--config", config)
        try:
            soak = Soak(server, script)
            soak.say(f"ready after {server.ready:.2f} s")
            soak.review(options.reviews)
            soak.reload(options.reloads, config)
            refused = re.findall(r'(?m)^auditflow_admission_refused_total\{reason="([^"]*)"} (\S+)$', soak.metrics())
            # Those of wrk that it left without an answer when it was ended have gone.
            print(f"without a verdict: {', '.join(f'{count} {reason}' for reason, count in refused) or 'none'};"
                  f" load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        finally:
            server.end()


if __name__ == "__main__":
    main()
