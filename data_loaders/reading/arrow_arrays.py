"""Between numpy and Arrow without pandas.

`pyarrow.array`, `pyarrow.scalar` and `to_numpy` import pandas to see that what they are given is no Series: 0.2 s of
processor time, more than reading a small file takes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def whole_numbers(numbers: np.ndarray) -> pa.Array:
    """Whole numbers (row numbers, places) as an int64 array.

    >>> whole_numbers(np.array([3, 1])).to_pylist()
    [3, 1]
    """
    return pa.Array.from_buffers(
        pa.int64(), len(numbers), [None, pa.py_buffer(np.ascontiguousarray(numbers, np.int64))]
    )


def integers(column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Whole numbers of an int64 column without gaps as numpy has them.

    >>> integers(pa.chunked_array([[3, 1], [2]])).tolist()
    [3, 1, 2]
    """
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    pieces = [np.zeros(0, np.int64)]
    pieces += [np.frombuffer(c.buffers()[1], np.int64, len(c), 8 * c.offset) for c in chunks if len(c)]
    return np.concatenate(pieces)


def strings(texts: Sequence[str]) -> pa.Array:
    """Texts as a string array.

    >>> strings(["Größe", ""]).to_pylist()
    ['Größe', '']
    """
    written = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, written)], dtype=np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(written))]
    )


def all_false(length: int) -> pa.Array:
    """A boolean array of one length that is false everywhere.

    >>> all_false(3).to_pylist()
    [False, False, False]
    """
    return pa.Array.from_buffers(pa.bool_(), length, [None, pa.py_buffer(bytes((length + 7) // 8))])


def flags(answers: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Booleans as numpy has them; an empty one is false.

    >>> flags(pa.chunked_array([[True, None], [False]])).tolist()
    [True, False, False]
    """
    chunks = answers.chunks if isinstance(answers, pa.ChunkedArray) else [answers]
    pieces = [np.zeros(0, bool)]
    for chunk in chunks:
        said = pc.and_kleene(chunk, chunk.is_valid()) if chunk.null_count else chunk
        bits = said.cast(pa.uint8())
        pieces.append(np.frombuffer(bits.buffers()[1], bool, len(bits), bits.offset))
    return np.concatenate(pieces)
