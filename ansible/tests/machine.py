"""Debian machines for tests: real systemd, sshd, sudo, apt and nftables in namespaces of their own, on a network of their own.

A machine is an overlay over a root that debootstrap made, started as a board would be: its firmware folder decides what
/proc/cmdline and the cgroup controllers say, a reboot ends PID 1 and starts it again with another boot id, and sysctls that
belong to the whole kernel are files of the machine.
"""

import ctypes
import hashlib
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import threading
import time

SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
# What an image for a board brings before anybody configures it ...
INCLUDE = "systemd,systemd-sysv,dbus,python3,python3-apt,openssh-server,sudo,ca-certificates,iproute2,procps,iptables"
# ... and what the roles install, served to the machines by the tests' own package server.
POOL = "nftables systemd-timesyncd unattended-upgrades logrotate cron python3-yaml"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "auditflow-ci"
KERNEL_WIDE = ("vm/overcommit_memory", "vm/panic_on_oom", "vm/swappiness", "kernel/panic", "kernel/panic_on_oops")


def sh(*command, check=True, **options):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if check and result.returncode:
        raise AssertionError(f"{command}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result


def base():
    """The root that all machines share, made once; a folder by the content of what went into it."""
    key = hashlib.sha256(f"5 {SUITE} {INCLUDE} {POOL}".encode()).hexdigest()[:12]
    folder = CACHE / f"debian-{SUITE}-{key}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        root, pool = folder / "root", folder / "pool"
        sh("debootstrap", "--variant=minbase", f"--include={INCLUDE}", SUITE, root, MIRROR)
        pool.mkdir()
        sh("chroot", root, "apt-get", "install", "-y", "--no-install-recommends", "--download-only", *POOL.split())
        for package in (root / "var/cache/apt/archives").glob("*.deb"):
            shutil.move(package, pool / package.name)
        _index(pool)
        _prepare(root)
        (folder / "ready").touch()
    return folder


def _index(pool):
    with open(pool / "Packages", "w", encoding="utf-8") as index:
        for package in sorted(pool.glob("*.deb")):
            control = sh("dpkg-deb", "--field", package).stdout.strip()
            digest = hashlib.sha256(package.read_bytes()).hexdigest()
            index.write(f"{control}\nFilename: ./{package.name}\nSize: {package.stat().st_size}\nSHA256: {digest}\n\n")


def _prepare(root):
    """What the maker of the image does: a user with sudo, a firmware folder, services that make no sense in a namespace off."""
    sh("chroot", root, "useradd", "--create-home", "--shell", "/bin/bash", "--groups", "sudo", "pi")
    (root / "etc/sudoers.d/010_pi-nopasswd").write_text("pi ALL=(ALL) NOPASSWD: ALL\n")
    # As on a fresh image, the package lists are old.
    shutil.rmtree(root / "var/lib/apt/lists")
    (root / "var/lib/apt/lists/partial").mkdir(parents=True)
    os.utime(root / "var/lib/apt/lists", (0, 0))
    (root / "boot/firmware").mkdir()
    (root / "boot/firmware/cmdline.txt").write_text(
        "console=serial0,115200 console=tty1 root=PARTUUID=0f0f0f0f-02 rootfstype=ext4 fsck.repair=yes rootwait\n"
    )
    (root / "etc/fstab").write_text(
        "PARTUUID=0f0f0f0f-01  /boot/firmware  vfat  defaults  0  2\n"
        "PARTUUID=0f0f0f0f-02  /  ext4  defaults  0  1\n"
        "/var/swap  none  swap  sw  0  0\n"
    )
    for unit in ("console-getty.service", "getty@.service", "e2scrub_reap.service", "systemd-remount-fs.service"):
        (root / "etc/systemd/system" / unit).symlink_to("/dev/null")
    for unit in ("apt-daily.service", "apt-daily-upgrade.service", "fstrim.service"):
        dropin = root / "etc/systemd/system" / f"{unit}.d/test.conf"
        dropin.parent.mkdir(parents=True)
        dropin.write_text("[Unit]\nConditionPathExists=/nowhere\n")
    dropin = root / "etc/systemd/system/fstrim.timer.d/test.conf"
    dropin.parent.mkdir(parents=True)
    dropin.write_text("[Unit]\nConditionVirtualization=\n")
    # It must run to be seen running, and must not set anybody's clock.
    dropin = root / "etc/systemd/system/systemd-timesyncd.service.d/test.conf"
    dropin.parent.mkdir(parents=True)
    dropin.write_text("[Unit]\nConditionVirtualization=\n[Service]\nCapabilityBoundingSet=\nAmbientCapabilities=\n")


BOOT = r"""
set -e
cd "$MACHINE"; R=$MACHINE/root
mount --make-rprivate /
mount -t tmpfs tmpfs run; mkdir run/fake
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$MACHINE/upper,workdir=$MACHINE/work" "$R"
mount -t proc proc "$R/proc"
cat /proc/sys/kernel/random/uuid > run/fake/boot_id
mount --bind run/fake/boot_id "$R/proc/sys/kernel/random/boot_id"
firmware=$R/boot/firmware/cmdline.txt; [ -f "$firmware" ] || firmware=$R/boot/cmdline.txt
head -n 1 "$firmware" > run/fake/cmdline; mount --bind run/fake/cmdline "$R/proc/cmdline"
for key in $KERNEL_WIDE; do
  mkdir -p "run/fake/$(dirname "$key")"; cat "/proc/sys/$key" > "run/fake/$key"; mount --bind "run/fake/$key" "$R/proc/sys/$key"
done
printf 'Filename\tType\tSize\tUsed\tPriority\n' > run/fake/swaps; mount --bind run/fake/swaps "$R/proc/swaps"
mount -t sysfs -o ro sysfs "$R/sys"
mount -t cgroup2 cgroup2 "$R/sys/fs/cgroup"
mount -t tmpfs tmpfs "$R/run"; mount -t tmpfs tmpfs "$R/tmp"; mount -t tmpfs -o mode=755 tmpfs "$R/dev"
for device in null zero full random urandom tty; do touch "$R/dev/$device"; mount --bind "/dev/$device" "$R/dev/$device"; done
mkdir "$R/dev/pts" "$R/dev/shm"; mount -t devpts -o newinstance,ptmxmode=0666,gid=5 devpts "$R/dev/pts"
ln -s pts/ptmx "$R/dev/ptmx"; ln -s /proc/self/fd "$R/dev/fd"; mount -t tmpfs -o mode=1777 tmpfs "$R/dev/shm"
controllers="cpuset cpu io pids"; if grep -qw cgroup_enable=memory run/fake/cmdline; then controllers="$controllers memory"; fi
echo "$controllers" > "$R/run/controllers"
mount --bind "$R/run/controllers" "$R/sys/fs/cgroup/cgroup.controllers"
hostname "$(cat "$R/etc/hostname")"
mkdir -p "$R/.outside"; cd "$R"; pivot_root . .outside; umount -l /.outside
export container=test
exec /lib/systemd/systemd --system --log-target=null </dev/null >/dev/null 2>&1
"""


def forget_dead():
    """Removes the networks of test runs that were killed."""
    for namespace in pathlib.Path("/run/netns").glob("af*-*"):
        tag = namespace.name.split("-")[0]
        if not os.path.exists(f"/proc/{tag[2:]}"):
            sh("ip", "netns", "delete", namespace.name, check=False)
            sh("ip", "link", "delete", f"{tag}h", check=False)


class Network:
    """A bridge in a namespace of its own, so that no rule of this computer's firewall sees what machines say to each other."""

    def __init__(self, subnet):
        forget_dead()
        tag = f"af{os.getpid()}"
        self.tag, self.subnet, self.namespaces = tag, subnet, []
        self.address = f"{subnet}.1"
        self.switch = self.namespace("sw")
        sh("ip", "-n", self.switch, "link", "add", "br0", "type", "bridge")
        sh("ip", "-n", self.switch, "link", "set", "br0", "up")
        sh("ip", "link", "add", f"{tag}h", "type", "veth", "peer", "name", "host", "netns", self.switch)
        sh("ip", "-n", self.switch, "link", "set", "host", "master", "br0", "up")
        sh("ip", "address", "add", f"{self.address}/24", "dev", f"{tag}h")
        sh("ip", "link", "set", f"{tag}h", "up")

    def namespace(self, name):
        full = f"{self.tag}-{name}"
        sh("ip", "netns", "add", full)
        self.namespaces.append(full)
        return full

    def attach(self, name, number):
        namespace = self.namespace(name)
        sh("ip", "-n", self.switch, "link", "add", f"p{number}", "type", "veth", "peer", "name", "eth0", "netns", namespace)
        sh("ip", "-n", self.switch, "link", "set", f"p{number}", "master", "br0", "up")
        sh("ip", "-n", namespace, "address", "add", f"{self.subnet}.{number}/24", "dev", "eth0")
        sh("ip", "-n", namespace, "link", "set", "eth0", "up")
        sh("ip", "-n", namespace, "link", "set", "lo", "up")
        return namespace

    def close(self):
        for namespace in self.namespaces:
            sh("ip", "netns", "delete", namespace, check=False)
        sh("ip", "link", "delete", f"{self.tag}h", check=False)


class Machine:
    def __init__(self, name, number, network, folder, key, sources, old_cmdline=None):
        """@param old_cmdline the kernel's line on an image whose firmware is read from /boot itself, as it was until 2023"""
        self.name, self.network, self.folder = name, network, folder / name
        self.address = f"{network.subnet}.{number}"
        self.namespace = network.attach(name, number)
        self.process, self.off = None, threading.Event()
        for part in ("root", "upper", "work", "run"):
            (self.folder / part).mkdir(parents=True)
        self._write("etc/hostname", "raspberrypi\n")
        self._write("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 raspberrypi\n")
        self._write("etc/apt/sources.list", sources)
        self._write("home/pi/.ssh/authorized_keys", key, 0o600)
        if old_cmdline:
            self._write("boot/cmdline.txt", old_cmdline)
            # To an overlay this says that the folder is not there.
            os.mknod(self.folder / "upper/boot/firmware", stat.S_IFCHR, os.makedev(0, 0))
        sh("chown", "-R", "1000:1000", self.folder / "upper/home/pi")
        for path, mode in (("home/pi", 0o755), ("home/pi/.ssh", 0o700)):
            (self.folder / "upper" / path).chmod(mode)

    def _write(self, path, text, mode=0o644):
        file = self.folder / "upper" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)

    def start(self):
        threading.Thread(target=self._run, daemon=True).start()
        self.wait()

    def _run(self):
        environment = dict(
            os.environ, MACHINE=str(self.folder), BASE=str(base() / "root"), KERNEL_WIDE=" ".join(KERNEL_WIDE)
        )
        while not self.off.is_set():
            self.process = subprocess.Popen(
                ["ip", "netns", "exec", self.namespace, "unshare", "--mount", "--pid", "--fork", "--cgroup", "--uts", "--ipc",
                 "--kill-child", "bash", "-c", BOOT],
                env=environment, stdin=subprocess.DEVNULL, stdout=open(self.folder / "boot.log", "a"), stderr=subprocess.STDOUT,
                preexec_fn=self._prepare_process,
            )
            self.process.wait()

    def _prepare_process(self):
        # A test run that is killed takes its machines along.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        for mount in ("/sys/fs/cgroup/unified", "/sys/fs/cgroup"):
            if os.path.exists(f"{mount}/cgroup.procs"):
                group = f"{mount}/{self.namespace}"
                os.makedirs(group, exist_ok=True)
                with open(f"{group}/cgroup.procs", "w", encoding="ascii") as procs:
                    procs.write("0")
                return

    def pid(self):
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        return pathlib.Path(children).read_text(encoding="ascii").split()[0]

    def run(self, *command, check=True, stdin=None):
        """As root, from outside: what a look at the card in a reader would show, and processes too."""
        return sh("nsenter", "-t", self.pid(), "-a", *command, check=check, input=stdin)

    def read(self, path):
        return self.run("cat", path).stdout

    def write(self, path, text, mode="0644"):
        self.run("sh", "-c", f"mkdir -p $(dirname {path}) && cat > {path} && chmod {mode} {path}", stdin=text)

    def mode(self, path):
        return self.run("stat", "-c", "%a", path).stdout.strip()

    def exists(self, path):
        return self.run("test", "-e", path, check=False).returncode == 0

    def wait(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run("systemctl", "is-active", "ssh", check=False).stdout.strip() == "active":
                    return
            except (OSError, IndexError, AttributeError):
                pass
            time.sleep(0.3)
        raise AssertionError(f"{self.name} does not start: {(self.folder / 'boot.log').read_text()}")

    def close(self):
        self.off.set()
        if self.process:
            self.process.kill()
            self.process.wait()
