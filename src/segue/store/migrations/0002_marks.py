from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[("name", models.CharField(max_length=40, primary_key=True, serialize=False))],
        ),
    ]
