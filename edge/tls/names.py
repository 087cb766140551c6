"""What the box is called in the network of the house, now: its names and addresses."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil

Address = IPv4Address | IPv6Address


def addresses() -> list[Address]:
    """The box's addresses in private networks, those of the wire first, without link-local ones."""
    found = [
        ip_address(each.address)
        for interface in psutil.net_if_addrs().values()
        for each in interface
        if each.family in (socket.AF_INET, socket.AF_INET6) and "%" not in each.address
    ]
    private = {each for each in found if each.is_private and not each.is_link_local and not each.is_loopback}
    return sorted(private, key=lambda each: (each.version, int(each)))


def box_names(extra: Iterable[str] = ()) -> frozenset[str]:
    """Every name and address a tablet may find the box at: its own, and those that the settings add."""
    host = socket.gethostname().partition(".")[0].lower()
    own = {host, f"{host}.local", "localhost", "127.0.0.1", "::1", *map(str, addresses())}
    return frozenset(own | {each.lower() for each in extra})


def reachable(url: str) -> str:
    """The address of a listener as a tablet must write it: one that listens on all addresses is found at the first."""
    host = next(map(str, addresses()), socket.gethostname())
    shown = f"[{host}]" if ":" in host else host
    return url.replace("//0.0.0.0:", f"//{shown}:").replace("//[::]:", f"//{shown}:")


def as_address(name: str) -> Address | None:
    """The address that a name is, if it is one."""
    try:
        return ip_address(name)
    except ValueError:
        return None


__all__ = ["Address", "addresses", "as_address", "box_names", "reachable"]
