"""Starts `make demo` as a newcomer would, looks at its first page, and ends it as Ctrl-C does."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 180
SECONDS_TO_STOP = 30


class DemoFails(Exception):  # noqa: N818 -- it reads as what happened
    """The demo did not come up, did not show its page, or did not go."""


@dataclass(frozen=True)
class Demo:
    """A demo that runs: where, with its data in which folder, and how long its start took."""

    address: str
    data: Path
    seconds: float


def main() -> int:
    """Return 0 when the demo came, showed its first page and went."""
    try:
        with running_demo() as demo:
            look_at(f"{demo.address}/")
            print(f"The demo answers after {demo.seconds:.1f} s and shows its first page.")
    except DemoFails as failure:
        print(f"The demo fails: {failure}", file=sys.stderr)
        return 1
    return 0


@contextlib.contextmanager
def running_demo() -> Iterator[Demo]:
    """Yield a fresh demo on a free port with a data folder of its own; it is gone afterwards."""
    port = free_port()
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory(prefix="segue-demo-") as data:
        environment = os.environ | {"SEGUE_DATA": data}
        environment.pop("SEGUE_DATABASE_URL", None)
        started = time.monotonic()
        process = subprocess.Popen(
            ["make", "demo", "FRESH=1", f"PORT={port}"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for(f"{address}/health", process)
            yield Demo(address, Path(data), time.monotonic() - started)
            end(process, port=port)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, demo: subprocess.Popen[bytes]) -> None:
    """Return when the address answers 200; raise when it does not in time or the demo ends by itself."""
    limit = time.monotonic() + SECONDS_TO_START
    answer = "nothing"
    while time.monotonic() < limit:
        if demo.poll() is not None:
            raise DemoFails(f"it ended by itself with {demo.returncode}")
        with contextlib.suppress(httpx.TransportError):
            response = httpx.get(address)
            if response.status_code == httpx.codes.OK:
                return
            answer = f"{response.status_code}: {response.text[:500]}"
        time.sleep(0.2)
    raise DemoFails(f"{address} does not answer with 200 within {SECONDS_TO_START} s, but with {answer}")


def look_at(address: str) -> None:
    """Return when there is a whole page at this address."""
    page = httpx.get(address, follow_redirects=True)
    if page.status_code != httpx.codes.OK or "</html>" not in page.text:
        raise DemoFails(f"the first page answers {page.status_code}:\n{page.text[:500]}")


def end(demo: subprocess.Popen[bytes], *, port: int) -> None:
    """Interrupt the demo and see that nobody listens any more."""
    os.killpg(demo.pid, signal.SIGINT)
    try:
        demo.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        raise DemoFails(f"it still runs {SECONDS_TO_STOP} s after Ctrl-C") from None
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise DemoFails("somebody still listens after it ended")


if __name__ == "__main__":
    sys.exit(main())
