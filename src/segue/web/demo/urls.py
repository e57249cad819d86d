"""What exists in the demo only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.demo.mail import mailbox, one_mail
from segue.web.demo.mails import mails, one
from segue.web.demo.parts import parts
from segue.web.demo.people import people_page, sign_in

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("", people_page, name="demo"),
    path("sign-in/<str:token>", sign_in, name="demo-sign-in"),
    path("mail", mailbox, name="demo-mail"),
    path("mail/<slug:mail_id>", one_mail, name="demo-mail-one"),
    path("mails", mails, name="demo-mails"),
    path("mails/<str:kind>/<slug:language>", one, name="demo-mails-one"),
    path("parts", parts, name="demo-parts"),
]
