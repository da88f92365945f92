"""Questions with one number as the answer, and the functions for answers that are not one number."""
