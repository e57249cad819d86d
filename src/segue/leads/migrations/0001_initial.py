import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import segue.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "request_id",
                    models.UUIDField(help_text="the engagement; requests stand above leads, so this is no relation"),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("inquiry", "customer inquiry"),
                            ("marketing", "marketing-qualified"),
                            ("sales", "sales-qualified"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("received", "received"), ("accepted", "accepted"), ("archived", "archived")],
                        default="received",
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("won", "won"),
                            ("lost", "lost"),
                            ("declined", "declined"),
                            ("expired", "expired"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("received_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "hot_until",
                    models.DateTimeField(
                        default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC),
                        help_text="moved to the moment a contact is logged",
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(help_text="on an accepted lead: the customer or sender withdrew", null=True),
                ),
                ("contacted_at", models.DateTimeField(help_text="first contact logged", null=True)),
                (
                    "uncontacted_at",
                    models.DateTimeField(
                        help_text="the customer said that nobody has been in touch; empty again once a contact is logged",
                        null=True,
                    ),
                ),
                (
                    "prompt_until",
                    models.DateTimeField(
                        help_text="answered by then, it was answered within two working days; empty: it counts nowhere",
                        null=True,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("reason_note", models.TextField(blank=True, help_text="note for the vendor")),
                (
                    "customer_message",
                    models.TextField(blank=True, help_text="the partner's own words to the customer with a no"),
                ),
                (
                    "holding",
                    models.CharField(
                        blank=True, help_text="the answer being held, which its giver can undo", max_length=20
                    ),
                ),
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
                ("sender_name", models.CharField(blank=True, max_length=120)),
                ("sender_note", models.TextField(blank=True, help_text="why this partner")),
                ("tell_customer_myself", models.BooleanField(default=False)),
                ("consent_how", models.CharField(max_length=200)),
                ("consent_at", models.DateTimeField()),
                ("possible_spam", models.BooleanField(default=False)),
                ("found_what", models.CharField(blank=True, help_text="what the customer searched for", max_length=80)),
                ("found_where", models.CharField(blank=True, help_text="where the customer searched", max_length=60)),
                ("customer_company", models.CharField(max_length=120)),
                ("customer_name", models.CharField(max_length=120)),
                ("customer_email", models.EmailField(blank=True, max_length=254)),
                ("customer_phone", models.CharField(blank=True, max_length=40)),
                ("customer_street", models.CharField(blank=True, max_length=200)),
                ("customer_postal_code", models.CharField(blank=True, max_length=20)),
                ("customer_city", models.CharField(blank=True, max_length=80)),
                ("customer_country", models.CharField(max_length=2)),
                ("customer_size", models.CharField(blank=True, max_length=60)),
                ("customer_language", models.CharField(default="en", max_length=10)),
                ("email_confirmed", models.BooleanField(default=True)),
                (
                    "direct_contact",
                    models.BooleanField(default=False, help_text="the customer asks to be contacted directly"),
                ),
                ("need", models.TextField()),
                ("industries", models.JSONField(default=list)),
                ("products", models.JSONField(default=list)),
                ("services", models.JSONField(default=list)),
                (
                    "wanted_by",
                    models.CharField(
                        blank=True, help_text="when the customer needs it, in the customer's words", max_length=80
                    ),
                ),
                ("budget_minor", models.BigIntegerField(null=True)),
                ("budget_currency", models.CharField(blank=True, max_length=3)),
                ("deal_name", models.CharField(blank=True, max_length=160)),
                ("value_minor", models.BigIntegerField(help_text="empty: not known yet", null=True)),
                (
                    "value_sort",
                    models.BigIntegerField(
                        default=-1, help_text="the value in the programme's currency, -1 when not known: a sort key"
                    ),
                ),
                (
                    "value_rate",
                    models.CharField(
                        blank=True,
                        help_text="the rate used for it, a decimal as text; empty: none was known",
                        max_length=24,
                    ),
                ),
                ("value_in", models.CharField(blank=True, help_text="the programme's currency then", max_length=3)),
                ("currency", models.CharField(max_length=3)),
                (
                    "time_frame",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known yet"),
                            ("this_month", "this month"),
                            ("this_quarter", "this quarter"),
                            ("next_quarter", "next quarter"),
                            ("later", "later"),
                            ("date", "on a date"),
                        ],
                        max_length=12,
                    ),
                ),
                ("purchase_on", models.DateField(null=True)),
                (
                    "purchase_sort",
                    models.DateField(
                        default=datetime.date(9999, 12, 31), help_text="purchase_on, or the end of time: a sort key"
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                ("crm_id", models.CharField(blank=True, max_length=80)),
                ("campaign_id", models.CharField(blank=True, max_length=80)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.location"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.partner"
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
                (
                    "test_of",
                    models.ForeignKey(
                        db_index=False,
                        help_text="whose test lead this is, which no number counts; empty: a real one",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partner", "stage", "received_at", "id"], name="leads_by_received"),
                    models.Index(fields=["partner", "stage", "updated_at", "id"], name="leads_by_updated"),
                    models.Index(fields=["partner", "stage", "due_at", "id"], name="leads_by_due"),
                    models.Index(fields=["partner", "stage", "hot_until", "id"], name="leads_by_hot"),
                    models.Index(fields=["partner", "stage", "purchase_sort", "id"], name="leads_by_purchase"),
                    models.Index(fields=["partner", "stage", "value_sort", "id"], name="leads_by_value"),
                    models.Index(fields=["partner", "stage", "type"], name="leads_to_count"),
                    models.Index(
                        fields=[
                            "partner",
                            "stage",
                            "type",
                            "customer_country",
                            "campaign",
                            "location",
                            "owner",
                            "received_at",
                            "updated_at",
                            "due_at",
                            "hot_until",
                            "value_sort",
                            "purchase_sort",
                            "id",
                        ],
                        name="leads_to_filter",
                    ),
                    models.Index(fields=["partner", "owner", "stage", "received_at", "id"], name="leads_by_owner"),
                    models.Index(
                        condition=models.Q(("holding", ""), ("stage", "received")),
                        fields=["due_at", "id"],
                        name="leads_to_expire",
                    ),
                    models.Index(fields=["request_id"], name="leads_by_request"),
                    models.Index(
                        condition=models.Q(("customer_email", ""), _negated=True),
                        fields=["partner", "customer_email", "received_at", "id"],
                        name="leads_by_customer",
                    ),
                    models.Index(fields=["received_at", "id"], name="leads_of_all"),
                    models.Index(
                        condition=models.Q(("sender_person__isnull", False)),
                        fields=["sender_person", "received_at", "id"],
                        name="leads_by_sender",
                    ),
                    models.Index(
                        condition=models.Q(("sender_partner__isnull", False)),
                        fields=["sender_partner", "received_at", "id"],
                        name="leads_by_sending_partner",
                    ),
                    models.Index(
                        condition=models.Q(("contacted_at__isnull", True), ("direct_contact", True)),
                        fields=["hot_until", "partner", "sender_person", "id"],
                        name="leads_hot_uncontacted",
                    ),
                    models.Index(
                        condition=models.Q(("uncontacted_at__isnull", False)),
                        fields=["uncontacted_at", "partner", "sender_person", "id"],
                        name="leads_uncontacted",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("contacted_at__isnull", True),
                            ("stage", "accepted"),
                            ("uncontacted_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                        ),
                        fields=["accepted_at", "partner", "sender_person", "hot_until", "id"],
                        name="leads_silent",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("contacted_at__isnull", False),
                            ("stage", "accepted"),
                            ("uncontacted_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                        ),
                        fields=["updated_at", "partner", "sender_person", "id"],
                        name="leads_still",
                    ),
                    models.Index(
                        condition=models.Q(("sender_person__isnull", False), ("stage", "archived")),
                        fields=["closed_at", "partner", "sender_person", "request_id", "id"],
                        name="leads_came_back",
                    ),
                    models.Index(
                        condition=models.Q(("prompt_until__isnull", False)),
                        fields=["prompt_until", "partner", "sender_person", "accepted_at", "closed_at", "outcome"],
                        name="leads_prompt",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "request_id", "attempt"), name="leads_lead_asked_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("test_of__isnull", False), models.Q(("stage", "archived"), _negated=True)),
                        fields=("partner", "test_of"),
                        name="leads_lead_one_test_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__isnull", False), ("stage", "archived")),
                            models.Q(models.Q(("stage", "archived"), _negated=True), ("outcome__isnull", True)),
                            _connector="OR",
                        ),
                        name="leads_lead_outcome_when_archived",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "accepted"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="leads_lead_accepted_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("received_at"))),
                        name="leads_lead_due_after_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value_minor__isnull", True), ("value_minor__gte", 0), _connector="OR"),
                        name="leads_lead_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Favourite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("partner_id", models.UUIDField()),
                ("received_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.lead"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partner_id", "person", "received_at", "lead"], name="leads_favourites")
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "lead"), name="leads_favourite_once")],
            },
        ),
        migrations.CreateModel(
            name="Employee",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("partner_id", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(max_length=254)),
                (
                    "received_at",
                    models.DateTimeField(help_text="the lead's, so that a person's list is read in its order"),
                ),
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
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="leads.lead"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partner_id", "person", "received_at", "lead"], name="leads_team_of_person")
                ],
                "constraints": [models.UniqueConstraint(fields=("lead", "email"), name="leads_employee_once")],
            },
        ),
        migrations.CreateModel(
            name="LeadEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("partner_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=20)),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("partner", "partner"),
                            ("customer", "customer"),
                            ("vendor", "vendor"),
                            ("sending_partner", "sending partner"),
                            ("system", "system"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "changes",
                    models.JSONField(
                        default=dict, help_text="field -> [from, to]; free text and people: field -> null"
                    ),
                ),
                (
                    "frozen",
                    models.JSONField(
                        default=dict, help_text="answers: working minutes, calendar version, what the reason means"
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=64)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="leads.lead"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("step__in", ("nudge", "call")), _negated=True),
                        fields=("lead", "version"),
                        name="leads_event_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("partner_id", models.UUIDField()),
                ("words", models.TextField(help_text="token of partner, stage and type, then folded words")),
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text", to="leads.lead"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("partner_id", models.UUIDField()),
                ("how", models.CharField(choices=[("nudge", "by e-mail"), ("call", "by phone")], max_length=8)),
                ("on", models.DateField(help_text="the working day it counts for, in the programme's zone")),
                ("pressed_at", models.DateTimeField()),
                ("commit_at", models.DateTimeField()),
                ("committed", models.BooleanField(default=False)),
                ("quiet_until", models.DateTimeField(help_text="so long it is the partner's turn")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="leads.lead"
                    ),
                ),
                (
                    "person",
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
                    models.Index(fields=["lead", "quiet_until"], name="leads_nudged"),
                    models.Index(
                        condition=models.Q(("committed", False)), fields=["commit_at"], name="leads_nudges_to_commit"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("lead", "on", "how"), name="leads_nudge_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="OwnerRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inquiry", "customer inquiry"),
                            ("marketing", "marketing-qualified"),
                            ("sales", "sales-qualified"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.location"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.partner",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "position"), name="leads_owner_rule_place_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "request_id",
                    models.UUIDField(help_text="requests stand above leads, so this is no relation", null=True),
                ),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.lead"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "until"], name="leads_snoozed")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lead__isnull", False)), fields=("person", "lead"), name="leads_snooze_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("request_id__isnull", False)),
                        fields=("person", "request_id"),
                        name="leads_snooze_request_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lead__isnull", False), ("request_id__isnull", True)),
                            models.Q(("lead__isnull", True), ("request_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="leads_snooze_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldAnswer",
            fields=[
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="held",
                        serialize=False,
                        to="leads.lead",
                    ),
                ),
                ("partner_id", models.UUIDField()),
                ("step", models.CharField(max_length=20)),
                ("data", models.JSONField()),
                ("pressed_at", models.DateTimeField()),
                ("commit_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["commit_at"], name="leads_held_to_commit")],
            },
        ),
    ]
