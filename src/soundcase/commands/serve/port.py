"""A place to listen at."""

from __future__ import annotations

import errno
import ipaddress
import socket

_TRIES = 50


class AddressError(Exception):
    """Nothing can listen there; the message says why, and where it could."""


def listen(host: str, port: int, *, only: bool) -> socket.socket:
    """A bound socket: at this port, or unless `only`, at the next free one; raises AddressError."""
    family = _family(host)
    for tried in range(port, min(port + _TRIES, 65536)):
        try:
            bound = _bound(family, host, tried)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise AddressError(f"cannot listen at {host}: {error.strerror}") from error
            continue
        if only and tried != port:
            bound.close()
            raise AddressError(f"port {port} is taken or not allowed; {tried} is free: --port {tried}")
        return bound
    raise AddressError(f"no port from {port} on is free at {host}")


def address(bound: socket.socket) -> str:
    """The web address of a bound socket."""
    host, port = bound.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def is_private(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _family(host: str) -> socket.AddressFamily:
    try:
        return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
    except OSError as error:
        raise AddressError(f"'{host}' is no address of this machine") from error


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(128)
    except OSError:
        bound.close()
        raise
    return bound
