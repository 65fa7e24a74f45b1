"""Machines that a download may ask: those that everybody can, and none in the network it runs in.

Rule 1: a name is resolved once, and what was judged is what is connected to.
Rule 2: one address that is not public is enough to refuse a name.

Registries: https://www.iana.org/assignments/iana-ipv4-special-registry/ and its fellow for IPv6.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection

_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CLOUD = ipaddress.IPv4Address("168.63.129.16")
"""Answers each machine of Azure from inside: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16."""


class PrivateError(Exception):
    """A host leads to an address that is not public; the text is that address."""


def is_public(address: str) -> bool:
    """True for an IP address that everybody on the internet reaches."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None:
            return ip.is_global and ip in _UNICAST
        ip = inner
    return ip.is_global and not ip.is_multicast and ip != _CLOUD


def resolved(host: str, port: int | None) -> list[str]:
    """The public addresses of a host, in the order to try; raises PrivateError, and OSError."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        if not is_public(address):
            raise PrivateError(address)
    return addresses


def _connected(connection: HTTPConnection, connect: Callable[[], socket.socket]) -> socket.socket:
    """A socket to the first public address that answers; the name stays for TLS and the `Host` header."""
    name = connection.host
    try:
        addresses = resolved(name, connection.port)
    except (socket.gaierror, UnicodeError) as error:
        reason = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise exceptions.NameResolutionError(name, connection, reason) from error
    try:
        for address in addresses[:-1]:
            try:
                connection.host = address
                return connect()
            except exceptions.HTTPError:
                continue
        connection.host = addresses[-1]
        return connect()
    finally:
        connection.host = name


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self, super()._new_conn)


class _SafeConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self, super()._new_conn)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


PUBLIC_POOLS = {"http": _Pool, "https": _SafePool}
"""The pools of urllib3 whose connections lead to public addresses only."""
