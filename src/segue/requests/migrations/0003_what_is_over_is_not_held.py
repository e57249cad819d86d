from django.db import migrations, models
from django.db.models import Q

# What its customer has decided while it waited there leaves the vendor's inbox.
LET_GO = """
UPDATE requests_request SET held = '', release_at = NULL
WHERE held <> '' AND (withdrawn_at IS NOT NULL OR refused_at IS NOT NULL OR chosen_lead_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0002_who_is_asked_after_whom"),
    ]

    operations = [
        migrations.RunSQL(LET_GO, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=Q(held="") | Q(withdrawn_at__isnull=True, refused_at__isnull=True, chosen_lead__isnull=True),
                name="requests_over_is_not_held",
            ),
        ),
    ]
