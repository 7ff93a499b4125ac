"""Text from files, whatever saved them: said plainly where it cannot be read."""

from pathlib import Path

from riskreward.findings import InputError, Problem

Location = str | Path


def read_text(path: Location) -> str:
    """Return a file's text in UTF-8, with or without the mark that Excel puts before it.

    Raises InputError for a file that is missing, empty or in another encoding.
    """
    name = Path(path).name
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refused(str(path), f"cannot be opened ({reason.lower()})", "check the path") from None
    if not content.strip():
        raise refused(name, "is empty", "write its contents, or name another file")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(name, "is in UTF-16", "save it as UTF-8 (in Excel: CSV UTF-8)")
    if b"\x00" in content:
        raise refused(name, "is not a text file", "save a workbook as CSV UTF-8 first")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        as_windows = bytes([byte]).decode("cp1252", errors="replace")
        raise refused(
            f"{name} line {line}",
            f"holds the byte 0x{byte:02X}, {as_windows!r} in Windows encoding, which is not UTF-8",
            "save it as UTF-8 (in Excel: CSV UTF-8)",
        ) from None


def refused(where: str, what: str, mend: str) -> InputError:
    """Return the error of a single problem."""
    return InputError([Problem(where, what, mend)])
