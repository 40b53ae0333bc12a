import type { MailReservation } from '../types/drawing.ts'

/**
 * schema.org EventReservation as JSON-LD, in the form that Gmail reads: its statuses have `http:`. No `<` is left in it,
 * so that nothing in it ends the script element. Nobody is named (`underName`): a mail repeats nothing that somebody typed
 * into a form (SEC-35).
 */
export function reservationJson({ number, isCancelled, event, ticket, manageUrl }: MailReservation): string {
  const json = {
    '@context': 'http://schema.org',
    '@type': 'EventReservation',
    reservationNumber: number,
    reservationStatus: `http://schema.org/${isCancelled ? 'Cancelled' : 'Confirmed'}`,
    reservationFor: {
      '@type': 'Event',
      name: event.name,
      startDate: event.startDate,
      endDate: event.endDate,
      url: event.url,
      location: { '@type': 'Place', name: event.place, address: event.address },
    },
    ...(ticket !== undefined && { ticketNumber: number, ticketToken: `qrCode:${ticket}` }),
    ...(manageUrl !== undefined && { modifyReservationUrl: manageUrl }),
  }
  return JSON.stringify(json).replace(/</g, '\\u003c')
}
