"""File formats, read as they are: nothing in a file is ever loaded, imported or run."""
