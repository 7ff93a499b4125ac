import ast
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

import riskreward.tables
from riskreward.tables import Document, Heading, Paragraph, Points, Table, to_html, to_markdown, to_text

# Worked examples

STATEMENT = Document(
    "Statement for 2022-23",
    (
        Table(
            "What the council pays",
            ("Line", "Amount (£)", "Working"),
            (
                ("Saving",),
                ("Baseline", "12,201,000.00", "agreed figure, clause 2.1"),
                ("Outturn", "10,885,000.00", "certified by the section 151 officer"),
                ("Fee",),
                ("Share", "23,975.00", "25% of the 95,900.00 above the guarantee"),
                ("Retention", "-4,795.00", "20% of 23,975.00, held until the saving is shown to have been kept"),
                (),
                ("Fee due", "19,180.00", "23,975.00 less 4,795.00"),
            ),
            figures=(1,),
        ),
        Heading("Findings"),
        Paragraph("Nothing serious was found."),
        Points(("The cap was not reached.", "One invoice is still disputed."), "To note"),
    ),
)


def test_a_statement_as_text():
    assert (
        to_text(STATEMENT, width=72)
        == """\
Statement for 2022-23
=====================

What the council pays
Line          Amount (£)  Working
------------------------------------------------------------------------
Saving
Baseline   12,201,000.00  agreed figure, clause 2.1
Outturn    10,885,000.00  certified by the section 151 officer

Fee
Share          23,975.00  25% of the 95,900.00 above the guarantee
Retention      -4,795.00  20% of 23,975.00, held until the saving is
                          shown to have been kept
------------------------------------------------------------------------
Fee due        19,180.00  23,975.00 less 4,795.00

Findings
--------

Nothing serious was found.

To note
- The cap was not reached.
- One invoice is still disputed.
"""
    )


def test_a_statement_as_markdown():
    assert (
        to_markdown(STATEMENT)
        == """\
# Statement for 2022-23

**What the council pays**

| Line | Amount (£) | Working |
| --- | ---: | --- |
| **Saving** | | |
| Baseline | 12,201,000.00 | agreed figure, clause 2.1 |
| Outturn | 10,885,000.00 | certified by the section 151 officer |
| **Fee** | | |
| Share | 23,975.00 | 25% of the 95,900.00 above the guarantee |
| Retention | -4,795.00 | 20% of 23,975.00, held until the saving is shown to have been kept |
| | | |
| Fee due | 19,180.00 | 23,975.00 less 4,795.00 |

## Findings

Nothing serious was found.

**To note**

- The cap was not reached.
- One invoice is still disputed.
"""
    )


def test_a_label_and_a_date_stay_on_one_line_and_a_longer_word_may_break():
    row = ("A17", "2026-27", "2027-05-01", "-", "two-thirds of it", "a-long-address-of-a-record")
    table = Table("Claims", ("person", "period", "date", "paid", "how", "evidence"), (row,), figures=(3,))
    kept, other = '<td class="riskreward-unbroken">', "<td>"
    page = to_html(Document("Claims", (table,)))
    assert f"{kept}2026-27</td>{kept}2027-05-01</td>" in page
    assert f'<td class="riskreward-figure">-</td>{other}two-thirds of it</td>{other}a-long-address' in page
    assert ".riskreward-unbroken { white-space: nowrap; }" in page


def test_a_statement_as_html():
    style, body = to_html(STATEMENT).split("</style>\n")
    assert style.startswith('<section class="riskreward">\n<style>\n')
    assert (
        body
        == """\
<h2>Statement for 2022-23</h2>
<div class="riskreward-frame" tabindex="0" role="region" aria-label="What the council pays">
<table>
<caption>What the council pays</caption>
<thead>
<tr><th scope="col">Line</th><th scope="col" class="riskreward-figure">Amount (£)</th>\
<th scope="col">Working</th></tr>
</thead>
<tbody>
<tr><th class="riskreward-section" scope="rowgroup" colspan="3">Saving</th></tr>
<tr><th scope="row">Baseline</th><td class="riskreward-figure">12,201,000.00</td>\
<td>agreed figure, clause 2.1</td></tr>
<tr><th scope="row">Outturn</th><td class="riskreward-figure">10,885,000.00</td>\
<td>certified by the section 151 officer</td></tr>
</tbody>
<tbody>
<tr><th class="riskreward-section" scope="rowgroup" colspan="3">Fee</th></tr>
<tr><th scope="row">Share</th><td class="riskreward-figure">23,975.00</td>\
<td>25% of the 95,900.00 above the guarantee</td></tr>
<tr><th scope="row">Retention</th><td class="riskreward-figure">-4,795.00</td>\
<td>20% of 23,975.00, held until the saving is shown to have been kept</td></tr>
<tr class="riskreward-ruled"><th scope="row">Fee due</th><td class="riskreward-figure">19,180.00</td>\
<td>23,975.00 less 4,795.00</td></tr>
</tbody>
</table>
</div>
<h3>Findings</h3>
<p>Nothing serious was found.</p>
<p><strong>To note</strong></p>
<ul><li>The cap was not reached.</li>
<li>One invoice is still disputed.</li></ul>
</section>
"""
    )


