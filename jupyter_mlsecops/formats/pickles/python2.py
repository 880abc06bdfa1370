"""Names of Python 2 that unpicklers map to those of Python 3 while the protocol is below 3."""

from __future__ import annotations

from functools import cache

from .facts import Pair

# A line: the old module, the new one, then names that moved; old=new where the name changed too.
_NAMES = """
UserDict collections IterableUserDict=UserDict UserDict
UserList collections UserList
UserString collections UserString
__builtin__ builtins basestring=str long=int unichr=chr unicode=str xrange=range
__builtin__ sys intern
__builtin__ functools reduce
_multiprocessing multiprocessing.connection Connection
_socket socket fromfd
exceptions builtins ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning
exceptions builtins DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning
exceptions builtins GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError
exceptions builtins KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError
exceptions builtins PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StandardError=Exception
exceptions builtins StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError
exceptions builtins UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
exceptions builtins UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
itertools builtins ifilter=filter imap=map izip=zip
itertools itertools ifilterfalse=filterfalse izip_longest=zip_longest
multiprocessing multiprocessing.context AuthenticationError BufferTooShort ProcessError TimeoutError
multiprocessing.forking multiprocessing.popen_fork Popen
multiprocessing.process multiprocessing.context Process
socket socket _socketobject=SocketType
urllib urllib.error ContentTooShortError
urllib urllib.request getproxies pathname2url url2pathname urlcleanup urlopen urlretrieve
urllib urllib.parse quote quote_plus unquote unquote_plus urlencode
urllib2 urllib.error HTTPError URLError
whichdb dbm whichdb
"""

_MODULES = """
BaseHTTPServer=http.server CGIHTTPServer=http.server ConfigParser=configparser Cookie=http.cookies
Dialog=tkinter.dialog DocXMLRPCServer=xmlrpc.server FileDialog=tkinter.filedialog HTMLParser=html.parser Queue=queue
ScrolledText=tkinter.scrolledtext SimpleDialog=tkinter.simpledialog SimpleHTTPServer=http.server
SimpleXMLRPCServer=xmlrpc.server SocketServer=socketserver StringIO=io Tix=tkinter.tix Tkconstants=tkinter.constants
Tkdnd=tkinter.dnd Tkinter=tkinter UserDict=collections UserList=collections UserString=collections
__builtin__=builtins _abcoll=collections.abc _elementtree=xml.etree.ElementTree _winreg=winreg anydbm=dbm
cPickle=pickle cStringIO=io commands=subprocess cookielib=http.cookiejar copy_reg=copyreg dbhash=dbm.bsd
dbm=dbm.ndbm dumbdbm=dbm.dumb dummy_thread=_dummy_thread gdbm=dbm.gnu htmlentitydefs=html.entities
httplib=http.client markupbase=_markupbase repr=reprlib robotparser=urllib.robotparser test.test_support=test.support
thread=_thread tkColorChooser=tkinter.colorchooser tkCommonDialog=tkinter.commondialog
tkFileDialog=tkinter.filedialog tkFont=tkinter.font tkMessageBox=tkinter.messagebox
tkSimpleDialog=tkinter.simpledialog ttk=tkinter.ttk urllib2=urllib.request urlparse=urllib.parse whichdb=dbm
xmlrpclib=xmlrpc.client
"""


@cache
def _tables() -> tuple[dict[Pair, Pair], dict[str, str]]:
    names: dict[Pair, Pair] = {}
    for line in _NAMES.split("\n"):
        old, new, *moved = line.split() or ("", "")
        for name in moved:
            before, _, after = name.partition("=")
            names[Pair(old, before)] = Pair(new, after or before)
    return names, dict(entry.split("=", 1) for entry in _MODULES.split())


def renamed(pair: Pair) -> Pair:
    """What Python 3 imports for a name below protocol 3; the same name where it did not move.

    The union of the tables of CPython 3.10 to 3.13: a name that only some of them map is mapped.
    """
    names, modules = _tables()
    return names.get(pair) or Pair(modules.get(pair.module, pair.module), pair.name)
