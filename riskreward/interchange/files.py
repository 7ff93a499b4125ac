"""Text from files, whatever saved them: said plainly where it cannot be read."""

from pathlib import Path

from riskreward.findings import InputError, Problem
from riskreward.refusals import described

Location = str | Path

_SAVE = "save it as UTF-8 (in Excel: CSV UTF-8)"


def read_text(path: Location) -> str:
    """Return a file's text in UTF-8, with or without the mark that Excel puts before it.

    Raises InputError for a file that is missing, empty or in another encoding.
    """
    name = Path(path).name
    content = _content(path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(name, "is in UTF-16", _SAVE)
    if content.startswith(b"PK\x03\x04"):
        raise refused(name, "is a workbook or another packed file", "save its sheet as CSV UTF-8")
    if b"\x00" in content:
        raise refused(name, "is not a text file", _SAVE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _in_another_encoding(name, content, error.start) from None
    if not text.strip():
        raise refused(name, "is empty", "write its contents, or name another file")
    return text


def _content(path: Location) -> bytes:
    written = str(path) if str(path).isprintable() else ascii(str(path))
    try:
        if Path(path).is_dir():
            raise refused(written, "is a folder", "name the file in it")
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise refused(written, "is not there", "check the name and the folder") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise refused(written, f"cannot be opened ({reason})", "check the path") from None


def _in_another_encoding(name: str, content: bytes, at: int) -> InputError:
    """Return what is said of the first byte that is not UTF-8, which is most likely Windows' own encoding."""
    line = content[:at].count(b"\n") + 1
    byte = content[at]
    as_windows = bytes([byte]).decode("cp1252", errors="ignore")
    looks = f", {as_windows} in Windows encoding," if as_windows else ""
    return refused(f"{name} line {line}", f"holds the byte 0x{byte:02X}{looks} which is not UTF-8", _SAVE)


def as_text(given: object, reader: str) -> str:
    """Return a text without the mark that Excel puts before it. Raises InputError for anything but a text."""
    if not isinstance(given, str):
        what = f"the contract is {described(given)}, where text belongs"
        raise refused("", what, f"give the text in {reader}, or the file's name to read_contract")
    return given.removeprefix("\ufeff")


def refused(where: str, what: str, mend: str) -> InputError:
    """Return the error of a single problem."""
    return InputError([Problem(where, what, mend)])
