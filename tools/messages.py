"""Keeps the translations in step with the source: `update`, `compile` or `check`.

`update` collects every visible string into the catalogue of each language and compiles it;
`check` refuses a catalogue that is behind the source, incomplete, or wrong in its placeholders.
"""

import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.checkers import checkers
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from tools.build_hook import LOCALE, compile_catalogues, compiled

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "segue"
LANGUAGES = ("it",)
# Words that are the same in both languages, one a line.
SAME = ROOT / "tools" / "messages_same.txt"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}
HEADER = "# {name} of Segue.\n# Copyright 2026 The Segue authors\n# Licence: Apache-2.0\n#"
BRACES = re.compile(r"\{[^{}]*\}|%\([^)]*\)[a-z]")


def main(command: str) -> int:
    """Do one of the three; the number of complaints decides the exit code."""
    if command == "compile":
        compile_catalogues(ROOT)
        return 0
    if command == "update":
        for language in LANGUAGES:
            path = catalogue_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(updated(language), encoding="utf-8")
        compile_catalogues(ROOT)
    complaints = [line for language in LANGUAGES for line in complaints_about(language)]
    for line in complaints:
        print(line)
    print(f"{len(complaints)} complaints about {', '.join(LANGUAGES)}" if complaints else "Translations: complete")
    # After an update the list is what is left to translate, not a failure.
    return 1 if complaints and command == "check" else 0


def catalogue_path(language: str) -> Path:
    """Where the translations into this language are written by people."""
    return ROOT / LOCALE / language / "LC_MESSAGES" / "django.po"


def updated(language: str) -> str:
    """The text that the catalogue of this language should have now: every string, old translations kept."""
    path = catalogue_path(language)
    catalogue = Catalog(locale=language)
    if path.exists():
        catalogue = read(path, language=language)
    # Guesses from similar strings are wrong more often than an empty line, which a person sees.
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "Segue", ""
    catalogue.header_comment = HEADER.format(name=f"Translations into {catalogue.locale.english_name}")
    catalogue.fuzzy = False
    target = io.BytesIO()
    # Without line numbers and dates two people's changes seldom meet in one line.
    write_po(target, catalogue, width=100, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    return without_dates(target.getvalue().decode())


def without_dates(text: str) -> str:
    """Drop the headers that change with every run or say nothing."""
    dropped = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "Generated-By",
    )
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in dropped)))


def collected() -> Catalog:
    """Every string of the source that a person may see."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        mappings = tomllib.load(file)["tool"]["babel"]["mappings"]
    template = Catalog()
    found = extract_from_dir(
        SOURCE,
        method_map=[(mapping["pattern"], mapping["method"]) for mapping in mappings],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for filename, line, message, comments, context in found:
        place = (f"src/segue/{Path(filename).as_posix()}", line)
        template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def complaints_about(language: str) -> Iterator[str]:
    """What is missing or wrong in one language, a line each."""
    path = catalogue_path(language)
    name = path.relative_to(ROOT)
    if not path.exists():
        yield f"{name}: missing; run `make messages`"
        return
    if path.read_text(encoding="utf-8") != updated(language):
        yield f"{name}: behind the source; run `make messages`"
    target = path.with_suffix(".mo")
    if not target.exists() or target.read_bytes() != compiled(path):
        yield f"{name}: not compiled; run `make messages`"
    same = set(SAME.read_text(encoding="utf-8").splitlines())
    for message in read(path, language=language):
        if message.id and (complaint := complaint_about(message, same=same)):
            yield f"{name}: {complaint}: {plain(message.id)[0]!r}"


def complaint_about(message: Message, *, same: set[str]) -> str:
    """What is wrong with one translation, or nothing."""
    sources, targets = plain(message.id), plain(message.string)
    if message.fuzzy:
        return "fuzzy"
    if not all(targets):
        return "not translated"
    if targets[0] == sources[0] and sources[0] not in same:
        return "the same as in English (if it should be, add it to tools/messages_same.txt)"
    return complaint_about_placeholders(message)


def complaint_about_placeholders(message: Message) -> str:
    """What a translation takes from its source wrongly, or nothing."""
    try:
        for checker in checkers:
            checker(None, message)
    except TranslationError as error:
        return str(error)
    sources, targets = ([set(BRACES.findall(text)) for text in plain(part)] for part in (message.id, message.string))
    if any(target - set.union(*sources) for target in targets):
        return "a placeholder that the source does not have"
    # A singular may say "one" without its number; the plural names everything.
    return "a placeholder of the source is missing" if sources[-1] - targets[-1] else ""


def plain(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """Singular and plural alike as a list."""
    return [text] if isinstance(text, str) else list(text)


def read(path: Path, *, language: str) -> Catalog:
    """The catalogue as written; where a merge stopped at it, the translations of both sides."""
    text = path.read_bytes()
    if b"\n<<<<<<< " not in text:
        return read_po(io.BytesIO(text), locale=language)
    name = path.relative_to(ROOT).as_posix()
    ours, theirs = (
        subprocess.run(["git", "show", f":{side}:{name}"], cwd=ROOT, capture_output=True, check=True).stdout
        for side in (2, 3)
    )
    return joined(read_po(io.BytesIO(ours), locale=language), read_po(io.BytesIO(theirs), locale=language))


def joined(catalogue: Catalog, other: Catalog) -> Catalog:
    """The first catalogue, with the other's translations of what it lacks."""
    for message in other:
        if message.id and all(plain(message.string)):
            known = catalogue.get(message.id, message.context)
            if known is None:
                catalogue[message.id] = message
            elif not all(plain(known.string)):
                known.string = message.string
    return catalogue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
