"""What is encrypted badly, or not at all: keys, SSL versions, SNMP, IPMI."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Category, Confidence, Severity

from .row import Hit, Row

_LIBRARIES = ("Crypto", "Cryptodome", "cryptography")
_OLD = ("SSLv2", "SSLv3", "SSLv23_METHOD", "TLSv1")


def _by_size(hit: Hit) -> Severity:
    """Keys that one machine breaks in a day are worse than those that take an institute."""
    return Severity.HIGH if hit.level == "HIGH" else Severity.MEDIUM


ENCRYPTION = (
    Row(
        id="bandit-weak-key",
        form_of="weak-cipher",
        tests=("B505",),
        title="Key too short",
        why="Keys as short as this one can be computed from what is public, with hardware that can be rented.",
        remedy="Use 3072 bits for RSA and DSA, and a curve of 256 bits or Ed25519.",
        category=Category.CRYPTO,
        severity=Severity.HIGH,
        judge=_by_size,
        cwe=(326,),
        modules=_LIBRARIES,
        words=(("generate_private_key", "generate"),),
        bad=(
            "from cryptography.hazmat.primitives.asymmetric import rsa\nk = «rsa.generate_private_key(65537, 1024)»",
            "from Crypto.PublicKey import RSA\n# %%\nk = «RSA.generate(bits=512)»",
            "from Crypto.PublicKey.DSA import generate as make\n# %%\nk = «make(1024)»",
            "from cryptography.hazmat.primitives.asymmetric.rsa import *\nk = «generate_private_key(65537, 1024)»",
            "from cryptography.hazmat.primitives.asymmetric import ec\n"
            "k = «ec.generate_private_key(curve=ec.SECP192R1)»",
        ),
        ok=(
            "from cryptography.hazmat.primitives.asymmetric import rsa\nk = rsa.generate_private_key(65537, 3072)",
            "from Crypto.PublicKey import RSA\nk = RSA.generate(4096)",
            "from Crypto.PublicKey import RSA\nk = RSA.generate(bits)",
            "import cryptography\ntext = model.generate(512)",
        ),
    ),
    Row(
        id="bandit-ssl-version",
        form_of="weak-tls-version",
        tests=("B502",),
        title="Old SSL or TLS version asked for",
        why="SSL, TLS 1.0 and TLS 1.1 have known holes, through which others read what is sent.",
        remedy="Use ssl.create_default_context(), which takes the newest version that both sides know.",
        category=Category.NETWORK,
        severity=Severity.LOW,
        cwe=(327,),
        profile="audit",
        words=(("ssl_version", "method"), _OLD),
        bad=(
            "import ssl\ns = «ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_TLSv1)»",
            "from OpenSSL import SSL\nc = «SSL.Context(method=SSL.SSLv3_METHOD)»",
            "!ls\nimport ssl\ns = «connect('é', 443, ssl_version=ssl.PROTOCOL_SSLv3)»",
        ),
        ok=(
            "import ssl\ns = ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_TLSv1_2)",
            "import ssl\ns = ssl.create_default_context().wrap_socket(sock, server_hostname=host)",
            "# ssl_version=ssl.PROTOCOL_SSLv3 was wrong\nx = 'method=SSLv3_METHOD'",
        ),
    ),
    Row(
        id="bandit-ssl-default",
        form_of="weak-tls-version",
        tests=("B503",),
        title="Old SSL or TLS version as a default",
        why="Who calls this function without a version gets one with known holes.",
        remedy="Leave the version out and use ssl.create_default_context().",
        category=Category.NETWORK,
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        cwe=(327,),
        words=(("def ",), _OLD),
        bad=("import ssl\n\ndef connect(host, version=«ssl.PROTOCOL_SSLv3»):\n    return host",),
        ok=("import ssl\n\ndef connect(host, version=ssl.PROTOCOL_TLS_CLIENT):\n    return ssl.PROTOCOL_SSLv3",),
    ),
    Row(
        id="bandit-ssl-without-version",
        form_of="weak-tls-version",
        tests=("B504",),
        title="ssl.wrap_socket without a version",
        why="ssl.wrap_socket checks no certificate, and old versions of Python agree to an old protocol.",
        remedy="Use ssl.create_default_context().wrap_socket(sock, server_hostname=host).",
        category=Category.NETWORK,
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        cwe=(327, 295),
        modules=("ssl",),
        words=(("wrap_socket",),),
        bad=(
            "import ssl\ns = «ssl.wrap_socket(sock)»",
            "from ssl import wrap_socket as wrap\n# %%\ns = «wrap(sock)»",
        ),
        ok=("import ssl\ns = ssl.create_default_context().wrap_socket(sock, server_hostname=host)",),
    ),
    Row(
        id="bandit-snmp-version",
        tests=("B508",),
        title="SNMP version 1 or 2",
        why="SNMP before version 3 sends its password, the community, in the clear.",
        remedy="Use UsmUserData with an authentication and a privacy key, which is SNMP version 3.",
        category=Category.NETWORK,
        severity=Severity.MEDIUM,
        cwe=(319,),
        modules=("pysnmp",),
        words=(("CommunityData",),),
        bad=(
            "from pysnmp.hlapi import CommunityData\nd = «CommunityData('public', mpModel=0)»",
            "from pysnmp.hlapi import *\n# %%\nd = «CommunityData('public', mpModel=1)»",
        ),
        ok=("from pysnmp.hlapi import UsmUserData\nd = UsmUserData(user, key, private)",),
    ),
    Row(
        id="bandit-snmp-unencrypted",
        tests=("B509",),
        title="SNMP without encryption",
        why="Without a privacy key SNMP sends all that it reads and sets in the clear.",
        remedy="Pass the authentication and the privacy key: UsmUserData(name, authentication, privacy).",
        category=Category.NETWORK,
        severity=Severity.MEDIUM,
        cwe=(319,),
        modules=("pysnmp",),
        words=(("UsmUserData",),),
        bad=("import pysnmp.hlapi as snmp\nd = «snmp.UsmUserData(user, key)»",),
        ok=("import pysnmp.hlapi as snmp\nd = snmp.UsmUserData(user, key, private)",),
    ),
    Row(
        id="bandit-ipmi",
        tests=("B415",),
        title="IPMI connection",
        why="IPMI gives the hash of a password to everyone who asks, and some of its modes encrypt nothing.",
        remedy="Use Redfish over HTTPS, or keep IPMI inside a network of its own.",
        category=Category.NETWORK,
        severity=Severity.LOW,
        cwe=(319,),
        words=(("pyghmi",),),
        bad=("«from pyghmi.ipmi import command»", "x = 1\n«import pyghmi»"),
        ok=("# import pyghmi\nname = 'pyghmi'",),
    ),
    Row(
        id="bandit-pycrypto",
        tests=("B413",),
        title="PyCrypto imported",
        why="PyCrypto has had no updates since 2013 and has known holes; PyCryptodome has the same module names.",
        remedy="See that it is PyCryptodome that is installed, or use the cryptography package.",
        category=Category.CRYPTO,
        severity=Severity.INFO,
        confidence=Confidence.LOW,
        cwe=(1104,),
        words=(("Crypto",),),
        profile="audit",
        bad=("«from Crypto.Cipher import AES»", "«import Crypto.Random»"),
        ok=("from Cryptodome.Cipher import AES", "from cryptography.fernet import Fernet"),
    ),
)