def test_headers_and_row_headings_wrap_when_the_page_is_narrow():
    offers = Table(
        "Offers compared",
        ("Line", "Offer of the incumbent", "Offer of the challenger"),
        (
            ("Fee over the whole term, before any retention", "104,000.00", "97,500.00"),
            ("Cap", "400,000.00", "-"),
        ),
        figures=(1, 2),
    )
    assert (
        to_text(Document("", (offers,)), width=50)
        == """\
Offers compared
                              Offer of    Offer of
                                   the         the
Line                         incumbent  challenger
--------------------------------------------------
Fee over the whole term,    104,000.00   97,500.00
  before any retention
Cap                         400,000.00           -
"""
    )


def test_points_and_paragraphs_wrap():
    document = Document(
        "",
        (
            Paragraph("The fee is paid out of the saving."),
            Points(("Nothing is owed to the provider in 2022-23.",)),
        ),
    )
    assert (
        to_text(document, width=24)
        == """\
The fee is paid out of
the saving.

- Nothing is owed to the
  provider in 2022-23.
"""
    )


def test_the_working_wraps_before_the_row_headings_do():
    rows = (("Saving above the guaranteed amount", "95,900.00", "1,316,000.00 less the 1,220,100.00 guaranteed"),)
    table = Table("", ("Line", "Amount", "Working"), rows, figures=(1,))
    assert (
        to_text(Document("", (table,)), width=76)
        == """\
Line                                   Amount  Working
----------------------------------------------------------------------------
Saving above the guaranteed amount  95,900.00  1,316,000.00 less the
                                               1,220,100.00 guaranteed
"""
    )


def test_an_amount_in_words_is_never_cut_over_two_lines():
    amount = "(£12,201,000,000.00)"
    table = Table("", ("Line", "Amount", "Working"), ((f"All {amount}", "1.00", f"10% of {amount}"),), figures=(1,))
    for width in range(20, 60):
        assert to_text(Document("", (table,)), width).count(amount) == 2


def test_a_year_is_never_cut_over_two_lines():
    assert to_text(Document("", (Paragraph("The fee due in 2022-23"),)), width=20) == "The fee due in\n2022-23\n"


def test_a_deeper_heading_goes_deeper():
    document = Document("Statement", (Heading("Fee"), Heading("Cap", level=3), Heading("Deepest", level=6)))
    assert to_text(document) == "Statement\n=========\n\nFee\n---\n\nCap\n\nDeepest\n"
    assert to_markdown(document) == "# Statement\n\n## Fee\n\n### Cap\n\n###### Deepest\n"
    headings = re.findall(r"<(h\d)>", to_html(document))
    assert headings == ["h2", "h3", "h4", "h6"]


def test_what_is_empty_leaves_no_gap():
    document = Document("", (Paragraph(""), Points(()), Heading(" "), Paragraph("Nothing is due.")))
    assert to_text(document) == "Nothing is due.\n"
    assert to_markdown(document) == "Nothing is due.\n"
    assert to_html(document).endswith("</style>\n<p>Nothing is due.</p>\n</section>\n")
    assert to_text(Document("", ())) == to_markdown(Document("", ())) == "\n"


def test_a_table_without_rows_keeps_its_header():
    document = Document("", (Table("", ("Line", "Amount"), (), figures=(1,)),))
    assert to_text(document) == "Line  Amount\n------------\n"
    assert to_markdown(document) == "| Line | Amount |\n| --- | ---: |\n"
    assert "<tbody>" not in to_html(document)


