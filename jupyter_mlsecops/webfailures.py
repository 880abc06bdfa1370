"""Why a request to a server failed, in words that hold nothing of the request: its text may be a token."""

from __future__ import annotations

import http.client
import socket
import ssl


def why(error: BaseException) -> str:
    """What went wrong, by the type of the exception only."""
    cause = getattr(error, "reason", None)
    if isinstance(cause, BaseException):  # urllib wraps what happened while connecting
        error = cause
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the certificate of the server is not trusted"
    if isinstance(error, ssl.SSLError):
        return "no secure connection"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its address was not found"
    if isinstance(error, http.client.IncompleteRead):
        return "it was cut off"
    if isinstance(error, http.client.HTTPException):
        return "what came back is not HTTP"
    if isinstance(error, OSError):
        return "no connection"
    return f"the request failed ({type(error).__name__})"
