"""What the facts about each format mean: known to be bad, or for review. Imported where a model file is judged."""
