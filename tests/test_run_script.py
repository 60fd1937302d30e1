"""`run.py`: the set-up is made once, repaired when half-made, and its failures are one line."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "run.py"


@pytest.fixture
def script(tmp_path, monkeypatch):
    """`run.py` as a module whose environment lies elsewhere."""
    spec = importlib.util.spec_from_file_location("run_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / "a folder" / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", venv / "plateau-setup")
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    return module


def made_up_venv(script):
    """What a finished set-up leaves, without the packages."""
    script.PYTHON.parent.mkdir(parents=True)
    script.PYTHON.write_text("", encoding="ascii")


def test_the_script_is_standard_library_and_parses_on_python_3_7():
    """An older interpreter must get as far as the line that tells it is too old."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        )
    }
    assert modules <= sys.stdlib_module_names
    assert isinstance(tree.body[2], ast.If), "the version check comes before all other imports"


def test_a_second_run_sets_nothing_up(script, monkeypatch):
    monkeypatch.setattr(script, "set_up_with_pip", lambda: made_up_venv(script))
    script.set_up()
    assert script.is_ready()
    monkeypatch.setattr(script, "set_up", lambda: pytest.fail("set up twice"))
    monkeypatch.setattr(script, "run", lambda line: sys.exit(line[-2:]))
    with pytest.raises(SystemExit) as caught:
        script.main(["info", "a b.gml"])
    assert caught.value.code == ["info", "a b.gml"]


def test_changed_pins_make_a_new_set_up(script, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "set_up_with_pip", lambda: made_up_venv(script))
    script.set_up()
    changed = tmp_path / "requirements.lock"
    changed.write_text("other==1", encoding="ascii")
    monkeypatch.setattr(script, "LOCK", changed)
    assert not script.is_ready()


def test_an_interrupted_set_up_is_made_anew(script, monkeypatch, capsys):
    def interrupted():
        made_up_venv(script)
        raise KeyboardInterrupt

    monkeypatch.setattr(script, "set_up_with_pip", interrupted)
    with pytest.raises(SystemExit) as caught:
        script.main(["demo"])
    assert caught.value.code == 130
    assert capsys.readouterr().err.count("\n") == 1
    assert not script.is_ready()

    monkeypatch.setattr(script, "set_up_with_pip", lambda: made_up_venv(script))
    script.set_up()  # would fail on the folders that are already there
    assert script.is_ready()


def test_a_python_without_ensurepip_is_told_what_to_install(script, monkeypatch, capsys):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        script.importlib.util, "find_spec", lambda n: None if n == "ensurepip" else found(n)
    )
    with pytest.raises(SystemExit) as caught:
        script.main(["demo"])
    assert "apt install python3-venv" in caught.value.code
    assert "\n" not in caught.value.code
    assert capsys.readouterr() == ("", "")
    assert not script.VENV.exists()


def test_where_uv_fails_pip_takes_over(script, monkeypatch, capsys):
    def failing(_uv):
        made_up_venv(script)
        raise script.SetupError("run.py: set-up failed (exit 2): uv venv")

    monkeypatch.setattr(script.shutil, "which", lambda _name: "uv")
    monkeypatch.setattr(script, "set_up_with_uv", failing)
    monkeypatch.setattr(script, "set_up_with_pip", lambda: made_up_venv(script))
    script.set_up()
    assert script.is_ready()
    assert "trying pip" in capsys.readouterr().err


def test_a_failing_step_stops_the_set_up_with_its_command(script, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "ROOT", tmp_path)
    with pytest.raises(script.SetupError, match=r"\(exit 7\): .*python"):
        script.step(sys.executable, "-c", "raise SystemExit(7)")


def test_foreign_packages_stay_outside(script, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PIP_USER", "1")
    environment = script.environment()
    assert "PYTHONPATH" not in environment
    assert "PIP_USER" not in environment
    assert environment["PYTHONNOUSERSITE"] == "1"


def test_demo_writes_into_the_checkout_unless_told_otherwise(script):
    assert script.command_line(["demo"])[-3:] == ["demo", "--out", str(ROOT / "demo_output")]
    assert script.command_line(["demo", "--out", "x"])[-3:] == ["demo", "--out", "x"]


def test_without_a_command_the_script_says_what_there_is():
    for arguments, code in (([], 2), (["--help"], 0)):
        done = subprocess.run(
            [sys.executable, os.fspath(SCRIPT), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code
        assert "python3 run.py demo" in done.stdout
