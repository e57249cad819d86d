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
# Explained exceptions: the patterns themselves.
ALLOWED = {
    ("tools/tree.py", "an index address"),
}


def main() -> int:
    """Print each finding with its place and return the exit code."""
    complaints = [line for name in tracked() for line in complaints_about(name, text_of(ROOT / name))]
    print("\n".join(complaints) or "Nothing that must not be committed.")
    return 1 if complaints else 0


def tracked() -> list[str]:
    """Every file that is, or with the next commit may be, in the tree."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file's text; a picture or a font has none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def complaints_about(name: str, text: str) -> list[str]:
    """What is wrong in one file, with line numbers."""
    lines = text.splitlines()
    found = [
        f"{name}:{number}: {what}"
        for number, line in enumerate(lines, 1)
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, line) and (name, what) not in ALLOWED
    ]
    written = name.startswith("src/") and name.endswith(".py") and "/migrations/" not in name
    if written and len(lines) > MOST_LINES:
        found.append(f"{name}: {len(lines)} lines; a file is one capability and has at most {MOST_LINES}")
    return found


if __name__ == "__main__":
    sys.exit(main())
