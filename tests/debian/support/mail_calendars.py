"""Takes the calendar objects out of mails (RFC 2045), by a reader that leaves their bytes as they are.

stdin:  {"name": "<base64 of a mail>", …}
stdout: [["name, 3. text/calendar REQUEST", "<base64 of the calendar>"], …]
"""

import base64
import email
import email.policy
import json
import sys

found = []
for name, mail in json.load(sys.stdin).items():
    message = email.message_from_bytes(base64.b64decode(mail), policy=email.policy.default)
    for number, part in enumerate(message.walk(), 1):
        if part.get_content_type() in ("text/calendar", "application/ics"):
            method = part.get_param("method", failobj="")
            label = f"{name}, {number}. {part.get_content_type()} {method}".strip()
            found.append([label, base64.b64encode(part.get_payload(decode=True)).decode()])
json.dump(found, sys.stdout, ensure_ascii=False)
