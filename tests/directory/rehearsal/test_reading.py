"""Files of past leads as many programs write them."""

from datetime import UTC, datetime

import pytest

from segue.directory.ranking.history import Ending, Meaning
from segue.directory.rehearsal.called import Role
from segue.directory.rehearsal.cells import values
from segue.directory.rehearsal.columns import understood
from segue.directory.rehearsal.dates import reader
from segue.directory.rehearsal.leads import leads_of
from segue.directory.rehearsal.names import company_key
from segue.directory.rehearsal.table import Unreadable, table_of


def past(text, *, told=None, encoding="utf-8"):
    table = table_of(text.encode(encoding))
    return leads_of(table, understood(table, told=told or {}))


def roles(header, cells=None):
    table = table_of(f"{header}\n{cells or ','.join('x' for _ in header.split(','))}\n".encode())
    return dict(zip(table.columns, understood(table, told={}).roles, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found_out(encoding, separator):
    rows = (
        ("Published", "Title", "Winner"),
        ("2024-05-01", '"Größe, Maß; und\nmehr"', "Müller GmbH"),
        ("2024-05-02", "x", "B"),
    )
    found = past("\r\n".join(separator.join(row) for row in rows), encoding=encoding)
    assert [lead.text for lead in found.leads] == ["Größe, Maß; und\nmehr", "x"]
    assert found.names == {"muller": "Müller GmbH", "b": "B"}


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (["2024-03-04", "2024-03-04T10:00:00Z", "2024/3/4", "20240304"], (2024, 3, 4)),
        (["4/3/2024", "25/3/2024"], (2024, 3, 4)),
        (["3/4/2024", "3/25/2024"], (2024, 3, 4)),
        (["04.03.2024", "4.3.24"], (2024, 3, 4)),
        (["4 March 2024", "Monday 4th March 2024", "March 4, 2024", "4-Mar-24", "4 marzo 2024"], (2024, 3, 4)),
        (["45355", "1709550000", "1709550000000"], (2024, 3, 4)),
    ],
    ids=lambda value: str(value[0]),
)
def test_dates_as_people_and_programs_write_them(cells, day):
    read = reader(cells)
    assert read(cells[0]).timetuple()[:3] == day
    assert {read(cell).date() for cell in cells if "25" not in cell} == {datetime(*day, tzinfo=UTC).date()}
    assert reader(["2024-03-04 14:30"])("2024-03-04 14:30").hour == 14


def test_what_is_no_date():
    read = reader([])
    assert [read(cell) for cell in ("", "soon", "2024-13-01", "31/02/2024", "12", "1/1/1800")] == [None] * 6


@pytest.mark.parametrize(
    "spelling", ["ACME Ltd.", "Acme Limited", "The Acme Company", "acme", "ACMÉ (UK)", "Acme S.p.A.", "Acme t/a Bolt"]
)
def test_spellings_of_one_company(spelling):
    assert company_key(spelling) == "acme"


def test_companies_that_only_look_alike():
    assert company_key("Acme Systems") != company_key("Acme")
    assert (company_key("Group"), company_key("  "), company_key("(none)")) == ("group", "", "none")


def test_columns_are_known_by_name_in_other_spellings():
    header = "LeadId,createdAt,lead_title,Organisation Name,Sector,Employees,Land,Winning supplier,Size of supplier"
    assert list(roles(header).values()) == [
        *(Role.ID, Role.PUBLISHED, Role.TEXT, Role.CUSTOMER, Role.INDUSTRY, Role.SIZE, Role.COUNTRY),
        *(Role.WINNER, Role.IGNORED),
    ]
    assert roles("Data;Oggetto;Cliente;Settore;Prodotti;Aggiudicatario".replace(";", ",")) == {
        "Data": Role.PUBLISHED,
        "Oggetto": Role.TEXT,
        "Cliente": Role.CUSTOMER,
        "Settore": Role.INDUSTRY,
        "Prodotti": Role.PRODUCT,
        "Aggiudicatario": Role.WINNER,
    }


def test_other_columns_are_taken_for_what_stands_in_them():
    header = "published,winner,channel,link,ends on,long words,code,budget,award value,empty"
    row = "2024-01-0{0},A,{1},https://x.example/{0},2024-02-0{0},{2},c{0},{0}000,9,"
    words = "a text of many words that says what is needed in some detail and more"
    lines = [row.format(n, ("fair", "web")[n % 2], words) for n in range(1, 9)]
    table = table_of("\n".join([header, *lines]).encode())
    columns = understood(table, told={})
    found = dict(zip(columns.names, columns.roles, strict=True))
    assert {name for name, role in found.items() if role == Role.FACET} == {"channel", "budget"}
    assert found["long words"] == Role.TEXT
    assert dict(columns.why_not) == {
        "link": "dates or addresses",
        "ends on": "dates or addresses",
        "code": "nearly every lead has another value",
        "award value": "its name tells what became of the lead",
        "empty": "nearly empty",
    }
    lead = leads_of(table, columns).leads[0]
    assert lead.codes[Role.FACET] == {"channel:web", "budget:1000"}


def test_cells_with_several_values():
    found = past('published,products,winner\n2024-01-01,"ERP, CRM; Cloud","Acme Ltd; Bolt, Nut & Co"\n2024-01-02,x,A\n')
    lead = found.leads[0]
    assert lead.codes[Role.PRODUCT] == {"erp", "crm", "cloud"}
    assert lead.taken_by() == {"acme", "bolt nut"}


