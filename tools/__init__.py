"""Scripts for those who work on the project; nothing the product imports."""
