import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import segue.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(default="en", max_length=10)),
                ("time_zone", models.CharField(blank=True, max_length=60)),
                (
                    "keys",
                    models.BooleanField(
                        default=True, help_text="single keys move and open things at the desk (WCAG 2.1.4)"
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="accounts_person_email_any_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "name_key",
                    models.CharField(
                        blank=True, help_text="folded words of the name, to sort and find by", max_length=200
                    ),
                ),
                ("slug", models.SlugField(max_length=140, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("approved", "Approved"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("left", "Left"),
                        ],
                        default="approved",
                        max_length=10,
                    ),
                ),
                ("website", models.URLField(blank=True)),
                (
                    "owner_rules",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="how many rules say who owns new leads: asked for only where there are any"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["manager"], name="accounts_partner_manager")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("roles", models.JSONField(default=list)),
                ("whole_company", models.BooleanField(default=True)),
                (
                    "desk",
                    models.JSONField(
                        default=dict, help_text="how the person set up their lists there; read along, never asked"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unread",
                    models.PositiveSmallIntegerField(default=0, help_text="notices under the bell, counted up to 100"),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="accounts.partner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("is_main", models.BooleanField(default=False)),
                ("street", models.CharField(blank=True, max_length=200)),
                ("postal_code", models.CharField(blank=True, max_length=20)),
                ("city", models.CharField(max_length=80)),
                ("country", models.CharField(max_length=2)),
                ("time_zone", models.CharField(max_length=60)),
                (
                    "hours",
                    models.JSONField(
                        help_text="weekday 0-6 -> list of [from, to] in minutes since midnight, local time"
                    ),
                ),
                ("calendar_version", models.PositiveIntegerField(default=1)),
                ("published", models.BooleanField(default=False)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="locations", to="accounts.partner"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True), ("removed_at__isnull", True)),
                        fields=("partner",),
                        name="accounts_one_main_location",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScopedLocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.location"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scoped", to="accounts.membership"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("membership", "location"), name="accounts_scope_once")],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="locations",
            field=models.ManyToManyField(related_name="+", through="accounts.ScopedLocation", to="accounts.location"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("person", "partner"), name="accounts_membership_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("partner__isnull", True)),
                fields=("person",),
                name="accounts_membership_once_at_vendor",
            ),
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(help_text="in small letters", max_length=254, unique=True)),
                ("failing_since", models.DateTimeField(help_text="mails come back for good since then", null=True)),
                (
                    "put_off",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="mails in a row that came back for the time being"
                    ),
                ),
                (
                    "status",
                    models.CharField(blank=True, help_text="the last one's, such as 5.1.1 (RFC 3463)", max_length=12),
                ),
                ("last_at", models.DateTimeField(help_text="when the last one came back")),
                (
                    "verified_at",
                    models.DateTimeField(help_text="when somebody showed that they read what is sent there", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccessEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("invited_again", "invited again"),
                            ("roles_changed", "roles changed"),
                            ("removed", "removed"),
                            ("signed_in", "signed in"),
                            ("sign_in_changed", "way to sign in changed"),
                            ("signed_out_elsewhere", "signed out elsewhere"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "of_company",
                    models.BooleanField(help_text="about a membership, and not about the person's own sign-in"),
                ),
                (
                    "changes",
                    models.JSONField(
                        default=dict, help_text="roles and scope: [before, after]; sign-in: how, and from where"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        help_text="who did it; empty: a command",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        help_text="in which company; empty: the vendor",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.partner",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="whose",
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
                        condition=models.Q(("of_company", True)),
                        fields=["partner", "at", "id"],
                        name="accounts_access_of_company",
                    ),
                    models.Index(fields=["person", "at", "id"], name="accounts_access_of_person"),
                    models.Index(fields=["at"], name="accounts_access_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(default=segue.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "form_key",
                    models.CharField(
                        help_text="one per rendered form: posting twice is once", max_length=64, unique=True
                    ),
                ),
                ("company", models.CharField(max_length=120)),
                ("website", models.URLField(blank=True)),
                ("country", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="en", max_length=10)),
                ("about", models.TextField(blank=True)),
                (
                    "suspected",
                    models.BooleanField(
                        default=False, help_text="looks like a machine's: nobody is told, somebody looks"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("refusal", models.TextField(blank=True, help_text="why not, in words for the applicant")),
                (
                    "decided_by",
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
                        help_text="approved",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.partner",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["at", "id"],
                        name="accounts_application_waits",
                    )
                ],
            },
        ),
    ]
