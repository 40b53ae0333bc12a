/** What a report is about. */
export interface Returned {
  readonly to: string
  readonly messageId: string
}

const crlf = (text: string) => `${text.trim().replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')}\r\n`

const ourHeaders = ({ to, messageId }: Returned) => `From: Clusters meet Regions <akce@example.org>
To: Jana =?utf-8?q?Nov=C3=A1kov=C3=A1?= <${to}>
Subject: =?utf-8?q?M=C3=A1te_m=C3=ADsto?=
Message-ID: ${messageId}
Date: Mon, 23 Nov 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8`

/** OpenSMTPD 6.8: multipart/mixed, and a status that says less than the text. */
export const openSmtpd = ({ to, messageId }: Returned) =>
  crlf(`Received: from localhost (localhost [local]) by mx.example.net (OpenSMTPD) with ESMTPA id 1; Mon, 23 Nov 2026
Subject: Delivery status notification: error
From: Mailer Daemon <MAILER-DAEMON@mx.example.net>
To: pozvanka@example.org
Date: Mon, 23 Nov 2026 09:00:01 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="12345/mx.example.net"

This is a MIME-encapsulated message.

--12345/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

${to}: 550 5.1.1 <${to}>: Recipient address rejected

    Below is a copy of the original message:

--12345/mx.example.net
Content-Description: Delivery Report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ${to}
Action: failed
Status: 5.0.0

--12345/mx.example.net
Content-Description: Message headers
Content-Type: text/rfc822-headers

${ourHeaders({ to, messageId })}

--12345/mx.example.net--`)

/** Postfix: multipart/report; `action` and `status` as wanted. */
export const postfix = (
  { to, messageId }: Returned,
  { action = 'failed', status = '5.1.1', said = `550 5.1.1 <${to}>: Recipient address rejected: User unknown` } = {},
) =>
  crlf(`Received: by mail.example.net (Postfix) id 4F1; Mon, 23 Nov 2026 10:00:02 +0100 (CET)
Date: Mon, 23 Nov 2026 10:00:02 +0100 (CET)
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounce@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F1.1/mail.example.net"
Content-Transfer-Encoding: 8bit
Message-Id: <20261123.4F1@mail.example.net>

This is a MIME-encapsulated message.

--4F1.1/mail.example.net
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This is the mail system at host mail.example.net.

<${to}>: host mx.example.com[192.0.2.5] said: ${said} (in reply to RCPT TO command)

--4F1.1/mail.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net
X-Postfix-Queue-ID: 4F1
X-Postfix-Sender: rfc822; bounce@example.org
Arrival-Date: Mon, 23 Nov 2026 10:00:01 +0100 (CET)

Final-Recipient: rfc822; ${to}
Original-Recipient: rfc822;${to}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; ${said}

--4F1.1/mail.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

${ourHeaders({ to, messageId })}

Na shledanou.

--4F1.1/mail.example.net--`)

/** Exchange Online: the report in base64, after a page of html, from a sender of its own. */
export const exchange = ({ to, messageId }: Returned) =>
  crlf(`From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.onmicrosoft.com>
To: <bounce@example.org>
Date: Mon, 23 Nov 2026 09:00:03 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_x"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-US
Message-ID: <x@example.onmicrosoft.com>
Subject: Undeliverable: =?utf-8?q?M=C3=A1te_m=C3=ADsto?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_000_x
Content-Type: multipart/alternative; differences=Content-Type; boundary="_001_x"

--_001_x
Content-Type: text/plain; charset="us-ascii"

Your message to ${to} couldn't be delivered. The mailbox is full.

--_001_x
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message to <b>${to}</b> couldn't be delivered.</p></body></html>

--_001_x--

--_000_x
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

${Buffer.from(
  `Reporting-MTA: dns;VI1PR01.eurprd01.prod.exchangelabs.com\r\nReceived-From-MTA: dns;mail.example.org\r\nArrival-Date: Mon, 23 Nov 2026 09:00:02 +0000\r\n\r\nFinal-Recipient: rfc822;${to}\r\nAction: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp;554 5.2.2 mailbox full;\r\n STOREDRV.Deliver.Exception:QuotaExceededException\r\n`,
).toString('base64')}

--_000_x
Content-Type: message/rfc822

${ourHeaders({ to, messageId })}

--_000_x--`)

