"""Archives and compression around model files, walked without unpacking anything to the disk."""
