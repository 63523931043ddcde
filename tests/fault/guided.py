"""A process in which the reader's own branches guide what is thrown at it (atheris, the extra ``fuzz``).

Run as ``python -m tests.fault.guided FOLDER SEED SECONDS IMPORTER``; it ends with a code other than 0 at the first
error that is no refusal in words, and leaves the file in FOLDER.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["ticketdesk.exchange"]):
    from ticketdesk.exchange.opening import open_import
    from ticketdesk.exchange.phrases import read_phrases

from tests.fault.fuzz import TWINS
from tests.fault.mutations import IMPORTERS, seeds
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.words import errors
from ticketdesk.words.problems import sentence


def main(folder: Path, seed: int, seconds: int, importer: str) -> None:
    """Throw files at one importer until the time is up."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    files = seeds(TWINS)
    for name in IMPORTERS[importer]:
        (corpus / name).write_bytes(files[name])
    path = folder / "thrown.csv"

    def throw(content: bytes) -> None:
        path.write_bytes(content)
        try:
            for item in read_phrases(path) if importer == "phrases" else open_import(path).items():
                assert not isinstance(item, Problem) or sentence(item)
        except DeskError as error:
            assert error.key in errors.KEYS and errors.sentence(error)

    options = (f"-seed={seed}", f"-max_total_time={seconds}", "-max_len=20000", "-timeout=20", "-rss_limit_mb=2048")
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/wrong-", str(corpus)], throw)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(float(sys.argv[3])), sys.argv[4])
