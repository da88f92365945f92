"""Number formats and stored values, one line each; every line is a way in which other readers lose something."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.reading.cell_values import duration_text, number_text, serial_moment
from data_loaders.reading.delimited import choose_delimiter
from data_loaders.reading.encoding import as_utf8
from data_loaders.reading.number_formats import understand


@pytest.mark.parametrize(
    ("code", "kind", "has_time", "percent", "currency"),
    [
        ("General", "number", False, False, False),
        ("0.00", "number", False, False, False),
        ("yyyy-mm-dd", "date", False, False, False),
        ("dd/mm/yyyy hh:mm", "date", True, False, False),
        ("[$-409]d-mmm-yyyy;@", "date", False, False, False),
        ("mmm-yy", "date", False, False, False),
        ("h:mm AM/PM", "time", True, False, False),
        ("mm:ss", "time", True, False, False),
        ("[h]:mm:ss", "duration", False, False, False),
        ("[mm]:ss", "duration", False, False, False),
        ("0%", "number", False, True, False),
        ('"$"#,##0.00', "number", False, False, True),
        ("#,##0.00\\ [$€-407]", "number", False, False, True),
        ("[$-3000401]0", "number", False, False, False),
        ('#,##0 "kr"', "number", False, False, True),
        ('0 "days"', "number", False, False, False),
        ('"due "0', "number", False, False, False),
        ("[Red]0.00", "number", False, False, False),
        ("[>=100]0;0.0", "number", False, False, False),
        ("0.00E+00", "number", False, False, False),
        ("@", "number", False, False, False),
        ("# ?/?", "number", False, False, False),
        ("dd\\.mm\\.yyyy", "date", False, False, False),
        ("yyyy\\年m\\月d\\日", "date", False, False, False),
    ],
)
def test_what_a_number_format_says(
    code: str, kind: str, has_time: bool, percent: bool, currency: bool
) -> None:
    form = understand(code)
    assert (form.kind, form.has_time, form.percent, form.currency) == (kind, has_time, percent, currency)


@pytest.mark.parametrize(
    ("raw", "text", "oddity"),
    [
        ("5", "5", ""),
        ("5.0", "5", ""),
        ("-0", "0", ""),
        ("0.1", "0.1", ""),
        ("0.30000000000000004", "0.30000000000000004", ""),
        ("1E5", "100000", ""),
        ("1e-9", "0.000000001", ""),
        ("1e-30", "1e-30", ""),
        ("1e300", "1e+300", ""),
        ("9007199254740993", "9007199254740993", "long-number"),
        ("-9007199254740993", "-9007199254740993", "long-number"),
        ("abc", "abc", "bad-number"),
        ("NaN", "NaN", "bad-number"),
        ("0x1F", "0x1F", "bad-number"),
        ("1_000", "1_000", "bad-number"),
    ],
)
def test_stored_numbers_as_text(raw: str, text: str, oddity: str) -> None:
    assert number_text(raw) == (text, oddity)


@pytest.mark.parametrize(
    ("serial", "date1904", "moment"),
    [
        (1, False, "1900-01-01 00:00:00"),
        (59, False, "1900-02-28 00:00:00"),
        (60, False, None),
        (60.5, False, None),
        (61, False, "1900-03-01 00:00:00"),
        (0.5, False, None),
        (-1, False, None),
        (2_958_465.5, False, "9999-12-31 12:00:00"),
        (2_958_466, False, None),
        (0, True, "1904-01-01 00:00:00"),
        (-1, True, None),
        (46083.34375, False, "2026-03-02 08:15:00"),
    ],
)
def test_serial_numbers_as_moments(serial: float, date1904: bool, moment: str | None) -> None:
    found = serial_moment(serial, date1904)
    assert (str(found) if found else None) == moment


def test_durations_count_on_after_24_hours() -> None:
    assert [duration_text(d) for d in (1.5, -0.25, 0, 1 / 86_400_000)] == [
        "36:00:00",
        "-06:00:00",
        "00:00:00",
        "00:00:00.001",
    ]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Søren,Århus\n".encode(), "utf-8"),
        ("Søren,Århus\n".encode("cp1252"), "cp1252"),
        ("“Smart” – quotes’ here, £5, naïve\n".encode("cp1252"), "cp1252"),
        ("Søren,Århus,Café,l’été\n".encode("mac_roman"), "mac-roman"),
        ("købsdato,beløb,smørrebrød\n".encode("mac_roman"), "mac-roman"),
        ("købsdato,beløb,¿qué,lunedì,m³,œuvre\n".encode("cp1252"), "cp1252"),
        ("Termin płatności,książka,sprzedaż\n".encode("cp1250"), "cp1250"),
        ("číslo objednávky,věc,změna,množství\n".encode("cp1250"), "cp1250"),
        (b"Which team\xca,Do you\xca\n", "mac-roman"),
        (b"ed Universe?\x8c\xe6,Do you\n", "mac-roman"),
        (b"J\xf7rgen,Odense\n", "cp1252"),
        ("a,b\n".encode("utf-16"), "utf-16-le"),
        ("Name,City,Amount\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings_are_found(data: bytes, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    assert as_utf8(path, tmp_path).encoding == encoding


@pytest.mark.parametrize(
    ("sample", "delimiter", "width"),
    [
        ("a;b;c\n1,5;2,5;x\n2,5;3,5;y\n", ";", 3),
        ("Title, with a comma\na;b;c\n1,5;2;3\n2,5;3;4\n3,5;3;4\n", ";", 3),
        ("a,b\n1;2;3,x\n1;2;3,x\n1;2;3,x\n", ",", 2),
        ("a\tb\n1,2\t3\n4,5\t6\n", "\t", 2),
        ('a,b\n"x;y;z",1\n"x;y;z",2\n', ",", 2),
    ],
)
def test_the_delimiter_that_takes_the_header_along_wins(sample: str, delimiter: str, width: int) -> None:
    assert choose_delimiter(sample, ",;\t|", whole=True) == (delimiter, width)
