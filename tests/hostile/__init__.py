"""Files made to hurt a reader, with the truth of every cell beside each."""
