"""The rules of the code base that no linter knows, and proof that the linters bite."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("plateau", "citygml", "analyses", "viewer")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FILE_LINES, FUNCTION_LINES = 400, 40

#: Modules without a test file of their own, and the one that tests them.
TESTED_ELSEWHERE: dict[str, str] = {
    "plateau/flood_tiles.py": "tests/plateau/test_cli_tiled.py",
    "plateau/sources.py": "tests/plateau/test_chosen.py",
    "citygml/file_reader.py": "tests/citygml/test_reader.py",
    "citygml/findings.py": "tests/citygml/test_inspection.py",
    "citygml/gathered.py": "tests/citygml/test_pieces.py",
    "plateau/__main__.py": "tests/plateau/test_cli.py",
    "plateau/report_tables.py": "tests/plateau/test_report.py",
    "plateau/data/make_data.py": "tests/plateau/test_make_data.py",
}

FORBIDDEN_NAMES = re.compile(
    r"^_*(get|calc|compute|process|handle|do)_|(Manager|Helper|Handler|Processor)$"
)
FORBIDDEN_FILES = {"utils", "util", "helpers", "helper", "common", "misc"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement to the last; a docstring costs nothing."""
    first = function.body[1 if ast.get_docstring(function) is not None else 0 :]
    return (function.end_lineno or 0) - first[0].lineno + 1 if first else 0


def test_files_are_short():
    lines = {relative(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_functions_are_short():
    long = {
        f"{relative(path)}:{function.name}": body_lines(function)
        for path in [*MODULES, ROOT / "run.py"]
        for function in functions(path)
        if body_lines(function) > FUNCTION_LINES
    }
    assert long == {}


def expected_tests(name: str) -> list[str]:
    """Test files one of which a module must have.

    `citygml/crs.py`: `tests/citygml/test_crs.py`. In a package inside, `analyses/flood/rules.py`:
    `tests/analyses/test_flood_rules.py` or that of the whole package, `test_flood.py`.
    """
    if name in TESTED_ELSEWHERE:
        return [TESTED_ELSEWHERE[name]]
    package, *inner, stem = name.removesuffix(".py").split("/")
    names = ["_".join([*inner, stem]), *inner[:1]]
    return [f"tests/{package}/test_{test}.py" for test in names]


def test_every_module_has_a_test_file():
    tests = {relative(path) for path in TESTS}
    modules = [
        relative(p) for p in MODULES if not p.name.startswith("_") or p.name == "__main__.py"
    ]
    untested = [name for name in modules if not tests & set(expected_tests(name))]
    assert untested == []
    assert [name for name in TESTED_ELSEWHERE if name not in modules] == []


def test_names_say_what_things_are():
    bad = [relative(path) for path in MODULES if path.stem in FORBIDDEN_FILES]
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and FORBIDDEN_NAMES.search(
                node.name
            ):
                bad.append(f"{relative(path)}:{node.name}")
    assert bad == []


def test_public_names_are_sorted_and_exist():
    for package in PACKAGES:
        module = importlib.import_module(package)
        names = getattr(module, "__all__", [])
        assert list(names) == sorted(names), package
        assert [name for name in names if not hasattr(module, name)] == [], package
    assert importlib.import_module("plateau").__all__


def test_nothing_is_swallowed_passed_on_blindly_or_left_for_later():
    bad = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        bad += [f"{relative(path)}: TODO" for _ in re.finditer(r"\b(TODO|FIXME|XXX)\b", text)]
        bad += [f"{relative(path)}: warnings.warn" for _ in re.finditer(r"warnings\.warn\(", text)]
        bad += [
            f"{relative(path)}:{node.lineno}: except without a name"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ExceptHandler)
            and (
                node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}
            )
        ]
    assert bad == []


def test_the_lock_pins_with_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host|file:", lock)
    pins = [line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    assert all(re.match(r"[a-z0-9._-]+==\S+ (;.* )?\\$", pin) for pin in pins)
    assert any(pin.startswith("hatchling==") for pin in pins), "the build backend is pinned too"


def committed_files() -> list[Path]:
    """Files git tracks or would add; without git, all but caches."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git here: which files belong to the repository is unknown")
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def words_of_this_machine() -> set[str]:
    """Its folders, and the hosts its package registry and proxies have."""
    words = {f"{ROOT}/", f"{Path.home()}/"} - {"//"}
    for name, value in os.environ.items():
        if re.match(r"(PIP|UV)_|.*PROXY", name, re.IGNORECASE):
            words |= set(re.findall(r"https?://(?:[^@/\s]*@)?([^/:\s]+)", value))
            words |= set(re.findall(r"(?:file://)?(/[^\s:]+/[^\s:]+)", value))
    return {word for word in words if len(word) > 5} - {"localhost", "127.0.0.1"}


def test_nothing_of_this_machine_is_in_the_repository():
    words = [word.encode() for word in words_of_this_machine()]
    found = [
        f"{relative(path)}: {word.decode()}"
        for path in committed_files()
        for content in [path.read_bytes()]
        for word in words
        if word in content
    ]
    assert found == []


def linter(*arguments: str, text: str | None = None, cwd: Path = ROOT) -> tuple[int, str]:
    """Run a linter of this environment; return exit code and output."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        input=text,
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={**os.environ, "PYTHONPATH": str(cwd)},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("T201", 'print("x")\n'),
        ("BLE001", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
        ("TID251", "from lxml import etree\n\ntree = etree.parse('a.gml')\n"),
        ("FBT001", 'def area(flag: bool) -> bool:\n    """Return it."""\n    return flag\n'),
        ("D103", "def area() -> int:\n    return 1\n"),
    ],
)
def test_ruff_catches_a_planted_violation(rule, code):
    options = ("--no-cache", "--output-format", "json", "--stdin-filename", "analyses/planted.py")
    status, output = linter("ruff", "check", *options, "-", text=code)
    assert status == 1
    assert rule in {finding["code"] for finding in json.loads(output)}


def test_mypy_catches_a_planted_violation(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def area(x):\n    return x\n\n\nn: int = 'text'\n", encoding="ascii")
    status, output = linter(
        "mypy", "--config-file", "pyproject.toml", "--cache-dir", str(tmp_path), str(planted)
    )
    assert status == 1
    assert "[no-untyped-def]" in output
    assert "[assignment]" in output


def test_import_linter_catches_planted_violations(tmp_path):
    """One violation of every contract, in a copy."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    plants = {
        "citygml/planted.py": "import analyses.tables\n",
        "analyses/planted.py": "import citygml.reader, lxml, pyvista, embreex\n",
        "viewer/planted.py": "import rasterio\n",
        "citygml/errors.py": "import citygml.model\n",
    }
    for name, text in plants.items():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(text)
    code = "from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == 1, done.stderr
    assert "0 kept, 7 broken" in done.stdout, done.stdout
