"""A list as a file for a spreadsheet: the filters, the order and the columns that are shown; or a choice of leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.kit.ids import ids_from
from segue.kit.money import Money
from segue.kit.places import country_name
from segue.kit.spreadsheet import BYTE_ORDER_MARK, lines, number, separator
from segue.leads.columns import Column, in_stage
from segue.leads.export import chosen, whole_list
from segue.leads.models import Outcome, Stage
from segue.leads.wanted import Tab
from segue.web.entrance import at_of, enter
from segue.web.partner.choice import kept
from segue.web.partner.columns import NAMES, desk_of, shown_columns, text_of
from segue.web.partner.door import at_work
from segue.web.partner.list_filters import list_of
from segue.web.partner.rows import wanted_of
from segue.web.partner.words import TYPES
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.leads.listed import ListedLead
    from segue.web.reading import Reader


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def export(request: HttpRequest) -> HttpResponse:
    """Send the list (`of`: tab and stage) as it is filtered now, or the leads chosen (`leads`; `lead` for each)."""
    actor, at, (tab, stage) = at_work(request), at_of(request), list_of(request)
    given = request.POST if request.method == "POST" else request.GET
    choice = kept(request)
    columns = in_stage(shown_columns(desk_of(request), choice), stage)
    if "leads" in given or "lead" in given:
        chosen_ids = [*given.getlist("leads"), *given.getlist("lead")]
        ids = ids_from(text for value in chosen_ids for text in value.split(","))
        portions = chosen(actor, lead_ids=ids, columns=columns)
    else:
        portions = whole_list(
            actor,
            tab=Tab(tab),
            stage=Stage(stage),
            filters=choice.filters(),
            order=choice.order(stage),
            at=at,
            columns=columns,
        )
    reader = reader_of(request)
    text = _text(portions, columns, reader=reader, at=at)
    response = StreamingHttpResponse(
        _in(get_language() or "en", text), content_type="text/csv; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
    response["Content-Disposition"] = f'attachment; filename="leads-{stage}-{reader.today(at).isoformat()}.csv"'
    # A proxy that gathered it all first would hold what is streamed here.
    response["X-Accel-Buffering"] = "no"
    return response  # type: ignore[return-value] # sent in portions, otherwise a response as any


def _in(language: str, text: Iterator[str]) -> Iterator[bytes]:
    """Yield the text in a language: it is written after the view has returned, when no language is active any more."""
    while True:
        with override(language):
            part = next(text, None)
        if part is None:
            return
        yield part.encode()


def _text(
    portions: Iterable[list[ListedLead]], columns: Sequence[Column], *, reader: Reader, at: datetime
) -> Iterator[str]:
    sign = separator(reader.language)
    heads = [gettext("Customer"), gettext("Need"), *(head for column in columns for head in _heads(column))]
    heads += [gettext("Favourite"), gettext("Address")]
    yield BYTE_ORDER_MARK + lines([heads], separator=sign)
    cells = _Cells(reader, at)
    for portion in portions:
        yield lines((cells.of(lead, columns) for lead in portion), separator=sign)


def _heads(column: Column) -> list[str]:
    name = str(NAMES[column])
    if column is Column.VALUE:
        return [name, gettext("Currency")]
    return [name, gettext("Answer by")] if column is Column.DUE else [name]


class _Cells:
    """What a row of the file says of a lead: numbers and times as a spreadsheet reads them, words as the list's."""

    def __init__(self, reader: Reader, at: datetime) -> None:
        self.reader, self.at, self.today = reader, at, reader.today(at)
        self.wanted: Callable[[ListedLead], str] = wanted_of(reader=reader, at=at)
        stages = {code: str(name) for code, name in Stage.choices + Outcome.choices}
        types = {code: str(name) for code, name in TYPES.items()}
        self.written: dict[Column, Callable[[ListedLead], list[str]]] = {
            Column.TYPE: lambda lead: [types[lead.type]],  # type: ignore[index] # a code is its choice
            Column.STAGE: lambda lead: [stages[lead.outcome or lead.stage]],
            Column.VALUE: self._value,
            Column.COUNTRY: lambda lead: [country_name(lead.customer_country)],
            Column.PURCHASE: lambda lead: [lead.purchase_on.isoformat() if lead.purchase_on else ""],
            Column.RECEIVED: lambda lead: [self._moment(lead.received_at)],
            Column.UPDATED: lambda lead: [self._moment(lead.more[Column.UPDATED])],
            Column.OWNER: lambda lead: [lead.owner_name or ""],
            Column.DUE: self._due,
        }

    def of(self, lead: ListedLead, columns: Sequence[Column]) -> list[str]:
        """Return the cells of one row."""
        need = lead.deal_name.removeprefix(f"{lead.customer_company}: ") or " ".join(lead.need.split())
        mark = f"{gettext('Test')}: " if lead.is_test else ""
        cells = [lead.customer_company, f"{mark}{need}"]
        for column in columns:
            cells += self._of(lead, column)
        return [*cells, gettext("yes") if lead.hearted else "", f"{settings.BASE_URL}/leads/{lead.id}"]

    def _of(self, lead: ListedLead, column: Column) -> list[str]:
        written = self.written.get(column)
        return written(lead) if written else [text_of(lead, column, reader=self.reader, today=self.today)]

    def _value(self, lead: ListedLead) -> list[str]:
        if lead.value_minor is None:
            return ["", ""]
        return [number(Money(lead.value_minor, lead.currency).decimal(), language=self.reader.language), lead.currency]

    def _due(self, lead: ListedLead) -> list[str]:
        return [self.wanted(lead), self._moment(lead.due_at) if lead.stage == Stage.RECEIVED else ""]

    def _moment(self, moment: datetime) -> str:
        """Return a moment in the reader's zone as every spreadsheet reads it, in any language."""
        return moment.astimezone(self.reader.zone).strftime("%Y-%m-%d %H:%M")
