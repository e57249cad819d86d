"""A customer's e-mail address is kept in small letters: the same customer is known again however it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 2000


def lower(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write in small letters what was typed otherwise, some leads at a time; done again, it finds nothing to do."""
    leads = apps.get_model("leads", "Lead").objects.using(editor.connection.alias)
    last = None
    while batch := list((leads.filter(id__gt=last) if last else leads).order_by("id").only("customer_email")[:AT_ONCE]):
        last = batch[-1].id
        changed = [lead for lead in batch if lead.customer_email != lead.customer_email.lower()]
        for lead in changed:
            lead.customer_email = lead.customer_email.lower()
        leads.bulk_update(changed, ["customer_email"])


class Migration(migrations.Migration):
    # A transaction for each batch, as in 0006.
    atomic = False
    dependencies = [("leads", "0007_declined_inquiries")]
    operations = [migrations.RunPython(lower, migrations.RunPython.noop, elidable=True)]
