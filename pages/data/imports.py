"""Which files are loaded, and what became of every row?"""
