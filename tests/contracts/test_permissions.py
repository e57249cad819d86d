import pytest

from segue.accounts.role_names import MEANINGS, NAMES
from segue.accounts.roles import INCLUDES, May, PartnerRole, VendorRole
from tools import permissions


def test_the_page_says_what_the_tables_say():
    assert permissions.PAGE.read_text(encoding="utf-8") == permissions.page()


def test_every_permission_has_words():
    assert set(permissions.WHAT) == {may.name for may in May}


@pytest.mark.parametrize("role", [*PartnerRole, *VendorRole])
def test_every_role_has_a_name_a_meaning_and_something_it_may(role):
    assert NAMES[role]
    assert MEANINGS[role]
    assert INCLUDES[role]


def test_the_auditor_changes_nothing():
    assert INCLUDES[VendorRole.AUDITOR] == {May.SEE_ALL_LEADS, May.READ_PROGRAMME}
