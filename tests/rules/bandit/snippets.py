"""For every test of bandit that is kept, cells in which it finds something and cells in which it does not.

Both are shown to bandit's own command and to our adapter, which must agree.
"""

XML = "import xml.{0} as m\nm.{1}(file)\nm.unknown(file)\n"

SNIPPETS: dict[str, tuple[str, ...]] = {
    "B104": ("host = '0.0.0.0'\n'''0.0.0.0'''\nrun(host='0.0.0.0',\n    port=1)\n", "f'{a} 0.0.0.0'\n"),
    "B108": ("f = open('/tmp/é')\ng = ['/var/tmp/x', '/dev/shm', 'a/tmp']\n", "d = {'tmp': '/tmp'}\n"),
    "B110": ("try:\n    a()\nexcept:\n    pass\n", "try:\n    a()\nexcept ValueError:\n    pass\n"),
    "B112": ("for a in b:\n    try:\n        a()\n    except Exception:\n        continue\n",),
    "B311": (
        "import random\nx = random.random() + random.choice('ab')\nrandom.seed(1)\n",
        "from random import sample\nsample(a, 2)\n",
    ),
    "B313": (XML.format("etree.cElementTree", "fromstring"),),
    "B314": (
        XML.format("etree.ElementTree", "iterparse"),
        "from xml.etree.ElementTree import parse\np = [\n  parse(f),\n]\n",
    ),
    "B315": (XML.format("sax.expatreader", "create_parser"),),
    "B316": (XML.format("dom.expatbuilder", "parseString"),),
    "B317": (XML.format("sax", "make_parser"), "import xml.sax\nxml.sax.parse(f, h)\nsax.parse(f, h)\n"),
    "B318": (XML.format("dom.minidom", "parseString"),),
    "B319": (XML.format("dom.pulldom", "parse"),),
    "B411": ("import xmlrpc.client\n", "import os\nfrom xmlrpc import server\n", "m = __import__('xmlrpc')\n"),
    "B412": ("from wsgiref.handlers import CGIHandler\n", "from twisted.web.twcgi import CGIScript, CGIDirectory\n"),
    "B413": (
        "from Crypto.Cipher import AES\nimport Crypto.Hash\n",
        "import importlib\nimportlib.import_module('Crypto.IO')\n",
    ),
    "B415": ("import os, pyghmi.ipmi\n", "from pyghmi import x\n"),
    "B502": (
        "import ssl\nssl.wrap_socket(a,\n    ssl_version=ssl.PROTOCOL_SSLv2)\nf(method=ssl.PROTOCOL_TLSv1_2)\n",
        "from pyOpenSSL import SSL\nSSL.Context(method=SSL.SSLv23_METHOD)\nf(g(method=SSL.TLSv1_METHOD))\n",
    ),
    "B503": (
        "import ssl\nx = 1\ndef f(a, v=ssl.PROTOCOL_TLSv1):\n    return a\n\ndef g(a, v=ssl.PROTOCOL_TLS):\n    pass\n",
    ),
    "B504": ("import ssl\nssl.wrap_socket()\nssl.wrap_socket(a, ssl_version=ssl.PROTOCOL_TLS)\n",),
    "B505": (
        "from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa\ndsa.generate_private_key(key_size=512)\n"
        "rsa.generate_private_key(public_exponent=65537,\n    key_size=1024)\nrsa.generate_private_key(65537, 2048)\n"
        "ec.generate_private_key(ec.SECP192R1)\nec.generate_private_key(ec.SECP384R1)\n"
        "rsa.generate_private_key(65537, n)\n",
        "from Cryptodome.PublicKey import RSA\nk = RSA.generate(1024)\nk = RSA.generate(4096)\n",
    ),
    "B508": ("from pysnmp.hlapi import CommunityData\nCommunityData('a', mpModel=0)\nCommunityData('a', mpModel=2)\n",),
    "B509": ("import pysnmp.hlapi\npysnmp.hlapi.UsmUserData('a')\npysnmp.hlapi.UsmUserData(a, b, c)\n",),
    "B601": ("import paramiko\nc = paramiko.client.SSHClient()\nc.exec_command('ls')\nc.exec_command(x + 'é')\n",),
    "B604": ("run(x, shell=True)\nrun(x, shell=False)\ng(h(y,\n    shell=1))\n",),
    "B609": (
        "import os, subprocess\nos.system('tar xf *')\nos.system('ls *')\n"
        "subprocess.Popen('chown a *',\n    shell=True)\n",
        "from os import popen as p\np('rsync -a * there')\n",
    ),
    "B610": (
        "from django.contrib.auth.models import User\nUser.objects.extra(where=['a'])\n"
        "User.objects.extra(where=[x])\n"
        "User.objects.extra(select={'a': b})\n",
    ),
    "B611": ("from django.db.models.expressions import RawSQL\nRawSQL('a')\nq = RawSQL(a)\nRawSQL(sql='a' + b)\n",),
    "B612": ("import logging.config\nlogging.config.listen()\nlogging.config.listen(verify=f)\nsock.listen()\n",),
    "B703": (
        "from django.utils.safestring import mark_safe\nmark_safe('a')\nmark_safe('a' + b)\nx = 'a'\nmark_safe(x)\n"
        "mark_safe('%s' % b)\ndef f(a):\n    return mark_safe(a)\n",
    ),
    "B704": (
        "from markupsafe import Markup\nMarkup('a')\nMarkup(f'{a}')\n",
        "import flask as f\nf.Markup(a)\nf.Markup()\n",
    ),
}
