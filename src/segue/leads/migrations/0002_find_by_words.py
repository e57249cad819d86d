"""The full-text index over `LeadText.words`, in each database's own way and without any extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = [
    "CREATE INDEX leads_leadtext_words ON leads_leadtext USING gin (array_to_tsvector(string_to_array(words, ' ')))",
]
# External content: SQLite 3.40 has no contentless_delete. The triggers keep index and table one.
SQLITE = [
    (
        "CREATE VIRTUAL TABLE leads_leadtext_index USING fts5"
        "(words, content='leads_leadtext', content_rowid='id', tokenize='ascii', prefix='2 3')"
    ),
    (
        "CREATE TRIGGER leads_leadtext_added AFTER INSERT ON leads_leadtext BEGIN"
        " INSERT INTO leads_leadtext_index(rowid, words) VALUES (new.id, new.words); END"
    ),
    (
        "CREATE TRIGGER leads_leadtext_removed AFTER DELETE ON leads_leadtext BEGIN"
        " INSERT INTO leads_leadtext_index(leads_leadtext_index, rowid, words) VALUES ('delete', old.id, old.words); END"
    ),
    (
        "CREATE TRIGGER leads_leadtext_changed AFTER UPDATE ON leads_leadtext BEGIN"
        " INSERT INTO leads_leadtext_index(leads_leadtext_index, rowid, words) VALUES ('delete', old.id, old.words);"
        " INSERT INTO leads_leadtext_index(rowid, words) VALUES (new.id, new.words); END"
    ),
]


def build(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the index."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX leads_leadtext_words")
        return
    for name in ("added", "removed", "changed"):
        editor.execute(f"DROP TRIGGER leads_leadtext_{name}")
    editor.execute("DROP TABLE leads_leadtext_index")


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]
    operations = [migrations.RunPython(build, drop, elidable=False)]
