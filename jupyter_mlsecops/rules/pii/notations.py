"""How dates and postal addresses are written."""

from __future__ import annotations

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_YEAR = r"(?:19[0-9]{2}|20[0-2][0-9])"
DATES = (
    rf"{_YEAR}(?:(-|\.|\\?/)(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?:T[0-9:.]{{5,18}}Z?)?"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
    rf"|(?:0?[1-9]|[12][0-9]|3[01])(-|\.|\\?/)(?:0?[1-9]|[12][0-9]|3[01])\2(?:{_YEAR}|[0-9]{{2}})(?![0-9])"
    rf"|(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|\.)?[ -]{_MONTHS},?[ -]{_YEAR}"
    rf"|{_MONTHS} (?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?,? {_YEAR}"
)
_TYPES = (
    "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|"
    "Crescent|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Row|Gardens|Grove|Mews"
)
_POSTCODE = (
    r"(?:[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}|[0-9]{5}(?:-[0-9]{4})?|[A-Z][0-9][A-Z] [0-9][A-Z][0-9]|[0-9]{4})"
)
_WORD = r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u017f.'-]{0,19}[A-Za-z\u00c0-\u017f]"
ADDRESSES = (
    r"(?:(?:Flat|Apt|Apartment|Suite|Unit)\.? [0-9]{1,4}[A-Za-z]?, ?)?"
    rf"[0-9]{{1,5}}[A-Za-z]? (?:[NSEW]\.? )?(?:(?:{_WORD}|[0-9]{{1,3}}(?:st|nd|rd|th)) ){{1,4}}?(?:{_TYPES})\b\.?"
    rf"(?:,? (?:Apt|Apartment|Suite|Unit|Flat|#)\.? ?[0-9A-Z]{{1,5}})?"
    rf"(?:,? (?:[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u017f.'-]{{1,20}}(?: |(?=,))){{1,3}},?"
    rf"(?: ?[A-Z]{{2,3}},?)? ?{_POSTCODE}\b|,? {_POSTCODE}\b)?"
    rf"|(?:ul\. ?)?{_WORD}(?: {_WORD}){{0,3}}\.? [0-9]{{1,4}}[a-z]?, ?"
    rf"(?:(?:[A-Z]{{1,2}}-)?[0-9]{{4,5}}(?: [A-Z]{{2}})?|[0-9]{{3}} [0-9]{{2}}|[0-9]{{2}}-[0-9]{{3}}) {_WORD}"
    rf"|[0-9]{{1,4}}(?: ?bis| ?ter)?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Qq]uai)"
    rf"(?: [A-Za-z\u00c0-\u017f'-]{{1,20}}){{1,5}},? [0-9]{{5}} {_WORD}"
    rf"|(?:Via|Viale|Piazza|Corso|Largo|Vicolo|Calle|C/|Avenida|Avda\.?|Plaza|Rua|Paseo|Praça)"
    rf"(?: [A-Za-z\u00c0-\u017f.'-]{{1,20}}){{1,5}},? [0-9]{{1,4}},? (?:[0-9]{{1,2}}º ?[A-Z]?,? )?"
    rf"(?:[0-9]{{4,5}}(?:-[0-9]{{3}})? {_WORD}|(?:{_WORD} ){{1,3}}- ?[A-Z]{{2}},? [0-9]{{5}}-[0-9]{{3}})"
)
