"""bandit's tests as rules: a second opinion where our own rules do not look."""
