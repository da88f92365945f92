# Each target is one line of tools/dev.py, which does the same on Windows and macOS without make.
# More words for the program behind it: make test ARGS="-k backlog"
PYTHON ?= python3
COMMANDS := run test setup check bench sample reference lock

.PHONY: help $(COMMANDS)

help:
	@$(PYTHON) tools/dev.py help

$(COMMANDS):
	@$(PYTHON) tools/dev.py $@ $(ARGS)
