"""Signatures of models: the form of OpenSSF model signing, read and written without its library.

A signature is a Sigstore bundle with a DSSE envelope around an in-toto statement, which names files and their digests.
Source: the specification in github.com/sigstore/model-transparency, and what model_signing 1.1 writes.
"""
