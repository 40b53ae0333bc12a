/** Segments of an address after which a secret stands: whoever has it is the person (core/log.ts knows the same). */
const secretSegment = /\/(r|invitations|delegations|calendar\/my|password-reset|ticket|unsubscribe)\/[^/?#\s]+/g
const ticketCode = /\bEVS1[.:][^\s]+/g

/** The text of a mail for the organiser's eyes: without what would let them act as its recipient. */
export function withoutSecretLinks(text: string): string {
  return text
    .replace(secretSegment, segment => `${segment.slice(0, segment.lastIndexOf('/'))}/…`)
    .replace(ticketCode, 'EVS1…')
}

/** A plain text as paragraphs of lines. */
export function paragraphsOf(text: string): string[][] {
  return text
    .split(/\n{2,}/)
    .map(paragraph => paragraph.split('\n').filter(line => line.trim() !== ''))
    .filter(lines => lines.length > 0)
}
