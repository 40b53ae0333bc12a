import { textWithLanguage, readText, type Locale } from '../../../core/localised-text.ts'
import type { QrDrawing } from '../../../core/qr.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { Own } from '../types.ts'

interface Passage {
  readonly text: string
  readonly lang: Locale | undefined
}

/** The ticket of somebody who has a place. */
export interface TicketModel {
  readonly title: Passage
  readonly voice: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly qr: QrDrawing
  /** Short, to read aloud when the camera fails. */
  readonly reference: string
  readonly code: string
  readonly codeLabel: string
}

interface TicketData {
  readonly own: Own
  readonly venue: { readonly city: string; readonly country: string } | undefined
  readonly code: string
  readonly qr: QrDrawing
}

/** What the door reads, and what its holder wants to see on it. */
export function ticketOf(context: FrameContext, { own, venue, code, qr }: TicketData): TicketModel {
  const { t, locale } = context
  const { event, registration } = own
  const { dates, place } = eventWhen(context, event, venue)
  const { reference } = registration
  return {
    title: textWithLanguage(event.title, locale),
    voice: t('attendee.ticket.voice'),
    facts: [
      { label: t('attendee.ticket.when'), value: dates },
      { label: t('attendee.ticket.where'), value: place || t('attendee.ticket.online') },
      { label: t('attendee.ticket.who'), value: printedName(registration) },
      ...(registration.organisation === ''
        ? []
        : [{ label: t('registration.fields.organisation'), value: registration.organisation }]),
      { label: t('registration.fields.category'), value: readText(registration.categoryName, locale) },
    ],
    qr,
    reference,
    code,
    codeLabel: t('attendee.ticket.qr', { code: reference }),
  }
}
