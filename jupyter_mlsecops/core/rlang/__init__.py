"""R cells: calls with their arguments, what names were last given, where files come from."""
