import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import segue.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("leads", "0002_find_by_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "form_key",
                    models.CharField(
                        help_text="one per rendered form: posting twice asks once", max_length=64, unique=True
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("inquiry", "customer inquiry"),
                            ("marketing", "marketing-qualified"),
                            ("sales", "sales-qualified"),
                        ],
                        default="inquiry",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "link_epoch",
                    models.PositiveSmallIntegerField(default=1, help_text="moving it ends the private links given out"),
                ),
                ("customer_company", models.CharField(max_length=120)),
                ("customer_name", models.CharField(max_length=120)),
                ("customer_email", models.EmailField(blank=True, max_length=254)),
                ("customer_phone", models.CharField(blank=True, max_length=40)),
                ("customer_phone_e164", models.CharField(blank=True, max_length=20)),
                ("customer_street", models.CharField(blank=True, max_length=200)),
                ("customer_postal_code", models.CharField(blank=True, max_length=20)),
                ("customer_city", models.CharField(blank=True, max_length=80)),
                ("customer_country", models.CharField(max_length=2)),
                ("customer_size", models.CharField(blank=True, max_length=60)),
                ("language", models.CharField(default="en", max_length=10)),
                ("direct_contact", models.BooleanField(default=False)),
                ("need", models.TextField()),
                ("industries", models.JSONField(default=list)),
                ("products", models.JSONField(default=list)),
                ("services", models.JSONField(default=list)),
                ("wanted_by", models.CharField(blank=True, max_length=80)),
                ("budget_minor", models.BigIntegerField(null=True)),
                ("budget_currency", models.CharField(blank=True, max_length=3)),
                ("found_what", models.CharField(blank=True, help_text="what the customer searched for", max_length=80)),
                ("found_where", models.CharField(blank=True, help_text="where the customer searched", max_length=60)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("event", "event"),
                            ("webinar", "webinar"),
                            ("web_form", "web form"),
                            ("call", "call"),
                            ("advert", "advert"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("campaign", models.CharField(blank=True, max_length=120)),
                ("sender_note", models.TextField(blank=True)),
                ("tell_customer_myself", models.BooleanField(default=False)),
                ("consent_how", models.CharField(max_length=200)),
                ("consent_at", models.DateTimeField()),
                (
                    "confirmed_at",
                    models.DateTimeField(help_text="the customer's e-mail address, or the sender vouches", null=True),
                ),
                (
                    "held",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not held"),
                            ("suspicion", "possible spam, a vendor person looks at it"),
                            ("no_partner", "no partner yet: in the vendor's inbox"),
                        ],
                        max_length=12,
                    ),
                ),
                ("held_at", models.DateTimeField(null=True)),
                (
                    "release_at",
                    models.DateTimeField(help_text="a suspected request is delivered by then, marked", null=True),
                ),
                ("possible_spam", models.BooleanField(default=False)),
                ("refused_at", models.DateTimeField(help_text="a vendor person found it to be spam", null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "chosen_lead",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "sender_partner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.partner"
                    ),
                ),
                (
                    "sender_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("chosen_lead__isnull", False)),
                        fields=["chosen_lead"],
                        name="requests_chosen",
                    ),
                    models.Index(
                        condition=models.Q(("held", ""), _negated=True), fields=["held_at", "id"], name="requests_held"
                    ),
                    models.Index(fields=["sender_person", "created_at"], name="requests_by_sender"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contacted", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.lead"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="requests.request"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("what", models.CharField(max_length=20)),
                ("lead_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="requests.request"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.lead"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.location"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="requests.request"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("request", "location"), name="requests_wish_once")],
            },
        ),
    ]
