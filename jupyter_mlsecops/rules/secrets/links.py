"""What stands between the name of a credential and its value: ``=``, ``: str =``, ``</th><td>``, "is", a gap."""

from __future__ import annotations

import re

from jupyter_mlsecops.sdk import regex

_TAG = r"</?[A-Za-z][\w:.-]{0,20}(?:\s[^<>]{0,80})?>"


# A name, what links it to its value, and what the value begins with. After all other links come words that say what it
# is: "the password for the database: …"; each is taken whole, so that shorter ones are not tried. Letters that have no
# capitals are searched as they are: to compile them where case is ignored, each of them is looked at.
# What may come next is asked for before many ways are tried: behind the name, before its endings, behind spaces.
TAIL = regex(
    rf"""(?:key|token|secret|passw(?:or[dt]|d)?|passord|passphrase|passcode|(?<=mot[ _]de[ _])passe|
        (?<![A-Za-z])pass_?(?![A-Za-z])|pwd|(?<![A-Za-z])pw(?![A-Za-z])|kennwort|contrase(?:ñ|n)a|senha|
        wachtwoord|l(?-i:ö)senord|adgangskode|salasana|heslo|jelsz(?-i:ó)|parola|has(?-i:ł)[oa]|(?-i:ş)ifre|
        credential|bearer|authorization|login|identified[ ]by|api_hash|(?:(?<=[_-])pat|(?<=_)sk)(?![A-Za-z])|
        schl(?:ü|u|ue)ssel|(?:clé|clave|chave|chiave)[ ](?:d['’]?e?a?[ ]?(?:l['’])?)?(?:api|acc[eè]s\w{{0,3}})|
        ароль|окен|密码|密碼|密钥|金鑰|口令|令牌|パスワード|トークン|비밀번호|토큰)s?
    (?:[_-]?(?=[kivpdtslmeno\d])(?:key|id|value|val|prod(?:uction)?|dev(?:elopment)?|test|staging|live|main|primary|
        secondary|str(?:ing)?|text|env|default|old|new|[12]|v?\d{{1,3}})|)
    (?P<closers>(?:\\{{0,7}}["'`\])*]|__){{0,4}})
    (?=[\s,:：=+>|│┆→<%(.{{–—-]|(?-i:[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]))
    (?:(?=\s{{0,40}}<)(?P<tags>(?:\s{{0,40}}{_TAG}){{1,4}})|)
    (?:(?:,|[ ]?\{{|)\s{{1,40}}(?=["'tvcdsh])
        (?:(?:type|description|sensitive|help)\s?=\s?(?:[\w.]{{1,20}}|"[^"\n]{{0,80}}"),?\s{{1,40}}){{0,3}}
        ["']?(?:value|val|content|default)["']?[ ]?[:=]
      | [ \t]{{0,40}}(?![ \ta-z])(?:
          :[ ]?&?[A-Za-z_][\w.\[\]|]{{0,30}}[ ]{{0,2}}=(?!=)
        | (?:[:=][ ]?)?%[rs]["'],[ ]{{0,3}}(?=["'])
        | =[ ]?lambda[ ]?:[ ]?(?=[bfruBFRU]?["'])
        | [=:][ ]?(?:%s|\{{\w{{0,20}}\}})["'](?:[ ]?%[ ]?\(?|\.format\()(?=["'])
        | :=|[=-][=-]?>|==?|\+==?|[:：]|[|│┆→]|[-–—](?=[ ])|<<?-|%3[Dd]
        | (?-i:[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]){{1,6}}[:：]?(?=[ \t"'`A-Za-z0-9])
        | (?P<comma>,)
        | (?P<call>\((?=\s{{0,8}}[bfruBFRU]?["']))
        | \(\s{{0,8}}value[ ]?=[ ]?(?=[bfruBFRU]?["'])
        | \.(?:send_keys|fill|type|set_value|set_text)\((?=["'])
        | \([^()\n]{{0,60}}\)[ ]?(?:->[^:\n]{{1,40}})?:\s{{1,40}}return[ ](?=[bfruBFRU]?["'])
        | \((?=`)
        | \r?\n:(?=[ ])
        | (?P<element>>)(?=[^\s<>])
       )
      | [ \t]{{0,40}}[ ](?![ \t])(?:
          (?=[itawhlevsàcèéopäjnнквр])
          (?:is|to(?![ ](?:use|be)[ ])|as|was|has|with(?=[ ](?:the[ ])?value)|ist|lautet|auf|est|vaut|vale|sur|à|avec|
              es|en|a|con|como|com|su|è|é|op|på|är|na|jest|на|как|в|равен|равно)(?![\w-])
          (?:[ ](?:(?:the|den|la|el|o|il)[ ])?(?:value|wert|valeur|valore?|значение)(?!\w))?(?:[ ]?:)?
        | (?=[tdleoi])(?:the|den|la|el|o|il)[ ](?:value|wert|valeur|valore?)(?=[ ])
        | (?:or|\|\||\?\?)(?=[ ]["'])
       )
      | (?=[ ])(?:[ ](?:(?=(?P<said>[a-z\xdf-\xff]{{1,14}}))(?P=said)|\([^()\n]{{1,30}}\))){{1,5}}
        (?:[ ]?[:=](?=[\s"\'`])|[ ](?=[iwletèé])(?:is|was|ist|lautet|es|est|è|é|to)(?=[ ]))
      | (?P<gap>[ \t]{{1,40}}(?:--?[\w-]{{1,20}}(?:=\S{{1,80}})?[ ]){{0,3}}|[ \t]*\r?\n[ \t\r\n]{{0,40}})(?=\S)
      | (?(tags)(?=[^\s<])|(?!))
    )
    (?:[ ]?[A-Za-z_][\w.]{{0,60}}(?:\([^()\n]{{0,80}}\)|\[[^\[\]\n]{{0,80}}\])[ ]
        (?:or|\|\||if[ ][^\n"'\#]{{1,60}}[ ]else)[ ](?=["'])|)
    (?:(?<=:)(?P<below>\**[ \t]*(?:\r?\n[ \t>]{{0,8}}){{1,3}}(?:`{{3}}\w{{0,10}}\s{{1,3}})?)|)
    (?:(?=[ \t]{{0,3}}<)(?:[ \t]{{0,3}}{_TAG}){{1,3}}|)
    [ \t]{{0,40}}(?:\(?\\?\r?\n[ \t]{{1,40}}(?=[bfruBFRU]?["'])|)
    (?:[\[({{]{{1,2}}(?:(?=[ "'])|\s{{1,40}}(?=["']))|\*\*(?=[^*])|)[ ]?
    (?:(?P<wrap>[A-Za-z_][\w.]{{0,30}}\((?:default[ ]?=[ ]?)?(?=[bfruBFRU]?["']))|)
    (?:[bfrsuBFRU]{{1,2}}(?=["'])|)
    (?:(?P<open>\\{{0,7}}(?:\"{{3}}|'{{3}}|["'`]))\s?|)
    (?:(?=[abkst])
        (?:(?:Bearer|Basic|Token|Bot|Key|ApiKey|Api-Key)[ ]{{1,3}}(?:["'][ ]?\+[ ]?["'])?|(?:sso|api)-key[ ])|)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A name of a credential and all that stands before its value."""
