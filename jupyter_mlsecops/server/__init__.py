"""The Jupyter Server extension: scans what is saved, in a process of its own, and answers the front end."""
