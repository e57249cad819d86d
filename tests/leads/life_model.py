"""What a lead is, typed from the design: who sees it, who may do what in which stage, what each step makes of it.

An oracle for random histories. It shares no word of code with the product; the codes of refusals are the product's.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

DUE = timedelta(hours=14 * 24)
HOLD = timedelta(minutes=5)

MEMBERS = ("ada", "ben", "cleo", "giulia", "pia", "dora")
STAFF = ("sven", "paula", "vera", "otto")
CUSTOMERS = ("anna", "somebody")
EVERYBODY = (*MEMBERS, *STAFF, *CUSTOMERS)
COMPANY = {**dict.fromkeys(("ada", "ben", "cleo", "giulia", "pia"), "harbour"), "dora": "fjord"}
SCOPE = {"cleo": "bergen", "giulia": "trieste"}
ANSWERERS = frozenset({"ada", "ben", "cleo", "giulia"})
"""People of the company whose roles answer leads; Pia looks after profiles only."""
OWNERS = ANSWERERS | {"dora"}
"""Whom a lead can be handed to, by a colleague."""

OFFERED = {
    "received": {"accept", "decline", "withdraw", "log_contact", "take", "hand_over"},
    "accepted": {
        *("withdraw", "edit", "add_employee", "correct_employee", "remove_employee", "win", "lose"),
        *("log_contact", "take", "hand_over"),
    },
    "archived": set(),
}
PARTNERS = {*OFFERED["received"], *OFFERED["accepted"]} - {"withdraw"}
ANSWERS = {"accept", "decline", "win", "lose"}
ENDS = {"decline": "declined", "win": "won", "lose": "lost", "expire": "expired", "withdraw": "withdrawn"}
FACTS = {
    "receive": "received",
    "accept": "accepted",
    "decline": "declined",
    "expire": "expired",
    "withdraw": "withdrawn",
    "win": "won",
    "lose": "lost",
    "edit": "edited",
    "add_employee": "employee_added",
    "correct_employee": "employee_corrected",
    "remove_employee": "employee_removed",
    "log_contact": "contact_logged",
    "take": "taken",
    "hand_over": "handed_over",
    "confirm_email": "email_confirmed",
}
BY = {**dict.fromkeys(ANSWERERS, "partner"), **dict.fromkeys(STAFF, "vendor"), "anna": "customer"}
BY |= {"dora": "sending_partner", "system": "system"}


@dataclass(frozen=True)
class Ask:
    """Somebody wants a step: `data` is what they typed, `seen` the version they looked at (None: whatever it is)."""

    step: str
    who: str
    at: datetime
    seen: int | None = None
    hold: bool = False
    data: tuple = ()


@dataclass
class LeadModel:
    """One lead. `story` holds (step, by, who) of every event, `last` what was typed at the latest."""

    received: datetime
    location: str
    sender: str | None = None
    stage: str = "received"
    outcome: str | None = None
    held: Ask | None = None
    withdrawn: bool = False
    owner: str | None = None
    team: dict[str, str] = field(default_factory=dict)
    hearts: set[str] = field(default_factory=set)
    confirmed: bool = False
    contacted: datetime | None = None
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    story: list[tuple[str, str, str | None]] = field(default_factory=list)
    last: Ask | None = None

    def __post_init__(self):
        self.story.append(("receive", BY[self.sender or "anna"], self.sender))

    @property
    def version(self):
        return len(self.story)

    @property
    def due(self):
        return self.received + DUE

    def overdue(self, at):
        return self.stage == "received" and self.held is None and at >= self.due

    # --- who sees it, who may ------------------------------------------------------------------------------

    def sees(self, who):
        if who in ("ada", "ben", "paula", "vera", "otto", "anna"):
            return True
        if who in SCOPE:
            nobodys = self.owner is None and self.location == SCOPE[who]
            return nobodys or self.owner == who or f"{who}@harbour.example" in self.team
        return who == self.sender

    def may(self, who, step):
        if step in PARTNERS:
            return who in ANSWERERS
        if self.stage == "received":
            return who in ("anna", "paula", "vera", self.sender)
        return who in ("anna", self.sender)

    # --- steps -----------------------------------------------------------------------------------------------

    def refusal(self, ask):
        """Why not, as a code; "again" when it was pressed twice; nothing when it will be done."""
        if ask.step == "hand_over" and not (ask.data[0] in OWNERS and COMPANY[ask.data[0]] == COMPANY[ask.who]):
            return "invalid"
        if not self._finds(ask):
            return "not-found"
        if ask.seen not in (None, self.version):
            return "again" if self._pressed_twice(ask) else "changed-meanwhile"
        if self.overdue(ask.at):
            return "too-late"
        return self._refused_now(ask)

    def _refused_now(self, ask):
        if ask.step not in OFFERED[self.stage]:
            return "no-such-step"
        if not self.may(ask.who, ask.step):
            return "not-your-step"
        if ask.step == "withdraw" and self.withdrawn:
            return "no-such-step"
        if ask.step in ANSWERS and self.held:
            return "being-answered"
        if ask.step == "take" and self.owner not in (None, ask.who):
            return "owned-already"
        return "invalid" if self._names_somebody_twice(ask) else None

    def _finds(self, ask):
        if ask.step in ("correct_employee", "remove_employee") and not (
            ask.who in ANSWERERS and ask.data[0] in self.team
        ):
            return False
        return self.sees(ask.who)

    def _pressed_twice(self, ask):
        """The last step was this very one, by the same person: then it is done when what was typed now stands."""
        before = self.last
        if before is None or ask.seen != self.version - 1 or (before.step, before.who) != (ask.step, ask.who):
            return False
        if ask.step == "accept":
            return all(self.team.get(email) == "Ivo Berg" for email in ask.data)
        if ask.step in ("add_employee", "correct_employee"):
            email, name = ask.data[-2:]
            return self.team.get(email) == name
        return ask.step != "remove_employee" and ask.data == before.data

    def _names_somebody_twice(self, ask):
        if ask.step == "add_employee":
            return ask.data[0] in self.team
        return ask.step == "correct_employee" and ask.data[1] in self.team.keys() - {ask.data[0]}

    def take(self, ask):
        """Do what was asked and return None, or return why not; whatever is overdue expires first, for good."""
        why = self.refusal(ask)
        if why == "too-late":
            self.expire(ask.at)
        if why is not None:
            return why
        if ask.hold and ask.step in ("decline", "win", "lose"):
            self.held = ask
        else:
            self._do(ask, at=ask.at)
        return None

    def _do(self, ask, *, at):
        self._tell(ask.step, ask.who, ask)
        if ask.step in ENDS and (ask.step != "withdraw" or self.stage == "received"):
            self._end(ask.step, ask.at)
        match ask.step:
            case "accept":
                self.stage, self.accepted_at = "accepted", ask.at
            case "withdraw":
                self.withdrawn, self.held = True, None
            case "take":
                self.owner = ask.who
            case "hand_over":
                self.owner = ask.data[0]
            case "log_contact" if ask.data != ("no_answer",):
                self.contacted = self.contacted or at
        self._change_team(ask)

    def _change_team(self, ask):
        if ask.step == "accept":
            self.team |= dict.fromkeys(ask.data, "Ivo Berg")
        if ask.step in ("correct_employee", "remove_employee"):
            del self.team[ask.data[0]]
        if ask.step in ("add_employee", "correct_employee"):
            email, name = ask.data[-2:]
            self.team[email] = name

    def _tell(self, step, who, ask=None):
        self.story.append((step, BY[who], None if who in ("anna", "system") else who))
        self.last = ask

    def _end(self, step, at):
        self.stage, self.outcome, self.held, self.closed_at = "archived", ENDS[step], None, at

    def undo(self, who, at):
        if not self.sees(who):
            return "not-found"
        if self.held is None or at >= self.held.at + HOLD:
            return "nothing-held"
        if who not in ANSWERERS:
            return "not-your-step"
        self.held = None
        return None

    # --- the clock -----------------------------------------------------------------------------------------

    def expire(self, at):
        if not self.overdue(at):
            return False
        self._tell("expire", "system")
        self._end("expire", at)
        return True

    def commit(self, at):
        """A held answer whose minutes are over is given in the name and at the moment of who pressed."""
        held = self.held
        if held is None or at < held.at + HOLD:
            return False
        self._do(held, at=at)
        return True

    def confirm(self):
        if self.confirmed:
            return False
        self.confirmed = True
        self._tell("confirm_email", "system")
        return True

    # --- hearts --------------------------------------------------------------------------------------------

    def heart(self, who, *, on):
        if not self.sees(who):
            return "not-found"
        if who not in ANSWERERS:
            return "forbidden"
        (self.hearts.add if on else self.hearts.discard)(who)
        return None

    def possible(self, at):
        """The steps that somebody could take now, as (step, who)."""
        return [
            (step, who)
            for step in sorted(OFFERED[self.stage])
            for who in EVERYBODY
            if self.sees(who) and self.may(who, step) and not self.overdue(at)
        ]
