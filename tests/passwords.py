"""Passwords as an installation hashes them, at the least cost: few tests are about how long it takes."""

from django.contrib.auth.hashers import Argon2PasswordHasher

IN_EARNEST = "django.contrib.auth.hashers.Argon2PasswordHasher"
"""What settings.py says; a test that is about the cost sets it again."""


class QuickArgon2(Argon2PasswordHasher):
    """The same algorithm with the least work that it allows."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
