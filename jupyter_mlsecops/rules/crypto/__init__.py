"""Rules about hashes, random secrets, temporary files, archives and permissions."""
