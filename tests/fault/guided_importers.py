"""Each importer under files that its own branches guide (atheris, the extra ``fuzz``, which Linux has).

No test of every day: `dev.py fuzz` names this module where atheris is there, the others need not know of it.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fault.mutations import IMPORTERS
from tests.fault.tally import importer_seconds, long_form
from tests.fault.test_fuzz import ROOT

pytestmark = pytest.mark.fault
SECONDS = max(1, int(importer_seconds()))


@pytest.mark.parametrize("importer", IMPORTERS)
def test_files_that_an_importers_branches_guide(tmp_path: Path, importer: str) -> None:
    seed = random.randrange(1, 10**6) if long_form() else 1
    line = [sys.executable, "-m", "tests.fault.guided", str(tmp_path / "run"), str(seed), str(SECONDS), importer]
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=SECONDS + 300, check=False
    )
    ran = re.search(r"Done (\d+) runs", done.stderr)
    print(f"{importer}: {ran[1] if ran else '?'} guided files")
    assert done.returncode == 0, f"{tmp_path}: {done.stdout[-2_000:]}{done.stderr[-2_000:]}"
    assert ran is not None and int(ran[1]) > 100
