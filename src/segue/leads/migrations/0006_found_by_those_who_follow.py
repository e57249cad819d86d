"""Leads that are there already are found by those who follow them, too: by the customer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models, transaction

from segue.kit.text import words

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 2000
ADD = "UPDATE leads_leadtext SET words = words || %s WHERE id = %s AND words NOT LIKE '%%§%%'"
"""Added by the database, so that what an answer writes meanwhile stays."""


def mark(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add each lead's customer to its words, some leads at a time; done again, it passes over what it did before."""
    database = editor.connection
    texts = apps.get_model("leads", "LeadText").objects.using(database.alias).order_by("id")
    texts = texts.values_list("id", "lead__customer_company", "lead__customer_name")
    last = 0
    while batch := list(texts.filter(id__gt=last)[:AT_ONCE]):
        added = [(_marked(f"{company} {name}"), text_id) for text_id, company, name in batch]
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.executemany(ADD, added)
        last = batch[-1][0]


def _marked(customer: str) -> str:
    return "".join(f" §{word}" for word in dict.fromkeys(words(customer)))


class Migration(migrations.Migration):
    # A transaction for each batch: 300,000 leads take 20 s, and nobody has to wait so long.
    atomic = False
    dependencies = [("leads", "0005_order_by_due_without_reading_leads")]
    operations = [
        migrations.AlterField(
            model_name="leadtext",
            name="words",
            field=models.TextField(
                help_text="token of partner, stage and type, folded words, then the customer's marked for those who "
                "follow it"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
