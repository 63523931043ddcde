"""What is known of parts that say nothing about themselves: Qt's libraries, what is compiled in, and the system's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

QT_LICENCE: Final = "LGPL-3.0-only"
# Of distributions whose metadata names no SPDX licence.
DISTRIBUTIONS: Final[Mapping[str, str]] = {
    "apsw-sqlite3mc": "Zlib",
    "backports.tarfile": "MIT",
    "chinesecalendar": "MIT",
    "imapclient": "BSD-3-Clause",
    "jaraco.classes": "MIT",
    "peewee": "MIT",
    "pypinyin": "MIT",
    "pyside6-essentials": QT_LICENCE,
    "segno": "BSD-3-Clause",
    "shiboken6": QT_LICENCE,
}
# Of distributions that come without the text of their licence: its file in packaging/licences.
TEXTS: Final[Mapping[str, str]] = {"chinesecalendar": "chinesecalendar.txt"}


class Inner(NamedTuple):
    """A library compiled into another: its name, licence (SPDX), the text's file in packaging/licences, and where."""

    name: str
    licence: str
    text: str
    inside: str


INNER: Final = (
    Inner("harfbuzz", "MIT", "harfbuzz.txt", "Qt6Gui"),
    Inner("libpng", "libpng-2.0", "libpng.txt", "Qt6Gui"),
    Inner("pcre2", "BSD-3-Clause", "pcre2.txt", "Qt6Core"),
    Inner("zlib", "Zlib", "zlib.txt", "Qt6Core"),
    Inner("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", "libjpeg-turbo.txt", "qjpeg"),
    Inner("libwebp", "BSD-3-Clause", "libwebp.txt", "qwebp"),
    Inner("expat", "MIT", "expat.txt", "pyexpat"),
    Inner("libmpdec", "BSD-2-Clause", "libmpdec.txt", "_decimal"),
    Inner("OpenSSL", "Apache-2.0", "openssl.txt", "_rust"),
    Inner("SQLite", "blessing", "sqlite.txt", "apsw"),
    Inner("SQLite3MultipleCiphers", "MIT", "sqlite3mc.txt", "apsw"),
)
ICU: Final = ("Unicode-DFS-2016", "icu.txt")

# The system's libraries that travel on Linux, by the beginning of the file's name; the longest that fits counts.
SYSTEM: Final[Mapping[str, str]] = {
    "libX": "MIT",
    "libblkid": "LGPL-2.1-or-later",
    "libbrotli": "MIT",
    "libbsd": "BSD-3-Clause",
    "libbz2": "bzip2-1.0.6",
    "libcap": "BSD-3-Clause",
    "libcom_err": "MIT",
    "libcrypto": "Apache-2.0",
    "libdbus-1": "AFL-2.1 OR GPL-2.0-or-later",
    "libexpat": "MIT",
    "libffi": "MIT",
    "libfontconfig": "HPND",
    "libfreetype": "FTL",
    "libgcc_s": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgcrypt": "LGPL-2.1-or-later",
    "libglib-2": "LGPL-2.1-or-later",
    "libgpg-error": "LGPL-2.1-or-later",
    "libgraphite2": "LGPL-2.1-or-later",
    "libgthread-2": "LGPL-2.1-or-later",
    "libharfbuzz": "MIT",
    "liblz4": "BSD-2-Clause",
    "liblzma": "0BSD",
    "libmd": "BSD-3-Clause",
    "libmount": "LGPL-2.1-or-later",
    "libpcre2": "BSD-3-Clause",
    "libpng": "libpng-2.0",
    "libssl": "Apache-2.0",
    "libstdc++": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libsystemd": "LGPL-2.1-or-later",
    "libtinfo": "X11-distribute-modifications-variant",
    "libuuid": "BSD-3-Clause",
    "libxcb": "MIT",
    "libxkbcommon": "MIT",
    "libz": "Zlib",
    "libzstd": "BSD-3-Clause",
    # Those of Windows that Python and Qt bring.
    "MSVCP": "LicenseRef-Microsoft-Visual-Cpp-Runtime",
    "VCRUNTIME": "LicenseRef-Microsoft-Visual-Cpp-Runtime",
    "concrt": "LicenseRef-Microsoft-Visual-Cpp-Runtime",
    "ucrtbase": "LicenseRef-Microsoft-Visual-Cpp-Runtime",
    "api-ms-win": "LicenseRef-Microsoft-Visual-Cpp-Runtime",
}


def system_licence(name: str) -> str:
    """The SPDX licence of a system library by its file name; raises LookupError where nobody has looked it up yet."""
    fitting = [start for start in SYSTEM if name.casefold().startswith(start.casefold())]
    if not fitting:
        raise LookupError(f"{name} is carried, and packaging/bundle/components.py names no licence for it")
    return SYSTEM[max(fitting, key=len)]
