"""Text that stays text: free text, identifiers, people, lists; trimmed, freed of markup, never reinterpreted."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from data_loaders.typing_cells import (
    SPACES,
    Cells,
    Decision,
    Typed,
    counted,
    empty_words,
    escaped,
    examples,
    nothing_pattern,
    quoted,
    trimmed,
)

_TAGS = (
    "p|br|div|span|b|i|u|em|strong|a|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|pre|code|font|img|hr|blockquote|"
    "html|body|head|small|sub|sup|center|o:p|s|strike|label|section|article|figure|figcaption|dl|dt|dd"
)
_BREAK = r"(?i)<br\s*/?>|</(?:p|div|li|tr|h[1-6])>|#LB[BH]R#"
_TAG = rf"(?i)</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->"
_MARKUP = rf"(?i)</?(?:{_TAGS})(?:\s[^<>]*)?/?>|#LB[BH]R#|<!--|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);"
_ENTITY = r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+\d*);"
_FLOATED = rf"{SPACES}*\d+\.0{SPACES}*"
#: A whole number with spaces between its thousands, and one too small to have any.
_GROUPED = rf"{SPACES}*[1-9]\d{{0,2}}(?:{SPACES}\d{{3}})+{SPACES}*"
_SMALL = rf"|{SPACES}*\d{{1,3}}{SPACES}*"
_ENTITIES_LISTED = 200
_EDGES = rf"^{SPACES}|{SPACES}$"


def decide_text(cells: Cells) -> Typed:
    """Free text, trimmed and freed of HTML that a tool left in its export."""
    text, notes = _clean(cells, cells.text)
    sql, more, present = _kept(cells, text)
    # A cell of nothing but tags holds nothing.
    if notes:
        present = f"({sql}) IS NOT NULL"
    return _never_refused(cells, sql, "Kept as text." + notes + more, present)


def decide_identifier(cells: Cells) -> Typed:
    """A key as written: leading zeros, letters and 1E5 stay; ".0" goes where a program made every key a decimal."""
    sql, notes, present = _kept(cells, cells.text)
    first = next(iter(cells.glimpse(cells.present, 20)), "")
    if re.fullmatch(r"\s*\d+\.0\s*", first):
        odd = cells.count(n=f"{cells.present} AND NOT regexp_full_match({cells.text}, {quoted(_FLOATED)})")[
            "n"
        ]
        if not odd:
            sql = rf"regexp_replace({sql}, '\.0$', '')"
            notes += f" Every key ended in “.0” (such as “{first.strip()}”), added by a program; taken off."
    elif re.fullmatch(r"\s*\d{1,3}(?:\s\d{3})*\s*", first):
        found = cells.count(
            grouped=f"regexp_full_match({cells.text}, {quoted(_GROUPED)})",
            other=f"{cells.present} AND NOT regexp_full_match({cells.text}, {quoted(_GROUPED + _SMALL)})",
        )
        if found["grouped"] and not found["other"]:
            sql = f"regexp_replace({sql}, {quoted(SPACES)}, '', 'g')"
            notes += f" Spaces between thousands (such as in “{first.strip()}”) were taken out."
    typed = _never_refused(cells, sql, "Kept as written." + notes, present)
    return (
        _without_cut_numbers(cells, typed) if cells.count(n=f"contains({cells.text}, 'E+')")["n"] else typed
    )


#: What a spreadsheet makes of a long number in a narrow or general cell: 1.23457E+11.
_CUT_NUMBER = r"\s*\d(?:[.,]\d+)?E\+\d{2,}\s*"


def _without_cut_numbers(cells: Cells, typed: Typed) -> Typed:
    """The keys without those whose last digits a spreadsheet has thrown away: several of them would be one."""
    decision = typed.decision
    sql = f"CASE WHEN NOT regexp_full_match({cells.text}, {quoted(_CUT_NUMBER)}) THEN {decision.sql} END"
    refusal = (
        "“{value}” is a number of which a spreadsheet program kept the first digits only; export the list again"
        " and load it without opening it in such a program."
    )
    changed = replace(decision, sql=sql, refusal=refusal, refused=cells.refused(sql, decision.present))
    return replace(typed, decision=changed)


def decide_person(cells: Cells, key: str | None) -> Typed:
    """A person as a keyed hash, the same for every spelling in other case; as text where no key is given."""
    sql, notes, present = _kept(cells, cells.text)
    if key is None:
        return _never_refused(cells, sql, "Names are kept as written." + notes, present)
    return _never_refused(
        cells, hashed_person(sql, key), "Names are stored as keyed hashes." + notes, present
    )


def hashed_person(text: str, key: str) -> str:
    """SQL of the keyed hash under which a person is stored; NULL stays NULL."""
    return f"'p_' || left(sha256({quoted(key + ':')} || lower(trim({text}))), 16)"


def decide_list(cells: Cells) -> Typed:
    """Several values from repeated columns, or from one cell by its separator."""
    words = empty_words(cells.column)
    if len(cells.assignment.cells) > 1:
        parts = ", ".join(f"c{cell}" for cell in cells.assignment.cells)
        values, how = f"[{parts}]", f"One value from each of {len(cells.assignment.cells)} columns."
    else:
        separator, named = _separator(cells)
        values = (
            f"[{cells.text}]"
            if not separator
            else f"CASE WHEN {cells.text} IS NOT NULL THEN regexp_split_to_array({cells.text}, {quoted(separator)}) END"
        )
        how = f"Values are separated by {named}." if separator else "One value in a cell."
    kept = (
        f"list_filter(list_transform({values}, lambda x: {trimmed('x')}), "
        f"lambda x: x IS NOT NULL AND NOT regexp_full_match(x, {quoted(nothing_pattern(words))}))"
    )
    sql = f"CASE WHEN len({kept}) > 0 THEN {kept} END"
    return _never_refused(cells, sql, how)


def _separator(cells: Cells) -> tuple[str, str]:
    told = cells.assignment.unit
    if told is not None:
        return (r"\s+", "spaces") if told.isspace() else (escaped(told), f"“{told}”")
    found = cells.count(
        **{
            name: f"contains({cells.text}, {quoted(mark)})"
            for name, mark in (("line", "\n"), ("semicolon", ";"), ("bar", "|"), ("comma", ","))
        }
    )
    if found["line"] or found["semicolon"]:
        return r"[\n;]", "line breaks or semicolons"
    if found["bar"]:
        return r"\|", "bars"
    return (",", "commas") if found["comma"] else ("", "")


def _clean(cells: Cells, text: str) -> tuple[str, str]:
    """SQL of the text without HTML tags and entities, and a note; the text itself where there are none."""
    marked = cells.count(n=f"contains({text}, '<') OR contains({text}, '&') OR contains({text}, '#LB')")["n"]
    if marked:
        marked = cells.count(n=f"regexp_matches({text}, {quoted(_MARKUP)})")["n"]
    if not marked:
        return text, ""
    bare = text
    # Escaped twice happens (&amp;lt;); two rounds undo it, and more would be somebody's text about HTML.
    for _ in range(2):
        rows = cells.cursor.execute(
            f"SELECT DISTINCT unnest(regexp_extract_all({bare}, {quoted(_ENTITY)})) FROM {cells.relation} "
            f"WHERE ({cells.rows}) AND contains({text}, '&') ORDER BY 1 LIMIT {_ENTITIES_LISTED}"
        ).fetchall()
        known = {entity: plain for (entity,) in rows if (plain := html.unescape(entity)) != entity}
        for entity in sorted(known, key=lambda name: name == "&amp;"):
            bare = f"replace({bare}, {quoted(entity)}, {quoted(known[entity])})"
        if not known:
            break
    bare = f"regexp_replace({bare}, {quoted(_BREAK)}, {quoted(chr(10))}, 'g')"
    bare = f"regexp_replace({bare}, {quoted(_TAG)}, '', 'g')"
    sql = f"CASE WHEN regexp_matches({text}, {quoted(_MARKUP)}) THEN {bare} ELSE {text} END"
    return sql, f" HTML was taken out of {counted(marked, 'cell')}."


def _kept(cells: Cells, text: str) -> tuple[str, str, str]:
    """SQL of the text trimmed and NULL where it says nothing, doing only what this column needs; a note; what is there.

    Where no cell of the column says nothing in words, the third, SQL of whether a cell holds something, is cheap.
    """
    sql, note = text, ""
    if (
        text == cells.text
        and not cells.count(n=f"regexp_matches({text}, {quoted(_edges_or_nothing(cells))})")["n"]
    ):
        return sql, note, f"{text} IS NOT NULL"
    found = cells.count(
        nothing=f"{cells.text} IS NOT NULL AND NOT ({cells.present})",
        edges=f"regexp_matches({cells.text}, {quoted(_EDGES)})",
    )
    if found["edges"] or text != cells.text:
        sql = trimmed(sql)
        if text != cells.text:
            sql = f"nullif({sql}, '')"
    if found["nothing"]:
        words = cells.values(f"NOT ({cells.present})")
        note = f" {examples(words)} in {counted(found['nothing'], 'cell')} count as empty."
        sql = f"CASE WHEN {cells.present} THEN {sql} END"
    return sql, note, cells.present


def _edges_or_nothing(cells: Cells) -> str:
    """One regular expression for both, because a column of a million clean texts is searched but once."""
    return f"{_EDGES}|^{nothing_pattern(empty_words(cells.column))}$"


def _never_refused(cells: Cells, sql: str, how: str, present: str | None = None) -> Typed:
    return Typed(
        Decision(
            column=cells.column.name,
            sql=sql,
            how=how,
            present=f"({present or cells.present})",
            refusal="“{value}” could not be kept as text.",
        )
    )
