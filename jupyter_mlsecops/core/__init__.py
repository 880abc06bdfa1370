"""The engine: bytes to findings, without Jupyter, without a disk, without a network."""
