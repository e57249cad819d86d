"""Write docs/permissions.md from the tables that decide: `python -m tools.permissions` (or `--check`).

Roles come from segue.accounts.roles, what they include from its table, steps on leads from segue.leads.lifecycle.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"

HEAD = """\
# Who may do what

Written by `python -m tools.permissions` from the tables in `accounts/roles.py`, `accounts/policy.py` and
`leads/lifecycle.py`; a test holds it current. Do not edit it by hand.

What somebody may not see answers 404, as if it were not there. What they see but may not do answers 403 with a
sentence. A role counts in the whole company or in some of its locations. Somebody without a role sees a page that
names who can grant one.
"""

WHAT = {
    "ANSWER_LEADS": "answer, edit, close leads one sees",
    "SEE_SCOPE": "see every lead of the scope, whoever owns it",
    "SEND_LEADS": "send leads to other partners",
    "EDIT_PROFILE": "edit the business profile and locations",
    "MANAGE_PEOPLE": "add people, change roles, remove people",
    "SEND_MARKETING": "send marketing-qualified leads",
    "SEND_SALES": "send sales-qualified leads",
    "MANAGE_PARTNERS": "look after partners: their leads and memberships, nudge, recall, send again, the inbox",
    "SEE_ALL_LEADS": "see all leads and what waits in the inbox",
    "RECALL_ANY": "recall any lead",
    "RUN_PROGRAMME": "change companies, the vendor's people, vocabulary, settings",
    "READ_PROGRAMME": "read the settings",
}
"""What each permission is, in words; a test wants one for each."""


def page() -> str:
    """Return the page as the tables have it now."""
    from segue.accounts.roles import PartnerRole, VendorRole  # noqa: PLC0415 -- Django must be set up first

    with translation.override("en"):
        parts = [HEAD, *_roles("Partner", PartnerRole), *_roles("Vendor", VendorRole), *_steps(), *_statuses()]
    return "\n".join(parts)


def _roles(title: str, roles: Iterable[object]) -> list[str]:
    from segue.accounts.role_names import MEANINGS, NAMES  # noqa: PLC0415 -- Django must be set up first
    from segue.accounts.roles import INCLUDES, May  # noqa: PLC0415 -- the same

    shown = list(roles)
    used = [may for may in May if any(may in INCLUDES[role] for role in shown)]  # type: ignore[index]
    lines = [f"## {title} roles", ""]
    lines += [f"- **{NAMES[role]}**: {MEANINGS[role]}" for role in shown]  # type: ignore[index]
    lines += ["", _line("may", *(NAMES[role] for role in shown)), _line("---", *(":-:" for _ in shown))]  # type: ignore[index]
    for may in used:
        marks = ("yes" if may in INCLUDES[role] else "" for role in shown)  # type: ignore[index]
        lines.append(_line(WHAT[may.name], *marks))
    return [*lines, ""]


def _steps() -> list[str]:
    from segue.leads.lifecycle import STEPS, Party  # noqa: PLC0415 -- Django must be set up first

    lines = [
        "## Steps of a lead",
        "",
        "*Partner* is whoever may answer leads and sees this one; *sender* the vendor person or the partner company",
        "that sent it; *manager* the partner manager of the company; *admin* a programme admin; *system* Segue itself.",
        "",
        _line("stage", "step", "by", "becomes"),
        _line("---", "---", "---", "---"),
    ]
    for (stage, step), row in STEPS.items():
        by = ", ".join(party.value for party in Party if party in row.by)
        becomes = f"{row.becomes.value}: {row.outcome.value}" if row.outcome else row.becomes.value
        lines.append(_line(stage.value, step.value.replace("_", " "), by, becomes))
    return [*lines, ""]


def _statuses() -> list[str]:
    from segue.accounts.policy import STATUS_STEPS  # noqa: PLC0415 -- Django must be set up first

    lines = ["## Status of a company", "", "The programme admin changes it.", ""]
    lines += [_line("status", "can become"), _line("---", "---")]
    lines += [_line(str(before), ", ".join(sorted(after))) for before, after in STATUS_STEPS.items()]
    return [*lines, ""]


def _line(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is current."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
    django.setup()
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/permissions.md is not what the tables say; run: python -m tools.permissions")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
