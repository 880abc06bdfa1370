"""The SPDX expression of a package or a model from what its metadata say, in the words that people use."""

from __future__ import annotations

from functools import lru_cache

from .installed import Licensed
from .licences import canonical
from .regex import regex

_LONG = 200  # characters from which on a text is the licence itself and not its name
_NOISE = regex(r"\b(?:the|licen[cs]ed?|version|under|software)\b|\bv(?=\d)|(?<=\d)\.0\b|[^\w.+]+")
_WORD = regex(r"[^A-Za-z0-9.]+")
_REF = "LicenseRef-"

# Below "License :: ", "OSI Approved :: " left out. What does not tell the version is called "unspecified".
_CLASSIFIERS = {
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "LicenseRef-BSD-unspecified",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Python License (CNRI Python License)": "CNRI-Python",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License (GPL)": "LicenseRef-GPL-unspecified",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LicenseRef-LGPL-unspecified",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU Free Documentation License (FDL)": "LicenseRef-GFDL-unspecified",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "The Unlicense (Unlicense)": "Unlicense",
    "zlib/libpng License": "Zlib",
    "Zope Public License": "LicenseRef-ZPL-unspecified",
    "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
    "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "European Union Public Licence 1.1 (EUPL 1.1)": "EUPL-1.1",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "Academic Free License (AFL)": "LicenseRef-AFL-unspecified",
    "Artistic License": "LicenseRef-Artistic-unspecified",
    "Common Development and Distribution License 1.0 (CDDL-1.0)": "CDDL-1.0",
    "Mulan Permissive Software License v2 (MulanPSL-2.0)": "MulanPSL-2.0",
    "Universal Permissive License (UPL)": "UPL-1.0",
    "University of Illinois/NCSA Open Source License": "NCSA",
    "Universal Public License (UPL)": "UPL-1.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Blue Oak Model License (BlueOak-1.0.0)": "BlueOak-1.0.0",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "CeCILL-B Free Software License Agreement (CECILL-B)": "CECILL-B",
    "CeCILL-C Free Software License Agreement (CECILL-C)": "CECILL-C",
    "CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)": "CECILL-2.1",
    "Public Domain": "LicenseRef-Public-Domain",
    "Other/Proprietary License": "LicenseRef-Proprietary",
    "Free for non-commercial use": "LicenseRef-NonCommercial",
    "Free For Educational Use": "LicenseRef-NonCommercial",
    "Free For Home Use": "LicenseRef-NonCommercial",
}

# What people write, compared by ``_key``.
_NAMES = {
    "mit": "MIT",
    "expat": "MIT",
    "mit expat": "MIT",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache2": "Apache-2.0",
    "asl 2.0": "Apache-2.0",
    "bsd": "LicenseRef-BSD-unspecified",
    "bsd like": "LicenseRef-BSD-unspecified",
    "bsd style": "LicenseRef-BSD-unspecified",
    "new bsd": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause",
    "revised bsd": "BSD-3-Clause",
    "bsd 3": "BSD-3-Clause",
    "3 clause bsd": "BSD-3-Clause",
    "bsd 3 clause": "BSD-3-Clause",
    "bsd3": "BSD-3-Clause",
    "simplified bsd": "BSD-2-Clause",
    "2 clause bsd": "BSD-2-Clause",
    "bsd 2 clause": "BSD-2-Clause",
    "bsd2": "BSD-2-Clause",
    "freebsd": "BSD-2-Clause",
    "isc": "ISC",
    "isc iscl": "ISC",
    "psf": "PSF-2.0",
    "psfl": "PSF-2.0",
    "python foundation": "PSF-2.0",
    "mpl 2.0": "MPL-2.0",
    "mpl2": "MPL-2.0",
    "mozilla public 2.0": "MPL-2.0",
    "mozilla public 2.0 mpl 2.0": "MPL-2.0",
    "gpl": "LicenseRef-GPL-unspecified",
    "gnu gpl": "LicenseRef-GPL-unspecified",
    "gnu general public": "LicenseRef-GPL-unspecified",
    "gpl2": "GPL-2.0-only",
    "gplv2": "GPL-2.0-only",
    "gpl 2": "GPL-2.0-only",
    "gplv2+": "GPL-2.0-or-later",
    "gpl2+": "GPL-2.0-or-later",
    "gpl 2+": "GPL-2.0-or-later",
    "gpl3": "GPL-3.0-only",
    "gplv3": "GPL-3.0-only",
    "gpl 3": "GPL-3.0-only",
    "gnu gpl 3": "GPL-3.0-only",
    "gnu gplv3": "GPL-3.0-only",
    "gnu general public 3": "GPL-3.0-only",
    "gplv3+": "GPL-3.0-or-later",
    "gpl3+": "GPL-3.0-or-later",
    "gpl 3+": "GPL-3.0-or-later",
    "lgpl": "LicenseRef-LGPL-unspecified",
    "gnu lgpl": "LicenseRef-LGPL-unspecified",
    "lgplv2": "LGPL-2.0-only",
    "lgplv2+": "LGPL-2.0-or-later",
    "lgplv2.1": "LGPL-2.1-only",
    "lgplv2.1+": "LGPL-2.1-or-later",
    "lgpl 2.1+": "LGPL-2.1-or-later",
    "lgplv3": "LGPL-3.0-only",
    "lgpl 3": "LGPL-3.0-only",
    "lgplv3+": "LGPL-3.0-or-later",
    "agpl": "LicenseRef-AGPL-unspecified",
    "agpl3": "AGPL-3.0-only",
    "agplv3": "AGPL-3.0-only",
    "agpl 3": "AGPL-3.0-only",
    "gnu affero general public 3": "AGPL-3.0-only",
    "agplv3+": "AGPL-3.0-or-later",
    "zpl 2.1": "ZPL-2.1",
    "zlib libpng": "Zlib",
    "unlicense": "Unlicense",
    "public domain": "LicenseRef-Public-Domain",
    "cc0": "CC0-1.0",
    "dual mit apache 2.0": "MIT OR Apache-2.0",
    "mit or apache 2.0": "MIT OR Apache-2.0",
    "mit apache 2.0": "MIT OR Apache-2.0",
    "apache 2.0 or mit": "MIT OR Apache-2.0",
    "proprietary": "LicenseRef-Proprietary",
    "nvidia proprietary": "LicenseRef-Proprietary",
    "commercial": "LicenseRef-Proprietary",
    "busl 1.1": "BUSL-1.1",
    "business source 1.1": "BUSL-1.1",
    "server side public": "SSPL-1.0",
}

