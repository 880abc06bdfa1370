"""Published flaws of packages: OSV records in one SQLite file, looked up without a network."""
