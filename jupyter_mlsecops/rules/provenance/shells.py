"""Shell lines beside Python: what becomes of their output, and how one is deleted."""

from __future__ import annotations

from ...sdk import IPYTHON, Applicability, Call, Proposal, Shell, Span, TextEdit

# Functions that hand back what a command printed.
OUTPUTS = (
    *("subprocess.check_output", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *(f"{root}.getoutput" for root in IPYTHON),
)


def returns_output(call: Call) -> bool:
    """Whether what the command prints is the value of the call, not shown by itself."""
    capture = call.keywords.get("capture_output") or call.keywords.get("stdout")
    return call.name in (*OUTPUTS, "os.popen") or (capture is not None and capture.constant is not None)


def is_captured(shell: Shell) -> bool:
    """Whether the notebook does not show what the line prints: ``x = !env``, a line of a file."""
    if shell.kind == "file":
        return True
    head = shell.cell.source[max(0, shell.start - 200) : shell.start].rpartition("\n")[2]
    return head.rstrip("!% \t").endswith("=")


def in_cell(shell: Shell, span: Span) -> Span:
    """A span of a shell line as one of its cell."""
    return span.shift(shell.start)


def without_line(shell: Shell) -> tuple[Proposal, ...]:
    """Delete the whole line; nothing where more than a sigil stands beside the command."""
    source = shell.cell.source
    start = source.rfind("\n", 0, shell.start) + 1
    end = source.find("\n", shell.start + len(shell.text))
    end = len(source) if end < 0 else end + 1
    head, tail = source[start : shell.start], source[shell.start + len(shell.text) : end]
    if head.strip("!% \t") or tail.strip():
        return ()
    if head[:1] in (" ", "\t") and not shell.is_script:  # in a block it may be the only statement
        at = start + len(head) - len(head.lstrip())
        edit = TextEdit(Span(at, shell.start + len(shell.text)), "pass", shell.cell.source_pointer)
    else:
        if end == len(source) and start and not tail:
            start -= 2 if source[:start].endswith("\r\n") else 1
        edit = TextEdit(Span(start, end), "", shell.cell.source_pointer)
    return (Proposal("Delete the line", Applicability.SAFE, (edit,)),)
