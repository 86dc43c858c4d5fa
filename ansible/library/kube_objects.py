#!/usr/bin/python
"""Kubernetes objects by server-side apply, with the kubectl that K3s brings."""

from __future__ import annotations

import json
import re

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
---
module: kube_objects
short_description: Apply or delete Kubernetes objects with kubectl
description:
  - Compares by C(kubectl diff --server-side) and applies only where the API server would change something.
  - Needs no Python client on the host and no credentials of the cluster on the computer that runs Ansible.
  - What Secrets hold does not show in the diff.
options:
  objects:
    description: The objects.
    type: list
    elements: dict
    required: true
  state:
    description: Whether they are to exist.
    type: str
    choices: [present, absent]
    default: present
  kubectl:
    description: The program and its first arguments.
    type: list
    elements: str
    default: [k3s, kubectl]
  field_manager:
    description: Owner of the fields.
    type: str
    default: auditflow-ansible
author: AuditFlow
"""

EXAMPLES = r"""
- name: Make a namespace
  kube_objects:
    objects:
      - {apiVersion: v1, kind: Namespace, metadata: {name: example}}
"""

RETURN = r"""
applied:
  description: What was applied or deleted, as kubectl names it.
  type: list
  returned: changed
"""

NOISE = re.compile(r"^[-+ ]\s*(?:generation|resourceVersion|uid|creationTimestamp|managedFields|time):")


def new(objects):
    """The diff of objects that cannot be compared yet."""
    return "\n".join(f"+{item['kind']}/{item['metadata']['name']}" for item in objects)


class Kubectl:
    """Runs kubectl over a list of objects."""

    def __init__(self, module):
        self.module = module
        self.manager = module.params["field_manager"]

    def run(self, *words, objects=None):
        command = [*self.module.params["kubectl"], *words]
        stdin = None
        if objects is not None:
            stdin = json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
            command += ["-f", "-"]
        return self.module.run_command(command, data=stdin, environ_update={"LC_ALL": "C"})

    def fail(self, what, error):
        names = ", ".join(f"{item['kind']}/{item['metadata']['name']}" for item in self.module.params["objects"][:5])
        self.module.fail_json(msg=f"kubectl could not {what} {names}: {error.strip()}")

    def diff(self, objects):
        """What the API server would change, as text; empty for nothing."""
        code, out, error = self.run("diff", "--server-side", "--force-conflicts", f"--field-manager={self.manager}", objects=objects)
        if code == 0:
            return ""
        if code == 1 and out:
            lines = [line for line in out.splitlines() if not line.startswith(("diff ", "---", "+++")) and not NOISE.match(line)]
            # The API server counts some generations up although nothing else changes.
            return "\n".join(lines) if any(line.startswith(("+", "-")) for line in lines) else ""
        # A namespace or a kind of these very objects does not exist yet, so that they cannot be compared.
        if "not found" in error or "no matches for kind" in error:
            return new(objects)
        return self.fail("compare", error)

    def missing(self):
        program = self.module.params["kubectl"][0]
        return self.module.get_bin_path(program, required=False, opt_dirs=["/usr/local/bin"]) is None

    def present(self, objects):
        # On a fresh host a dry run comes before the run that would bring kubectl.
        diff = new(objects) if self.missing() and self.module.check_mode else self.diff(objects)
        if not diff:
            return {"changed": False}
        result = {"changed": True, "diff": {"prepared": f"{diff}\n"}}
        if not self.module.check_mode:
            code, out, error = self.run(
                "apply", "--server-side", "--force-conflicts", f"--field-manager={self.manager}", objects=objects
            )
            if code:
                self.fail("apply", error)
            result["applied"] = [line.split()[0] for line in out.splitlines() if line]
        return result

    def absent(self, objects):
        dry = ["--dry-run=server"] if self.module.check_mode else []
        code, out, error = self.run("delete", "--ignore-not-found", "--timeout=120s", *dry, objects=objects)
        if code and "no matches for kind" not in error:
            self.fail("delete", error)
        gone = [line.split()[0] for line in out.splitlines() if "deleted" in line]
        return {"changed": bool(gone), "applied": gone}


def main():
    module = AnsibleModule(
        argument_spec={
            "objects": {"type": "list", "elements": "dict", "required": True},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "kubectl": {"type": "list", "elements": "str", "default": ["k3s", "kubectl"]},
            "field_manager": {"type": "str", "default": "auditflow-ansible"},
        },
        supports_check_mode=True,
    )
    kubectl = Kubectl(module)
    if kubectl.missing() and not module.check_mode:
        module.fail_json(msg=f"there is no {module.params['kubectl'][0]} on this host; playbooks/k3s.yml installs it")
    act = kubectl.present if module.params["state"] == "present" else kubectl.absent
    module.exit_json(**act(module.params["objects"]))


if __name__ == "__main__":
    main()
