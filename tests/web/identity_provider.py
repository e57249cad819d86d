"""A small identity provider for tests: `python -m tests.web.identity_provider FOLDER CALLBACK` prints its port.

It is the library's own (allauth.idp.oidc) as a project of its own, in a process of its own. Whoever comes is signed in
there as the person that the file `person.json` in FOLDER names: {"email": ..., "verified": ...}.
"""

import json
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

CLIENT, SECRET = "segue", "a-secret-of-the-test"
urlpatterns = []


class Quiet(WSGIRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *_arguments):
        pass


def signed_in_middleware(get_response):
    """Sign everybody in as the person of the moment, as a browser that has been here before."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 -- after the set-up
    from django.contrib.auth.models import User  # noqa: PLC0415

    def middleware(request):
        told = json.loads((Path(settings.FOLDER) / "person.json").read_text())
        user, _ = User.objects.update_or_create(username=told["email"].lower(), defaults={"email": told["email"]})
        address = {"email": told["email"], "primary": True}
        EmailAddress.objects.update_or_create(user=user, defaults=address | {"verified": told["verified"]})
        request.user = user
        return get_response(request)

    return middleware


def configure(folder):
    """Set the project up."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    apps = ("contrib.auth", "contrib.contenttypes", "contrib.sessions", "contrib.messages")
    settings.configure(
        SECRET_KEY=SECRET * 3,
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        FOLDER=folder,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/provider.sqlite3"}},
        INSTALLED_APPS=[*(f"django.{app}" for app in apps), "allauth", "allauth.account", "allauth.idp.oidc"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            f"{__name__}.signed_in_middleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
        IDP_OIDC_PRIVATE_KEY=pem,
    )
    django.setup()
    # Only now: the addresses import models.
    urlpatterns.extend([path("", include("allauth.idp.urls")), path("accounts/", include("allauth.urls"))])


def main(folder, callback):
    """Serve until killed."""
    configure(folder)
    from allauth.idp.oidc.models import Client  # noqa: PLC0415 -- after the set-up
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    client = Client(id=CLIENT, name="Segue", redirect_uris=callback, skip_consent=True)
    client.scopes = "openid\nprofile\nemail"
    client.set_secret(SECRET)
    client.save()
    with make_server("localhost", 0, get_wsgi_application(), handler_class=Quiet) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
