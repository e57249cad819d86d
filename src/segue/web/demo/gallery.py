"""Samples for the gallery of parts: every shared part in every state, without a database."""

import re
from pathlib import Path
from typing import Any

from django import forms

from segue.web.forms.worded import worded
from segue.web.lead_rows import USUAL, LeadRow

Sample = dict[str, Any]

STATIC = Path(__file__).resolve().parent.parent / "static" / "segue"


class SampleForm(forms.Form):
    """One field of every kind the parts can show."""

    need = forms.CharField(
        label="What do you need?", help_text="A few sentences are enough.", widget=forms.Textarea({"rows": 3})
    )
    company = forms.CharField(label="Company")
    size = forms.ChoiceField(label="People", choices=[("", "Choose"), ("s", "1 to 9"), ("m", "10 to 49")])
    phone = forms.CharField(label="Phone", required=False)
    when = forms.ChoiceField(
        label="When?",
        choices=[("month", "This month"), ("quarter", "This quarter"), ("later", "Later")],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label="Why not?",
        choices=[
            ("field", worded("Not our field", hint="Anna can choose another partner.")),
            ("room", worded("No capacity now", hint="Anna can choose another partner; nothing is held against you.")),
            ("spam", worded("Abuse, spam or phishing", hint="Nobody is told; Aurora reviews.")),
        ],
        widget=forms.RadioSelect,
    )
    services = forms.MultipleChoiceField(
        label="Services",
        choices=[("advice", "Advice"), ("project", "Project"), ("training", "Training")],
        widget=forms.CheckboxSelectMultiple,
    )
    direct = forms.BooleanField(label="Contact me directly", help_text="Partners see that you want to be called.")


def samples(theme: str = "") -> Sample:
    """The whole context of demo/parts.html; `theme` is "", "light" or "dark"."""
    return {
        "theme": theme,
        "icons": _found(r'<symbol id="([\w-]+)"', "icons.svg"),
        "colours": _found(r"\.swatch-([\w-]+)", "css", "gallery.css"),
        "form": SampleForm(),
        "refused": SampleForm({"company": "Conti Logistica", "phone": "?"}, prefix="refused"),
        **_navigation(),
        **_states(),
        **_lists(),
        **_of_a_partner(),
        **_of_a_lead(),
    }


def _found(pattern: str, *path: str) -> list[str]:
    return re.findall(pattern, STATIC.joinpath(*path).read_text(encoding="utf-8"))


def _navigation() -> Sample:
    return {
        "tabs": [
            {"label": "Marketplace leads", "url": "#tabs", "current": True, "count": "9"},
            {"label": "Qualified leads", "url": "#tabs", "count": "0"},
            {"label": "Favourites", "url": "#tabs", "icon": "heart"},
        ],
        "segments": [
            {"label": "Received", "url": "#tabs", "current": True, "count": "9"},
            {"label": "Accepted", "url": "#tabs", "count": "10,000+"},
            {"label": "Archived", "url": "#tabs"},
        ],
        "filters": [
            {"label": "Country: Italy", "url": "#tabs", "current": True},
            {"label": "Hot", "url": "#tabs"},
        ],
        "actions": [
            {"label": "Accept", "url": "#buttons", "kind": "primary", "icon": "check"},
            {"label": "Decline", "url": "#buttons"},
        ],
    }


def _track(accepted: str, closed: str, kind: str, name: str) -> list[Sample]:
    return [
        {"name": "Received", "state": "done" if accepted else "now", "when": "2 May"},
        {"name": "Accepted", "state": accepted, "when": "3 May" if accepted else ""},
        {"name": name, "state": closed, "kind": kind, "when": "20 June" if closed else ""},
    ]


