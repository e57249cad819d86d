"""An index of the best tiers alone, on PostgreSQL: there most walks end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE = (
    "CREATE INDEX directory_searchrow_top ON directory_searchrow"
    " USING gin (array_to_tsvector(string_to_array(lexemes, ' '))) WITH (fastupdate = off)"
    " WHERE spot + 0 < 41781441855488"
)


def build(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index."""
    if editor.connection.vendor == "postgresql":
        editor.execute(CREATE)


def drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove it."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX directory_searchrow_top")


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0014_log_of_corporate_groups"),
    ]

    operations = [
        migrations.RunPython(build, drop, elidable=False),
    ]
