"""Honest files of real libraries, written with their defaults, as their documentation says.

Each module here has functions called ``of_LIBRARY``, which write files with a ``Shelf``; those whose library is not
installed are left out.
"""