/** Gmail: the report beside pictures, the code also in words, the address in a header of its own. */
export const gmail = ({ to, messageId }: Returned) =>
  crlf(`Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: bounce@example.org
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: ${messageId}
In-Reply-To: ${messageId}
X-Failed-Recipients: ${to}
Message-ID: <6561.gmr@mx.google.com>
MIME-Version: 1.0
Content-Type: multipart/report; boundary="000000000000ab"; report-type=delivery-status

--000000000000ab
Content-Type: multipart/related; boundary="000000000000ac"

--000000000000ac
Content-Type: multipart/alternative; boundary="000000000000ad"

--000000000000ad
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to ${to} because the address couldn't be found. 550 5.1.1 The email account does not exist.

--000000000000ad--

--000000000000ac
Content-Type: image/png; name="icon.png"
Content-Disposition: attachment; filename="icon.png"
Content-Transfer-Encoding: base64
Content-ID: <icon.png>

iVBORw0KGgo=
--000000000000ac--

--000000000000ab
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Mon, 23 Nov 2026 01:00:02 -0800 (PST)
X-Original-Message-ID: ${messageId}

Final-Recipient: rfc822; ${to}
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.27, the server for the domain gmail.com.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
 550-5.1.1 double-checking the recipient's email address for typos.
Last-Attempt-Date: Mon, 23 Nov 2026 01:00:03 -0800 (PST)

--000000000000ab
Content-Type: message/rfc822

${ourHeaders({ to, messageId })}

--000000000000ab--`)

/** qmail: words alone. */
export const qmail = ({ to, messageId }: Returned) =>
  crlf(`Date: 23 Nov 2026 09:00:04 -0000
From: MAILER-DAEMON@old.example.net
To: bounce@example.org
Subject: failure notice

Hi. This is the qmail-send program at old.example.net (192.0.2.10).
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

${ourHeaders({ to, messageId })}

Na shledanou.`)

/** Exim of old: words alone, without an enhanced status. */
export const exim = ({ to }: Returned) =>
  crlf(`X-Failed-Recipients: ${to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@exim.example.net>
To: bounce@example.org
Subject: Mail delivery failed: returning message to sender
Date: Mon, 23 Nov 2026 09:00:05 +0000

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${to}
    host mx.example.com [192.0.2.5]
    SMTP error from remote mail server after RCPT TO:<${to}>:
    550 unknown user`)

/** An absence note, as RFC 3834 wants it: to the envelope sender, from nobody. It speaks of dates and numbers. */
export const vacation = (to: string) =>
  crlf(`From: Jana <${to}>
To: bounce@example.org
Subject: Auto: =?utf-8?q?nejsem_v_kancel=C3=A1=C5=99i?=
Auto-Submitted: auto-replied (vacation)
Precedence: bulk
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Do 5.1.24 jsem pryč, volejte 550 user support nebo 5.1.1.`)

/** A complaint of a mailbox provider (RFC 5965). */
export const complaint = ({ to, messageId }: Returned, { from = '', sort = 'abuse' } = {}) =>
  crlf(`From: <fbl@provider.example.com>
Date: Mon, 23 Nov 2026 09:00:06 +0000
Subject: FW: report
To: <fbl@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

--arf
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message received from 192.0.2.1.

--arf
Content-Type: message/feedback-report

Feedback-Type: ${sort}
User-Agent: SomeGenerator/1.0
Version: 1${from === '' ? '' : `\nOriginal-Mail-From: <${from}>`}

--arf
Content-Type: message/rfc822
Content-Disposition: inline

${ourHeaders({ to, messageId })}

Spam!

--arf--`)

/** What an answer of a calendar is made of; all of it can be wrong. */
export interface ReplyParts {
  readonly uid: string
  readonly attendee: string
  readonly organizer: string
  readonly decision?: string
  readonly method?: string
  readonly parameter?: string
  readonly sequence?: number
  readonly stamp?: string
  readonly headers?: string
  readonly more?: string
}

/** The answer as Google, Outlook and Thunderbird send it: words, and a calendar part (RFC 6047). */
export function reply({
  uid,
  attendee,
  organizer,
  decision = 'ACCEPTED',
  method = 'REPLY',
  parameter = method,
  sequence = 0,
  stamp = '20261123T090000Z',
  headers = '',
  more = '',
}: ReplyParts): string {
  const calendar = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Corp.//Calendar//EN
METHOD:${method}
BEGIN:VEVENT
UID:${uid}
DTSTAMP:${stamp}
SEQUENCE:${sequence}
ORGANIZER:mailto:${organizer}
${attendeeLine(attendee, decision)}
DTSTART:20270913T070000Z
DTEND:20270915T150000Z
SUMMARY:Clusters meet Regions
${more}END:VEVENT
END:VCALENDAR`
  return crlf(`From: Jana <jana@example.org>
To: <${organizer}>
Subject: Accepted: Clusters meet Regions
Date: Mon, 23 Nov 2026 09:00:07 +0000
${headers}MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="rrr"

--rrr
Content-Type: text/plain; charset=utf-8

Jana accepted.

--rrr
Content-Type: text/calendar; charset=utf-8; method=${parameter}
Content-Transfer-Encoding: base64

${Buffer.from(crlf(calendar)).toString('base64').replace(/.{76}/g, '$&\n')}

--rrr--`)
}

function attendeeLine(attendee: string, decision: string): string {
  return attendee.includes(':') ? attendee : `ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=${decision}:mailto:${attendee}`
}
