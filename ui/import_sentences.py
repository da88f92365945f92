"""What a loader says of a file in the words of the page: its ways on are buttons here, and not answers to type."""

#: How the command line is told what a table is, and how this page is.
_WAYS_ON = (
    ("; to load it all the same, answer kind=", ". To load it all the same, choose below what its rows are."),
    (" To load it as that, answer kind=", " To load it as that, choose below what its rows are."),
    (" Say which heading holds it: answer map.", " Say below which heading holds it."),
)


def on_the_page(sentence: str) -> str:
    """What a loader says of a file, with the way that leads on here in place of the one at the command line."""
    for asked, here in _WAYS_ON:
        before, found, _ = sentence.partition(asked)
        if found:
            return before + here
    return sentence


def once_loaded(sentence: str) -> str:
    """What a loader says of a file that was not loaded with the others, when nothing can be chosen any more."""
    for asked, _ in _WAYS_ON:
        before, found, _ = sentence.partition(asked)
        if found:
            return f"{before.rstrip('.')}. To load it all the same, give the file again and say what its rows are."
    return sentence
