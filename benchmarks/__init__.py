"""The speed promises, measured side by side in one run with what a user would otherwise write."""
