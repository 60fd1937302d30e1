"""The public interface explains itself, in numpydoc."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from numpydoc.validate import validate

import plateau

PACKAGES = ("plateau", "citygml", "analyses", "viewer")

#: For what `import plateau` gives: parameters, returns and yields are all there, and only those.
STRICT = {
    "GL01", "GL02", "GL03", "GL05", "GL06", "GL07", "GL08", "SS01", "SS02", "SS04",
    "PR01", "PR02", "PR03", "PR04", "PR05", "PR07", "PR10",
    "RT01", "RT03", "YD01",
}  # fmt: skip
#: For every other public function: what is said is true. Names that do not exist mislead.
TRUE = {"GL08", "PR02", "PR03"}


def faults(name: str, codes: set[str]) -> list[str]:
    return [f"{name}: {code} {text}" for code, text in validate(name)["errors"] if code in codes]


def modules() -> Iterator[str]:
    for package in PACKAGES:
        yield package
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            private = any(part.startswith("_") for part in found.name.split("."))
            if not private and not found.name.startswith("plateau.data"):
                yield found.name


def public_objects(module: str) -> Iterator[str]:
    for name, value in vars(importlib.import_module(module)).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield f"{module}.{name}"


def home(name: str) -> str:
    value = getattr(plateau, name)
    return f"{value.__module__}.{value.__qualname__}"


@pytest.mark.parametrize("name", plateau.__all__)
def test_what_users_import_is_documented_in_full(name):
    found = faults(home(name), STRICT)
    if inspect.isclass(getattr(plateau, name)):  # fields are documented as attributes
        found = [fault for fault in found if ": PR0" not in fault]
    assert found == []


@pytest.mark.parametrize("name", list(modules()))
def test_every_public_object_has_a_docstring_that_names_only_what_exists(name):
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} says nothing of itself"
    assert [fault for item in public_objects(name) for fault in faults(item, TRUE)] == []


def test_a_planted_fault_is_found(tmp_path, monkeypatch):
    """A parameter that does not exist, and one that is not documented."""
    (tmp_path / "planted_docs.py").write_text(
        'def area(width_m):\n    """Area.\n\n    Parameters\n    ----------\n'
        '    depth_m : float\n        Depth. [m]\n    """\n    return width_m\n',
        encoding="ascii",
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = " ".join(faults("planted_docs.area", STRICT))
    for code in ("PR01", "PR02", "RT01"):
        assert code in found
