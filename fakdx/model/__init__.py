"""The nouns of the field as frozen data. No module here reads a file or reasons about anything."""
