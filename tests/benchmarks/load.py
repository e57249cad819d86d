"""A small load generator: so many clients on kept connections, each sending the next request when it has its answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Asked:
    """One request to send: the path, the form's body (None: GET), the cookie header.

    With an address it comes on a connection of its own from there: each customer is somebody else.
    """

    path: str
    body: bytes | None = None
    cookie: str = ""
    address: str = ""

    def wire(self, host: str) -> bytes:
        """The request as bytes."""
        head = [f"{'GET' if self.body is None else 'POST'} {self.path} HTTP/1.1", f"Host: {host}"]
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if self.body is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*head, "", ""]).encode() + (self.body or b"")


@dataclass
class Measured:
    """What came of it: seconds in all, each answer's seconds in order, how many had another status than wanted."""

    seconds: float
    answers: list[float]
    wrong: int

    def rate(self) -> float:
        """Requests per second."""
        return len(self.answers) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The answer time that this share stayed below, in ms."""
        return self.answers[min(len(self.answers) - 1, int(len(self.answers) * share))] * 1000


def run(base: str, asked: Iterator[Asked], *, clients: int, wanted: int) -> Measured:
    """Send all that is asked and return what came of it."""
    return asyncio.run(_run(base, asked, clients=clients, wanted=wanted))


async def _run(base: str, asked: Iterator[Asked], *, clients: int, wanted: int) -> Measured:
    answers: list[float] = []
    wrong = 0
    place = urlsplit(base)

    async def client() -> None:
        nonlocal wrong
        reader, writer = await _connected(place.port)
        for one in asked:
            begun = time.perf_counter()
            if one.address:
                writer.close()
                reader, writer = await _connected(place.port, one.address)
            writer.write(one.wire(place.netloc))
            status, closing = await _answer(reader)
            answers.append(time.perf_counter() - begun)
            wrong += status != wanted
            if closing:
                writer.close()
                reader, writer = await _connected(place.port)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return Measured(time.perf_counter() - begun, sorted(answers), wrong)


async def _connected(port: int | None, address: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0) if address else None)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), None)
    if length is not None:
        await reader.readexactly(length)
    elif "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, "connection: close" in head
