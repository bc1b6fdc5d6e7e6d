"""The ground: what the project says about itself is true."""

import ast
import gc
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "generator", "music", "recommender", "storage")
#: imported by name at run time, not by an import statement
LOADED_BY_NAME = {"aiosqlite", "asyncpg", "faiss-cpu", "faiss-gpu"}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["cpu"], *extras["gpu"], *extras["postgres"]]
    return {canonicalize_name(Requirement(text).name) for text in wanted}


def pinned() -> dict[str, str]:
    lines = (line for line in (ROOT / "constraints.txt").read_text().splitlines() if line)
    return {canonicalize_name(name): number for name, number in (line.split("==") for line in lines)}


def imports_of(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


def imported_distributions() -> set[str]:
    gc.collect()  # Python 3.11's parser gives up when an abandoned greenlet is collected while it works
    owners = packages_distributions()
    modules = {name for room in ROOMS for name in imports_of(ROOT / room)}
    foreign = modules - set(ROOMS) - set(sys.stdlib_module_names)
    return {canonicalize_name(owner) for name in foreign for owner in owners.get(name, [])}


def test_every_dependency_is_used_and_every_used_package_is_declared() -> None:
    used = imported_distributions() | LOADED_BY_NAME
    assert declared() - used == set()
    assert used - declared() == set()


def test_every_dependency_is_pinned_and_explained() -> None:
    readme = (ROOT / "README.md").read_text()
    explained = {canonicalize_name(name) for name in re.findall(r"^- `([\w.-]+)`", readme, re.MULTILINE)}
    assert declared() - set(pinned()) == set()
    assert declared() - explained == set()


def test_torch_is_pinned_without_a_build() -> None:
    assert pinned()["torch"] == "2.13.0"


def test_every_setting_is_documented() -> None:
    example = (ROOT / ".env.example").read_text()
    documented = set(re.findall(r"^#?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    known = {(field.alias or name).upper() for name, field in Settings.model_fields.items()}
    assert documented == known


def test_no_file_names_a_registry_or_this_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    here = re.escape(str(ROOT)) + r"\b"
    forbidden = re.compile(rf"index-url\s*[=h]|find-links\s*=|https?://[^\s]*/simple\b|{here}")
    this_file = Path(__file__).relative_to(ROOT)
    for name in filter(None, tracked):
        path = ROOT / name
        if (
            path.suffix in {".py", ".toml", ".txt", ".md", "", ".example"}
            and Path(name) != this_file
            and path.exists()
        ):
            assert not forbidden.search(path.read_text(errors="replace")), name


@pytest.mark.parametrize("script", [".ci/run", ".ci/prepare"])
def test_scripts_are_executable_and_parse(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", ROOT / script], check=True)


def test_preparing_refuses_a_faiss_that_does_not_exist() -> None:
    result = subprocess.run(
        [ROOT / ".ci" / "prepare", "run"],
        env={"PATH": "/usr/bin:/bin", "FAISS": "tpu"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr == "FAISS is cpu or gpu, not 'tpu'.\n"


def test_preparing_names_the_python_that_it_needs(tmp_path: Path) -> None:
    copy = tmp_path / ".ci" / "prepare"
    copy.parent.mkdir()
    copy.write_bytes((ROOT / ".ci" / "prepare").read_bytes())
    copy.chmod(0o755)
    result = subprocess.run(
        [copy, "run"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": "/bin/false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Cadenza needs Python 3.11 to 3.14" in result.stderr
