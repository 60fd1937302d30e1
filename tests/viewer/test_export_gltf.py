from __future__ import annotations

from glb_reader import glb_parts

from viewer.export.gltf import Gltf


def test_buffer_views_begin_at_multiples_of_eight():
    asset = Gltf("test")
    asset.buffer_view(b"abc")
    asset.buffer_view(b"defgh")
    facts, body = glb_parts(asset.to_bytes())
    assert [view["byteOffset"] for view in facts["bufferViews"]] == [0, 8]
    assert body[8:13] == b"defgh"
