"""What happens in the demo world: each story is a chain of moments, each done through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from segue.accounts.actor import VISITOR, Customer, Member, Newcomer, Staff
from segue.kit.money import Money
from segue.leads.actions import close, respond, work
from segue.leads.actions.answers import Acceptance, Closing, Colleague, Deal, Refusal
from segue.leads.actions.employees import add_employee
from segue.leads.actions.expire import sweep
from segue.leads.actions.favourite import mark
from segue.leads.models import Lead, Type
from segue.leads.queries import of_request
from segue.requests.actions.ask import ask
from segue.requests.actions.confirm import confirm
from segue.requests.actions.pass_on import pass_on
from segue.requests.actions.send import Sending, send_lead
from segue.requests.actions.withdraw import withdraw_request
from segue.requests.bots import Posted
from segue.requests.checks import Wanted
from segue.worlds import cast

if TYPE_CHECKING:
    from random import Random
    from uuid import UUID

    from segue.accounts.models import Location

Act = Callable[[datetime], "Iterable[Played] | None"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REASONS = ("no_capacity", "not_our_field", "not_our_region", "budget", "timeline")
LOST = ("other_vendor", "no_response", "budget", "customer_withdrew")


@dataclass(frozen=True)
class Played:
    """Something that happens at a moment; doing it may bring further moments."""

    at: datetime
    act: Act


class Stories:
    """Makes the world's stories: those that the tour tells, and everyday ones in between."""

    def __init__(
        self,
        actors: dict[str, Member | Staff | Newcomer],
        locations: dict[tuple[str, str], Location],
        admins: dict[UUID, Member],
        chance: Random,
        *,
        now: datetime,
    ) -> None:
        self.actors, self.locations, self.admins = actors, locations, admins
        self.chance, self.now, self.forms = chance, now, count(1)

    def all(self, begin: datetime) -> list[Played]:
        """Return every story's first moment."""
        return [*self._everyday(begin), *self._tour()]

    # --- the tour: what a newcomer should find --------------------------------------------------------------------

    def _tour(self) -> list[Played]:
        now, bergen, trieste = self.now, ("Harbour IT", "Bergen"), ("Harbour IT", "Trieste")
        return [
            self._inquiry(now - 2 * HOUR, [bergen], customer=1, need=0, hot=True),
            self._inquiry(now - 5 * HOUR, [trieste], customer=0, need=1, hot=True),
            self._inquiry(now - 4 * DAY, [bergen], customer=5, need=10, hot=True),
            self._inquiry(now - 13 * DAY - 20 * HOUR, [bergen], customer=7, need=2),
            self._inquiry(now - 12 * DAY, [trieste], customer=6, need=7),
            self._inquiry(now - 1 * DAY, [trieste, ("Adria Sistemi", "Trieste")], customer=2, need=3),
            self._inquiry(now - 5 * DAY, [bergen], customer=10, need=4, then=self._decline_held),
            self._inquiry(now - 9 * DAY, [bergen], customer=3, need=2, then=self._accept(withdrawn=True)),
            self._inquiry(now - 8 * DAY, [trieste], customer=8, need=5, then=self._decline_and_pass_on),
            self._inquiry(now - 7 * DAY, [bergen], customer=14, need=6, then=self._withdraw),
            self._inquiry(now - 10 * DAY, [trieste], customer=12, need=8, then=self._withdraw),
            self._inquiry(now - 3 * HOUR, [bergen], customer=9, need=3, honey="yes"),
            self._inquiry(now - 6 * HOUR, [], customer=12, need=8),
            self._inquiry(now - 30 * HOUR, [], customer=14, need=6),
            self._sent(now - 2 * DAY, bergen, by="Marta", customer=4, need=5, type_=Type.MARKETING),
            self._sent(now - 3 * DAY, trieste, by="Sven", customer=6, need=0, type_=Type.SALES),
            self._sent(now - 20 * DAY, bergen, by="Sven", customer=10, need=9, type_=Type.SALES, then=self._accept()),
            self._sent(now - 15 * DAY, bergen, by="Marta", customer=13, need=2, type_=Type.MARKETING),
            self._sent(now - 6 * DAY, ("Kontor Nord", "Hamburg"), by="Ada", customer=7, need=0, type_=Type.SALES),
            self._sent(now - 5 * DAY, bergen, by="Jens", customer=11, need=4, type_=Type.SALES),
        ]

    # --- everyday --------------------------------------------------------------------------------------------------

    def _everyday(self, begin: datetime) -> list[Played]:
        days = (self.now - begin).days
        places = list(self.locations)
        moments = []
        for day in range(days):
            for _ in range(self.chance.choice((1, 2, 2, 3))):
                at = begin + day * DAY + self.chance.randrange(0, 9 * 60) * timedelta(minutes=1)
                place = self.chance.choice(places[:2] * 2 + places)
                moments.append(self._someday(at, place))
        return moments

    def _someday(self, at: datetime, place: tuple[str, str]) -> Played:
        customer, need = self.chance.randrange(len(cast.CUSTOMERS)), self.chance.randrange(len(cast.NEEDS))
        kind = self.chance.random()
        then = self._everyday_answer()
        if kind < 0.65:  # noqa: PLR2004 -- two of three leads are inquiries
            return self._inquiry(at, [place], customer=customer, need=need, hot=kind < 0.1, then=then)  # noqa: PLR2004
        by, type_ = ("Marta", Type.MARKETING) if kind < 0.85 else ("Sven", Type.SALES)  # noqa: PLR2004
        return self._sent(at, place, by=by, customer=customer, need=need, type_=type_, then=then)

    def _everyday_answer(self) -> Callable[[UUID], Act]:
        [answer] = self.chance.choices((self._accept(), self._decline, self._stay_silent), weights=(60, 25, 15))
        return answer

    # --- asking ----------------------------------------------------------------------------------------------------

    def _inquiry(
        self,
        at: datetime,
        places: list[tuple[str, str]],
        *,
        customer: int,
        need: int,
        hot: bool = False,
        honey: str = "",
        then: Callable[[UUID], Act] | None = None,
    ) -> Played:
        def act(moment: datetime) -> list[Played]:
            wanted = self._wanted(customer, need, hot=hot)
            locations = [self.locations[place].id for place in places]
            request = ask(
                wanted,
                actor=VISITOR,
                at=moment,
                form_key=f"demo-{next(self.forms)}",
                location_ids=locations,
                agreed=True,
                # What a machine fills in: the vendor's inbox shows one request that somebody looks at first.
                posted=Posted(honey=honey, rendered_at=moment - HOUR) if honey else None,
            )
            if honey:
                return []
            later = [Played(moment + 10 * timedelta(minutes=1), self._confirm(request.id))]
            if then and places:
                later.append(self._answer_time(moment, then(of_request(request.id)[0].id)))
            return later

        return Played(at, act)

    def _sent(
        self,
        at: datetime,
        place: tuple[str, str],
        *,
        by: str,
        customer: int,
        need: int,
        type_: Type,
        then: Callable[[UUID], Act] | None = None,
    ) -> Played:
        def act(moment: datetime) -> list[Played]:
            sender = self.actors[by]
            assert isinstance(sender, Staff | Member)
            sending = Sending(
                type=type_,
                consent_how="Said so on the phone" if type_ is Type.SALES else "Ticked on the webinar's form",
                consent_at=moment - HOUR,
                channel="webinar" if type_ is Type.MARKETING else "",
                campaign="Autumn of moving" if type_ is Type.MARKETING else "",
                note="They know this trade, and the customer asked for somebody close by.",
            )
            lead = send_lead(
                self._wanted(customer, need),
                sending,
                actor=sender,
                at=moment,
                form_key=f"demo-{next(self.forms)}",
                location_id=self.locations[place].id,
            )
            return [self._answer_time(moment, then(lead.id))] if then else []

        return Played(at, act)

    def _wanted(self, customer: int, need: int, *, hot: bool = False) -> Wanted:
        company, first, last, domain, city, country, size, language, industry = cast.CUSTOMERS[customer]
        text, products, services, _spoken = cast.NEEDS[need]
        return Wanted(
            company=company,
            name=f"{first} {last}",
            need=text,
            country=country,
            email=f"{first.lower()}@{domain}",
            phone="+47 55 50 01 23" if country == "NO" else "+39 040 555 0101",
            city=city,
            size=size,
            language=language,
            direct_contact=hot,
            industries=(industry,),
            products=tuple(products.split(", ")),
            services=tuple(services.split(", ")),
            wanted_by=self.chance.choice(("before the summer", "this quarter", "as soon as it can be done well", "")),
        )

    def _confirm(self, request_id: UUID) -> Act:
        def act(moment: datetime) -> None:
            confirm(request_id, actor=Customer(request_id), at=moment)

        return act

    def _answer_time(self, asked: datetime, act: Act) -> Played:
        return Played(asked + self.chance.choice((2, 4, 7, 20, 30, 52, 75)) * HOUR, act)

    # --- answering -------------------------------------------------------------------------------------------------

    def _partner_of(self, lead_id: UUID) -> Member:
        return self.admins[Lead.objects.values_list("partner_id", flat=True).get(id=lead_id)]

    def _stay_silent(self, lead_id: UUID) -> Act:
        def act(_moment: datetime) -> list[Played]:
            due = Lead.objects.values_list("due_at", flat=True).get(id=lead_id)
            return [Played(due, _sweep)]

        return act

    def _decline(self, lead_id: UUID) -> Act:
        def act(moment: datetime) -> None:
            answer = Refusal(reason=self.chance.choice(REASONS), note="")
            respond.decline(lead_id, actor=self._partner_of(lead_id), at=moment, seen=None, answer=answer, hold=False)

        return act

    def _decline_and_pass_on(self, lead_id: UUID) -> Act:
        def passed_on(moment: datetime) -> None:
            request = Lead.objects.values_list("request_id", flat=True).get(id=lead_id)
            pass_on(
                request,
                actor=Customer(request),
                at=moment,
                location_id=self.locations["Adria Sistemi", "Trieste"].id,
            )

        def act(moment: datetime) -> list[Played]:
            self._decline(lead_id)(moment)
            return [Played(moment + 3 * HOUR, passed_on)]

        return act

    def _decline_held(self, lead_id: UUID) -> Act:
        """Ben has pressed "Decline" a minute before the visitor comes, so that there is something to undo."""

        def act(_moment: datetime) -> list[Played]:
            def pressed(moment: datetime) -> None:
                answer = Refusal(reason="no_capacity", message="We are sorry: our team is at sea until spring.")
                respond.decline(lead_id, actor=self._ben(), at=moment, seen=None, answer=answer)

            return [Played(self.now - timedelta(seconds=30), pressed)]

        return act

    def _ben(self) -> Member:
        ben = self.actors["Ben"]
        assert isinstance(ben, Member)
        return ben

    def _accept(self, *, withdrawn: bool = False) -> Callable[[UUID], Act]:
        def story(lead_id: UUID) -> Act:
            def act(moment: datetime) -> list[Played]:
                partner = self._partner_of(lead_id)
                frame = self.chance.choice(("this_quarter", "next_quarter", "this_month", ""))
                money = self.chance.choice((None, Money(self.chance.randrange(4, 120) * 50_000, "EUR")))
                deal = Deal(money=money, time_frame=frame)
                respond.accept(lead_id, actor=partner, at=moment, seen=None, answer=Acceptance(deal))
                if withdrawn:
                    return [Played(moment + 2 * DAY, self._withdraw(lead_id))]
                return self._after_accepting(lead_id, partner, moment)

            return act

        return story

    def _withdraw(self, lead_id: UUID) -> Act:
        def act(moment: datetime) -> None:
            request = Lead.objects.values_list("request_id", flat=True).get(id=lead_id)
            withdraw_request(request, actor=Customer(request), at=moment)

        return act

    def _after_accepting(self, lead_id: UUID, partner: Member, accepted: datetime) -> list[Played]:
        def contacted(moment: datetime) -> None:
            work.log_contact(lead_id, actor=partner, at=moment, seen=None, how=self.chance.choice(("called", "met")))

        def taken(moment: datetime) -> None:
            work.take(lead_id, actor=partner, at=moment, seen=None)

        def joined(moment: datetime) -> None:
            if partner.partner_name == "Harbour IT":
                cleo = Colleague(name="Cleo Dahl", email="cleo@harbour.example", phone="+47 55 50 04 56")
                add_employee(lead_id, actor=partner, at=moment, seen=None, colleague=cleo)

        def hearted(_moment: datetime) -> None:
            mark(lead_id, actor=partner)

        def closed(moment: datetime) -> None:
            money = Money(self.chance.randrange(4, 140) * 50_000, "EUR")
            if self.chance.random() < 0.6:  # noqa: PLR2004 -- three of five deals are won
                won = Closing(closed_on=moment.date(), money=money)
                close.win(lead_id, actor=partner, at=moment, seen=None, answer=won, hold=False)
            else:
                lost = Closing(closed_on=moment.date(), reason=self.chance.choice(LOST))
                close.lose(lead_id, actor=partner, at=moment, seen=None, answer=lost, hold=False)

        chances = ((0.7, 3, contacted), (0.5, 4, taken), (0.25, 6, joined), (0.3, 5, hearted))
        moments = [Played(accepted + hours * HOUR, act) for odds, hours, act in chances if self.chance.random() < odds]
        if self.chance.random() < 0.65:  # noqa: PLR2004 -- two of three deals have ended
            moments.append(Played(accepted + self.chance.randrange(8, 35) * DAY, closed))
        return moments


def _sweep(moment: datetime) -> None:
    sweep(at=moment)