def test_in_a_table_of_one_column_a_single_text_is_an_ordinary_row():
    document = Document("", (Table("", ("Clause",), (("4.1",), ("5.2",))),))
    assert to_text(document) == "Clause\n------\n4.1\n5.2\n"
    assert to_markdown(document) == "| Clause |\n| --- |\n| 4.1 |\n| 5.2 |\n"
    assert '<th scope="row">4.1</th>' in to_html(document)


def test_a_frame_that_scrolls_always_has_a_name():
    table = Table("", ("Line",), ())
    assert 'aria-label="Statement"' in to_html(Document("Statement", (table,)))
    assert 'aria-label="Table"' in to_html(Document("", (table,)))


def test_figures_are_the_same_table_however_given():
    by_tuple, by_set = (Table("", ("Line", "Amount"), (), figures) for figures in ((1, 1), frozenset({1})))
    assert by_tuple == by_set
    assert hash(by_tuple) == hash(by_set)


# What cannot be a table is refused


def test_a_row_that_does_not_fit_is_refused_with_its_number():
    with pytest.raises(ValueError, match=r"table 'Fee', row 2 has 2 texts for 3 columns: \('a', 'b'\); give"):
        Table("Fee", ("Line", "Amount", "Working"), (("Fee",), ("a", "b")))


def test_a_table_without_columns_is_refused():
    with pytest.raises(ValueError, match="table 'Fee' has no columns"):
        Table("Fee", (), ())


@pytest.mark.parametrize("position", [-1, 2])
def test_figures_in_a_column_that_is_not_there_are_refused(position):
    with pytest.raises(ValueError, match=f"no column {position}; count its 2 columns from 0"):
        Table("Fee", ("Line", "Amount"), (), figures=(position,))


@pytest.mark.parametrize("level", [0, 7])
def test_a_heading_outside_the_six_levels_is_refused(level):
    with pytest.raises(ValueError, match=f"level {level}; give a level from 1 to 6"):
        Heading("Fee", level)


# Hostile texts

HOSTILE = {
    "<script>alert('x')</script>": (
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
        r"\<script\>alert('x')\</script\>",
    ),
    'Smith & "Sons" &amp; Co': ("Smith &amp; &quot;Sons&quot; &amp;amp; Co", r'Smith & "Sons" \&amp; Co'),
    "share|cap": ("share|cap", r"share\|cap"),
    "share\\|cap\\": ("share\\|cap\\", r"share\\\|cap\\"),
    "a * b * cap_1_2 ~~`x`~~": ("a * b * cap_1_2 ~~`x`~~", r"a \* b \* cap\_1\_2 \~\~\`x\`\~\~"),
    "[here](https://x.uk/a_b) # $1$": (
        "[here](https://x.uk/a_b) # $1$",
        r"\[here\](https\://x.uk/a\_b) \# \$1\$",
    ),
    "www.x.uk": ("www.x.uk", r"www\.x.uk"),
    "first\nsecond\r\n\n third ": ("first<br>second<br>third", "first<br>second<br>third"),
    "a\tb\0c  d\x1b[31m": ("a b c d [31m", r"a b c d \[31m"),
    "Ltd\u202e00.1": ("Ltd 00.1", "Ltd 00.1"),
}


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_hostile_text_is_escaped_once(cell):
    in_html, in_markdown = HOSTILE[cell]
    document = Document(cell, (Table(cell, (cell, "Amount"), ((cell,), (cell, "1.00")), figures=(1,)),))
    html = to_html(document)
    assert html.count(in_html) >= 5
    assert f"<h2>{in_html}</h2>" in html
    assert f'aria-label="{in_html.replace("<br>", " ")}"' in html
    assert f'<th scope="row">{in_html}</th>' in html
    assert to_markdown(document) == (
        f"# {in_markdown}\n\n**{in_markdown}**\n\n| {in_markdown} | Amount |\n| --- | ---: |\n"
        f"| **{in_markdown}** | |\n| {in_markdown} | 1.00 |\n"
    )


