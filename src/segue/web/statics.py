"""Where static files are found by pages."""

from __future__ import annotations

from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage


class Statics(StaticFilesStorage):
    """Django's; it remembers the addresses, of which every page names a dozen."""

    @cache  # noqa: B019 -- one storage a process, and a few dozen files
    def url(self, name: str | None) -> str:
        """Return the address of a file."""
        return super().url(name)
