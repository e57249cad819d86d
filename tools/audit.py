"""Asks for known vulnerabilities of every locked package; a package that was not asked about is a failure.

pip-audit exits with 0 when its service cannot be reached, having audited nothing. `AUDIT=offline` accepts
that where there is no way to the service, and says so.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")


def main() -> int:
    """Audit both lock files and return the exit code."""
    if os.environ.get("AUDIT") == "offline":
        print(f"NOT audited: AUDIT=offline ({len(locked())} packages)")
        return 0
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--disable-pip"]
    command += [f"--requirement={ROOT / lock}" for lock in LOCKS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    complaints = complaints_about(done.stdout)
    print("\n".join(complaints) or f"No known vulnerability in {len(locked())} packages.")
    if complaints and not done.stdout.strip():
        print(done.stderr)
    return 1 if complaints else 0


def complaints_about(report: str) -> list[str]:
    """What is wrong with pip-audit's report: vulnerabilities, and packages that it did not look at."""
    entries = json.loads(report)["dependencies"] if report.strip() else []
    found = [
        f"{entry['name']} {entry['version']}: {known['id']}, mended in {known['fix_versions']}"
        for entry in entries
        for known in entry.get("vulns", [])
    ]
    audited = {canonical(entry["name"]) for entry in entries if "vulns" in entry}
    missing = sorted(locked() - audited)
    if missing:
        found.append(
            f"Not audited: {len(missing)} packages ({', '.join(missing[:5])} ...)."
            " Where the vulnerability service cannot be reached: AUDIT=offline"
        )
    return found


def locked() -> set[str]:
    """The packages of the lock files that are installed on a machine like this one."""
    lines = [line for lock in LOCKS for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()]
    requirements = [Requirement(line.removesuffix("\\").strip()) for line in lines if re.match(r"\w.*==", line)]
    return {canonical(one.name) for one in requirements if one.marker is None or one.marker.evaluate()}


def canonical(name: str) -> str:
    """One spelling for a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
