"""Packages: where they are installed from, and whether their version is fixed."""
