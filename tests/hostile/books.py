"""Workbooks: every oddity of values and structure once, bombs, and workbooks damaged at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from xml.sax.saxutils import escape

from .case import Case, Truth, grid, refused
from .workbooks import (
    CLOCK,
    DATE,
    DECLARATION,
    DURATION,
    EURO,
    MAIN,
    MOMENT,
    PERCENT,
    STRICT,
    column_letters,
    excel2,
    flagged_encrypted,
    lying,
    packed,
    parts_of,
    sheet_part,
    text_cell,
    workbook,
)


def values() -> Iterator[Case]:
    """One stored value each: (name, cell without reference, text, kind, oddity)."""

    def number(value: str, style: int = 0) -> str:
        return f' s="{style}"><v>{value}</v>'

    kinds: list[tuple[str, str, str, str, str]] = [
        ("integer", number("5"), "5", "number", ""),
        ("float_integer", number("5.0"), "5", "number", ""),
        ("noise", number("0.10000000000000001"), "0.1", "number", ""),
        ("third", number("0.33333333333333331"), "0.3333333333333333", "number", ""),
        ("exponent", number("1E5"), "100000", "number", ""),
        ("small", number("1.5E-7"), "0.00000015", "number", ""),
        ("large", number("123456789012345"), "123456789012345", "number", ""),
        ("two_53", number("9007199254740992"), "9007199254740992", "number", ""),
        ("two_53_plus_1", number("9007199254740993"), "9007199254740993", "number", "long-number"),
        ("twenty_digits", number("1.2345678901234567E+19"), "12345678901234567000", "number", "long-number"),
        ("negative_zero", number("-0"), "0", "number", ""),
        ("not_a_number", number("abc"), "abc", "text", "bad-number"),
        ("infinite", number("1E999"), "1E999", "text", "bad-number"),
        ("date", number("46083", DATE), "2026-03-02", "date", ""),
        ("date_with_time_under_date_format", number("46083.34375", DATE), "2026-03-02 08:15:00", "date", ""),
        ("moment", number("46083.34375", MOMENT), "2026-03-02 08:15:00", "date", ""),
        ("midnight_moment", number("46083", MOMENT), "2026-03-02 00:00:00", "date", ""),
        ("noisy_second", number("46083.343761574077", MOMENT), "2026-03-02 08:15:01", "date", ""),
        ("first_day", number("1", DATE), "1900-01-01", "date", ""),
        ("day_59", number("59", DATE), "1900-02-28", "date", ""),
        ("day_60", number("60", DATE), "60", "number", "bad-date"),
        ("day_61", number("61", DATE), "1900-03-01", "date", ""),
        ("negative_date", number("-1", DATE), "-1", "number", "bad-date"),
        ("date_zero", number("0", DATE), "0", "number", "bad-date"),
        ("year_9999", number("2958465", DATE), "9999-12-31", "date", ""),
        ("year_10000", number("2958466", DATE), "2958466", "number", "bad-date"),
        ("clock", number("0.34375", CLOCK), "08:15:00", "time", ""),
        ("duration_36_h", number("1.5", DURATION), "36:00:00", "duration", ""),
        ("duration_negative", number("-0.25", DURATION), "-06:00:00", "duration", ""),
        ("duration_1000_h", number("41.666666666666664", DURATION), "1000:00:00", "duration", ""),
        ("percent", number("0.85", PERCENT), "0.85", "number", ""),
        ("euro", number("1234.5", EURO), "1234.5", "number", ""),
        ("month_year", number("46083", 9), "2026-03-02", "date", ""),
        ("word_date_in_format", number("5", 10), "5", "number", ""),
        ("locale_date", number("46083", 11), "2026-03-02", "date", ""),
        ("coloured", number("-5.25", 12), "-5.25", "number", ""),
        ("scientific", number("5", 13), "5", "number", ""),
        ("style_beyond_list", number("5", 999), "5", "number", ""),
        ("boolean_true", ' t="b"><v>1</v>', "true", "boolean", ""),
        ("boolean_false", ' t="b"><v>0</v>', "false", "boolean", ""),
        ("error_na", ' t="e"><v>#N/A</v>', "", "", "error-cell"),
        ("error_div", ' t="e"><v>#DIV/0!</v>', "", "", "error-cell"),
        ("formula_without_value", "><f>SUM(A1:A9)</f>", "", "", "uncached-formula"),
        ("formula_with_empty_value", "><f>SUM(A1:A9)</f><v></v>", "", "", "uncached-formula"),
        ("formula_with_value", "><f>1+1</f><v>2</v>", "2", "number", ""),
        ("formula_text", ' t="str"><f>A1&amp;B1</f><v>ab</v>', "ab", "text", ""),
        ("formula_empty_text", ' t="str"><f>""</f><v></v>', "", "", ""),
        ("shared_formula", '><f t="shared" si="0"/><v>7</v>', "7", "number", ""),
        ("shared_text", ' t="s"><v>0</v>', "00123", "text", ""),
        ("missing_text", ' t="s"><v>99</v>', "", "", "missing-text"),
        ("iso_date", ' t="d"><v>2026-03-02T08:15:00Z</v>', "2026-03-02 08:15:00", "date", ""),
        ("iso_day", ' t="d"><v>2026-03-02</v>', "2026-03-02", "date", ""),
        (
            "rich",
            ' t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></is>',
            "a b",
            "text",
            "",
        ),
        (
            "phonetic",
            ' t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is>',
            "東京",
            "text",
            "",
        ),
        ("escaped_cr", ' t="inlineStr"><is><t>a_x000D_\nb</t></is>', "a\r\nb", "text", ""),
        ("escaped_escape", ' t="inlineStr"><is><t>_x005F_x000D_</t></is>', "_x000D_", "text", ""),
        ("entities", ' t="inlineStr"><is><t>&lt;a&gt; &amp; &#65;&#x42;</t></is>', "<a> & AB", "text", ""),
        ("cdata", ' t="inlineStr"><is><t><![CDATA[<b>]]></t></is>', "<b>", "text", ""),
        ("comment", ' t="inlineStr"><is><t>a<!-- x -->b</t></is>', "ab", "text", ""),
        ("beyond_bmp", ' t="inlineStr"><is><t>😀</t></is>', "😀", "text", ""),
        ("extra_attribute", ' cm="1"><v>5</v>', "5", "number", ""),
    ]
    texts = [
        "00123",
        "1E5",
        "NA",
        "N/A",
        "null",
        "None",
        "NaN",
        "TRUE",
        " padded ",
        "=1+1",
        "+1",
        "-1",
        "@x",
        "#N/A",
        "9007199254740993",
        "01/02/2026",
        "a\nb",
        "\t",
        "“q”",
        "5-",
        "(5)",
        "x" * 32_767,
    ]
    kinds += [
        (f"text_{i}", f' t="inlineStr"><is><t xml:space="preserve">{escape(t)}</t></is>', t, "text", "")
        for i, t in enumerate(texts)
    ]
    for name, cell, text, kind, oddity in kinds:
        rows = f'<row r="1">{text_cell("A1", "h")}</row><row r="2">{text_cell("A2", "x")}<c r="B2"{cell}</c></row>'
        cells = {(1, 0): "h", (2, 0): "x"} | ({(2, 1): text} if text else {})
        yield Case(
            f"value_{name}.xlsx",
            workbook(rows, strings=["00123"]),
            Truth(
                (cells,),
                issues=(oddity,) if oddity else (),
                native={1: {kind: 1}} if kind else {},
                not_issues=() if oddity else ("error-cell", "uncached-formula", "bad-date", "long-number"),
            ),
        )


def structures() -> Iterator[Case]:
    """Legal and illegal arrangements of rows, cells and parts."""
    small = [["Number", "State"], ["INC1", "New"], ["INC2", "Closed"]]

    def rows_of(table: list[list[str]], first: int = 1) -> str:
        return "".join(
            f'<row r="{r}">'
            + "".join(text_cell(f"{column_letters(i)}{r}", c) for i, c in enumerate(row))
            + "</row>"
            for r, row in enumerate(table, first)
        )

    plain, cells = rows_of(small), (grid(small),)
    yield Case("plain.xlsx", workbook(plain), Truth(cells, blank=0))
    yield Case("wrong_dimension.xlsx", workbook(plain, before='<dimension ref="A1"/>'), Truth(cells))
    yield Case(
        "huge_dimension.xlsx", workbook(plain, before='<dimension ref="A1:XFD1048576"/>'), Truth(cells)
    )
    corner = {
        (1, 0): "1",
    }
    yield Case(
        "sparse_last_cell.xlsx",
        workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        Truth((corner,), issues=("far-cell",)),
    )
    yield Case(
        "sparse_mid.xlsx",
        workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="ALL900000"><v>2</v></c></row>'
        ),
        Truth(({(1, 0): "1", (900_000, 999): "2"},), blank=899_998),
    )
    yield Case(
        "sparse_overflow.xlsx",
        workbook('<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZ4294967295"><v>2</v></c></row>'),
        Truth(({(1, 0): "1", (1, 1): "2"},), issues=("bad-reference",)),
    )
    yield Case(
        "row_out_of_range.xlsx",
        workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c><v>2</v></c></row>'),
        Truth(({(1, 0): "1", (2, 0): "2"},), issues=("bad-reference",)),
    )
    yield Case(
        "no_references.xlsx",
        workbook("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        Truth(({(1, 0): "1", (1, 1): "2", (2, 0): "3"},)),
    )
    yield Case(
        "cells_out_of_order.xlsx",
        workbook('<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>'),
        Truth((grid([["1", "2"]]),), issues=("out-of-order-cell",)),
    )
    yield Case(
        "rows_out_of_order.xlsx",
        workbook(
            '<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c>'
            '</row><row r="3"><c r="A3"><v>3</v></c></row>'
        ),
        Truth((grid([["1"], ["2"], ["3"]]),), issues=("out-of-order-row",)),
    )
    yield Case(
        "duplicate_cell.xlsx",
        workbook('<row r="1"><c r="A1"><v>9</v></c><c r="A1"><v>7</v></c></row>'),
        Truth((grid([["9"]]),), issues=("duplicate-cell",)),
    )
    yield Case("rows_from_5.xlsx", workbook(rows_of(small, 5)), Truth((grid(small, 5),), blank=4))
    yield Case(
        "columns_from_d.xlsx", workbook('<row r="1"><c r="D1"><v>4</v></c></row>'), Truth(({(1, 3): "4"},))
    )
    yield Case("pretty_printed.xlsx", workbook(plain.replace("><", ">\n  <")), Truth(cells))
    yield Case(
        "one_newline_between_tags.xlsx",
        workbook(plain.replace("</c><c", "</c>\n<c").replace("</row>", "\n</row>\n")),
        Truth(cells),
    )
    yield Case(
        "comments_between_rows.xlsx",
        workbook(plain.replace("</row>", "</row><!-- <row r='9'></row> -->")),
        Truth(cells),
    )
    yield Case(
        "prefixed.xlsx",
        packed(
            parts_of(
                [
                    (
                        "Sheet1",
                        (
                            f'{DECLARATION}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
                            '<x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
                        ),
                    )
                ]
            )
        ),
        Truth((grid([["1"]]),)),
    )
    yield Case("strict.xlsx", workbook(plain, namespace=STRICT), Truth(cells))
    yield Case(
        "sheet_in_utf16.xlsx",
        packed(
            parts_of(
                [("Sheet1", b"\xff\xfe" + sheet_part(plain).replace("UTF-8", "UTF-16").encode("utf-16-le"))]
            )
        ),
        Truth(cells),
    )
    parts = parts_of([("Sheet1", sheet_part(plain))])
    yield Case("backslashes.xlsx", packed({k.replace("/", "\\"): v for k, v in parts.items()}), Truth(cells))
    yield Case(
        "upper_case_parts.xlsx",
        packed({k.upper() if k.startswith("xl/work") else k: v for k, v in parts.items()}),
        Truth(cells),
    )
    yield Case("no_styles.xlsx", packed({k: v for k, v in parts.items() if "styles" not in k}), Truth(cells))
    yield Case(
        "no_root_links.xlsx", packed({k: v for k, v in parts.items() if k != "_rels/.rels"}), Truth(cells)
    )
    yield Case(
        "external_link.xlsx",
        packed(
            {
                **parts,
                "xl/_rels/workbook.xml.rels": str(parts["xl/_rels/workbook.xml.rels"]).replace(
                    "</Relationships>",
                    '<Relationship Id="rX" Type="x/externalLink" Target="http://evil.test/x" '
                    'TargetMode="External"/></Relationships>',
                ),
            }
        ),
        Truth(cells),
    )
    yield Case(
        "missing_sheet_part.xlsx",
        packed(
            {
                k: v
                for k, v in parts_of([("A", sheet_part(plain)), ("B", sheet_part(plain))]).items()
                if "sheet1" not in k
            }
        ),
        Truth(({}, cells[0]), issues=("missing-sheet",)),
    )
    two = parts_of(
        [("First", sheet_part(plain)), ("Second", sheet_part(rows_of([["x"]])))], states={"First": "hidden"}
    )
    yield Case(
        "first_sheet_hidden.xlsx",
        packed(two),
        Truth((cells[0], grid([["x"]])), issues=("hidden-sheet",), hidden=(0,)),
    )
    very = parts_of(
        [("First", sheet_part(plain)), ("Second", sheet_part(rows_of([["x"]])))],
        states={"Second": "veryHidden"},
    )
    yield Case(
        "second_sheet_very_hidden.xlsx",
        packed(very),
        Truth((cells[0], grid([["x"]])), issues=("hidden-sheet",), hidden=(1,)),
    )
    yield Case(
        "hidden_row.xlsx",
        workbook(plain.replace('<row r="2">', '<row r="2" hidden="1">')),
        Truth(cells, issues=("hidden-rows",)),
    )
    yield Case(
        "hidden_column.xlsx",
        workbook(plain, before='<cols><col min="2" max="2" hidden="1"/></cols>'),
        Truth(cells, issues=("hidden-columns",)),
    )
    yield Case(
        "merged.xlsx",
        workbook(plain, after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'),
        Truth(cells, issues=("merged-cells",)),
    )
    yield Case(
        "dates_1904.xlsx",
        workbook(
            f'<row r="1"><c r="A1" s="{DATE}"><v>0</v></c><c r="B1" s="{DATE}"><v>44621</v></c></row>',
            date1904=True,
        ),
        Truth((grid([["1904-01-01", "2026-03-02"]]),), native={0: {"date": 1}}),
    )
    styled = "".join(f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(4, 50_004))
    yield Case("styled_blank_rows_50000.xlsx", workbook(plain + styled), Truth(cells, blank=50_000))
    yield Case(
        "recalculated_zero.xlsx",
        workbook(
            '<row r="1"><c r="A1"><f>B1*2</f><v>0</v></c></row>', calculation='<calcPr fullCalcOnLoad="1"/>'
        ),
        Truth((grid([["0"]]),), issues=("unconfirmed-formula",)),
    )
    yield Case(
        "mixed_column.xlsx",
        workbook(
            f'<row r="1">{text_cell("A1", "Amount")}</row><row r="2"><c r="A2"><v>5</v></c></row>'
            f'<row r="3">{text_cell("A3", "5")}</row>'
        ),
        Truth((grid([["Amount"], ["5"], ["5"]]),), native={0: {"text": 2, "number": 1}}),
    )
    yield refused(
        "chart_only.xlsx",
        packed(
            {
                k: (str(v).replace('/worksheet"', '/chartsheet"') if k.endswith("workbook.xml.rels") else v)
                for k, v in parts.items()
            }
        ),
        "not-a-table",
    )
    yield refused("no_cells.xlsx", workbook(""), "empty")
    yield refused(
        "no_workbook.xlsx",
        packed({k: v for k, v in parts.items() if "workbook" not in k}),
        "damaged",
        "unsupported",
    )
    yield refused(
        "word.xlsx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "unsupported"
    )
    yield refused("not_well_formed.xlsx", workbook(plain.replace("</c></row>", "</row>", 1)), "damaged")
    yield refused("control_character.xlsx", workbook(plain.replace("INC1", "INC\x01")), "damaged")
    yield refused(
        "bad_utf8.xlsx",
        packed(
            {**parts, "xl/worksheets/sheet1.xml": sheet_part(plain).encode().replace(b"INC1", b"INC\xff")}
        ),
        "damaged",
    )
    yield Case(
        "excel2.xls",
        excel2([(0, 0, "Number"), (0, 1, "Amount"), (1, 0, "00123"), (1, 1, 5.5), (3, 1, -7.0)]),
        Truth((grid([["Number", "Amount"], ["00123", "5.5"], [], ["", "-7"]]),), blank=1),
    )
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c"><office:body>'
        '<office:spreadsheet><table:table table:name="S">{}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )

    def ods(rows: str) -> bytes:
        return packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": content.format(rows),
            }
        )

    yield Case(
        "values.ods",
        ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>00123</text:p></table:table-cell>'
            '<table:table-cell table:number-columns-repeated="2"/>'
            '<table:table-cell office:value-type="float" office:value="5"/>'
            '</table:table-row><table:table-row table:number-rows-repeated="3"/><table:table-row>'
            '<table:table-cell office:value-type="date" office:date-value="2026-03-02T08:15:00"/>'
            '<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>'
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
            '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
            "</table:table-cell>"
            '</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'
        ),
        Truth(
            (
                {
                    (1, 0): "00123",
                    (1, 3): "5",
                    (5, 0): "2026-03-02 08:15:00",
                    (5, 1): "36:00:00",
                    (5, 2): "true",
                },
            ),
            issues=("error-cell",),
            blank=3,
            native={1: {"duration": 1}},
        ),
    )
    yield Case(
        "lines_and_spaces.ods",
        ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="3"/>b</text:p>'
            "<text:p>c</text:p></table:table-cell></table:table-row>"
        ),
        Truth(({(1, 0): "a   b\nc"},)),
    )
    yield refused(
        "repeated_rows.ods",
        ods(
            '<table:table-row table:number-rows-repeated="17000000000"><table:table-cell '
            'office:value-type="float" office:value="1"/></table:table-row>'
        ),
        "too-large",
    )
    yield refused(
        "repeated_columns.ods",
        ods(
            '<table:table-row><table:table-cell table:number-columns-repeated="999999999" '
            'office:value-type="float" office:value="1"/></table:table-row>'
        ),
        "too-large",
    )
    yield Case(
        "several.zip",
        packed(
            {
                "a/one.csv": "x,y\n1,2\n",
                "two.xlsx": workbook(plain),
                "__MACOSX/._one.csv": b"\0\5\x16",
                "inner.zip": packed({"x.csv": "a\n"}),
                "picture.png": b"\x89PNG\r\n\x1a\n",
            }
        ),
        Truth((grid([["x", "y"], ["1", "2"]]), cells[0], grid([["a"]])), issues=("member-not-read",)),
    )
    deepest = packed({"deeper.zip": packed({"deepest.zip": packed({"x.csv": "a,b\n"})})})
    yield refused("three_deep.zip", deepest, "nested-zip")
    yield refused("nothing_readable.zip", packed({"p.png": b"\x89PNG\r\n\x1a\n"}), "unsupported")
    yield refused("no_members.zip", packed({}), "empty", "damaged")
    yield Case("long_plain.xlsx", *_long(""))
    yield Case("long_with_error.xlsx", *_long("error"))
    yield Case("long_with_comment.xlsx", *_long("comment"))
    yield Case("long_with_rich_text.xlsx", *_long("rich"))
    yield Case("long_with_formulas.xlsx", *_long("formula"))


def _long(oddity: str) -> tuple[bytes, Truth]:
    """Several blocks of rows with an oddity in the middle, so that both ways of reading meet."""
    cells: dict[tuple[int, int], str] = {}
    rows = []
    issues: tuple[str, ...] = ()
    for r in range(1, 8_001):
        cells |= {
            (r, 0): f"INC{r:06}",
            (r, 1): str(r),
            (r, 2): "2026-03-02 08:15:00",
            (r, 3): str(r + 0.5),
            (r, 5): "a & b",
        }
        line = (
            f'<c r="A{r}" t="inlineStr"><is><t>INC{r:06}</t></is></c><c r="B{r}"><v>{r}</v></c>'
            f'<c r="C{r}" s="{MOMENT}"><v>46083.34375</v></c>'
            f'<c r="D{r}"><v>{r + 0.5}</v></c><c r="E{r}" s="1"/><c r="F{r}" t="s"><v>0</v></c>'
        )
        if oddity == "formula":
            line += f'<c r="G{r}"><f>B{r}*2</f><v>{r * 2}</v></c>'
            cells[r, 6] = str(r * 2)
        if r == 4_000 and oddity == "error":
            line += f'<c r="G{r}" t="e"><v>#REF!</v></c>'
            issues = ("error-cell",)
        if r == 4_000 and oddity == "rich":
            line += f'<c r="G{r}" t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r></is></c>'
            cells[r, 6] = "rich"
        rows.append(
            f'<row r="{r}">{line}</row>' + ("<!-- note -->" if r == 4_000 and oddity == "comment" else "")
        )
    native = {1: {"number": 8_000}, 2: {"date": 8_000}, 0: {"text": 8_000}}
    return workbook("".join(rows), strings=["a & b"]), Truth((cells,), issues=issues, native=native, blank=0)


def bombs() -> Iterator[Case]:
    """Small files that unpack, expand or nest beyond measure."""
    good = sheet_part('<row r="1"><c r="A1"><v>1</v></c></row>')
    spaces = sheet_part(" " * 60_000_000)
    parts = parts_of([("Sheet1", spaces)])
    yield refused("bomb_spaces.xlsx", packed(parts), "zip-bomb")
    yield refused(
        "bomb_spaces_lying.xlsx",
        lying(packed(parts), "xl/worksheets/sheet1.xml", 2_000),
        "damaged",
        "zip-bomb",
    )
    yield refused(
        "bomb_strings.xlsx",
        packed(
            {
                **parts_of([("Sheet1", good)], strings=[]),
                "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "<si><t>x</t></si>" * 4_000_000 + "</sst>",
            }
        ),
        "zip-bomb",
    )
    yield refused(
        "bomb_one_string.xlsx",
        packed(
            {
                **parts_of([("Sheet1", good)], strings=[]),
                "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>' + "x" * 50_000_000 + "</t></si></sst>",
            }
        ),
        "zip-bomb",
        "too-large",
    )
    yield refused(
        "long_string_incompressible.xlsx",
        workbook(
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>'
            f"{random.Random(3).randbytes(3_000_000).hex()}</t></is></c></row>"
        ),
        "too-large",
    )
    yield refused(
        "bomb_styles.xlsx",
        packed(
            {
                **parts_of([("Sheet1", good)]),
                "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>'
                + '<xf numFmtId="0"/>' * 3_000_000
                + "</cellXfs></styleSheet>",
            }
        ),
        "zip-bomb",
    )
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    doctype = f"<!DOCTYPE x [{laughs}]>"
    for name, part in (
        ("sheet", "xl/worksheets/sheet1.xml"),
        ("workbook", "xl/workbook.xml"),
        ("strings", "xl/sharedStrings.xml"),
        ("styles", "xl/styles.xml"),
        ("links", "_rels/.rels"),
    ):
        base = parts_of([("Sheet1", good.replace("<v>1</v>", "<v>1</v>"))], strings=["a"])
        base[part] = str(base[part]).replace("?>\n", "?>\n" + doctype, 1)
        yield refused(f"laughs_{name}.xlsx", packed(base), "entity-bomb")
    quadratic = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
    yield refused(
        "quadratic.xlsx",
        packed(parts_of([("Sheet1", good.replace("?>\n", "?>\n" + quadratic, 1))])),
        "entity-bomb",
    )
    external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield refused(
        "external_entity.xlsx",
        packed(
            parts_of(
                [("Sheet1", good.replace("?>\n", "?>\n" + external, 1).replace("<v>1</v>", "<v>&e;</v>"))]
            )
        ),
        "entity-bomb",
    )
    yield refused(
        "undeclared_entity.xlsx",
        packed(parts_of([("Sheet1", good.replace("<v>1</v>", "<v>&e;</v>"))])),
        "damaged",
    )
    yield refused(
        "nested_500000.xlsx",
        packed(parts_of([("Sheet1", sheet_part("<a>" * 500_000))]), stored=True),
        "xml-bomb",
    )
    yield refused(
        "attributes_200000.xlsx",
        packed(
            parts_of([("Sheet1", sheet_part("<row " + " ".join(f'a{i}="1"' for i in range(200_000)) + "/>"))])
        ),
        "xml-bomb",
    )
    yield refused(
        "endless_tag.xlsx",
        packed(parts_of([("Sheet1", sheet_part('<row a="' + random.Random(5).randbytes(9_000_000).hex()))])),
        "xml-bomb",
        "damaged",
    )
    yield refused("sheets_5000.xlsx", packed(parts_of([(f"S{i}", "x") for i in range(1_200)])), "too-large")
    yield refused("entries_60000.zip", packed((f"f{i}.csv", b"a\n") for i in range(20_000)), "zip-bomb")
    million = "".join(f'<c r="{column_letters(i)}1"><v>1</v></c>' for i in range(16_384))
    yield refused("row_of_16384.xlsx", workbook(f'<row r="1">{million}</row>'), "too-large")
    yield refused(
        "row_of_million.xlsx",
        workbook('<row r="1">' + "<c><v>1</v></c>" * 1_000_000 + "</row>"),
        "too-large",
        "zip-bomb",
    )
    merges = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 100_001))
    yield Case(
        "merges_100000.xlsx",
        workbook('<row r="1"><c r="A1"><v>1</v></c></row>', after=f"<mergeCells>{merges}</mergeCells>"),
        Truth((grid([["1"]]),), issues=("merged-cells",)),
    )
    base = packed(parts_of([("Sheet1", good)]))
    yield refused("members_encrypted.xlsx", flagged_encrypted(base), "encrypted")
    yield refused(
        "member_twice.xlsx",
        packed([*parts_of([("Sheet1", good)]).items(), ("XL/workbook.xml", "x")]),
        "damaged",
    )
    yield refused("traversal.zip", packed({"../../evil.csv": "a,b\n"}), "unsafe-zip")
    yield refused("lying_small.xlsx", lying(base, "xl/worksheets/sheet1.xml", 10), "damaged")
    yield refused("lying_huge.xlsx", lying(base, "xl/worksheets/sheet1.xml", 4_000_000_000), "zip-bomb")
    yield refused("bomb_in_zip.zip", packed({"a.csv": b"a,b\n" * 20_000_000}), "zip-bomb")


def damaged_books() -> Iterator[Case]:
    """Cut and scratched at random: rows or one sentence, whatever it is."""
    random_ = random.Random(11)
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c>{text_cell(f"B{r}", f"text {r}")}</row>'
        for r in range(1, 200)
    )
    deflated, stored = workbook(rows), packed(parts_of([("Sheet1", sheet_part(rows))]), stored=True)
    old = excel2([(r, c, f"t{r}{c}" if c else float(r)) for r in range(40) for c in range(4)])
    for kind, data in (("xlsx", deflated), ("stored.xlsx", stored), ("xls", old)):
        for i in range(7):
            yield Case(f"cut_{i}.{kind}", data[: random_.randrange(4, len(data))], Truth(anything=True))
        for i in range(11):
            scratched = bytearray(data)
            for _ in range(1 + i // 2):
                scratched[random_.randrange(4, len(data))] = random_.randrange(256)
            yield Case(f"scratched_{i}.{kind}", bytes(scratched), Truth(anything=True))
