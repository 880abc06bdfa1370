"""The token benchmark: made-up tokens of many providers, planted in notebooks, and who finds them.

It imports nothing of jupyter_mlsecops but in ``score``, which runs the scanner: what a token looks like is said here
a second time, so that a mistake in a rule is not repeated in its test.
"""
