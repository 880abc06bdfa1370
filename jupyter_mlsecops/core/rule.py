"""Rules: what one is, and how one is declared."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec

from .example import Example, examples
from .frozen import Frozen
from .model import Applicability, Category, Confidence, References, RuleInfo, SecretStore, Severity
from .once import once
from .segments import Segment
from .text import Span

DOCS = "https://github.com/jupyter-mlsecops/jupyter-mlsecops/blob/main/docs/rules"
PROFILES = ("default", "strict", "audit")
_LEAST = {"default": Severity.MEDIUM, "strict": Severity.LOW, "audit": Severity.INFO}
Guard = Callable[[Segment], bool | Collection[str]]
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


class TextEdit(Frozen, frozen=True):
    """Replace a span by ``insert``: in the text the rule looked at, or in the text at ``pointer`` if one is given.

    A span counts code points of the raw text. ``span`` None removes the whole value at ``pointer``.
    """

    span: Span | None
    insert: str = ""
    pointer: str = ""


class Proposal(Frozen, frozen=True):
    """A fix that a rule proposes. The engine offers it only after it was applied in memory and re-scanned.

    ``store`` is where the changed code reads a secret from, if it does.
    """

    title: str
    applicability: Applicability
    edits: tuple[TextEdit, ...] = ()
    store: SecretStore | None = None


class Place(Frozen, frozen=True):
    """A span in another text of the notebook: the chain that explains a finding, or a further occurrence.

    ``message`` says what it has to do with the finding, in two or three words. ``explains`` tells a place of the chain
    from an occurrence, which has to be changed as the finding's own place has.
    """

    pointer: str
    span: Span | None
    message: str = ""
    explains: bool = False


class Match(Frozen, frozen=True):
    """What a rule found: a span of its subject's text in code points, None for all of it.

    Whatever is left out is taken from the rule. ``label`` names a hidden value ("Hugging Face token") and ``preview``
    shows its shape (``hf_••••••``); neither may hold any of it. ``parts`` are the stretches of a value that is
    written in pieces (``"abc" + "def"``); by default the span is the value. ``several``: each part is a value of its
    own. ``hidden`` are the places, in raw texts, that must not be shown where that is not the span: the cells of a
    table, whose header is no secret. ``advisories`` are the ids of published flaws that it is about. ``about`` names
    what was found where the text at its place does not tell it, a file of the kernel or a model, so that two such
    findings differ. ``accepted`` says why the policy accepts it, if it does: the finding is listed as suppressed then.
    """

    span: Span | None
    message: str = ""
    severity: Severity | None = None
    confidence: Confidence | None = None
    label: str = ""
    preview: str = ""
    parts: tuple[Span, ...] = ()
    several: bool = False
    related: tuple[Place, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    hidden: tuple[Place, ...] = ()
    advisories: tuple[str, ...] = ()
    about: str = ""
    accepted: str = ""


class Rule(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One thing to look for.

    ``on`` is the class of subject that ``check`` is called with. ``screen`` names literals of which at least one is
    in every text that can match: where none occurs in the notebook, ``check`` is not called (an empty tuple: always
    called). ``screen`` is compared with the text in lower case if ``caseless``. ``precedence`` orders rules whose
    matches claim a value: a match that overlaps one of a rule with a lower number is silent; None claims nothing.
    ``profile`` is the quietest profile in which the rule runs; None: it runs in all, and the severity of each match
    decides where that is shown.
    ``propose`` makes the fixes of a match that brings none: it is called with the text and the match in it, also for
    further places of a secret, which ``check`` did not see. ``guard`` is a question about a text that many rules share:
    it is asked once of a text that holds a literal of one of them, and best stands in a module that imports little. Its
    answer is the ids of those that run, or yes or no for all.
    ``dense`` promises that the literal of a match stands in a run of 16 or more characters that tokens are made of
    (``core.needles.RUN``). ``shapes`` screen more closely where that costs nothing: see ``core.needles.Needle``.
    ``stored`` rules look at a text as the file has it, tags and unseen characters included: their literals are looked
    for in ``Segment.raw``, and the spans of their matches count there. ``printed`` rules look at outputs only. A
    ``second_opinion`` is silent on lines where another rule that shares one of its ``aliases`` found something.
    ``form_of`` is the id of the rule that this one is a form of: the same thing, written in another language or in
    another place. Reports and policies know it by that name.
    """

    id: str
    on: type
    severity: Severity
    confidence: Confidence
    category: Category
    title: str
    check: Callable[[Any], Iterable[Match]]
    references: References = msgspec.field(default_factory=References)
    doc_made: Callable[[], str] = str
    bad_made: Callable[[], Sequence[str | Example]] = tuple
    ok_made: Callable[[], Sequence[str | Example]] = tuple
    screen: tuple[str, ...] = ()
    caseless: bool = False
    aliases: tuple[str, ...] = ()
    precedence: int | None = None
    profile: str | None = None
    propose: Callable[[Segment, Match], Iterable[Proposal]] | None = None
    guard: Guard | None = None
    dense: bool = False
    shapes: tuple[str, ...] = ()
    stored: bool = False
    printed: bool = False
    second_opinion: bool = False
    form_of: str = ""

    # What people read is made when somebody reads it: a process that scans one notebook makes hundreds of rules.

    @once
    def bad(self) -> tuple[Example, ...]:
        """The examples in which the rule finds something."""
        return examples(self.bad_made())

    @once
    def ok(self) -> tuple[Example, ...]:
        """The examples in which the rule finds nothing."""
        return examples(self.ok_made())

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._paragraphs[0]

    @property
    def remedy(self) -> str:
        """What to do."""
        return " ".join(self._paragraphs[1:])

    @once
    def _paragraphs(self) -> list[str]:
        return [" ".join(p.split()) for p in inspect.cleandoc(self.doc_made()).split("\n\n")]

    @property
    def name(self) -> str:
        """What findings call it."""
        return self.form_of or self.id

    @property
    def names(self) -> frozenset[str]:
        """What policies and comments may call it; other tools' ids are ``aliases``."""
        return frozenset((self.id, self.name, self.category.value))

    @property
    def hides(self) -> bool:
        """Whether what it finds must not be shown: secrets and personal data."""
        return self.category in (Category.SECRETS, Category.PII)

    @property
    def info(self) -> RuleInfo:
        """The rule as reports show it."""
        return RuleInfo(
            id=self.id,
            title=self.title,
            category=self.category,
            severity=self.severity,
            confidence=self.confidence,
            why=self.why,
            remedy=self.remedy,
            references=self.references,
            help_uri=f"{DOCS}/{self.name}.md",
        )


