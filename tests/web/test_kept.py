"""Parts of a desk's pages are kept as text; they never show another person's words or yesterday's."""

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from tests.contracts.everyone import clients


@pytest.mark.django_db
def test_everybody_sees_their_own_name_and_comes_back_to_their_own_page(world):
    browsers = clients(world)
    for _ in range(2):
        for who in ("ada", "ben", "dora"):
            for url in ("/leads/marketplace/received", "/leads/qualified/accepted"):
                page = browsers[who].get(url).content.decode()
                assert getattr(world, who).name in page
                assert f'name="next" value="{url}"' in page
                others = {"ada", "ben", "dora"} - {who}
                assert not [name for name in others if f"Menu of {getattr(world, name).name}" in page]


@pytest.mark.django_db
def test_another_name_language_or_search_is_another_frame(world):
    ada = clients(world)["ada"]
    assert "Menu of Ada Berg" in ada.get("/leads/marketplace/received").content.decode()

    person = world.person(world.ada)
    person.name = "Ada Berg Conti"
    person.save(update_fields=["name"])
    assert "Menu of Ada Berg Conti" in ada.get("/leads/marketplace/received").content.decode()

    ada.cookies["django_language"] = "it"
    assert "Menu of" not in ada.get("/leads/marketplace/received").content.decode()
    assert 'value="zebra"' in ada.get("/leads/search?q=zebra").content.decode()


@pytest.mark.django_db
def test_the_public_frame_is_each_readers_own_too(world):
    browsers = clients(world)
    for _ in range(2):
        for url in ("/", "/how-results-are-ordered", "/partners/nowhere"):
            seen = {who: browsers[who].get(url).content.decode() for who in ("visitor", "ada", "nora")}
            assert [who for who, page in seen.items() if "Sign in" in page] == ["visitor"]
            assert [who for who, page in seen.items() if "My desk" in page] == ["ada"]
            assert [who for who, page in seen.items() if "Sign out" in page] == ["nora"]
            assert [who for who, page in seen.items() if f'name="next" value="{url}"' not in page] == []


def test_what_is_kept_reads_only_what_it_names():
    page = engines["django"].from_string("{% load look %}{% kept one %}{{ one }} {{ two }}{% endkept %} {{ two }}")
    assert page.render({"one": 1, "two": 2}) == "1  2"
    assert page.render({"one": "<1>", "two": 2}) == "&lt;1&gt;  2"


def test_two_parts_that_read_the_same_are_two_parts():
    said = set()
    for number in range(50):
        part = engines["django"].from_string(f"{{% load look %}}{{% kept one %}}{number} {{{{ one }}}}{{% endkept %}}")
        said.add(part.render({"one": 1}))
    assert said == {f"{number} 1" for number in range(50)}


def test_a_part_keeps_marked_and_lazy_texts_and_refuses_what_it_cannot_tell_apart():
    part = engines["django"].from_string("{% load look %}{% kept one %}{{ one }}{% endkept %}")
    assert [part.render({"one": text}) for text in (mark_safe("<b>"), "<b>")] == ["<b>", "&lt;b&gt;"]
    assert part.render({"one": gettext_lazy("Leads")}) == "Leads"
    with pytest.raises(TypeError, match="cannot tell two of these apart: object"):
        part.render({"one": object()})


@pytest.mark.django_db
def test_nobody_can_have_the_forms_token_written_where_they_like(world):
    ada = clients(world)["ada"]
    for typed in ("\ue000token", "\ue000path"):
        page = ada.get("/leads/search", {"q": typed}).content.decode()
        assert f'name="q" value="{typed}"' in page
