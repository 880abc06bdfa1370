"""Keras: the zip archive with a configuration, the older HDF5 file, and the configuration that both hold."""
