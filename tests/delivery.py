"""The public delivery service on loopback: answers as recorded, and with faults on request."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "data/delivery_catalogue.json"
DATASET = "17206_kaga-shi_city_2024_citygml_2_op"


class Service(ThreadingHTTPServer):
    """What the service has, what it was asked, and what goes wrong next.

    ``faults[path]`` is a list of what happens to the next requests of a path: ("break", bytes),
    ("status", code, headers), ("ignore range",), ("garble",), ("hang", bytes).

    "hang": the rest never comes.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.contents: dict[str, bytes] = {}
        self.faults: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.with_md5 = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def publish(self, files: dict[str, bytes]) -> None:
        """Serve files of the dataset, and the recorded catalogue with their addresses."""
        for member, content in files.items():
            self.contents[f"/assets/ab/{DATASET}/{member}"] = content
        text = RECORDED.read_text(encoding="utf-8").replace("{host}", self.url)
        catalogue = json.loads(text)
        for file in catalogue["cities"][0]["files"]["bldg"]:
            path = file["url"].removeprefix(self.url)
            if path in self.contents:
                file["fileSize"] = len(self.contents[path])
        self.catalogue = json.dumps(catalogue).encode()


class Handler(BaseHTTPRequestHandler):
    server: Service

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:  # the name that the standard library calls
        path = self.path
        self.server.asked.append((path, dict(self.headers)))
        fault = self.server.faults[path].pop(0) if self.server.faults[path] else ("none",)
        if fault[0] == "status":
            self._say(fault[1], json.dumps({"error": "said so"}).encode(), fault[2])
        elif path.startswith("/datacatalog/citygml/"):
            self._say(200, self.server.catalogue, {"Content-Type": "application/json"})
        elif path in self.server.contents:
            self._send(self.server.contents[path], fault)
        else:
            self._say(404, b"not here", {})

    def _say(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _send(self, content: bytes, fault: tuple[Any, ...]) -> None:
        etag = '"' + hashlib.sha256(content).hexdigest()[:16] + '"'
        start, whole = 0, len(content)
        wanted = self.headers.get("Range", "")
        matches = self.headers.get("If-Range", etag) == etag or fault[0] == "blind to changes"
        if wanted and matches and fault[0] != "ignore range":
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= whole:
                self._say(416, b"", {"Content-Range": f"bytes */{whole}"})
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        else:
            self.send_response(200)
        body = content[start:]
        self.send_header("ETag", etag)
        if fault[0] != "no length":
            self.send_header("Content-Length", str(len(body)))
        if self.server.with_md5:
            digest = base64.b64encode(hashlib.md5(content).digest()).decode()
            self.send_header("x-goog-hash", f"crc32c=AAAAAA==,md5={digest}")
        self.end_headers()
        if fault[0] in {"break", "hang"}:
            body = body[: fault[1]]
        if fault[0] == "garble":
            body = b"?" * len(body)
        self.wfile.write(body)
        if fault[0] == "hang":
            self.wfile.flush()
            self.connection.recv(1)  # until the other side has gone
        if fault[0] in {"break", "hang"}:
            self.close_connection = True


@contextmanager
def service() -> Iterator[Service]:
    """Serve on loopback as long as the block lasts."""
    server = Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
