"""What a view can see, as a bubblewrap command line; starting it lies elsewhere."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Sequence
from pathlib import Path

AGENT = Path(__file__).with_name("agent.py")
INSIDE = "/run/harness"
LAUNCHERS = f"{INSIDE}/calls/bin"
HOME = "/home/user"
TREE = "/product"
USER = 1000
SCRATCH = {"tmp": "/tmp", "shm": "/dev/shm"}
PRIVATE = (TREE, "/proc", "/run")
"""Folders of the product's view that are not, or not the same, in the user's."""
NOTHING = "nothing"

_SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# Not the whole of /etc: run by root, the view's user owns root's files and could read /etc/shadow and private keys.
_SETTINGS = (
    "alternatives",
    "bash.bashrc",
    "ca-certificates",
    "crypto-policies",
    "debian_version",
    "fonts",
    "inputrc",
    "java-*",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "locale.alias",
    "localtime",
    "magic",
    "mime.types",
    "os-release",
    "perl",
    "php",
    "pki/ca-trust",
    "pki/tls/certs",
    "protocols",
    "services",
    "ssl/certs",
    "ssl/openssl.cnf",
    "terminfo",
    "timezone",
)
_MADE_UP = {
    "passwd": f"root:x:0:0:root:/root:/usr/sbin/nologin\nuser:x:{USER}:{USER}:user:{HOME}:/bin/bash\n",
    "group": f"root:x:0:\nuser:x:{USER}:\n",
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "hostname": "cell\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "resolv.conf": "",
    "machine-id": "0" * 32 + "\n",
}

ENVIRONMENT = {
    "HOME": HOME,
    "USER": "user",
    "LOGNAME": "user",
    "SHELL": "/bin/bash",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "xterm-256color",
    "TMPDIR": "/tmp",
}


# The home that user and product share must not be a place from which the product loads code.
PRODUCT_ENVIRONMENT = {**ENVIRONMENT, "PYTHONNOUSERSITE": "1"}


def write_settings(folder: Path) -> Path:
    """Write the made-up files of ``/etc`` (one user, one host) below ``folder`` and return where they lie."""
    settings = folder / "etc"
    (settings / NOTHING).mkdir(parents=True, exist_ok=True)
    for name, text in _MADE_UP.items():
        (settings / name).write_text(text)
    return settings


def own_interpreter() -> tuple[str, str]:
    """The interpreter that agents and launchers run on, and the prefix that must be visible for it."""
    base = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    return base, os.path.realpath(sys.base_prefix)


def starting_environment() -> dict[str, str]:
    """What the programs that build a cell get of our environment: where programs lie, as `harness doctor` found them."""
    return {"PATH": f"{os.environ.get('PATH', '')}:{os.defpath}".lstrip(":")}


def confinement() -> list[str]:
    """Everything of its own but the network, an ordinary user, no capability, no further user namespace, no survival."""
    return [
        "bwrap",
        "--unshare-user",
        "--unshare-pid",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--hostname",
        "cell",
        "--uid",
        str(USER),
        "--gid",
        str(USER),
        "--cap-drop",
        "ALL",
        "--disable-userns",
        "--die-with-parent",
        "--as-pid-1",
        "--clearenv",
    ]


def system(settings: Path, scratch: Path, toolchains: Sequence[str], hidden: Sequence[str] = ()) -> list[str]:
    """The operating system read-only, a made-up ``/etc``, the agent, and the folders of interpreters outside ``/usr``.

    The places that anyone may write to are kept below ``scratch``: what bounds that bounds them all. Of ``hidden`` folders
    that lie below one of these nothing is seen.
    """
    view = plain_system(settings, scratch, outside_usr(toolchains), hidden)
    return [*view, "--ro-bind", str(AGENT), f"{INSIDE}/agent"]


def plain_system(settings: Path, scratch: Path, folders: Sequence[str], hidden: Sequence[str] = ()) -> list[str]:
    """The operating system as in ``system``, and of what lies outside ``/usr`` only these folders."""
    arguments = [*_temporary(scratch, folders), "--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM_FOLDERS:
        arguments += _system_folder(name)
    for path in sorted(path for name in _SETTINGS for path in glob.glob(f"/etc/{name}")):
        arguments += ["--ro-bind", path, path]
    for name in _MADE_UP:
        arguments += ["--ro-bind", str(settings / name), f"/etc/{name}"]
    for folder in folders:
        arguments += ["--ro-bind-try", folder, folder]
    for folder in _covered(hidden, ["/usr", *folders]):
        arguments += ["--ro-bind", str(settings / NOTHING), folder]
    return [*arguments, "--proc", "/proc", "--dev", "/dev", "--bind", f"{scratch}/shm", SCRATCH["shm"]]


def _temporary(scratch: Path, folders: Sequence[str]) -> list[str]:
    """``/tmp``, and ``/var/tmp`` as the same; what of the folders lies there is bound on top of it."""
    below = any(folder.startswith("/var/tmp/") for folder in folders)
    bind = ["--bind", f"{scratch}/tmp"]
    return [*bind, SCRATCH["tmp"], *([*bind, "/var/tmp"] if below else ["--symlink", "/tmp", "/var/tmp"])]


def seal() -> list[str]:
    """No writing to ``/proc``, nor where only folders to mount on were made: those lie in the host's memory, without a limit.

    Run by root, the view's user is root to the permissions of the files in ``/proc``, whatever its capabilities: with
    ``/proc/sys/kernel/core_pattern`` alone it could have the host run a program.
    """
    return ["--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/"]


def installed_packages() -> list[str]:
    """Where packages for our own interpreter and for all the machine lie: the product may be installed there, too."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = [] if sys.base_prefix == "/usr" else [f"{sys.base_prefix}/lib/{version}/site-packages"]
    shared = glob.glob("/usr/local/lib/python3*/*-packages")
    return [*own, *shared, "/usr/local/lib/node_modules", "/usr/local/src", "/usr/src"]


def _covered(hidden: Sequence[str], seen: Sequence[str]) -> list[str]:
    real = dict.fromkeys(os.path.realpath(folder) for folder in hidden)
    return [folder for folder in real if os.path.isdir(folder) and any(folder.startswith(f"{top}/") for top in seen)]


def outside_usr(toolchains: Sequence[str]) -> list[str]:
    """The folders to bind: those given and our own interpreter's, without what ``/usr`` already covers."""
    wanted = dict.fromkeys([*toolchains, own_interpreter()[1]])
    return [folder for folder in wanted if folder != "/usr" and not folder.startswith("/usr/")]


def search_path(toolchains: Sequence[str], first: Sequence[str] = ()) -> str:
    """The ``PATH`` of a view."""
    return ":".join([*first, *(f"{folder}/bin" for folder in toolchains), "/usr/local/bin", "/usr/bin", "/bin"])


def yielding() -> list[str]:
    """The start of a command line whose processes go first where the machine's memory runs out (proc(5), oom_score_adj)."""
    return ["/bin/sh", "-c", 'echo 1000 > /proc/self/oom_score_adj; exec "$@"', "sh"]


def resident(descriptor: int) -> list[str]:
    """The agent's own command line, speaking on ``descriptor``."""
    return ["--", own_interpreter()[0], "-I", "-S", f"{INSIDE}/agent", str(descriptor)]


def _system_folder(name: str) -> list[str]:
    path = f"/{name}"
    if os.path.islink(path):
        return ["--symlink", os.readlink(path), path]
    return ["--ro-bind", path, path] if os.path.isdir(path) else []
