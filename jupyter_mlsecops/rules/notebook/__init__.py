"""What only a notebook can do to its reader: stored outputs that act, code that does not show, state that misleads."""
