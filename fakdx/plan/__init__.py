"""What to run next and what to combine, from the same rules."""
