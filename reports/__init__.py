"""The same metrics and figures as on the screen, bound in one file."""
