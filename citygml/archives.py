"""Names of the members of an archive, as they were written."""

from __future__ import annotations

import zipfile

_UTF8_FLAG = 0x800


def member_name(info: zipfile.ZipInfo) -> str:
    """Name of a member; without the flag that says UTF-8 (APPNOTE 4.4.4), as in Japan.

    `zipfile` takes such a name for code page 437, in which the second byte of 表 is a backslash.

    Parameters
    ----------
    info : ZipInfo
        From the directory of the archive.

    Examples
    --------
    >>> member_name(zipfile.ZipInfo("udx/bldg/a.gml"))
    'udx/bldg/a.gml'
    >>> member_name(zipfile.ZipInfo("建物.jpg".encode("cp932").decode("cp437")))
    '建物.jpg'
    """
    if info.flag_bits & _UTF8_FLAG or info.orig_filename.isascii():
        return info.filename
    content = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
