"""What somebody follows is read by stage: an index each in place of one that knew none, the new ones made first."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_on_the_map"),
        ("leads", "0008_addresses_in_small_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("stage", "received"), ("test_of__isnull", True)),
                fields=["received_at", "id", "partner"],
                name="leads_all_received",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("stage", "accepted"), ("test_of__isnull", True)),
                fields=["received_at", "id", "partner"],
                name="leads_all_accepted",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("stage", "archived"), ("test_of__isnull", True)),
                fields=["received_at", "id", "partner"],
                name="leads_all_archived",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("sender_partner__isnull", True), ("sender_person__isnull", False)),
                fields=["sender_person", "stage", "received_at", "id", "partner"],
                name="leads_of_sender",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("sender_partner__isnull", False)),
                fields=["sender_partner", "stage", "received_at", "id", "partner"],
                name="leads_of_sending_partner",
            ),
        ),
        migrations.RemoveIndex(model_name="lead", name="leads_of_all"),
        migrations.RemoveIndex(model_name="lead", name="leads_by_sender"),
        migrations.RemoveIndex(model_name="lead", name="leads_by_sending_partner"),
    ]
