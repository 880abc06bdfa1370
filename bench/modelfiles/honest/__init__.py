"""Honest files of real libraries, written with their defaults, as their documentation says.

Each module here has functions called ``of_LIBRARY``, which write files with a ``Shelf``; those whose library is not
installed are left out. Those of modules called ``later`` were thought of when the list of names had been mended once.
"""
