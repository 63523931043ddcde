"""The list of all that is carried as a CycloneDX document: the same parts always give the same bytes."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

SPEC: Final = "1.6"
FILE_NAME: Final = "sbom.cdx.json"
FILES: Final = "ticketdesk:file"
TEXT: Final = "ticketdesk:licence-text"
INSIDE: Final = "ticketdesk:inside"
_NAMESPACE: Final = uuid.UUID("5d5e0a5c-3d0f-5b52-9d0c-6f6f4a1e7c11")


class Part(NamedTuple):
    """One carried thing: its name, version, SPDX licence, its files and licence texts as paths in the folder."""

    name: str
    version: str
    licence: str
    purl: str = ""
    files: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()  # SHA-256 of each file in hexadecimal, or none
    texts: tuple[str, ...] = ()
    inside: str = ""  # the name of the part that it is compiled into
    kind: str = "library"


def document(program: Part, parts: Iterable[Part]) -> str:
    """The document in JSON; raises ValueError for a part without a licence or of which there are two."""
    ordered = sorted(parts, key=lambda part: (part.name.casefold(), part.version, part.inside, part.purl))
    _check(ordered)
    content: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "version": 1,
        "metadata": {"component": {**_component(program), "type": "application"}},
        "components": [_component(part) for part in ordered],
    }
    number = uuid.uuid5(_NAMESPACE, json.dumps(content, sort_keys=True))
    content["serialNumber"] = f"urn:uuid:{number}"
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _check(parts: Sequence[Part]) -> None:
    bare = [part.name for part in parts if not part.licence]
    if bare:
        raise ValueError(f"no licence is known for: {', '.join(bare)}")
    twice = [name for name, times in Counter(map(_reference, parts)).items() if times > 1]
    if twice:
        raise ValueError(f"named twice: {', '.join(twice)}")


def _reference(part: Part) -> str:
    return f"{part.inside + '/' if part.inside else ''}{part.purl or f'{part.name}@{part.version}'}"


def _component(part: Part) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": part.kind,
        "bom-ref": _reference(part),
        "name": part.name,
        "licenses": [_licence(part.licence)],
        "properties": _properties(part),
    }
    if part.version:
        component["version"] = part.version
    if part.purl:
        component["purl"] = part.purl
    if len(part.files) == len(part.hashes) == 1:
        component["hashes"] = [{"alg": "SHA-256", "content": part.hashes[0]}]
    return component


def _licence(words: str) -> dict[str, Any]:
    """A licence as an expression, or by its id where it is a single one."""
    return {"expression": words} if " " in words or words.startswith("LicenseRef-") else {"license": {"id": words}}


def _properties(part: Part) -> list[dict[str, str]]:
    said = [(FILES, file) for file in sorted(part.files)] + [(TEXT, text) for text in sorted(part.texts)]
    if part.inside:
        said.append((INSIDE, part.inside))
    return [{"name": name, "value": value} for name, value in said]
