"""The program's names as the systems want them: the version resource of Windows and the Info.plist of macOS."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

NAME: Final = "TicketDesk"
BUNDLE_ID: Final = "org.ticketdesk.TicketDesk"
MAKER: Final = "The TicketDesk authors"
RIGHTS: Final = "Copyright © 2026 The TicketDesk authors. MIT licence."
ABOUT: Final = "A desktop workbench for customer-service agents of an online shop"
# The oldest macOS that Qt 6.11 runs on.
OLDEST_MACOS: Final = "13.0"
_ENGLISH: Final = "040904B0"
_CHINESE: Final = "080404B0"
_CHINESE_ABOUT: Final = "网店客服工作台"


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows wants: "0.1.0" → (0, 1, 0, 0). A suffix such as "rc1" is left out."""
    parts = [int("".join(digit for digit in takewhile(str.isdigit, part)) or 0) for part in version.split(".")[:3]]
    first, second, third = (*parts, 0, 0, 0)[:3]
    return first, second, third, 0


def version_resource(version: str, program: str) -> str:
    """The version resource of ``program``.exe as the text that PyInstaller reads, in English and Chinese."""
    tables = [_strings(_ENGLISH, ABOUT, version, program), _strings(_CHINESE, _CHINESE_ABOUT, version, program)]
    four = numbers(version)
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1,\n"
        "    subtype=0x0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([\n{''.join(tables)}    ]),\n"
        "    VarFileInfo([VarStruct('Translation', [0x0409, 1200, 0x0804, 1200])]),\n"
        "  ],\n"
        ")\n"
    )


def _strings(table: str, about: str, version: str, program: str) -> str:
    words = {
        "CompanyName": MAKER,
        "FileDescription": f"{NAME} - {about}",
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": RIGHTS,
        "OriginalFilename": f"{program}.exe",
        "ProductName": NAME,
        "ProductVersion": version,
    }
    lines = "".join(f"        StringStruct({key!r}, {value!r}),\n" for key, value in words.items())
    return f"      StringTable({table!r}, [\n{lines}      ]),\n"


def info_plist(version: str) -> dict[str, object]:
    """What macOS reads about the bundle; PyInstaller adds the name of the executable and of the icon."""
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleName": NAME,
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": ".".join(str(number) for number in numbers(version)[:3]),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh_CN"],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": RIGHTS,
        "NSPrincipalClass": "NSApplication",
        "NSScreenCaptureUsageDescription": (
            "TicketDesk keeps the part of the screen that you choose as a picture in a ticket or a reply."
        ),
        "NSSupportsAutomaticGraphicsSwitching": True,
    }
