"""Delimited text, HTML and other files that are text: every oddity once, and the regular ones in every dress."""

from __future__ import annotations

import bz2
import gzip
import itertools
import json
import lzma
import random
from collections.abc import Iterator

from .case import Case, Truth, grid, refused

TABLE = [
    ["Number", "Short description", "Amount", "Opened", "Client"],
    ["00123", "Printer is slow", "1.10", "01/02/2026 08:15", "Müller"],
    ["00124", "Two\nlines", "1E5", "2026-02-30", "Café"],
    ["00125", 'With "quotes" inside', "NA", "13/01/2026", "Señor"],
    ["9007199254740993", "null", "-5", "", "None"],
    ["", "=1+1", "(1 234,50)", "N/A", "Søren"],
    ["00127", "a,b;c|d\te", "1.234,56", "2026-03-02T08:15:00+01:00", "Ålborg"],
    ["0", "@SUM(A1)", "100%", "1/2/26", "Zürich"],
    ["00129", " padded ", "€ 5", "9999-12-31", "naïve"],
]
ENCODINGS = [
    ("utf8", "utf-8", b""),
    ("bom", "utf-8", b"\xef\xbb\xbf"),
    ("utf16le", "utf-16-le", b"\xff\xfe"),
    ("utf16be", "utf-16-be", b"\xfe\xff"),
    ("utf16bare", "utf-16-le", b""),
    ("cp1252", "cp1252", b""),
    ("mac", "mac_roman", b""),
]
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
NEWLINES = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def quoted(rows: list[list[str]], delimiter: str, newline: str, *, always: bool = False) -> str:
    """Rows as RFC 4180 writes them."""

    def cell(text: str) -> str:
        if always or any(c in text for c in (delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    return "".join(delimiter.join(map(cell, row)) + newline for row in rows)


def regular() -> Iterator[Case]:
    """One table in every delimiter, encoding and line end."""
    for (delimiter_name, delimiter), (name, encoding, bom), (newline_name, newline) in itertools.product(
        DELIMITERS.items(), ENCODINGS, NEWLINES.items()
    ):
        rows = TABLE if encoding != "mac_roman" else [[c.replace("€", "EUR") for c in row] for row in TABLE]
        text = quoted(rows, delimiter, newline, always=newline_name == "crlf")
        assumed = ("encoding-assumed",) if name in ("cp1252", "mac", "utf16bare") else ()
        yield Case(
            f"regular_{delimiter_name}_{name}_{newline_name}.csv",
            bom + text.encode(encoding),
            Truth((grid(rows),), issues=assumed, not_issues=("stray-quote", "ragged-row"), blank=0),
        )


def _plain(n: int, width: int = 6) -> list[list[str]]:
    return [[f"h{i}" for i in range(width)]] + [[f"r{r}c{i}" for i in range(width)] for r in range(1, n)]


def odd_delimited() -> Iterator[Case]:
    """Oddities of delimited text, each with exact cells."""

    def case(
        name: str,
        text: str | bytes,
        cells: list[list[str]],
        *,
        issues: tuple[str, ...] = (),
        blank: int | None = None,
        not_issues: tuple[str, ...] = (),
    ) -> Case:
        data = text.encode() if isinstance(text, str) else text
        return Case(name, data, Truth((grid(cells),), issues=issues, blank=blank, not_issues=not_issues))

    rows = _plain(1_200)
    stray = [list(row) for row in rows]
    stray[1][2] = '"stray'
    stray[501][2] = 'stray"'
    lines = [",".join(row) for row in stray]
    yield case("stray_quote_rows_2_and_502.csv", "\n".join(lines), stray, issues=("stray-quote",))
    never = [list(row) for row in rows]
    never[3][5] = '"never closed'
    yield case("unclosed_quote.csv", "\n".join(map(",".join, never)), never, issues=("stray-quote",))
    inch = [list(row) for row in rows[:20]]
    inch[4][1] = '5" pipe'
    yield case("inch.csv", "\n".join(map(",".join, inch)), inch, issues=("stray-quote",))
    inside = [list(row) for row in rows[:20]]
    inside[4][1] = 'a "b" c'
    yield case(
        "quote_inside_quoted.csv",
        "\n".join(map(",".join, inside)).replace('a "b" c', '"a "b" c"'),
        inside,
        issues=("stray-quote",),
    )
    last = [list(row) for row in rows[:20]]
    last[19][0] = '"end'
    yield case("unclosed_in_last_line.csv", "\n".join(map(",".join, last)), last, issues=("stray-quote",))
    long_text = [list(row) for row in rows[:30]]
    long_text[7][3] = "\n".join(f"line {i} of a work note, with a comma" for i in range(400))
    yield case(
        "work_note_of_400_lines.csv", quoted(long_text, ",", "\n"), long_text, not_issues=("stray-quote",)
    )
    multi = [list(row) for row in rows[:30]]
    for row in multi[1:]:
        row[4] = "Dear all,\nthe server, the app, and the rest, are down\n\nRegards, A, B, C"
    yield case("mails_in_cells.csv", quoted(multi, ",", "\r\n"), multi, not_issues=("stray-quote",))

    ragged = (
        [["a", "b", "c"]]
        + [["1", "2", "3"]] * 5
        + [["1", "2"]]
        + [["1", "2", "3", "4"]]
        + [["x", "y", "z"]] * 3
    )
    yield case("ragged.csv", "\n".join(map(",".join, ragged)), ragged, issues=("ragged-row",))
    trailing = [["a", "b", "c"]] + [["1", "2", "3"]] * 5
    yield case(
        "trailing_delimiter.csv",
        "\n".join(",".join(r) + ("," if i else "") for i, r in enumerate(trailing)),
        trailing,
        not_issues=("ragged-row",),
    )
    blanks = [["a", "b"]] + [["", ""]] * 3 + [["1", "2"]] * 2 + [["", ""]] * 2 + [["3", "4"]]
    yield case(
        "blank_lines.csv", "\n".join(",".join(r) if any(r) else "" for r in blanks) + "\n", blanks, blank=5
    )
    yield case("blank_rows_of_commas.csv", "\n".join(map(",".join, blanks)) + "\n", blanks, blank=5)
    body = _plain(300, 12)
    yield case(
        "blank_rows_50000_commas.csv",
        "\r\n".join(map(",".join, body)) + ("\r\n" + "," * 11) * 50_000,
        body,
        blank=50_000,
    )
    yield case(
        "blank_rows_50000_lines.csv", "\n".join(map(",".join, body)) + "\n" * 50_001, body, blank=50_000
    )
    yield case("sep_line.csv", "sep=|\r\n" + "\r\n".join("|".join(r) for r in body[:5]), body[:5])
    yield case("sep_line_quoted.csv", '"sep=;"\r\n' + "\r\n".join(";".join(r) for r in body[:5]), body[:5])
    yield case(
        "nul.csv", "a,b\n1,x\x00y\n2,z\n", [["a", "b"], ["1", "x\x00y"], ["2", "z"]], issues=("nul-byte",)
    )
    yield case(
        "mixed_newlines.csv", "a,b\r\n1,2\n3,4\r5,6\r\n", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]
    )
    yield case("cr_in_quotes.csv", 'a,b\r\n1,"x\ry"\r\n2,z\r\n', [["a", "b"], ["1", "x\ry"], ["2", "z"]])
    yield case(
        "single_column.csv",
        "name\nalpha\nbeta\ngamma, delta\n",
        [["name"], ["alpha"], ["beta"], ["gamma, delta"]],
    )
    yield case("single_cell.csv", "x", [["x"]])
    yield case("header_only.csv", "a,b,c\n", [["a", "b", "c"]])
    wide = _plain(3, 1_500)
    yield case("wide_1500.csv", "\n".join(map(",".join, wide)), wide)
    yield refused("wide_5000.csv", "\n".join(",".join(r) for r in _plain(3, 5_000)).encode(), "too-large")
    yield refused("wide_million.csv", b",".join([b"x"] * 1_000_000), "too-large")
    long_cell = [["a", "b"], ["x" * 100_000, "2"], ["3", "4"]]
    yield case("long_cell.csv", "\n".join(map(",".join, long_cell)), long_cell)
    yield case("bom_inside.csv", "a,b\n1,\ufeff2\n", [["a", "b"], ["1", "\ufeff2"]])
    yield case(
        "utf8_with_broken_bytes.csv",
        b"name,city\n" + "Søren,Århus\n".encode() * 20 + b"J\xf8rgen,Odense\n",
        [["name", "city"]] + [["Søren", "Århus"]] * 20 + [["Jørgen", "Odense"]],
        issues=("encoding-mixed",),
    )
    yield case(
        "destroyed_characters.csv",
        "a,b\nJ\ufffdrgen,2\n",
        [["a", "b"], ["J\ufffdrgen", "2"]],
        issues=("broken-character",),
    )
    semicolon = [["Name", "Amount", "Date"]] + [[f"n{i}", f"{i},50", "01.02.2026"] for i in range(40)]
    yield case("decimal_comma.csv", "\n".join(map(";".join, semicolon)), semicolon)
    jira = [["Key", "Comment", "Comment"]] + [
        [f"A-{i}", f"01/Feb/26;me;text; more {i}", "02/Feb/26;you;x"] for i in range(30)
    ]
    yield case("jira_comments.csv", "\n".join(map(",".join, jira)), jira)
    titled = (
        [["Report run by Jane"], [""], ["a", "b", "c", "d"]]
        + [["1", "2", "3", "4"]] * 6
        + [[""], ["Total: 6"]]
    )
    yield case("title_and_note.csv", "\n".join(map(",".join, titled)), titled, blank=2)
    values = [["id", "v"]] + [
        [f"00{i}", v]
        for i, v in enumerate(
            [
                "1E5",
                "1e-7",
                "NA",
                "null",
                "NaN",
                "TRUE",
                "9007199254740993",
                "12345678901234567890",
                "-0",
                "+1",
                "1.10",
                "01/02/2026",
                "=cmd|' /C calc'!A0",
                "+1+1",
                "-2+3",
                "@x",
                "\tx",
                "(5)",
                "5-",
                "0x1F",
                "∞",
                "１２",
                "#N/A",
            ]
        )
    ]
    yield case("values.csv", quoted(values, ",", "\n"), values)


def long_delimited() -> Iterator[Case]:
    """Files of several blocks, with an oddity far inside, so that both ways of reading meet."""
    for name, spot in (
        ("clean", ""),
        ("stray", '"odd'),
        ("inch", 'odd" x'),
        ("nul", "o\x00dd"),
        ("destroyed", "\ufffd"),
    ):
        rows = [[f"h{i}" for i in range(10)]] + [
            [
                f"{r:07}",
                "text, with comma",
                'and "quotes"',
                "two\nlines",
                "",
                str(r * 3),
                "Ålborg",
                "x",
                "y",
                "z",
            ]
            for r in range(1, 12_000)
        ]
        text = quoted(rows, ",", "\n")
        if spot:
            rows[9_000] = [*rows[9_000]]
            rows[9_000][7] = spot
            text = (
                quoted(rows[:9_000], ",", "\n")
                + ",".join(
                    [
                        "0009000",
                        '"text, with comma"',
                        '"and ""quotes"""',
                        '"two\nlines"',
                        "",
                        str(9_000 * 3),
                        "Ålborg",
                        spot,
                        "y",
                        "z",
                    ]
                )
                + "\n"
                + quoted(rows[9_001:], ",", "\n")
            )
        yield Case(f"long_{name}.csv", text.encode(), Truth((grid(rows),)))


def other_text() -> Iterator[Case]:
    """Text that only claims to be a workbook, or no table at all."""
    small = [["Number", "State"], ["INC1", "New"], ["INC2", "Closed"]]
    cells = (grid(small),)
    table = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in small)
    yield Case("tsv.xls", quoted(small, "\t", "\r\n").encode(), Truth(cells))
    yield Case("tsv_utf16.xls", b"\xff\xfe" + quoted(small, "\t", "\r\n").encode("utf-16-le"), Truth(cells))
    yield Case("csv.xlsx", quoted(small, ",", "\n").encode(), Truth(cells))
    yield Case("html.xls", f"<html><body><table>{table}</table></body></html>".encode(), Truth(cells))
    yield Case("html_bare_table.xls", f"<table border=1>{table}</table>".encode(), Truth(cells))
    yield Case(
        "html_utf16.xls",
        b"\xff\xfe" + f"<html><table>{table}</table></html>".encode("utf-16-le"),
        Truth(cells),
    )
    yield Case(
        "html_windows1251.xls",
        f'<html><meta charset="windows-1251"><table>{table}<tr><td>Привет</td></tr></table></html>'.encode(
            "cp1251"
        ),
        Truth((grid([*small, ["Привет"]]),)),
    )
    yield Case(
        "html_entities.xls",
        b"<table><tr><td>a &amp; b</td><td>x<br>y</td><td>&nbsp;</td><td> c \n d </td></tr></table>",
        Truth((grid([["a & b", "x\ny", "", "c d"]]),)),
    )
    yield Case(
        "html_spans.xls",
        b"<table><tr><td colspan=2>A</td><td rowspan=2>B</td></tr><tr><td>c</td><td>d</td>"
        b"</tr><tr><td>e</td><td>f</td><td>g</td></tr></table>",
        Truth((grid([["A", "", "B"], ["c", "d"], ["e", "f", "g"]]),), issues=("merged-cells",)),
    )
    yield Case(
        "html_nested.xls",
        b"<table><tr><td>out<table><tr><td>in</td></tr></table></td><td>side</td></tr></table>",
        Truth((grid([["out", "side"]]), grid([["in"]]))),
    )
    yield Case(
        "html_huge_spans.xls",
        b"<table><tr><td colspan=999999999 rowspan=999999999>A</td></tr><tr><td>b</td></tr></table>",
        Truth(anything=True),
    )
    yield Case(
        "html_deep.xls",
        b"<table><tr><td>" + b"<div>" * 20_000 + b"x" + b"</div>" * 20_000 + b"</td></tr></table>",
        Truth(anything=True),
    )
    yield refused(
        "html_login.xls",
        b"<!DOCTYPE html><html><body><form>Please log in</form></body></html>",
        "not-a-table",
    )
    yield Case(
        "mhtml.xls",
        (
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=XX\r\n\r\n--XX\r\n"
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            f"<html><table>{table}<tr><td>S=C3=B8ren</td></tr></table></html>\r\n--XX--\r\n"
        ).encode(),
        Truth((grid([*small, ["Søren"]]),)),
    )
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles><Worksheet ss:Name="S"><Table>'
        '<Row><Cell><Data ss:Type="String">00123</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">5</Data></Cell>'
        '</Row><Row ss:Index="4"><Cell ss:StyleID="d"><Data ss:Type="DateTime">2026-03-02T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    yield Case(
        "xml2003.xls",
        xml.encode(),
        Truth(
            ({(1, 0): "00123", (1, 2): "5", (4, 0): "2026-03-02"},),
            issues=("error-cell",),
            blank=2,
            native={2: {"number": 1}, 0: {"text": 1, "date": 1}},
        ),
    )
    yield refused(
        "xml2003_entities.xls",
        xml.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook', 1).encode(),
        "entity-bomb",
    )
    for name, start in (
        ("pdf.csv", b"%PDF-1.7\n%\xe2\xe3"),
        ("png.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("rtf.xls", b"{\\rtf1\\ansi Hello}"),
        ("list.csv", json.dumps([{"a": 1}]).encode()),
        ("object.csv", b'{"a": 1}'),
        ("sylk.xls", b"ID;PWXL;N;E\r\nC;Y1;X1;K5\r\nE\r\n"),
        ("sqlite.csv", b"SQLite format 3\0" + bytes(84)),
        ("other.xml", b'<?xml version="1.0"?><incidents><incident/></incidents>'),
        ("parquet.csv", b"PAR1" + bytes(50)),
        ("program.xls", b"MZ\x90\0\3\0\0\0" + bytes(60)),
        ("random.csv", random.Random(1).randbytes(20_000)),
        ("ole.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)),
    ):
        yield refused(f"unsupported_{name}", start, "unsupported")
    listed = Truth((grid([["a", "b"], ["1", "2"]]),))
    once = gzip.compress(b"a,b\n1,2\n", mtime=0)
    yield Case("packed.csv.gz", once, listed)
    yield Case("packed.csv.bz2", bz2.compress(b"a,b\n1,2\n"), listed)
    yield Case("packed.csv.xz", lzma.compress(b"a,b\n1,2\n"), listed)
    yield refused("packed_twice.csv.gz", gzip.compress(once, mtime=0), "unsupported")
    yield refused("packed_cut.csv.gz", once[:-9], "damaged")
    yield refused("packed_bomb.csv.gz", gzip.compress(bytes(32 * 1024 * 1024), mtime=0), "zip-bomb")
    yield refused("packed_bomb.csv.xz", lzma.compress(bytes(32 * 1024 * 1024)), "zip-bomb")
    yield refused("empty.csv", b"", "empty")
    yield refused("empty.xlsx", b"", "empty")
    yield refused("white_space.csv", b" \r\n\t\n\n", "empty")
    yield refused("only_bom.csv", b"\xef\xbb\xbf", "empty")
    yield refused("only_commas.csv", b",,,\n" * 20, "empty")
    protected = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(500)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(4_000)
    )
    yield refused("protected.xlsx", protected, "encrypted")


def damaged_text() -> Iterator[Case]:
    """Cut and scratched at random: rows or one sentence, whatever it is."""
    base = quoted(TABLE * 5, ",", "\r\n").encode()
    html = ("<html><body><table>" + "<tr><td>a</td><td>b</td></tr>" * 50 + "</table></body></html>").encode()
    random_ = random.Random(7)
    for kind, data in (("csv", base), ("html", html), ("utf16", base.decode().encode("utf-16"))):
        for i in range(5):
            yield Case(
                f"cut_{kind}_{i}.{kind}", data[: random_.randrange(1, len(data))], Truth(anything=True)
            )
        for i in range(5):
            scratched = bytearray(data)
            for _ in range(1 + i):
                scratched[random_.randrange(len(data))] = random_.randrange(256)
            yield Case(f"scratched_{kind}_{i}.{kind}", bytes(scratched), Truth(anything=True))
