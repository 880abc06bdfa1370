"""Model files made for measuring: harmless ones in the shape of attacks, and honest ones of real libraries."""
