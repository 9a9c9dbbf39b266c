"""The text of symbols: without invisible characters, and split if a cell holds several."""

import re
import unicodedata

# Longer than any cell of symbols; a longer one is not taken apart.
_LONGEST = 300
_SPACED_PAGE = r"(?i)^(\s*A/RES/\d{1,2})\s+(?=\d)"
_REMARK = (
    r"(?i)\((?:as|oral)[^()]{0,200}\)|,?\s+as\s+(?:orally\s+)?(?:revised|amended|corrected)\b.*"
)
# The day behind a symbol: A/RES/79/7 of 30 October 2024, S/RES/2774 (24 February 2025).
_DAY = (
    r"(?i)(?P<symbol>(?:\d/|res\w*\.?\s*|res/)\d{1,5}\s?[A-Z]?)\s+(?:"
    r"(?:of|dated|adopted)\s+[\w ,]{0,30}(?:19|20)\d\d"
    r"|\(\d{1,2}\s+\w{3,9}\s+(?:19|20)\d\d\))\s*$"
)
_BETWEEN = r"(?i)\||;|\n|\s+(?:and|et|y)\s+|\s*&\s*|,\s*(?=[AES]/|U\.?N\.?\s*Doc)"
# Signs around a symbol in a sentence.
_AROUND = "'\"“”‘’«»<>.,:"
# One symbol as most are written, with nothing around it.
_ALONE = re.compile(r"[AS]/[A-Z0-9/.-]*[A-Z0-9](?:\([0-9IVXLC]+\))?")
_ADDED = r"(?:ADD|CORR)\.?\d+"
_REVISED = r"REV\.?\d+"


_ADDRESS = r"(?i)\s*<?(?:https?:)?/{0,2}(?:[\w-]{1,40}\.){0,4}(?:un|undocs)\.org/"
_LANGUAGE = r"(?i)/(?:en|fr|es|ru|ar|zh|de|[acefrs])(?=/)"


def cleaned(text: str) -> str:
    r"""Return a text in capitals, with plain hyphens, without white and invisible characters.

    Examples
    --------
    >>> cleaned(" a/res/es\u201111/7\u200b")
    'A/RES/ES-11/7'
    """
    text = "".join(visible(text).split()).upper()
    # As the files of documents are named: A_RES_79_7.
    return text.replace("_", "/") if text.startswith(("A_", "S_")) else text


def visible(text: str) -> str:
    r"""Return a text without invisible characters, and with plain blanks, hyphens and strokes.

    Examples
    --------
    >>> visible("S/RES/2774\u00a0(2025)\u200b")
    'S/RES/2774 (2025)'
    """
    if text.isascii():
        return text
    return "".join(map(_plain, unicodedata.normalize("NFKC", text)))


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cf", "Cc", "Mn"):
        return letter if letter in "\t\n\r" else ""
    if category == "Pd" or letter == "\u2212":
        return "-"
    return "/" if letter in "\u2044\u2215" else letter


def pieces_of(text: str) -> list[str]:
    """Return the symbols in a cell, cleaned and written in full; addenda are left out.

    Examples
    --------
    >>> pieces_of("A/ES-11/L.1 and Add.1"), pieces_of("A/C.3/79/L.30|A/C.3/79/L.31")
    (['A/ES-11/L.1'], ['A/C.3/79/L.30', 'A/C.3/79/L.31'])
    """
    if len(text) > _LONGEST:
        return [cleaned(text)]
    if _ALONE.fullmatch(text):
        return [text]
    text = visible(text)
    if re.match(_ADDRESS, text):
        text = _addressed(text)
    text = re.sub(_REMARK, "", re.sub(_DAY, r"\g<symbol>", re.sub(_SPACED_PAGE, r"\1/", text)))
    found: list[str] = []
    for piece in (cleaned(one).strip(_AROUND) for one in re.split(_BETWEEN, text)):
        if piece.startswith("(") and piece.endswith(")"):
            piece = piece[1:-1]
        if not piece or (found and re.fullmatch(_ADDED, piece)):
            continue
        if found and re.fullmatch(_REVISED, piece):
            piece = f"{found[-1]}/{piece}"
        elif found and re.fullmatch(r"L\.?\d+", piece):
            piece = f"{found[-1].rpartition('/')[0]}/{piece}"
        elif found and re.fullmatch(r"[A-Z]", piece) and found[-1][-2:-1].isdecimal():
            piece = found[-1][:-1] + piece
        found.append(piece)
    return found


def _addressed(text: str) -> str:
    """Return the symbol in the address of a document; #NUMBER for one of the library's records.

    Examples
    --------
    >>> _addressed("https://undocs.org/en/A/RES/79/7")
    'A/RES/79/7'
    >>> _addressed("https://digitallibrary.un.org/record/4000002?ln=en")
    '#4000002'
    """
    from urllib.parse import parse_qs, unquote, urlsplit

    address = text.strip().strip("<>")
    _, _, behind = address.rpartition("//")
    parts = urlsplit(f"//{behind}")
    if record := re.match(r"/record/(\d{1,9})\b", parts.path):
        return f"#{record[1]}"
    asked = {name.casefold(): values[0] for name, values in parse_qs(parts.query).items()}
    for name in ("symbol", "finalsymbol", "s", "ds"):
        if name in asked:
            return asked[name]
    path = unquote(re.sub(_LANGUAGE, "", parts.path, count=1)).strip("/")
    return re.sub(r"(?i)(?:-(?:en|fr|es|ru|ar|zh))?\.pdf$", "", path) or text
