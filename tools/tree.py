"""Looks through every tracked file for what must not be committed: secrets, machine paths, indexes."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400

# Written so that this file does not match itself.
FORBIDDEN = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "an access key": r"\b(AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abprs]-[\w-]{20,}|sk_live_\w{16,})",
    "a password in an address": r"\b[a-z]+://\w+:(?!pass|secret)[^\s/:@'\"{}<>]+@(?!\w+\.example)",
    "a path of one machine": r"(?<![\w.])/(home|Users|root|work|mnt|opt)/[a-z]\w*",
    "an index address": r"--(extra-)?index-url|^\s*registry\s*=|https?://(pypi|files\.pythonhosted|registry\.npmjs)\.",
}
# Explained exceptions: the file, and the text of the line that is right as it is.
ALLOWED = {
    ("tools/tree.py", "an index address"),
}


def main() -> int:
    """Print each finding with its place and return the exit code."""
    complaints = [line for path in tracked() for line in complaints_about(path)]
    print("\n".join(complaints) or "Nothing that must not be committed.")
    return 1 if complaints else 0


def tracked() -> list[Path]:
    """Every file that is, or with the next commit may be, in the tree."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def complaints_about(path: Path) -> list[str]:
    """What is wrong in one file, with line numbers; binary files are left alone."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    name = path.relative_to(ROOT).as_posix()
    found = [
        f"{name}:{number}: {what}"
        for number, line in enumerate(lines, 1)
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, line) and not any(name == file and text in line for file, text in ALLOWED)
    ]
    if name.startswith("src/") and path.suffix == ".py" and len(lines) > MOST_LINES:
        found.append(f"{name}: {len(lines)} lines; a file is one capability and has at most {MOST_LINES}")
    return found


if __name__ == "__main__":
    sys.exit(main())
