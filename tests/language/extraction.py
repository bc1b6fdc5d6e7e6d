"""Every sentence that a member can read, found in the source: what is said through the catalogue, and what
the rooms below, which know no languages, raise or tell in English."""

import ast
import builtins
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from music.errors import CadenzaError

ROOT = Path(__file__).parents[2]
#: what stands in a sample sentence where the source fills something in
FILLED = "7"
#: errors that only an operator meets, on the command line or in the log: what to install, set or repair
FOR_OPERATORS = {
    "MissingPart",
    "StorageUnavailable",
    "UnusableIndex",
    "BadSetting",
    "BadTemplate",
    "BadManifest",
    "DownloadFailed",
    "WebAddressRefused",
}
#: modules that only commands and training call, which speak English (`cadenza catalog`, `backup`, `train`,
#: `generate --model`), and those whose sentences are put together, which the tests make themselves
OPERATORS_MODULES = (
    "bot/assistant/archives.py",
    "bot/assistant/backups.py",
    "bot/assistant/catalogue.py",
    "bot/assistant/collection.py",
    "bot/assistant/downloading.py",
    "bot/assistant/importing.py",
    "bot/assistant/installing.py",
    "bot/assistant/library.py",
    "bot/assistant/manifests.py",
    "bot/assistant/measures.py",
    "bot/assistant/opening.py",
    "bot/assistant/second_reader.py",  # what a language model is told
    "bot/discord",
    "bot/engine/starter.py",
    "bot/web/security.py",
    "generator/arranger/chord.py",
    "generator/arranger/corpus.py",
    "generator/arranger/loading.py",
    "generator/arranger/progressions.py",
    "generator/arranger/showcase.py",
    "generator/baselines",
    "generator/dataset.py",
    "generator/evaluation",
    "generator/finishing/learning.py",
    "generator/training.py",
    "generator/operations/blending.py",
    "music/controls.py",
    "music/corpus.py",
    "music/operation.py",
    "music/originality.py",
    "recommender/captions.py",
    "recommender/index",
    "recommender/reasons.py",
    "recommender/starter",
    "recommender/text_encoder.py",
    "recommender/training",
    "storage/archive.py",
    "storage/faults.py",
    "storage/migrations",
    "storage/repositories/persons.py",
)


ROOMS_BELOW = (
    "music",
    "generator",
    "recommender",
    "storage",
    "bot/understanding",
    "bot/engine",
    "bot/assistant",
    "bot/web",
)
SAYING = ("say", "say_many", "later", "later_many")
FEWEST_WORDS = 4


@cache
def said_in(room: str, leaving_out: tuple[str, ...] = ()) -> dict[str, str]:
    """Every sentence that the modules of a room say, now or later, with its plural; `leaving_out`: beginnings
    of the paths of modules that are not looked at."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / room).rglob("*.py")):
        if str(path.relative_to(ROOT)).startswith(leaving_out or ("\0",)):
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if name not in SAYING:
                continue
            assert isinstance(call, ast.Call)
            first = call.args[0]
            if isinstance(first, ast.Constant):
                plural = call.args[1].value if "many" in name else ""  # type: ignore[attr-defined]
                found[first.value] = plural
            else:  # from a table of what is said later
                root = ast.unparse(first).lstrip("*")
                is_table = root.partition("[")[0].rpartition(".")[2].isupper()
                assert is_table or root in SAID_LATER, f"{path.name}:{call.lineno} says no fixed sentence"
    return found


#: what is handed on from a table of `later` before it is said
SAID_LATER = {"message", "elsewhere", "not_yours", "field.bounds", "known", "singular"}


@cache
def told_below() -> tuple[tuple[str, str, str], ...]:
    """(place in the source, sample sentence, its kind) of what is raised for a person, or told of a piece."""
    return tuple(_told_below())


def _told_below() -> Iterator[tuple[str, str, str]]:
    for room in ROOMS_BELOW:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if not name.startswith(OPERATORS_MODULES):
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                finder = _Finder(module)
                finder.visit(ast.parse(path.read_text(encoding="utf-8")))
                yield from ((f"{name}:{line}", sentence, kind) for line, sentence, kind in finder.found)


class _Finder(ast.NodeVisitor):
    """Collects the strings of a module that are sentences for a person."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.found: list[tuple[int, str, str]] = []
        self._assigned: dict[str, list[str]] = {}

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before, self._assigned = self._assigned, dict(self._assigned)
        for inside in ast.walk(node):
            if isinstance(inside, ast.Assign) and isinstance(inside.targets[0], ast.Name):
                values = self._samples(inside.value)
                self._assigned.setdefault(inside.targets[0].id, []).extend(values)
        self.generic_visit(node)
        self._assigned = before

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func)
        if name in SAYING or name.startswith(("log.", "re.")) or _is_for_programs(self.module, name):
            return
        if name == "_damaged":
            self.found += [(node.lineno, text, "damage") for text in self._samples(node.args[-1])]
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._keep(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._keep(node)

    def _keep(self, node: ast.expr) -> None:
        for text in self._samples(node):
            if text.endswith((".", "?")) and len(text.split()) >= FEWEST_WORDS and "(?" not in text:
                self.found.append((node.lineno, text, ""))

    def _samples(self, node: ast.expr) -> list[str]:
        """The texts that an expression can be; [] for one that is not written here."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.JoinedStr):
            made = [""]
            for part in node.values:
                ends = self._samples(part.value if isinstance(part, ast.FormattedValue) else part) or [FILLED]
                made = [start + end for start in made for end in ends]
            return made
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            ends = self._samples(node.right)
            return [start + end for start in self._samples(node.left) for end in ends]
        if isinstance(node, ast.IfExp):
            return self._samples(node.body) + self._samples(node.orelse)
        if isinstance(node, ast.Name):
            return list(dict.fromkeys(self._assigned.get(node.id, [])))
        return []


@cache
def _is_for_programs(module: str, name: str) -> bool:
    """Whether a call makes an error that no member reads."""
    if name in FOR_OPERATORS:
        return True
    if name == "Refused":  # the page's server answers with its sentence
        return False
    if not name.isidentifier() or name[0] == name[0].lower():
        return False
    thing = getattr(importlib.import_module(module), name, None) or getattr(builtins, name, None)
    return inspect.isclass(thing) and issubclass(thing, Exception) and not issubclass(thing, CadenzaError)