def test_lines_within_a_cell_stay_within_its_column():
    table = Table("", ("Line", "Amount", "Working"), (("Fee\npaid", "1.00\n20.00", "one\ntwo"),), figures=(1,))
    assert (
        to_text(Document("", (table,)))
        == """\
Line    Amount  Working
-----------------------
Fee       1.00  one
  paid   20.00  two
"""
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. Baseline", r"1\. Baseline"),
        ("12) Baseline", r"12\) Baseline"),
        ("25.00 is due", "25.00 is due"),
        ("- baseline", r"\- baseline"),
        ("+ baseline", r"\+ baseline"),
        ("-25.00 is due", "-25.00 is due"),
        ("---", r"\---"),
        ("# Baseline", r"\# Baseline"),
        ("> Baseline", r"\> Baseline"),
    ],
)
def test_a_paragraph_is_not_read_as_a_list_or_a_heading(text, escaped):
    assert to_markdown(Document("", (Paragraph(text),))) == f"{escaped}\n"
    assert to_markdown(Document("", (Points((text,)),))) == f"- {escaped}\n"


# The page around the section

PAGE = to_html(STATEMENT)


def test_the_style_touches_nothing_outside_the_section():
    rules = re.search("<style>(.*)</style>", PAGE, re.DOTALL).group(1)
    selectors = [selector.strip() for rule in re.findall(r"([^{}]+)\{", rules) for selector in rule.split(",")]
    assert len(selectors) > 5
    assert all(re.match(r"\.riskreward\b(?!-)", selector) for selector in selectors)


def test_the_style_sets_no_colour_of_text_or_ground():
    assert "background" not in PAGE
    assert set(re.findall(r"[^-]color: ([^;]+);", PAGE)) <= {"inherit"}
    assert set(re.findall(r"rgba?\([^)]*\)|#[0-9a-f]{3,8}\b(?!;)", PAGE)) <= {
        "rgba(128, 128, 128, 0.3)",
        "rgba(128, 128, 128, 0.8)",
    }


def test_nothing_runs_or_is_fetched():
    assert not re.search(r"<script|<link|<img|url\(|@import|https?:|\son\w+=", PAGE)


def test_the_lowest_floor_imports_nothing_of_the_package():
    for path in Path(riskreward.tables.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level <= 1
                assert node.level == 1 or not node.module.startswith("riskreward")
            elif isinstance(node, ast.Import):
                assert not any(name.name.startswith("riskreward") for name in node.names)


# Properties

LETTERS = "abcdefgh£é0123456789"
MARKUP = "<>&\"'|*_`[]()\\~#$!-+=.:/;"


def words(alphabet, longest=12):
    return st.text(alphabet, min_size=1, max_size=longest)


def phrases(alphabet, least=0, most=6):
    return st.lists(words(alphabet), min_size=least, max_size=most).map(" ".join)


@st.composite
def tables(draw, cells, captions):
    count = draw(st.integers(1, 5))
    row = st.tuples(*[cells] * count)
    section = st.tuples(cells)
    return Table(
        caption=draw(captions),
        columns=draw(row),
        rows=tuple(draw(st.lists(st.one_of(row, row, section, st.just(())), max_size=8))),
        figures=draw(st.frozensets(st.integers(0, count - 1))),
    )


@st.composite
def documents(draw, texts):
    blocks = st.one_of(
        tables(texts, texts),
        st.builds(Paragraph, texts),
        st.builds(Heading, texts, st.integers(1, 6)),
        st.builds(Points, st.lists(texts, max_size=4).map(tuple), texts),
    )
    return Document(draw(texts), tuple(draw(st.lists(blocks, max_size=4))))


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MARKED_UP = phrases(LETTERS + MARKUP)


@pytest.mark.parametrize(
    "reached",
    [
        lambda table: () in table.rows,
        lambda table: any(table.is_section(row) for row in table.rows),
        lambda table: len(table.columns) == 1 and table.rows,
        lambda table: 0 in table.figures and len(table.figures) > 1,
        lambda table: any("|" in cell and "\\" in cell for row in table.rows for cell in row),
        lambda table: any(len(row) > 1 and "" in row for row in table.rows),
    ],
)
def test_the_generated_tables_reach_what_matters(reached):
    assert find(tables(MARKED_UP, MARKED_UP), reached)


@given(tables(words(LETTERS), st.just("")))
def test_columns_line_up(table):
    lines = iter(to_text(Document("", (table,)), width=1000).splitlines())
    header = next(lines)
    rule = next(lines)
    assert set(rule) == {"-"}
    edges = [span.span() for span in re.finditer(r"\S+", header)]
    starts: list[set[int]] = [{start} for start, _ in edges]
    ends: list[set[int]] = [{end} for _, end in edges]
    for row in table.rows:
        line = next(lines)
        if not row:
            assert line == rule
        elif table.is_section(row):
            assert (line or next(lines)) == row[0]
        else:
            spans = list(re.finditer(r"\S+", line))
            assert tuple(span.group() for span in spans) == row
            for column, span in enumerate(spans):
                starts[column].add(span.start())
                ends[column].add(span.end())
    assert next(lines, None) is None
    for column in range(len(table.columns)):
        edge = ends[column] if column in table.figures else starts[column]
        assert len(edge) == 1


@st.composite
def statements(draw):
    amounts = st.integers(-(10**9), 10**9).map("{:,}".format)
    count = draw(st.integers(0, 2))
    row = st.tuples(phrases(LETTERS, least=1), *[amounts] * count, phrases(LETTERS, least=1, most=30))
    headers = ("Line", *["Amount in pounds"] * count, "Working")
    rows = draw(st.lists(row, min_size=1, max_size=5))
    return Table("", headers, tuple(rows), figures=tuple(range(1, count + 1)))


@given(statements(), st.integers(66, 120))
def test_a_statement_keeps_inside_its_width_and_loses_no_word(table, width):
    lines = to_text(Document("", (table,)), width).splitlines()
    assert all(len(line) <= width and line == line.rstrip() for line in lines)
    cells = [cell for row in [table.columns, *table.rows] for cell in row]
    shown = [line for line in lines if set(line) != {"-"}]
    assert Counter(" ".join(shown).split()) == Counter(" ".join(cells).split())
    # Read down the last column, its words come back in order.
    start = next(line for line in lines if line.endswith("Working")).index("Working")
    working = " ".join(line[start:] for line in shown).split()
    assert working == ["Working", *" ".join(row[-1] for row in table.rows).split()]


class Cells(HTMLParser):
    """Reads the texts back, and sees that every element that opens also closes."""

    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.regions: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.handle_data("\n")
            return
        self.open.append(tag)
        self.regions += [value for name, value in attrs if name == "aria-label"]
        if tag in {"th", "td", "caption", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}:
            self.texts.append((tag, ""))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style" and (data.strip() or self.open[-1] in {"th", "td"}):
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)


