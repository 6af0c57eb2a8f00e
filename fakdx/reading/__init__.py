"""Text to checked data. Knows YAML, quantities and spelling; knows no biology."""
