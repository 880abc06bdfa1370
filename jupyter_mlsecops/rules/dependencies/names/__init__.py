"""What packages are called: names that are known, names that resemble them, and names that mean something else."""
