"""`{% load look %}`: parts that stand on a page, or on every page, too often to be drawn anew each time."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from segue.web.devices import device
from segue.web.lead_rows import LeadRow, rendered

register = template.Library()


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


@register.simple_tag
def lead_rows(rows: Iterable[LeadRow], *, show_stage: bool = False, show_due: bool = True) -> SafeString:
    """Return the table rows of a list of leads (see segue.web.lead_rows)."""
    return rendered(rows, show_stage=show_stage, show_due=show_due)


TOKEN, PATH = "\ue000token", "\ue000path"
"""Stand for what differs on every page: the forms' token, and where they come back to."""
_frames: dict[tuple[str, bytes], str] = {}
MOST_FRAMES = 1000


class FrameNode(Node):
    """The bar and the rail of a desk; kept as text for as long as they say the same."""

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        """Return what is inside; `shell` is all it may read."""
        shell = dict(context["shell"])
        token, path = str(context["csrf_token"]), shell["path"]
        # Everything that it says is part of the key: another count or name is another frame, never an old one.
        key = (get_language() or "", msgspec.json.encode(shell | {"path": ""}))
        frame = _frames.get(key)
        if frame is None:
            with context.push({"csrf_token": TOKEN, "shell": shell | {"path": PATH}}):
                frame = self.inside.render(context)
            if len(_frames) >= MOST_FRAMES:
                _frames.clear()
            _frames[key] = frame
        return mark_safe(frame.replace(TOKEN, token).replace(PATH, escape(path)))  # noqa: S308 -- a template's own text


@register.tag
def frame(parser: Parser, _token: Token) -> FrameNode:
    """Keep what stands between `{% frame %}` and `{% endframe %}`: 0.7 ms a page, as long as a list's rows take."""
    inside = parser.parse(("endframe",))
    parser.delete_first_token()
    return FrameNode(inside)
