"""What a file that lists packages says: a list of requirements, a project, a lock, an environment."""

from __future__ import annotations

import msgspec

from .dependency import Declared
from .shell.commands import Command
from .shell.installs import Install, Option
from .shell.words import Word
from .text import Span

_NOWHERE = Span(0, 0)


class Manifest(msgspec.Struct, frozen=True):
    """What such a file says, as values; whoever reads the file hands it in (see ``Engine.scan``).

    ``packages`` are in order of place. ``installs`` say the same in the words of commands, so that rules about commands
    hold for it: the options of the file, and the packages about whose source there may be something to say.
    ``problems`` are sentences about what could not be read; ``packages`` are then not all that the file names.
    """

    packages: tuple[Declared, ...] = ()
    installs: tuple[Install, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def command_lines(self) -> str:
        """The installs as they would be typed, for rules that are only asked where a word of theirs occurs."""
        lines = []
        for install in self.installs:
            options = (f"--{option.name} {option.value}" for option in install.options)
            lines.append(" ".join((install.tool, "install", *options, *(r.url for r in install.requirements if r.url))))
        return "\n".join(lines)


def install(tool: str, verb: str, packages: tuple[Declared, ...], options: tuple[Option, ...] = ()) -> Install:
    """What a file says as one command; a package from a URL whose content is fixed by a hash is left out."""
    command = Command((Word(tool, _NOWHERE), Word("install", _NOWHERE)), (), (), "", _NOWHERE)
    given = tuple(one.requirement for one in packages if not one.hashes or one.requirement.kind != "url")
    return Install(tool, verb, given, options, command)
