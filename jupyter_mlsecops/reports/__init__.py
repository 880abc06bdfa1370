"""Reports: a ``core.model.Report`` as text, JSON, SARIF or GitHub annotations. Pure functions from values to text.

People count cells from 1 ("cell 7"), as the panel does; JSON counts them from 0, as programs do.
"""
