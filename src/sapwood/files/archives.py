"""What is inside a packed file (XLSX, DOCX), looked at before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

from sapwood.files.tables import Limits, size
from sapwood.files.words import Said, Unreadable, _, said

MOST_PARTS = 2_000  # files inside the archive
SMALL = 2**20  # what unpacks to less is harmless at any ratio
BEGINS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def contents_of(content: bytes, limits: Limits) -> frozenset[str]:
    """The names of the parts. Sizes are read from the archive's own list, and what unpacks to more is never unpacked
    further than that list says. Raises Unreadable for what is damaged, has a password or would unpack beyond the
    limits."""
    damaged = Unreadable(
        said(_("The file begins like a workbook or a Word document, but its end is missing or damaged.")),
        said(_("Save or send it again; it may have been cut off on the way.")),
    )
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        raise damaged
    if struct.unpack_from("<H", content, end + 10)[0] > MOST_PARTS:
        raise _bomb(said(_("The file has more than %(most)d parts."), most=MOST_PARTS))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError, UnicodeDecodeError):
        raise damaged from None
    if len(parts) > MOST_PARTS:
        raise _bomb(said(_("The file has more than %(most)d parts."), most=MOST_PARTS))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise _bomb(
            said(
                _("The file unpacks to %(size)s; up to %(most)s is read."),
                size=size(unpacked),
                most=size(limits.unpacked),
            )
        )
    for part in parts:
        if part.file_size > SMALL and part.file_size > limits.ratio * max(1, part.compress_size):
            raise _bomb(
                said(
                    _("A part of the file unpacks to %(times)d times its size; up to %(most)d times is read."),
                    times=part.file_size // max(1, part.compress_size), most=limits.ratio,
                )
            )  # fmt: skip
        if part.flag_bits & 1:
            raise Unreadable(said(_("The file has a password.")), said(_("Save it without one.")))
    return frozenset(part.filename for part in parts)


def is_word(names: frozenset[str]) -> bool:
    """Whether the parts are those of a Word document."""
    return any(name.startswith("word/document") and name.endswith(".xml") for name in names)


def _bomb(reason: Said) -> Unreadable:
    return Unreadable(reason, said(_("Save only the part with the rows, under a new name.")))
