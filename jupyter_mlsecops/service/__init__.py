"""What the command and the server share and what touches the disk: git, the ``.env`` file, the keyring."""