def _states() -> Sample:
    return {
        "tracks": [
            _track("", "", "", "Won or lost"),
            _track("now", "", "", "Won or lost"),
            _track("done", "now", "won", "Won"),
            _track("done", "now", "closed", "Lost"),
        ],
        "dues": [
            {"state": "ok", "share": 78, "words": "11 days left", "detail": "Answer by Tuesday 14 May, 16:20"},
            {"state": "soon", "share": 12, "words": "2 days left", "detail": "Answer by Sunday 5 May, 16:20"},
            {"state": "over", "share": 0, "words": "The time to answer is over"},
        ],
        "outcomes": [
            {"kind": "won", "title": "Won by Giulia Ferri on 20 June, 11:02.", "detail": "€ 52,000"},
            {"kind": "lost", "title": "Lost on 20 June, 11:02:", "detail": "chose another vendor"},
            {"kind": "declined", "title": "Declined by Giulia Ferri:", "detail": "not our region"},
            {"kind": "expired", "title": "Expired by the system on 14 May, 16:20;", "detail": "nobody answered"},
            {"kind": "withdrawn", "title": "Withdrawn by the customer on 4 May, 09:12.", "detail": ""},
        ],
        "held": {
            "words": "Declining at 16:25",
            "by": "Giulia Ferri",
            "until": "2024-05-02T14:25:00Z",
            "undo_url": "#states",
        },
        "notices": [
            {"kind": kind, "icon": icon, "title": title, "text": text}
            for kind, icon, title, text in (
                ("", "info", "A word", "Something worth knowing."),
                ("accent", "info", "The customer has chosen another partner.", "You need not answer."),
                ("amber", "warning", "The customer withdrew.", "Close the deal as lost when you are done."),
                ("green", "check", "Sent.", "Anna hears from us in a minute."),
                ("stop", "warning", "Ben Haugen changed this lead while you typed.", "Your words are kept below."),
                ("grey", "archive", "Archived.", ""),
            )
        ],
        "pictures": ["waiting", "profile", "filters", "done", "lost", "closed"],
    }


def _row(number: int, customer: str, need: str, **other: Any) -> LeadRow:
    plain = LeadRow(
        id=str(number),
        url="#lists",
        heart_url="",
        customer=customer,
        need=need,
        type="Inquiry",
        stage_kind="received",
        stage="Received",
        country="IT",
        country_name="Italy",
        received="2 May",
        due_state="ok",
        due_share=60,
        wanted="Answer by 14 May",
    )
    return plain._replace(**other)


def _lists() -> Sample:
    return {
        "columns": (*USUAL, "stage"),
        "rows": _rows(),
        "empty": {"title": "Nothing yet", "text": "Leads arrive here the moment a customer asks you."},
        "heart": {"id": "sample", "url": "", "on": True, "customer": "Conti Logistica"},
    }


def _rows() -> list[LeadRow]:
    return [
        _row(
            1,
            "Conti Logistica",
            "ERP migration for three warehouses",
            mark="hot",
            hearted=True,
            due_share=96,
            phone="+390401234567",
            wanted="Call Anna",
            owner="Giulia Ferri",
            owner_initials="GF",
        ),
        _row(2, "Café Bryggen", "Till and stock", mark="soon", due_state="soon", due_share=8, wanted="Today"),
        _row(
            3,
            "Trieste Trasporti",
            "Route planning",
            stage="Accepted",
            stage_kind="accepted",
            value="€ 130,000",
            type="Sales",
            origin="from Harbour IT",
            wanted="Won, lost or later?",
            due_state="none",
        ),
        _row(
            4,
            "Havn Seafood",
            "Traceability",
            stage="Declined",
            stage_kind="declined",
            quiet=True,
            wanted="",
            due_state="none",
        ),
    ]


def _of_a_partner() -> Sample:
    return {
        "card": {
            "name": "Harbour IT",
            "url": "#lists",
            "initial": "H",
            "place": "Bergen, Norway",
            "distance": "12 km",
            "says": "We move stock, time and payroll systems of mid-sized companies and stay as long as we are useful.",
            "tags": [{"text": "ERP migration", "match": True}, {"text": "Training", "match": False}],
            "answers": "Usually answers within 4 working hours",
            "marks": ["ERP migration, gold"],
            "why": {
                "reasons": [
                    {"sentence": "Has the words you typed: ERP migration.", "points": "16", "share": 26},
                    {"sentence": "12 km from Bergen.", "points": "7", "share": 12},
                ],
                "total": "61 of 100 points in all",
            },
            "pick": "1",
        },
    }


def _of_a_lead() -> Sample:
    return {
        "facts": [{"name": "Budget", "value": "€ 40,000 to 60,000"}, {"name": "Language", "value": "Italian"}],
        "figures": [
            {"number": "3", "name": "without a partner", "url": "#lists"},
            {"number": "12", "name": "hot and not contacted", "note": "oldest: 2 days"},
            {"number": "84%", "name": "answered within 2 working days", "note": "79% the 30 days before"},
        ],
        "events": [
            {"words": "Giulia Ferri accepted", "when": "3 May, 09:30", "icon": "check", "kind": "accent"},
            {"words": "Value changed", "when": "3 May", "icon": "edit", "details": ["€ 40,000 → € 48,000"]},
            {"words": "Received from Anna Conti", "when": "2 May, 16:20", "icon": "inbox", "kind": "flame"},
        ],
        "mail": {
            "to": "anna.conti@conti.example",
            "subject": "Your request to Harbour IT",
            "sent": "2 May, 16:20",
            "text": "Dear Anna Conti,\n\nHarbour IT has your request.",
        },
    }
