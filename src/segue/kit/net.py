"""Who is at the other end of a connection."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

IPV6_PREFIX = 64
"""One subscriber has a whole /64, and could use another address of it each time."""


def client_address(meta: Mapping[str, Any], *, proxies: int) -> str:
    """Return the address to count somebody by, given how many proxies of ours stand in front; empty if unknown.

    Without any, X-Forwarded-For is whatever the caller wrote; behind some, each has added one entry at its end.
    """
    address = str(meta.get("REMOTE_ADDR", ""))
    if proxies:
        hops = [hop.strip() for hop in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found, IPV6_PREFIX), strict=False).network_address)
    return str(found)
