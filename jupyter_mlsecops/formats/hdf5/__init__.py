"""HDF5, as far as it must be read to know what loading a file does: names, links and attributes, but no arrays.

After the HDF5 File Format Specification, versions 1.1 to 3.0 (https://support.hdfgroup.org/documentation/hdf5/latest/).
What the library accepts is accepted, checksums are not asked; what it does not know, or what two of its own places
contradict each other about, is ``Unreadable``. Every step is counted in a ``Record``, every address is visited once.
"""
