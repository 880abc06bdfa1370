"""Rules about where models and data come from, and what leaves the notebook."""
