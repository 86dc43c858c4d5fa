import http.server
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import pytest
import yaml

import machine as machines

ANSIBLE = pathlib.Path(__file__).resolve().parent.parent


class Run:
    """What a playbook did: its output, its exit code and the recap of each host."""

    def __init__(self, result):
        self.code, self.out = result.returncode, result.stdout + result.stderr
        self.text = re.sub(r"\s+", " ", self.out)
        self.recap = {
            match[1]: {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", match[2])}
            for match in re.finditer(r"^(\S+)\s+: (ok=.*)$", self.out, re.M)
        }

    def ok(self):
        assert self.code == 0, self.out
        return self

    def failed(self, *words):
        assert self.code != 0, self.out
        for word in words:
            assert word in self.text, self.out
        return self

    def changed(self):
        """The tasks that changed something, by host."""
        task, found = "", []
        for line in self.out.splitlines():
            if match := re.match(r"(?:TASK|RUNNING HANDLER) \[(.*?)\]", line):
                task = match[1]
            elif match := re.match(r"changed: \[(\S+?)[\]( ]", line):
                found.append(f"{match[1]}: {task}")
        return found


class Control:
    """The computer that Ansible runs on: an inventory, a vault password, and the playbooks of this repository."""

    def __init__(self, folder):
        self.folder = folder
        self.inventory = folder / "inventory"
        self.inventory.mkdir(parents=True)
        # Paths of sockets are short.
        self.sockets = tempfile.TemporaryDirectory(prefix="afcp", ignore_cleanup_errors=True)
        self.environment = dict(
            os.environ, ANSIBLE_CONFIG=str(ANSIBLE / "ansible.cfg"), ANSIBLE_NOCOLOR="1", ANSIBLE_HOME=str(folder / "home"),
            ANSIBLE_LOCAL_TEMP=str(folder / "tmp"), ANSIBLE_SSH_CONTROL_PATH_DIR=self.sockets.name,
        )

    def hosts(self, text):
        (self.inventory / "hosts.yml").write_text(text, encoding="utf-8")

    def variables(self, group, values):
        folder = self.inventory / "group_vars" / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "main.yml").write_text(yaml.safe_dump(values), encoding="utf-8")

    def variables_of_host(self, host, **values):
        folder = self.inventory / "host_vars"
        folder.mkdir(exist_ok=True)
        (folder / f"{host}.yml").write_text(yaml.safe_dump(values), encoding="utf-8")

    def play(self, playbook, *arguments, **extra):
        command = ["ansible-playbook", "-i", str(self.inventory), str(playbook), *arguments]
        for name, value in extra.items():
            command += ["-e", yaml.safe_dump({name: value}, default_flow_style=True).strip()]
        return Run(subprocess.run(command, cwd=ANSIBLE, env=self.environment, capture_output=True, text=True, timeout=900))

    def killed(self, playbook, words):
        """Runs a playbook until it prints these words, and kills it."""
        command, printed = ["ansible-playbook", "-i", str(self.inventory), str(playbook)], ""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
        with subprocess.Popen(command, cwd=ANSIBLE, env=self.environment, **options) as process:
            for line in process.stdout:
                printed += line
                if words in line:
                    os.killpg(process.pid, signal.SIGKILL)
                    return
        raise AssertionError(f"it ended before it said {words}: {printed}")


class Here(Control):
    """A control computer that is its own server, with a kubectl over a folder."""

    def __init__(self, folder):
        super().__init__(folder)
        self.kube = folder / "kube"
        self.kube.mkdir()
        self.environment["FAKE_KUBE"] = str(self.kube)
        self.kubectl = [sys.executable, str(pathlib.Path(__file__).parent / "fake_kubectl.py")]
        self.hosts("""
k3s_server:
  hosts:
    here: {ansible_connection: local, ansible_host: 192.0.2.10, ansible_become: false}
""")

    def log(self):
        """What was written in the cluster, in order, since it was asked last."""
        file = self.kube / "log"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines


def golden(name, text):
    """Holds a text to its golden file. AUDITFLOW_UPDATE=true writes it anew."""
    file = pathlib.Path(__file__).parent / "golden" / name
    if os.environ.get("AUDITFLOW_UPDATE") == "true":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The network of the machines, with a server of packages and downloads on it."""
    if os.geteuid() or not shutil.which("debootstrap"):
        pytest.skip("machines need root and debootstrap: apt-get install debootstrap")
    folder = tmp_path_factory.mktemp("lab")
    network = machines.Network(f"10.213.{os.getpid() % 250}")
    served = folder / "served"
    served.mkdir()
    (served / "apt").symlink_to(machines.base() / "pool")
    server = http.server.ThreadingHTTPServer((network.address, 0), lambda *a: Files(*a, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sh = machines.sh
    sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key")
    started = []

    class Lab:
        url = f"http://{network.address}:{server.server_port}"
        key = folder / "key"
        nobody = f"{network.subnet}.99"
        files = served

        @staticmethod
        def machine(name, number, **options):
            sources = f"deb [trusted=yes] {Lab.url}/apt ./\n"
            made = machines.Machine(name, number, network, folder, (folder / "key.pub").read_text(), sources, **options)
            started.append(made)
            made.start()
            return made

    Lab.folder = folder
    yield Lab
    server.shutdown()
    for made in started:
        made.close()
    network.close()


@pytest.fixture(scope="module")
def control(tmp_path_factory):
    return Control(tmp_path_factory.mktemp("control"))
