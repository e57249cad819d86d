"""Whether a row says already what is to be saved: a new version that changes nothing tells whoever reads it nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import Model

TEXTS = frozenset({"labels", "sentences", "told"})


def says_already(row: Model, changes: Mapping[str, Any]) -> bool:
    """Return whether a row says all of this; its texts are compared in the languages in which it is named."""
    asked = changes.get("labels", ())
    return all(_said(name, getattr(row, name), asked) == _said(name, value, asked) for name, value in changes.items())


def _said(name: str, value: Any, languages: Collection[str]) -> object:  # noqa: ANN401 -- whatever a column holds
    if name in TEXTS:
        return [value.get(language, "") for language in languages]
    if name == "covers":  # in no order, as ticked
        return {kind: set(codes) for kind, codes in value.items() if codes}
    return value