def read(html):
    reader = Cells()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


@given(tables(MARKED_UP, MARKED_UP))
def test_the_cells_of_a_page_read_back_as_typed(table):
    page = read(to_html(Document("", (table,))))
    expected = [cell for row in [table.columns, *table.rows] for cell in row]
    assert [text for tag, text in page.texts if tag in {"th", "td"}] == expected
    assert page.regions == [table.caption or "Table"]


@given(documents(MARKED_UP))
def test_the_texts_of_a_page_read_back_as_typed(document):
    page = read(to_html(document))
    prose = [text for tag, text in page.texts if tag not in {"th", "td"}]
    assert [text for text in prose if text] == [text for text in prose_of(document) if text]


def prose_of(document):
    yield document.title
    for block in document.blocks:
        match block:
            case Table(caption):
                yield caption
            case Paragraph(text) | Heading(text):
                yield text
            case Points(items, caption):
                yield caption
                yield from items


@given(tables(ANYTHING | MARKED_UP, MARKED_UP))
def test_rows_of_markdown_have_one_pipe_more_than_columns(table):
    lines = [line for line in to_markdown(Document("", (table,))).splitlines() if line.startswith("|")]
    assert len(lines) == len(table.rows) + 2
    for line in lines:
        assert len(re.findall(r"(?:[^\\|]|\\.)*(\|)", line)) == len(table.columns) + 1


@given(documents(ANYTHING))
def test_any_text_at_all_is_shown_the_same_each_time_and_ends_once(document):
    for show in (to_text, to_markdown, to_html):
        shown = show(document)
        assert shown == show(document)
        assert shown.endswith("\n")
        assert not shown.endswith("\n\n")
    assert all(line == line.rstrip() for line in to_text(document).split("\n"))
    read(to_html(document))


@given(documents(phrases("abc <>&*-|")), st.integers(-5, 200))
def test_the_writers_add_only_plain_characters(document, width):
    assert (to_text(document, width) + to_markdown(document) + to_html(document)).isascii()
