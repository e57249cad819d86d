"""What the ORM has no word for."""

from django.db import connection


def plain_collation() -> str:
    """Return the collation by code point of the database in use, so that both agree on an order."""
    return "BINARY" if connection.vendor == "sqlite" else "C"


def refresh_statistics() -> None:
    """Let the database look at what its tables hold, so that it chooses its plans by that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
