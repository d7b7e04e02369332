"""Connections that reach public addresses only, whatever a name resolves to.

A name of a publisher that resolves to an address of the own network, or of the machine's cloud, would let whoever
controls that name ask there in our stead. So each connection is held against the addresses that its name has, and again
against the one it reached, before a byte is sent. This machine is reached only by its own name (`manners.LOOPBACK`).
Through a proxy the proxy resolves names: there only addresses written as numbers are looked at.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from etl.errors import DataError
from etl.fetch.manners import LOOPBACK

NAT64 = ipaddress.ip_network("64:ff9b::/96")


def session() -> requests.Session:
    """A session whose connections are held against `check`."""
    made = requests.Session()
    made.mount("https://", _Checking())
    made.mount("http://", _Checking())
    return made


def check_literal(url: str) -> None:
    """`check`, for a host that is written as a number. Raises DataError."""
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    check(host, host)


def check(host: str, address: str) -> None:
    """Raise DataError if `host` has, or has led to, an `address` that is not public; this machine's own names lead to itself."""
    found = ipaddress.ip_address(address.split("%")[0])
    if host in LOOPBACK and found.is_loopback:
        return
    if not all(one.is_global and not one.is_multicast for one in _meant(found)):
        raise DataError(
            f"{host} leads to {address}, which is no public address, and is not asked: check the address, or the "
            "network that resolves it"
        )


def _meant(
    found: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The address, and the one of the old kind that it may stand for."""
    if isinstance(found, ipaddress.IPv4Address):
        return [found]
    inside = found.ipv4_mapped or found.sixtofour
    if found in NAT64:
        inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return [found] if inside is None else [inside]


class _Checked(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        for *_, address in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            check(self.host, str(address[0]))
        made = super()._new_conn()
        try:
            check(self.host, str(made.getpeername()[0]))
        except (DataError, OSError):
            made.close()
            raise
        return made


class _CheckedTls(_Checked, HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Checked


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _CheckedTls


class _Checking(HTTPAdapter):
    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        super().init_poolmanager(*sizes, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
