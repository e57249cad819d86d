"""Runs every check that needs no running Segue, as many at a time as there are cores, and says which failed.

`python -m tools.check` runs all; names as arguments run only those.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TEMPLATES = "src/segue"

# The longest first, so that the short ones fill the second core.
CHECKS: dict[str, list[list[str]]] = {
    "types": [[PYTHON, "-m", "mypy"]],
    "audit": [[PYTHON, "-m", "tools.audit"]],
    "lint": [[PYTHON, "-m", "ruff", "check", "."]],
    "format": [[PYTHON, "-m", "ruff", "format", "--check", "."]],
    "line": [["lint-imports", "--no-cache"]],
    "templates": [["djlint", TEMPLATES, "--lint", "--quiet"]],
    "migrations": [[PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]],
    "translations": [[PYTHON, "-m", "tools.messages", "check"]],
    "security": [
        ["bandit", "--quiet", "--severity-level", "medium", "--configfile", "pyproject.toml", "--recursive", "src"]
    ],
    "tree": [[PYTHON, "-m", "tools.tree"]],
}


@dataclass(frozen=True)
class Result:
    """What one check said and how long it took."""

    name: str
    passed: bool
    output: str
    seconds: float


def main(names: list[str]) -> int:
    """Run the named checks (all of them without a name) and return the exit code."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"There is no check called {', '.join(unknown)}; there are {', '.join(CHECKS)}.")
        return 2
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda name: run(name, data=data), names or CHECKS))
    for result in results:
        if not result.passed:
            print(f"--- {result.name}\n{result.output.rstrip()}\n")
    for result in results:
        note = f"  {last_line(result.output)}" if result.name == "audit" else ""
        print(f"{'ok' if result.passed else 'FAILED':7}{result.name:14}{result.seconds:5.1f} s{note}")
    return 0 if all(result.passed for result in results) else 1


def run(name: str, *, data: str) -> Result:
    """Run the commands of one check with an empty data directory, so that it leaves nothing in the tree."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "segue.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "SEGUE_DATA": f"{data}/{name}",
        "PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    environment.pop("SEGUE_DATABASE_URL", None)
    started, output, passed = time.monotonic(), [], True
    for command in CHECKS[name]:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        output.append(done.stdout + done.stderr)
        passed = passed and done.returncode == 0
    return Result(name, passed, "".join(output), time.monotonic() - started)


def last_line(text: str) -> str:
    """The sentence a check ends with."""
    return text.strip().rpartition("\n")[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
