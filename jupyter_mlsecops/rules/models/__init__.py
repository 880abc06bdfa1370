"""Rules about model files: what a file would do when it is loaded, told without loading it."""
