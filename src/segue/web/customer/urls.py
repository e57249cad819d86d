"""The customer's private page and what is done on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.customer import decisions, letter, order, thanks

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("thanks/<str:token>", thanks.thanks, name="thanks"),
    path("r/<str:token>", letter.letter, name="letter"),
    path("r/<str:token>/confirmation", letter.confirmation, name="letter-confirm"),
    path("r/<str:token>/another", letter.another, name="letter-ask"),
    path("r/<str:token>/order", order.order, name="letter-order"),
    path("r/<str:token>/finding", letter.finding, name="letter-find"),
    path("r/<str:token>/choice", decisions.choice, name="letter-chosen"),
    path("r/<str:token>/contacted", letter.contacted, name="letter-contacted"),
    path("r/<str:token>/taking-back", decisions.taking_back, name="letter-take-back"),
    path("r/<str:token>/withdrawal", decisions.withdrawal, name="letter-withdraw"),
]
