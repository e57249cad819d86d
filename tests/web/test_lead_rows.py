import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from segue.web.lead_rows import USUAL, LeadRow, rendered

ROW = LeadRow(
    id="7",
    url="/leads/7",
    heart_url="/leads/7/favourite",
    customer="Conti Logistica",
    need="ERP migration",
    type="Inquiry",
    received="2 May",
)


def test_no_word_of_a_customer_becomes_markup():
    hostile = '"><script>alert(1)</script>'
    words = {name: hostile for name in LeadRow._fields if isinstance(getattr(ROW, name), str)}
    words["mark"] = "hot"  # one of four, never typed by anybody
    for due_state in ("none", "ok"):
        html = rendered([ROW._replace(**words | {"due_state": due_state})], columns=(*USUAL, "stage"))
        assert "<script" not in html
        assert '">&lt;' not in html


def test_a_heart_names_its_customer_and_says_what_pressing_does():
    unmarked = rendered([ROW], columns=USUAL)
    marked = rendered([ROW._replace(hearted=True)], columns=USUAL)
    assert "Favourite: Conti Logistica" in unmarked
    assert 'value="on" aria-pressed="false"' in unmarked
    assert 'value="off" aria-pressed="true"' in marked


def test_the_stage_has_a_cell_only_where_the_list_mixes_stages():
    row = ROW._replace(stage="Accepted", stage_kind="accepted")
    assert "Accepted" in rendered([row], columns=(*USUAL, "stage"))
    assert "Accepted" not in rendered([row], columns=USUAL)


def test_what_is_to_do_has_a_cell_only_where_there_can_be_anything():
    row = ROW._replace(wanted="Answer today", due_state="ok")
    assert "Answer today" in rendered([row], columns=USUAL)
    archived = rendered([row], columns=("stage",))
    assert "Answer today" not in archived
    assert "lead-due" not in archived


@pytest.mark.django_db
@pytest.mark.parametrize("columns", [(), ("stage",), USUAL, ("due",)])
def test_a_column_has_a_head_exactly_where_it_has_cells(columns):
    heads = [{"code": "city", "label": "Town"}]
    row = ROW._replace(more=(("city", "Trieste"),))
    said = {"rows": [row, row], "caption": "Leads", "columns": columns, "more_heads": heads}
    html = render_to_string("parts/lead_table.html", said)
    assert html.count("Conti Logistica</a>") == 2
    for column in ("type", "stage", "value", "country", "received", "owner", "due"):
        assert html.count(f'class="lead-{column}"') == (3 if column in columns else 0), column
    assert html.count('class="lead-more"') == 3
    assert html.count('title="Trieste">Trieste</td>') == 2


def test_an_answer_being_held_can_be_undone_from_its_row():
    assert "Undo" not in rendered([ROW], columns=USUAL)
    held = rendered([ROW._replace(wanted="Declining at 14:05", undo_url="/leads/7/undo")], columns=USUAL)
    assert 'type="submit" form="marks" formaction="/leads/7/undo"' in held
    assert "(Conti Logistica)" in held


@pytest.mark.parametrize(("mark", "words"), [("hot", "Asks for direct contact"), ("soon", "Due within 3 days")])
def test_a_mark_is_read_aloud(mark, words):
    assert f'aria-label="{words}"' in rendered([ROW._replace(mark=mark)], columns=USUAL)


def test_only_a_row_with_a_number_can_be_called():
    assert "tel:" not in rendered([ROW], columns=USUAL)
    assert 'href="tel:+47555"' in rendered([ROW._replace(phone="+47555")], columns=USUAL)


def test_an_icon_is_a_symbol_of_the_sprite():
    html = Template('{% load look %}{% icon "flame" kind="flame" %}').render(Context())
    assert "icons.svg#flame" in html.replace("segue/", "")
    assert 'data-kind="flame"' in html


@pytest.mark.parametrize("wrong", ["{% icon %}", '{% icon "flame" colour="red" %}'])
def test_an_icon_tag_that_cannot_be_drawn_stops_the_template(wrong):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load look %}" + wrong)