# The words of a hub that SPDX does not have, or has under a longer name.
_OF_HUB = {
    "bsd": "LicenseRef-BSD-unspecified",
    "gpl": "LicenseRef-GPL-unspecified",
    "lgpl": "LicenseRef-LGPL-unspecified",
    "gfdl": "LicenseRef-GFDL-unspecified",
    "cc": "LicenseRef-CC-unspecified",
    "odc-by": "ODC-By-1.0",
    "odbl": "ODbL-1.0",
    "pddl": "PDDL-1.0",
    "eupl": "LicenseRef-EUPL-unspecified",
    "openrail++": "LicenseRef-openrail-plus-plus",
}
_NO_LICENCE = frozenset(("", "unknown", "other", "none", "n/a", "tbd", "todo"))


def package_licence(told: Licensed) -> str:
    """The SPDX expression of a package; empty where it tells none that is known.

    Its expression (PEP 639) comes first, then a short text that is an expression, classifiers that tell the version,
    the text by one of its usual names, and classifiers that do not. Several classifiers hold together.
    """
    if told.expression:
        return canonical(told.expression)
    text = " ".join(told.text.split())
    if len(text) <= _LONG and (found := canonical(text)):
        return found
    classified = _of_classifiers(told.classifiers)
    if classified and "-unspecified" not in classified:
        return classified
    return _of_text(told.text) or classified


def hub_licence(words: tuple[str, ...]) -> str:
    """The SPDX expression of a model or data set from the words of its card, all of which hold; empty for none.

    A licence that SPDX does not have is called by its word: ``LicenseRef-llama3``.
    """
    found = [one for one in dict.fromkeys(map(_of_hub_word, words)) if one]
    return " AND ".join(f"({one})" if " OR " in one and len(found) > 1 else one for one in found)


def _of_hub_word(word: str) -> str:
    word = word.strip()
    if word.lower() in _NO_LICENCE:
        return ""
    known = _OF_HUB.get(word.lower()) or canonical(word)
    plain = _WORD.sub("-", word).strip("-.")[:80]
    return known or (_REF + plain if plain else "")


def _of_classifiers(classifiers: tuple[str, ...]) -> str:
    names = (one.partition("::")[2].strip().removeprefix("OSI Approved ::").strip() for one in classifiers)
    return " AND ".join(dict.fromkeys(_CLASSIFIERS[name] for name in names if name in _CLASSIFIERS))


def _of_text(text: str) -> str:
    """By the name of a licence, by the first line of its text, or by how the commonest of them begin."""
    text = text.strip()
    if text.lower() in _NO_LICENCE:
        return ""
    for part in dict.fromkeys((text, text.partition("\n")[0])):
        if len(part) <= _LONG:
            found = _by_key().get(_key(part))
            if found is not None:
                return found
    body = " ".join(text.lower().split())
    if "permission is hereby granted, free of charge" in body:
        return "MIT"
    if "apache license" in body[:200] and "version 2.0" in body[:400]:
        return "Apache-2.0"
    if "redistribution and use in source and binary forms" in body:
        return "BSD-3-Clause" if "neither the name" in body else "LicenseRef-BSD-unspecified"
    return ""


@lru_cache(maxsize=1)
def _by_key() -> dict[str, str]:
    return {_key(name): expression for name, expression in _NAMES.items()}


def _key(name: str) -> str:
    """A name of a licence without what people write or leave out as they like: case, versions ``.0``, "The"."""
    words = _NOISE.sub(" ", name.lower().replace("or later", "+")).replace(" +", "+").split()
    return " ".join(word for word, before in zip(words, ["", *words], strict=False) if word != before)
