"""Words that stand for no value in one column only: “Unassigned” names nobody, “At risk” is no promise broken yet."""

from __future__ import annotations

import re

from data_loaders.recognising_cells import Sample

#: Columns of people and teams who hold a ticket, in which some words mean nobody.
_HOLDERS = frozenset({"assignee", "assignment_group", "team", "resolver"})
_NOBODY = (
    r"(?i)\s*(?:un-?assigned|not (?:yet )?assigned|no(?:body|t set| assignee| owner| agent)|"
    r"non (?:affectée?|attribuée?|assignée?)|(?:noch )?nicht zugewiesen|niemand|sin asignar|no asignado|"
    r"não (?:atribuído|atribuido|designado)|"
    r"nao (?:atribuido|designado)|sem (?:atribuição|responsável|técnico)|non (?:assegnato|assegnata|attribuito)|"
    r"nessuno|niet toegewezen|nieprzypisane|ikke tildelt|ej tilldelad)\s*"
)
_UNDECIDED = (
    r"(?i)\s*(?:on[ _-]?track|at[ _-]?risk|in[ _-]?progress|pending|paused|running|active|warning|open|ongoing|"
    r"not started|due soon|approaching|in corso|en cours|em andamento|en curso|läuft|resolved|closed)\s*"
)


def nothing_said(name: str, sample: Sample | None) -> tuple[str, ...]:
    """Patterns of the cells of this column that hold no value, where some of those looked at do."""
    pattern = _NOBODY if name in _HOLDERS else _UNDECIDED if name.endswith("sla_met") else None
    if pattern is None or sample is None:
        return ()
    found = re.compile(pattern)
    said = [text for text in set(sample.spoken) if found.fullmatch(text)]
    # Where nothing else is said these words are all the column knows.
    return (pattern,) if said and len(said) < len(set(sample.spoken)) else ()
