"""Rules about loading what can run code: pickles, models, YAML, and code that comes with a model."""
