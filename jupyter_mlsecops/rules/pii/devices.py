"""What a person's devices are known by: network addresses, places, and the user name in the path of a home folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jupyter_mlsecops.sdk import Confidence, Severity, regex

from .entity import Entity, Value
from .naming import spelled
from .phrases import Phrases
from .reading import Reading

_MAC = regex(r"(?<![0-9A-Za-z:-])(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])")
_MADE_UP = ("02:42:", "02-42-")
# The first digit stands before what is asked of its place: so the search goes from digit to digit.
_IPV4 = regex(r"[0-9](?<![A-Za-z0-9_.-][0-9])[0-9]{0,2}\.(?:[0-9]{1,3}\.){2}[0-9]{1,3}(?![A-Za-z0-9_-]|\.[0-9])")
_IPV6 = regex(
    r"[0-9A-Fa-f](?<![A-Za-z0-9_:.][0-9A-Fa-f])[0-9A-Fa-f]{0,3}:{1,2}"
    r"(?:(?:[0-9A-Fa-f]{1,4}:{1,2}){1,6}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}:)(?![A-Za-z0-9_:]|\.\w)"
)
_LOGGED = regex(r" (?:-|\S{1,32}) (?:-|\S{1,32}) \[")
_RESOLVERS = frozenset(("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9"))
_IP_NAMES = spelled(
    ("client ip", "user ip", "remote ip", "client", "remote addr", "remote address", "visitor", "visitor ip",
    "client address",
     "x forwarded for", "forwarded for", "ip address", "source ip", "src ip", "login ip", "last login", "peer ip",
     "customer ip",
     "user", "remote host", "remote", "ip", "ipv4", "ipv6", "ip addr", "adresse ip", "ip adresse", "dirección ip",
     "endereço ip", "indirizzo ip")
)  # fmt: skip
# In "users" and "clients" there are versions too.
_IP_PHRASES = Phrases([name for name in _IP_NAMES if name not in ("users", "clients", "visitors")])
_PLACE = regex(
    r"(?<![0-9A-Za-z_.])([+-]?[0-9]{1,2}\.[0-9]{4,15})([^0-9\n]{1,24}?)([+-]?[0-9]{1,3}\.[0-9]{4,15})"
    r"(?:°? ?[EW])?(?![0-9A-Za-z_.])"
)
_PERSONAL = spelled(
    ("home", "residence", "gps", "lives at", "last seen", "user location", "home location", "whereabouts",
     "last location", "last known location", "last position", "current location")
)  # fmt: skip
_PERSONAL_PHRASES = Phrases(_PERSONAL)
_HOME = regex(
    r"(?:(?<![A-Za-z0-9_.])/(?:home|Users)/|\b[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/))([A-Za-z][A-Za-z0-9_.-]{1,31})(?=[/\\])"
)
_SERVICES = frozenset(
    "jovyan root runner runneradmin ubuntu user users shared public default vscode ec2-user sagemaker-user hadoop "
    "conda docker app appuser airflow jenkins gitlab gitlab-runner travis circleci codespace azureuser username "
    "name yourname your_username me student admin administrator work workspace sagemaker databricks spark jupyter "
    "kaggle colab condauser build builder vagrant debian centos opc trusted-service-user nbuser cdsw anaconda "
    "linuxbrew site packages test tester testuser foo project projects runneruser datascience notebook notebooks "
    "guest".split()
)


def _macs(reading: Reading) -> Iterator[Value]:
    for match in _MAC.finditer(reading.text):
        octets = {match[0][k : k + 2].lower() for k in range(0, 17, 3)}
        # Without a letter it may be a row of figures; the same octet again and again is a pattern, not a card.
        # Docker and virtual machines make theirs up from the network's.
        is_card = len(octets) > 2 and any(c.isalpha() for c in match[0])
        if is_card and not match[0].lower().startswith(_MADE_UP):
            yield Value(match.start(), match.end())


def _hex_find(reading: Reading) -> Iterator[Value]:
    if reading.text.count(":") < 5 and reading.text.count("-") < 5:
        return
    if "hh:hh:hh:hh:hh:hh" in reading.hexes or "hh-hh-hh-hh-hh-hh" in reading.hexes:
        yield from _macs(reading)


def _ips(reading: Reading) -> Iterator[Value]:
    text, patterns = reading.text, [_IPV4] if reading.has_dotted else []
    if reading.has_coloned or ("::" in text and ("h:h" in reading.hexes or "h::h" in reading.hexes)):
        patterns.append(_IPV6)
    is_called = _IP_PHRASES.judge()
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not _is_public(match[0]):
                continue
            if (text[end : end + 1] == " " and _LOGGED.match(text, end)) or is_called(reading.names(start, end, 36)):
                yield Value(start, end)


@lru_cache(maxsize=512)
def _is_public(text: str) -> bool:
    import ipaddress  # not needed for most notebooks

    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.is_global and not address.is_multicast and text not in _RESOLVERS


def _places(reading: Reading) -> Iterator[Value]:
    is_called = _PERSONAL_PHRASES.judge()
    for match in _PLACE.finditer(reading.text):
        if abs(float(match[1])) > 90 or abs(float(match[3])) > 180:
            continue
        if is_called(reading.names(match.start(), match.end())):
            yield Value(match.start(), match.end())


def _paths(reading: Reading) -> Iterator[Value]:
    text = reading.text
    for match in _HOME.finditer(text):
        if match[1].lower() not in _SERVICES:
            yield Value(match.start(1), match.end(1))


_NETWORK = "Remove it or cut it to the network, and clear the output."

MAC = Entity(
    id="mac-address",
    label="MAC address",
    many="MAC addresses",
    why="A MAC address names one device, and with it the person who carries it.",
    remedy=_NETWORK,
    find=_hex_find,
    literals=(":", "-"),
    closer=("[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:", "(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}"),
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    bad=lambda: [
        "# %%\n!ifconfig\n# %% [output]\nether «3c:22:" + "fb:1a:9e:04»",
        "# %%\nrow\n# %% [output]\ndevice A4-AC\nmac «A4-AC-" + "11-CB-4B-22»",
    ],
    ok=("# 02:42:ac:11:00:02", "t = '12:34:56:78:90:12'", "# 00:00:00:00:00:00", "# 3c:22:fb:1a:9e:04:11:22"),
)
IP = Entity(
    id="ip-address",
    label="IP address",
    many="IP addresses",
    why="The address of a person's connection is personal data.",
    remedy=_NETWORK,
    find=_ips,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    gate=(*_IP_NAMES, "get", "post"),
    literals=("::",),
    closer=("[0-9A-Fa-f]::",),
    # Beside a long address there need be no long number.
    words=("client_ip", "IP addr", "ip_addr", "remote_addr"),
    bad=lambda: [
        "# %%\nrow\n# %% [output]\n2023-04-11 client_ip=«2a02:1d3:a807::6e94:" + "ff63»",
        "# %%\nrow\n# %% [output]\nclient_ip: «84.17." + "201.112»",
        "# %%\n!tail access.log\n# %% [output]\n«84.17."
        + '201.112» - - [10/Oct/2020:13:55:36] "GET / HTTP/1.0" 200 2326',
    ],
    ok=("client_ip = '10.0.0.1'", "client_ip = '203.0.113.7'", "server = '84.17.201.112'", "version = '1.2.3.4'"),
)
COORDINATES = Entity(
    id="home-coordinates",
    label="position of a person",
    many="positions of a person",
    why="The place where somebody lives or was last seen tells who it is.",
    remedy="Round it to two decimals, and clear the output.",
    find=_places,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    gate=_PERSONAL,
    bad=lambda: ["# %%\nrow\n# %% [output]\nhome_location: («48.20833, 16.37208»)"],
    ok=("center = [48.20833, 16.37208]",),
)
HOME = Entity(
    id="home-path",
    label="user name in a path",
    many="user names in paths",
    why="The path of a home folder tells the name of the person who ran the notebook.",
    remedy="Clear the output, or redact the name in it.",
    find=_paths,
    literals=("/home/", "Users"),
    printed=True,
    severity=Severity.INFO,
    bad=lambda: [
        "# %%\nf()\n# %% [output error]\nFile /home/«alovelace»/x.py in f",
        "# %%\nf()\n# %% [output]\nC:\\Users\\«alovelace»\\x",
    ],
    ok=("# %%\nf()\n# %% [output]\n/home/jovyan/x.py /Users/username/y", "open('/home/alovelace/x')"),
)
