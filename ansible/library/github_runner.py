#!/usr/bin/python
"""Self-hosted runners of a repository or an organisation, by GitHub's API."""

from __future__ import annotations

import json
import time

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import fetch_url

DOCUMENTATION = r"""
---
module: github_runner
short_description: List, register, relabel and remove self-hosted runners
description:
  - Speaks to GitHub's API about the self-hosted runners of a repository or an organisation.
  - Waits where GitHub asks for it (rate limits) and tries again where GitHub fails (5xx), for no longer than I(patience).
options:
  api_url:
    description: Address of the API.
    type: str
    default: https://api.github.com
  scope:
    description: C(repos/OWNER/NAME) or C(orgs/NAME).
    type: str
    required: true
  token:
    description: A token that may administer the runners of the scope.
    type: str
    required: true
  action:
    description: What to do.
    type: str
    choices: [list, register, label, remove]
    default: list
  id:
    description: The runner, for C(label) and C(remove).
    type: int
  labels:
    description: All labels of the runner beside GitHub's own, for C(label).
    type: list
    elements: str
    default: []
  patience:
    description: Seconds to wait and try again in all.
    type: int
    default: 120
author: AuditFlow
"""

EXAMPLES = r"""
- name: List runners
  github_runner:
    scope: orgs/example
    token: "{{ token }}"
  register: runners
"""

RETURN = r"""
runners:
  description: All runners, for C(list).
  type: list
  returned: success
token:
  description: A registration token that is valid for an hour, for C(register).
  type: str
  returned: success
"""


class Trouble(Exception):
    """Something to tell the person who runs this."""


class GitHub:
    """One API, with patience for its limits and failures."""

    def __init__(self, module, sleep=time.sleep, clock=time.time):
        self.module, self.sleep, self.clock = module, sleep, clock
        self.end = clock() + module.params["patience"]
        self.base = f"{module.params['api_url'].rstrip('/')}/{module.params['scope'].strip('/')}/actions/runners"

    def call(self, method, path="", body=None, accept=(200, 201, 204)):
        pause = 1.0
        while True:
            response, info = fetch_url(
                self.module,
                self.base + path,
                method=method,
                data=json.dumps(body) if body is not None else None,
                headers={
                    "Accept": "application/vnd.github+json",
                    "Authorization": f"Bearer {self.module.params['token']}",
                    "Content-Type": "application/json",
                    "X-GitHub-Api-Version": "2022-11-28",
                },
                timeout=30,
            )
            status = info["status"]
            text = response.read() if response else info.get("body") or b""
            if status in accept:
                return status, json.loads(text) if text else None
            wait = self.wait(status, info, pause)
            if wait is None:
                raise Trouble(self.explain(status, info, text))
            if self.clock() + wait > self.end:
                raise Trouble(
                    f"GitHub answers {status} and asks for {int(wait)} more seconds, and {self.module.params['patience']} seconds "
                    f"of patience are used up. Run this again later."
                )
            self.sleep(wait)
            pause *= 2

    def wait(self, status, info, pause):
        """How long until it makes sense to ask again; None if it does not."""
        if status == 429 or (status == 403 and (info.get("retry-after") or info.get("x-ratelimit-remaining") == "0")):
            if info.get("retry-after"):
                return float(info["retry-after"])
            return max(float(info.get("x-ratelimit-reset") or self.clock() + 60) - self.clock(), 0) + 1
        # -1 is what fetch_url gives when there was no answer.
        return pause if status >= 500 or status == -1 else None

    def explain(self, status, info, text):
        try:
            said = json.loads(text).get("message", "")
        except (ValueError, AttributeError):
            said = info.get("msg", "")
        scope = self.module.params["scope"]
        hint = {
            401: "The token is wrong or has expired: put a new one into the vault as vault_github_token.",
            403: f"The token may not administer the runners of {scope}: it needs 'Administration: write' on a repository or "
            "'Self-hosted runners: write' on an organisation.",
            404: f"{scope} does not exist or the token does not see it; gha_runner_scope is repos/OWNER/NAME or orgs/NAME.",
            422: "The runner is running a job; wait for its end or cancel it, and run this again.",
        }.get(status, "")
        return f"GitHub answers {status} to {scope}: {said}. {hint}".strip()

    def runners(self):
        found, page = [], 1
        while True:
            _, answer = self.call("GET", f"?per_page=100&page={page}")
            found += answer["runners"]
            if not answer["runners"] or len(found) >= answer["total_count"]:
                return [
                    {
                        "id": runner["id"],
                        "name": runner["name"],
                        "status": runner["status"],
                        "busy": runner["busy"],
                        "labels": sorted(label["name"] for label in runner["labels"] if label.get("type") != "read-only"),
                    }
                    for runner in found
                ]
            page += 1

    def act(self, action, number, labels):
        check = self.module.check_mode
        if action == "list":
            return {"changed": False, "runners": self.runners()}
        if action == "register":
            if check:
                return {"changed": True, "token": ""}
            return {"changed": True, "token": self.call("POST", "/registration-token")[1]["token"]}
        if action == "label":
            now = next((runner["labels"] for runner in self.runners() if runner["id"] == number), None)
            if now == sorted(labels):
                return {"changed": False}
            if not check:
                self.call("PUT", f"/{number}/labels", {"labels": labels})
            return {"changed": True, "diff": {"before": f"{now}\n", "after": f"{sorted(labels)}\n"}}
        if check:
            return {"changed": any(runner["id"] == number for runner in self.runners())}
        status, _ = self.call("DELETE", f"/{number}", accept=(204, 404))
        return {"changed": status == 204}


def main():
    module = AnsibleModule(
        argument_spec={
            "api_url": {"type": "str", "default": "https://api.github.com"},
            "scope": {"type": "str", "required": True},
            "token": {"type": "str", "required": True, "no_log": True},
            "action": {"type": "str", "choices": ["list", "register", "label", "remove"], "default": "list"},
            "id": {"type": "int"},
            "labels": {"type": "list", "elements": "str", "default": []},
            "patience": {"type": "int", "default": 120},
        },
        required_if=[("action", "label", ["id"]), ("action", "remove", ["id"])],
        supports_check_mode=True,
    )
    try:
        module.exit_json(**GitHub(module).act(module.params["action"], module.params["id"], module.params["labels"]))
    except Trouble as trouble:
        module.fail_json(msg=str(trouble))


if __name__ == "__main__":
    main()