# The lists of OWASP that rules refer to: machine learning, and language models, where each edition counts anew.
_EDITIONS = {"ML": ":2023", "LLM": ":2025"}


def rule(
    *,
    id: str,
    on: type,
    severity: Severity,
    confidence: Confidence,
    title: str = "",
    category: Category | None = None,
    cwe: int | Sequence[int] = (),
    owasp: Sequence[str] = (),
    atlas: Sequence[str] = (),
    bad: Sequence[str | Example] | Callable[[], Sequence[str | Example]] = (),
    ok: Sequence[str | Example] = (),
    screen: Sequence[str] = (),
    caseless: bool = False,
    aliases: Sequence[str] = (),
    precedence: int | None = None,
    profile: str | None = None,
    propose: Callable[[Segment, Match], Iterable[Proposal]] | None = None,
    guard: Guard | None = None,
    dense: bool = False,
    shapes: Sequence[str] = (),
    stored: bool = False,
    printed: bool = False,
    second_opinion: bool = False,
    form_of: str = "",
) -> Callable[[Callable[[Any], Iterable[Match]]], Rule]:
    """Declare a rule: the decorated function yields ``Match``es for one subject and does no I/O.

    Its docstring is what people read: the first paragraph says why it matters (two plain sentences at most), the
    second what to do. ``title`` names the thing in 60 characters at most and defaults to the id in words.
    ``category`` defaults to the name of the folder the module is in. ``aliases`` are the ids other tools use for the
    same thing (``B301``, ``S301``): their suppressions count. ``profile`` is the quietest profile in which the rule
    runs; by default it runs in all, and medium and more is shown in default, low in strict, info in audit. ``bad``
    may be a function where making the examples costs something. ``form_of`` is the id of a rule of the same category
    that people know this one by.
    """

    def declare(check: Callable[[Any], Iterable[Match]]) -> Rule:
        return Rule(
            id=_checked_id(id),
            on=on,
            severity=severity,
            confidence=confidence,
            category=category or Category(check.__module__.split(".")[-2]),
            title=title or id.replace("-", " ").capitalize(),
            check=check,
            references=References(
                cwe=[f"CWE-{number}" for number in ([cwe] if isinstance(cwe, int) else cwe)],
                owasp=[one + _EDITIONS.get(one.rstrip("0123456789"), "") for one in owasp],
                atlas=list(atlas),
            ),
            doc_made=lambda: check.__doc__ or "",
            bad_made=bad if callable(bad) else lambda: bad,
            ok_made=lambda: ok,
            screen=tuple(s.lower() if caseless else s for s in screen),
            caseless=caseless,
            aliases=tuple(aliases),
            precedence=precedence,
            profile=profile,
            propose=propose,
            guard=guard,
            dense=dense,
            shapes=tuple(shapes),
            stored=stored,
            printed=printed,
            second_opinion=second_opinion,
            form_of=form_of,
        )

    return declare


def quietest_profile(severity: Severity) -> str:
    """The quietest profile in which a finding of this severity is shown."""
    return next(profile for profile in PROFILES if severity.rank >= _LEAST[profile].rank)


def _checked_id(id: str) -> str:
    if not _ID.match(id):
        raise ValueError(f"rule id {id!r}: use lower-case words joined by hyphens")
    return id