def test_a_row_for_each_lead_and_partner():
    found = past(
        "lead id,created,need,partner,status,reason\n"
        "7,2024-01-02,erp,Harbour IT,Declined,not our field\n"
        "7,2024-01-02,erp,Fjord Cloud,Won,\n"
        "8,2024-01-01,crm,Harbour IT,Expired,\n"
        "8,2024-01-01,crm,Nord AS,Declined,no capacity now\n"
        "9,2024-01-03,crm,Nord AS,Received,\n"
    )
    assert [[(one.partner, one.ending, one.meaning) for one in lead.decisions] for lead in found.leads] == [
        [("harbour it", Ending.EXPIRED, Meaning.NOTHING), ("nord", Ending.DECLINED, Meaning.NOTHING)],
        [("harbour it", Ending.DECLINED, Meaning.NOT_A_FIT), ("fjord cloud", Ending.WON, Meaning.NOTHING)],
        [],
    ]


def test_columns_that_say_whether_and_not_who():
    found = past(
        "date,partner,accepted,won\n2024-01-01,Harbour IT,yes,no\n2024-01-02,Harbour IT,Yes,yes\n2024-01-03,B,no,\n"
    )
    assert [sorted(one.ending for one in lead.decisions) for lead in found.leads] == [
        ["accepted"],
        ["accepted", "won"],
        [],
    ]


def test_decisions_in_columns_of_their_own():
    found = past("published,accepted by,declined by,expired\n2024-01-01,A;B,C,D\n")
    assert {(one.partner, one.ending) for one in found.leads[0].decisions} == {
        ("a", Ending.ACCEPTED), ("b", Ending.ACCEPTED), ("c", Ending.DECLINED), ("d", Ending.EXPIRED),
    }  # fmt: skip
    assert found.leads[0].taken_by() == {"a", "b"}


@pytest.mark.parametrize(
    "decisions",
    ["A Ltd: accepted; B: declined (not our region)", '{"A": "Accepted", "B": "declined (not our region)"}'],
)
@pytest.mark.parametrize(
    "facets", ["product=erp; country=Norway; channel=fair", '{"Product": ["ERP"], "country": "NO", "channel": "Fair"}']
)
def test_several_facets_and_decisions_in_a_cell(facets, decisions):
    cells = [cell.replace('"', '""') for cell in (facets, decisions)]
    [lead] = past('id,published,text,facets,customer,decisions\n1,2024-01-01,x,"{}",C,"{}"\n'.format(*cells)).leads
    assert lead.codes[Role.PRODUCT] == {"erp"}
    assert lead.codes[Role.COUNTRY] == {"NO"}
    assert lead.codes[Role.FACET] == {"channel:fair"}
    assert [(one.partner, one.ending, one.meaning) for one in lead.decisions] == [
        ("a", Ending.ACCEPTED, Meaning.NOTHING),
        ("b", Ending.DECLINED, Meaning.WRONG_REGION),
    ]


def test_partners_known_by_number_only():
    found = past("published,winner\n2024-01-01,1\n2024-01-02,17\n2024-01-03,no award\n")
    assert [sorted(lead.taken_by()) for lead in found.leads] == [["1"], ["17"], []]


@pytest.mark.parametrize(
    ("cell", "told"), [("1,234.50", "1000"), ("€ 18.000", "20000"), ("0,3", "0.2"), ("-4", "0"), ("340", "500")]
)
def test_numbers_are_told_roughly(cell, told):
    [lead] = past(f'published,budget,winner\n2024-01-01,"{cell}",A\n2024-01-02,"{cell}",B\n').leads[:1]
    assert lead.codes[Role.FACET] == {f"budget:{told}"}


def test_without_dates_the_order_of_rows_is_that_of_time():
    found = past("text,winner\nb,B\na,A\n")
    assert (found.dated, [lead.text for lead in found.leads]) == (False, ["b", "a"])


def test_rows_without_a_date_are_left_out_and_named():
    found = past("published,winner\n2024-01-01,A\nsoon,B\n2024-01-03,C\n2024-01-02,\n")
    assert (found.undated, [lead.row for lead in found.leads]) == ((3,), [2, 5, 4])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "needs a row of column names"),
        ("published,winner\n", "needs a row of column names"),
        ("a\0b,c\n1,2\n", "This is no text"),
        ("published,text\n2024-01-01,x\n", "No column says which partner took a lead"),
        ("published,winner\n2024-01-01,A,B\n", "Row 2 has 3 cells, the header 2"),
        ("published,winner\nsoon,A\nlater,B\n", "Row 2, column 'published': 'soon' is no date"),
        ("published,winner\n2024-01-01,\n", "No row says which partner took the lead"),
        (f"published,product,winner\n2024-01-01,{'[' * 100_000},A\n", "^'.*…' holds too many lists within lists"),
        (f"published,winner\n2024-01-01,{'[' * 100_000}\n", "^'.*…' holds too many lists within lists"),
    ],
)
def test_what_cannot_be_read_is_said_with_row_and_column(text, sentence):
    with pytest.raises(Unreadable, match=sentence):
        past(text)


@pytest.mark.parametrize("cell", ["9" * 400, f"0.{'0' * 400}1"])
def test_a_number_beyond_reckoning_is_said_and_shown_in_short(cell):
    with pytest.raises(Unreadable, match=f"^'{cell[:40]}…' is too long for a number.$"):
        values(cell)


def test_a_column_can_be_told_what_it_says():
    found = past("Wann,Wer\n2024-01-01,A\n", told={"wann": "published", "Wer": "winner"})
    assert found.leads[0].taken_by() == {"a"}
    with pytest.raises(Unreadable, match="There is no column 'Wo'"):
        past("Wann,Wer\n2024-01-01,A\n", told={"Wo": "country"})
    with pytest.raises(Unreadable, match="A column cannot be 'winer'"):
        past("Wann,Wer\n2024-01-01,A\n", told={"Wer": "winer"})
