"""Shell lines of a notebook: words, commands, and what they install."""
