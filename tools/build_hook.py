"""Compiles the translations when the package is built: a fresh machine has Babel, but no GNU gettext."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path("src/segue/locale")
# The catalogues carry no dates, so the same source always compiles to the same bytes.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def compiled(source: Path) -> bytes:
    """The binary catalogue of one `.po` file; fuzzy entries stay out of it."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def compile_catalogues(root: Path) -> list[Path]:
    """Write every `.mo` beside its `.po` and return those that changed."""
    changed = []
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        target, content = source.with_suffix(".mo"), compiled(source)
        if not target.exists() or target.read_bytes() != content:
            # Other processes may read the old one or write the same one: replace it in one move.
            draft = target.with_suffix(f".mo.{os.getpid()}")
            draft.write_bytes(content)
            draft.replace(target)
            changed.append(target)
    return changed


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is not ours to name
    """Hatchling calls this before it packs the wheel, editable ones too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into the source tree; `artifacts` in pyproject.toml takes the files into the wheel."""
        del version, build_data
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent.parent)
