"""A page in a real browser, driven over its debugging socket; standard library only."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
import pytest
from PIL import Image

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
START_S, ANSWER_S = 60.0, 90.0
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: pages are not tested in a browser"
)
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--window-size=1000,740",
)


class Socket:
    """Text messages over a WebSocket (RFC 6455), as client."""

    def __init__(self, address: str) -> None:
        place = urlsplit(address)
        self.stream = socket.create_connection((place.hostname, place.port), timeout=ANSWER_S)
        key = base64.b64encode(os.urandom(16)).decode()
        self.stream.sendall(
            f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.stream.recv(4096)
        self.rest = self.rest.partition(b"\r\n\r\n")[2]

    def exactly(self, count: int) -> bytes:
        while len(self.rest) < count:
            more = self.stream.recv(1 << 16)
            if not more:
                raise ConnectionError("the browser hung up")
            self.rest += more
        data, self.rest = self.rest[:count], self.rest[count:]
        return data

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        if size < 126:
            head = bytes([0x81, 0x80 | size])
        elif size < 65536:
            head = b"\x81" + struct.pack(">BH", 0xFE, size)
        else:
            head = b"\x81" + struct.pack(">BQ", 0xFF, size)
        masked = np.frombuffer(data, np.uint8) ^ np.resize(np.frombuffer(mask, np.uint8), size)
        self.stream.sendall(head + mask + masked.tobytes())

    def message(self) -> str:
        text = b""
        while True:
            first, size = self.exactly(2)
            size &= 127
            if size == 126:
                (size,) = struct.unpack(">H", self.exactly(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self.exactly(8))
            data = self.exactly(size)
            if first & 15 in {0, 1}:
                text += data
                if first & 128:
                    return text.decode()


class Tab:
    """One page of the browser; what it complains of and what it asks for is kept."""

    def __init__(self, address: str) -> None:
        self.socket, self.count = Socket(address), 0
        self.complaints: list[str] = []
        self.requests: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.socket.message())
            if said.get("id") == self.count:
                assert "error" not in said, said
                return said["result"]
            self.note(said.get("method"), said.get("params", {}))

    def note(self, event: str | None, facts: dict) -> None:
        if event == "Runtime.exceptionThrown":
            details = facts["exceptionDetails"]
            self.complaints.append(details.get("exception", details).get("description", details))
        elif event == "Runtime.consoleAPICalled" and facts["type"] in {"error", "warning"}:
            self.complaints.append(str(facts["args"]))
        elif event == "Log.entryAdded" and facts["entry"]["level"] == "error":
            self.complaints.append(facts["entry"]["text"])
        elif event == "Network.requestWillBeSent":
            self.requests.append(facts["request"]["url"])

    def open(self, page: Path | str, *, ready: str = "document.body?.dataset.ready") -> None:
        self.call("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        end = time.monotonic() + START_S
        while not self.value(ready):
            assert time.monotonic() < end, f"not ready: {self.complaints}"
            time.sleep(0.05)

    def value(self, script: str) -> object:
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def pixels(self) -> np.ndarray:
        """Picture of the page after its next two frames, (height, width, 3)."""
        self.value("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")
        data = base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
        return np.asarray(Image.open(BytesIO(data)).convert("RGB"))

    def click(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def pdf(self) -> bytes:
        printed = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(printed["data"])


@contextmanager
def browser(folder: Path) -> Iterator[Tab]:
    """Start Chromium with a profile of its own in the folder; it ends with the block."""
    profile = folder / "profile"
    command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
    with (
        (folder / "chromium.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            tab = Tab(_address(profile / "DevToolsActivePort", process))
            try:
                yield tab
            finally:
                tab.socket.stream.close()
        finally:
            process.terminate()


def _address(port_file: Path, process: subprocess.Popen) -> str:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        lines = port_file.read_text().splitlines() if port_file.exists() else []
        if len(lines) == 2:
            with urlopen(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                tabs = [tab for tab in json.load(answer) if tab["type"] == "page"]
            if tabs:
                return tabs[0]["webSocketDebuggerUrl"]
        time.sleep(0.05)
    raise AssertionError("Chromium did not start; see chromium.log")
