"""`{% load look %}`: parts that stand on a page, or on every page, too often to be drawn anew each time."""

import secrets
from collections.abc import Collection, Iterable
from functools import lru_cache

import msgspec
from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from segue.kit.devices import device
from segue.web.lead_rows import LeadRow, rendered

register = template.Library()
_NO_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class IconNode(Node):
    """One icon; kept as text by name, kind and size (an include costs 30 microseconds, this one)."""

    def __init__(self, name: FilterExpression, options: dict[str, FilterExpression]) -> None:
        self.name = name
        self.options = options

    def render(self, context: Context) -> SafeString:
        """Return the <svg>; it is decoration, the words stand beside it."""
        options = {key: option.resolve(context) or "" for key, option in self.options.items()}
        return drawn(self.name.resolve(context), **options)


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """Draw `{% icon "flame" kind="flame" size="large" %}`: a symbol of static/segue/icons.svg.

    kind: flame, amber or green where the part colours it. size: large. Both may be left out.
    """
    _, *bits = token.split_contents()
    if not bits:
        raise template.TemplateSyntaxError("icon needs the name of a symbol in icons.svg")
    options = dict(bit.split("=", 1) for bit in bits[1:])
    if unknown := set(options) - {"kind", "size"}:
        raise template.TemplateSyntaxError(f"icon takes kind and size, not {', '.join(sorted(unknown))}")
    compiled = {key: parser.compile_filter(option) for key, option in options.items()}
    return IconNode(parser.compile_filter(bits[0]), compiled)


@lru_cache(maxsize=512)
def drawn(name: str, *, kind: str = "", size: str = "") -> SafeString:
    """Return the icon as HTML, always the same for the same three."""
    return format_html(
        '<svg class="icon"{}{} aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        format_html(' data-kind="{}"', kind) if kind else "",
        format_html(' data-size="{}"', size) if size else "",
        static("segue/icons.svg"),
        name,
    )


register.filter("device", device)


@register.filter
def as_data(value: object) -> SafeString:
    """Return a value as JSON to stand inside a script element that is data: nothing in it ends the element."""
    return mark_safe(msgspec.json.encode(value).decode().translate(_NO_MARKUP))  # noqa: S308 -- no markup is left in it


@register.simple_tag
def lead_rows(rows: Iterable[LeadRow], columns: Collection[str]) -> SafeString:
    """Return the table rows of a list of leads (see segue.web.lead_rows)."""
    return rendered(rows, columns=columns)


TOKEN, PATH = (f"\ue000{secrets.token_hex(8)}" for _ in range(2))
"""Stand for what differs on every page: the forms' token, and where they come back to. Nobody can type them."""
_kept: dict[tuple[Node, str, bytes], str] = {}
MOST_KEPT = 2000


def _plain(value: object) -> object:
    """Return what a lazy or a marked text says; refuse what might say the same for two different things."""
    match value:
        case Promise():
            return str(value)
        case SafeString():
            return {TOKEN: value.encode().decode()}  # another than the same text to be escaped
        case _:
            raise TypeError(f"{{% kept %}} cannot tell two of these apart: {type(value).__name__}")


encoded = msgspec.json.Encoder(enc_hook=_plain).encode


class KeptNode(Node):
    """A part of a page, kept as text for as long as the variables it names say the same; it may read no others."""

    def __init__(self, names: list[str], inside: NodeList) -> None:
        self.names = names
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        """Return what is inside."""
        said = {name: context.get(name) for name in self.names}
        path = ""
        # An error page that stands without a database has a frame without a path.
        if (shell := said.get("shell")) and "path" in shell:
            path = shell["path"]
            said["shell"] = dict(shell) | {"path": PATH}
        # All that it says is part of the key: another count or name is another text, never an old one.
        key = (self, get_language() or "", encoded(said))
        text = _kept.get(key)
        if text is None:
            text = self.inside.render(context.new(said | {"csrf_token": TOKEN}))
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = text
        return mark_safe(text.replace(TOKEN, str(context.get("csrf_token"))).replace(PATH, escape(path)))  # noqa: S308 -- a template's own text


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands between `{% kept tabs title %}` and `{% endkept %}`, which reads `tabs` and `title` only.

    For what stands on every page and takes longer to draw than a list's rows: a desk's frame took 0.7 ms.
    """
    _, *names = token.split_contents()
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(names, inside)
