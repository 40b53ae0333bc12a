import type { MailDrawing, MailLink, MailParagraph } from '../types/drawing.ts'

/**
 * A drawing whose lines end well however narrow the mail program is: a range of times or days, a year and its hour, and
 * `e-mail` stay together, and no line begins with a dot between two facts. For html; plain text breaks its own lines.
 */
export function withGoodLineEnds(mail: MailDrawing): MailDrawing {
  const { hosts, voice, lead } = mail
  return {
    ...mail,
    hosts: hosts && kept(hosts),
    voice: voice && kept(voice),
    title: kept(mail.title),
    lead: { heading: kept(lead.heading), text: lead.text && kept(lead.text) },
    facts: mail.facts.map(({ label, value }) => ({ label, value: kept(value) })),
    paragraphs: mail.paragraphs.map(keptParagraph),
    ways: mail.ways?.map(keptParagraph),
    footer: mail.footer.map(keptParagraph),
  }
}

function keptParagraph(paragraph: MailParagraph): MailParagraph {
  if (typeof paragraph === 'string') return kept(paragraph)
  if ('link' in paragraph) {
    const { before, link, after } = paragraph
    return { before: kept(before), link: keptLink(link), after: kept(after) }
  }
  return paragraph.map(piece => (typeof piece === 'string' ? kept(piece) : keptLink(piece)))
}

/** An address that was typed stays as it is, to be copied. */
function keptLink({ href, label }: MailLink): MailLink {
  return { href, label: URL.canParse(label) ? label : kept(label) }
}

function kept(text: string): string {
  return text
    .replace(/(?<=\d\.?)–(?=\d)/g, '–\u2060')
    .replace(/(?<=\d{4}), (?=\d{1,2}[.:]\d{2}(?!\d))/g, ',\u00A0')
    .replace(/(?<![\p{L}\d./@-])e-(?=mail)/giu, '$&\u2060')
    .replace(/ · /g, '\u00A0· ')
}
