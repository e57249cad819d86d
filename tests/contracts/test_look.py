"""What the look promises: contrast in both themes, one sprite, nothing inline, documented parts."""

import ast
import math
import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "segue" / "web"
CSS = WEB / "static" / "segue" / "css"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
TOKEN = re.compile(r"--([\w-]+): light-dark\(oklch\(([^/)]*)\), oklch\(([^/)]*)\)\);")
GROUNDS = ("ground", "surface", "raised", "sunken")
INKS = ("ink", "ink-soft", "ink-faint", "accent", "accent-deep", "flame", "amber", "green", "grey", "stop")
MEANINGS = ("accent", "flame", "amber", "green", "grey", "stop")


def luminance(oklch):
    """The relative luminance of an OKLCH colour (WCAG 2), which must lie within sRGB."""
    lightness, chroma, hue = (float(part) for part in oklch.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    assert all(-0.002 <= part <= 1.002 for part in (red, green, blue)), f"oklch({oklch}) is outside sRGB"
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(theme):
    text = (CSS / "tokens.css").read_text()
    return {name: luminance((light, dark)[theme == "dark"]) for name, light, dark in TOKEN.findall(text)}


def contrast(one, other):
    darker, lighter = sorted((one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(theme):
    colour = colours(theme)
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [(ink, f"{meaning}-soft") for meaning in MEANINGS for ink in (meaning, "ink", "ink-soft")]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-deep"), ("accent-deep", "accent-soft")]
    pairs += [("ground", "ink")]
    weak = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_frames_of_controls_and_lit_marks_stand_out(theme):
    colour = colours(theme)
    pairs = [("line-firm", ground) for ground in GROUNDS] + [
        ("flame-lit", ground) for ground in (*GROUNDS, "flame-soft")
    ]
    weak = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_colours_are_written_only_as_tokens():
    stray = {
        path.name: found
        for path in CSS.glob("*.css")
        if path.name != "tokens.css"
        and (found := re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(", path.read_text()))
    }
    assert stray == {}


def test_every_style_sheet_stands_in_a_layer():
    for path in CSS.glob("*.css"):
        outside = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert re.match(r"\s*@layer\b", outside), f"{path.name} begins outside the layers"


def test_no_script_has_names_that_another_one_could_take():
    for path in (WEB / "static" / "segue").glob("*.js"):
        code = re.sub(r"^//.*\n|^\n", "", path.read_text(), flags=re.MULTILINE)
        assert code.startswith('"use strict";\n(() => {\n'), path.name
        assert re.findall(r"^\S.*", code, flags=re.MULTILINE)[2:] == ["})();"], path.name


def names_in(kind, path):
    """The names of classes that a file may give: what stands in class="...", and in the texts of a program."""
    if kind == ".html":
        said = worn_by(path.read_text())
    elif kind == ".py":
        said = texts_of(ast.parse(path.read_text()))
    elif kind == ".js":
        code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE)
        said = [text for quotes in re.findall(r'"([^"\n]*)"|`([^`]*)`', code) for text in quotes]
    else:
        said = []
    return re.findall(r"[a-z][a-z0-9-]*", "\n".join(said))


def worn_by(template):
    """What the classes of a template may be; what its tags decide stands beside what they decide by."""
    return re.findall(r'\bclass="([^"]*)"', re.sub(r"{%.*?%}|{{.*?}}", " ", template, flags=re.DOTALL))


def texts_of(tree):
    """The texts of a module but for what only describes it."""
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.value


def test_a_word_of_a_sentence_is_no_class_that_is_worn():
    assert worn_by('<p class="cluster{% if wide %} wide{% endif %}" id="x">the panel</p>') == ["cluster  wide "]
    module = ast.parse('"""About the panel."""\nkind = "chip"\ndef panel():\n    """Make a panel."""\n')
    assert list(texts_of(module)) == ["chip"]


def test_every_class_that_is_dressed_is_worn():
    rules = "\n".join(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL) for path in CSS.glob("*.css"))
    dressed = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"\{[^{}]*\}", "{}", rules)))
    worn = {name for path in WEB.rglob("*") for name in names_in(path.suffix, path)} | {"htmx-request"}
    built = ("swatch-", "term-")  # the gallery and the bar of points put these together
    assert "panel" in dressed
    assert {name for name in dressed - worn if not name.startswith(built)} == set()


def test_every_icon_that_is_used_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "static" / "segue" / "icons.svg").read_text()))
    templates = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    rows = set(re.findall(r"#([a-z-]+)\"/>", (WEB / "lead_rows.py").read_text()))
    used = templates | rows | set(re.findall(r'"(flame|clock|heart|heart-filled)"', (WEB / "lead_rows.py").read_text()))
    assert "flame" in used
    assert used - drawn == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_no_template_writes_style_or_script_inline(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<[^>]+\son[a-z]+=", text)
    # JSON and JSON-LD are data: no browser runs them, whatever the content policy says.
    assert not re.search(r"<script(?![^>]*\s(src=|type=\"application/(ld\+)?json\"))", text)
    assert "hx-on" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_every_post_form_carries_the_token(path):
    text = path.read_text()
    forms = re.findall(r'<form[^>]*method="post"[^>]*>.*?</form>', text, flags=re.DOTALL)
    assert [form for form in forms if "{% csrf_token %}" not in form] == []


def test_every_part_says_what_it_takes():
    silent = [
        path.name
        for path in (WEB / "templates" / "parts").glob("*.html")
        if "{% comment %}" not in path.read_text()[:200]
    ]
    assert silent == []
