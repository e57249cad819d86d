"""What this machine has, and what may be fetched for it. Nothing is skipped: what cannot be had is refused."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path


class CannotBeHad(Exception):  # noqa: N818 -- it reads as what happened
    """Something the tests need is neither here nor to be fetched; the sentence says what to do."""


def first_program(names: Iterable[str], *, folders: Iterable[Path] = ()) -> Path | None:
    """Return the first of these programs on the PATH, or else in one of these folders."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
        for folder in folders:
            if os.access(folder / name, os.X_OK):
                return folder / name
    return None


def is_root() -> bool:
    """Return whether packages can be installed and processes started as somebody else."""
    return os.geteuid() == 0


def can_use_apt() -> bool:
    """Return whether this is root on a Debian machine."""
    release = Path("/etc/os-release")
    debian = release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()
    return debian and is_root() and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages and return whether it went well; what apt-get says is shown when it did not."""
    print(f"Installing {', '.join(packages)} with apt-get ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*apt, *command], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            return False
    return True


def pip_install(*arguments: str) -> bool:
    """Install into the running virtual environment and return whether it went well."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
