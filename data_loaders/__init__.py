"""Files in, typed rows and rejects out, committed in one transaction."""
