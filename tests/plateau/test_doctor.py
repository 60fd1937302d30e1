from __future__ import annotations

import json

import numpy as np
import pytest

from analyses import raycast
from citygml.errors import CityModelError
from plateau import cli, doctor
from plateau.cli.session import Session
from plateau.doctor import Finding, findings, is_broken


@pytest.fixture(scope="module")
def found():
    return {finding.name: finding for finding in findings()}


def test_every_subject_of_the_examination_has_a_line(found):
    for name in ("plateau", "python", "packages", "extra viewer", "console", "temporary folder"):
        assert found[name].text
    for name in ("PROJ", "geoid grid", "font", "3-D pages", "ray engine", "3-D pictures", "films"):
        assert found[name].state in {"ok", "missing"}
    assert all("\n" not in finding.text for finding in found.values())
    assert all(finding.text.isascii() for finding in found.values())


def test_engines_agree_with_the_reference(found):
    engines = [finding for name, finding in found.items() if name.startswith("ray engine ")]
    assert {finding.state for finding in engines} <= {"ok"}


def test_an_engine_that_is_wrong_is_broken(monkeypatch):
    """One that never hits anything."""
    real = raycast.RayScene.first_hit

    def blind(scene, origins, directions, **options):
        hits = real(scene, origins, directions, **options)
        if scene.engine == "reference":
            return hits
        return hits._replace(triangle_row=np.full_like(hits.triangle_row, -1))

    monkeypatch.setattr(raycast.RayScene, "first_hit", blind)
    engines = [f for f in doctor._rays() if f.name.startswith("ray engine ")]
    if not engines:
        pytest.skip("no engine but the reference")
    assert is_broken(engines)


def test_an_engine_that_has_nowhere_to_write_is_a_line(monkeypatch):
    """Warp compiles into the folder of the user, which may not be there."""
    real = raycast.RayScene

    def unwritable(mesh, engine="auto"):
        if engine == "reference" or engine == "auto":
            return real(mesh, engine="reference")
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(raycast, "RayScene", unwritable)
    used, *engines = doctor._rays()
    assert used.state == "ok"
    assert {finding.state for finding in engines} == {"missing"}
    assert all("Permission denied; set HOME" in finding.text for finding in engines)


def test_a_page_without_three_js_is_broken(monkeypatch):
    from viewer import page

    def absent():
        raise CityModelError("no three.js")

    monkeypatch.setattr(page, "three_js", absent)
    assert list(doctor._pages()) == [Finding("3-D pages", "broken", "no three.js")]


def test_without_ffmpeg_films_are_gif_only(monkeypatch):
    from viewer import movie

    monkeypatch.setattr(movie, "ffmpeg_program", lambda: None)
    (finding,) = doctor._films()
    assert finding.state == "missing"
    assert "plateau-analysis[movie]" in finding.text


def test_a_folder_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(doctor.tempfile, "gettempdir", lambda: str(tmp_path / "file"))
    state = {finding.name: finding.state for finding in doctor._writing()}
    assert state["temporary folder"] == "broken"


def test_without_any_temporary_folder_the_examination_goes_on(monkeypatch):
    def absent():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(doctor.tempfile, "gettempdir", absent)
    found = {finding.name: finding for finding in doctor._writing()}
    assert found["temporary folder"].state == "broken"
    assert "TMPDIR" in found["temporary folder"].text


def test_a_reader_only_install_is_not_promised_pages(monkeypatch):
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    assert list(doctor._pages()) == list(doctor._fonts()) == list(doctor._pictures()) == []


def test_a_missing_package_names_its_extra(monkeypatch, capsys):
    """As in a reader-only install: one line on what to install, exit code 1."""

    def absent():
        raise ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib")

    monkeypatch.setattr(doctor, "findings", absent)
    assert cli.exit_code(Session(), ["doctor"]) == 1
    said = capsys.readouterr().err
    assert "plateau-analysis[viewer]" in said
    assert said.count("\n") == 1


def test_a_missing_package_is_broken_and_a_missing_extra_is_advice(monkeypatch):
    monkeypatch.setattr(doctor, "_version", lambda name: "" if name in {"lxml", "pvlib"} else "1")
    assert [finding.state for finding in doctor._packages()] == ["broken"]
    states = {finding.name: finding for finding in doctor._extras()}
    assert states["extra solar"].state == "missing"
    assert "plateau-analysis[solar]" in states["extra solar"].text


def test_the_exit_code_says_whether_something_must_be_repaired(monkeypatch, capsys):
    for state, code in (("missing", 0), ("broken", 1)):
        monkeypatch.setattr(doctor, "findings", lambda s=state: iter([Finding("font", s, "x")]))
        assert cli.exit_code(Session(), ["doctor", "--json"]) == code
        said = json.loads(capsys.readouterr().out)
        assert said["findings"] == [{"name": "font", "state": state, "text": "x"}]
    assert cli.exit_code(Session(), ["doctor"]) == 1
    assert capsys.readouterr().out.split() == ["BROKEN", "font", "x"]
