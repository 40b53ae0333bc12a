import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { isoWithOffset, type Instant } from '../../../core/time.ts'
import type { MailReservation } from '../../mail/types/drawing.ts'
import { hasPlace, hasTicket } from './facts.ts'
import { codeOf, isToFormer, linkOf, type Matter, whereOf } from './matter.ts'

/** The place as mail programs show it on a card: when it is confirmed, and that it is no more. */
export function reservationOf(matter: Matter): MailReservation | undefined {
  const { event, registration, mail, services, venue } = matter
  const isCancelled = registration.status === 'cancelled' || matter.kind === 'event-cancelled'
  if ((!hasPlace(matter) && !isCancelled) || isToFormer(matter)) return undefined
  const at = (instant: Instant) => isoWithOffset(instant, event.timeZone).replace(/(T\d\d:\d\d)(?=[+-])/, '$1:00')
  const [place = '', ...address] = whereOf(matter).split('\n')
  return {
    number: registration.reference,
    isCancelled,
    event: {
      name: readText(event.title, mail.locale),
      startDate: at(event.startsAt),
      endDate: at(event.endsAt),
      url: absolute(services.config.baseUrl, urls.event(mail.locale, event.slug)),
      place: venue ? readText(venue.name, mail.locale) : place,
      address: address.join(', ') || place,
    },
    ticket: hasTicket(matter) ? codeOf(matter) : undefined,
    manageUrl: isCancelled ? undefined : linkOf(matter, urls.mine),
  }
}
