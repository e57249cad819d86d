"""Nothing that is typed or pasted into a form is lost unseen."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django import forms

from segue import web
from segue.web.forms.lines import Line


def every_form():
    for module in walk_packages(web.__path__, "segue.web."):
        import_module(module.name)
    waiting = [forms.Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("segue."):
            yield form


def test_a_text_of_limited_length_is_a_line():
    wrong = [
        (form.__name__, name)
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and field.max_length and not isinstance(field, Line | forms.EmailField)
        if not field.widget.is_hidden
    ]
    assert not wrong


def test_no_page_tells_the_browser_to_cut_what_is_typed():
    ours = Path(web.__file__).parent
    written = [path for kind in ("html", "py") for path in ours.rglob(f"*.{kind}") if "maxlength" in path.read_text()]
    assert written == [ours / "forms" / "lines.py"]


def test_a_break_of_lines_counts_once_however_a_browser_sends_it():
    line = Line(max_length=5)
    assert line.clean("ab\r\ncd") == "ab\ncd"
    with pytest.raises(forms.ValidationError, match=r"Shorten this to 5 characters; it has 6\."):
        line.clean("abc\r\ncd")
