"""Judges calendar objects by three readers that have nothing in common with the writer.

stdin:  {"name": "<base64 of the bytes>", …}
stdout: {"name": ["libical: …", "icalendar: …", "vobject: …"], …}, only what has findings
"""

import base64
import ctypes
import json
import sys
import warnings

import icalendar
import vobject

warnings.filterwarnings("ignore")

# RFC 5545 §3.6: what a component must have, and what it may have once at most.
REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VALARM": {"ACTION", "TRIGGER"},
}
SEVERAL = {
    "ATTACH", "ATTENDEE", "CATEGORIES", "COMMENT", "CONFERENCE", "CONTACT", "EXDATE", "IMAGE", "RDATE", "RELATED-TO",
    "RESOURCES", "REQUEST-STATUS", "TZNAME",
}


def load_libical():
    library = ctypes.CDLL("libical.so.3")
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalrestriction_check.restype = ctypes.c_int
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    library.icalcomponent_count_errors.restype = ctypes.c_int
    library.icalcomponent_count_errors.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    return library


LIBICAL = load_libical()


def by_libical(data):
    component = LIBICAL.icalparser_parse_string(data)
    if not component:
        return ["not a calendar"]
    try:
        holds = LIBICAL.icalrestriction_check(component)
        if holds and LIBICAL.icalcomponent_count_errors(component) == 0:
            return []
        written = LIBICAL.icalcomponent_as_ical_string(component).decode("utf-8", "replace").replace("\r\n ", "")
        errors = sorted({line for line in written.split("\r\n") if line.startswith("X-LIC-ERROR")})
        return errors or ["icalrestriction_check does not hold"]
    finally:
        LIBICAL.icalcomponent_free(component)


def by_icalendar(data):
    findings = set()
    calendars = icalendar.Calendar.from_ical(data, multiple=True)
    if len(calendars) != 1:
        findings.add(f"{len(calendars)} calendars")
    for calendar in calendars:
        for part in calendar.walk():
            findings.update(f"{part.name}: {name}: {message}" for name, message in part.errors)
            findings.update(f"{part.name} without {name}" for name in REQUIRED.get(part.name, set()) - set(part))
            for name, value in part.items():
                if isinstance(value, list) and name not in SEVERAL and not name.startswith("X-"):
                    findings.add(f"{part.name}: {name} {len(value)} times")
            if "DTEND" in part and "DURATION" in part:
                findings.add(f"{part.name}: DTEND and DURATION")
    # What it writes again it must read again.
    icalendar.Calendar.from_ical(calendars[0].to_ical())
    return sorted(findings)


def by_vobject(data):
    for calendar in vobject.readComponents(data.decode("utf-8")):
        calendar.validate(raiseException=True)
        for event in calendar.contents.get("vevent", []):
            event.dtstart.value, event.summary.value  # read, because vobject reads late
        calendar.serialize()
    return []


def judge(data):
    findings = []
    for name, oracle in (("libical", by_libical), ("icalendar", by_icalendar), ("vobject", by_vobject)):
        try:
            findings += [f"{name}: {finding}" for finding in oracle(data)]
        except Exception as error:
            findings.append(f"{name}: {type(error).__name__}: {error}")
    return findings


found = {name: judge(base64.b64decode(data)) for name, data in json.load(sys.stdin).items()}
json.dump({name: findings for name, findings in found.items() if findings}, sys.stdout, ensure_ascii=False)
