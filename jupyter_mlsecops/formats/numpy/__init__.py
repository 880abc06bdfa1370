"""Arrays of numpy: one in a file (npy), several in an archive (npz). Types are read as literals, never by pattern."""
