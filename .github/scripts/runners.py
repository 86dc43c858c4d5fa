"""Removes offline runners whose names begin with one of PREFIXES; fails if none of these is online. TOKEN may administer them."""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any


def ask(method: str, path: str) -> Any:
    """Calls GitHub's API about the repository's runners, and gives what it answers, if anything."""
    request = urllib.request.Request(  # noqa: S310 - the address is GitHub's own
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/actions/runners{path}",
        method=method,
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['TOKEN']}",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 # nosec B310
        text = reply.read()
    return json.loads(text) if text else None


def runners() -> list[dict[str, Any]]:
    """Every runner of the repository, over all pages."""
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        answer = ask("GET", f"?per_page=100&page={page}")
        found += answer["runners"]
        if not answer["runners"] or len(found) >= answer["total_count"]:
            return found
        page += 1


def remove(runner: dict[str, Any]) -> None:
    """Removes one; one that is gone already is as good."""
    try:
        ask("DELETE", f"/{runner['id']}")
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
    print(f"removed {runner['name']}: it was offline")


def main() -> int:
    """Looks after the runners."""
    if not os.environ.get("TOKEN"):
        print("::error::the environment `runners` has no secret RUNNER_ADMIN_TOKEN; docs/pipeline.md lists what is needed")
        return 1
    prefixes = tuple(filter(None, os.environ["PREFIXES"].split(",")))
    try:
        ours = [runner for runner in runners() if runner["name"].startswith(prefixes)]
        online = [runner["name"] for runner in ours if runner["status"] == "online"]
        for runner in ours:
            # A runner that ends its last job is offline for a moment, and still busy.
            if runner["status"] == "offline" and not runner["busy"]:
                remove(runner)
    except urllib.error.HTTPError as error:
        print(f"::error::GitHub answered {error.code} about the runners; RUNNER_ADMIN_TOKEN needs Administration: write")
        return 1
    except urllib.error.URLError as error:
        print(f"::error::GitHub cannot be reached: {error.reason}")
        return 1
    if not online:
        print("::error::no runner is online; playbooks/runners.yml of ansible/ deploys one")
        return 1
    print(f"online: {', '.join(sorted(online))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
