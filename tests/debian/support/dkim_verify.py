"""Verifies the DKIM signatures (RFC 6376) of mails without asking any name server.

stdin:  {"record": "v=DKIM1; k=rsa; p=…", "at": "<selector>._domainkey.<domain>", "mails": {"name": "<base64>", …}}
stdout: {"name": {"verified": true, "signed": ["from", …]}, …}
"""

import base64
import json
import sys

import dkim

asked = json.load(sys.stdin)


def dnsfunc(name, timeout=5):
    wanted = name.decode() if isinstance(name, bytes) else name
    return asked["record"].encode() if wanted.rstrip(".") == asked["at"] else None


def verify(mail):
    message = dkim.DKIM(mail)
    try:
        verified = message.verify(dnsfunc=dnsfunc)
    except dkim.DKIMException as error:
        return {"verified": False, "signed": [], "reason": f"{type(error).__name__}: {error}"}
    return {"verified": verified, "signed": [name.decode().lower() for name, _ in message.signed_headers]}


json.dump({name: verify(base64.b64decode(mail)) for name, mail in asked["mails"].items()}, sys.stdout)
