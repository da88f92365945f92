"""Text that no spreadsheet takes for a formula, in whatever file it leaves."""

#: Text that begins like this is read as a formula, a link or a command by a spreadsheet.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Options under which xlsxwriter leaves a text a text.
TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> harmless("=1+1"), harmless("-5 °C"), harmless("Cannot print")
    ("'=1+1", "'-5 °C", 'Cannot print')
    """
    return (
        f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) or text.startswith(("\t", "\r", "\n")) else text
    )
