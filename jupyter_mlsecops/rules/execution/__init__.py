"""Code that runs what it should not: evaluated text, shells, downloaded scripts."""
