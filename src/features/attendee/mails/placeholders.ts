import { absolute, urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import { formatDateTime } from '../../../core/time.ts'
import type { PlaceholderValues } from '../../mail/rules/wording.ts'
import { datesOf, isToFormer, linkOf, type Matter, positionOf, whenOf, whereOf } from './matter.ts'
import { isOff } from './words.ts'

/** What stands for the placeholders in a mail about a registration; who has none any more gets no private link. */
export function placeholdersOf(matter: Matter): PlaceholderValues {
  const { t, event, registration, hosts, mail, services } = matter
  const { offerExpiresAt } = registration
  const page = (path: string, label: string) => ({ href: absolute(services.config.baseUrl, path), label })
  const position = positionOf(matter)
  return {
    event: readText(event.title, mail.locale),
    dates: datesOf(matter),
    when: whenOf(matter),
    place: whereOf(matter),
    organisers: listNames(
      hosts.map(host => readText(host.name, mail.locale)),
      mail.locale,
    ),
    category: readText(registration.categoryName, mail.locale),
    reference: registration.reference,
    position: position === 0 ? '' : String(position),
    deadline: offerExpiresAt === null ? '' : formatDateTime(offerExpiresAt, event.timeZone, mail.locale),
    given_name: registration.givenName,
    family_name: registration.familyName,
    organisation: registration.organisation,
    link:
      isOff(matter) || isToFormer(matter)
        ? undefined
        : { href: linkOf(matter, urls.mine), label: t('attendee.mail.open') },
    event_link: page(urls.event(mail.locale, event.slug), t('attendee.mail.event')),
    agenda_link: page(urls.agenda(mail.locale, event.slug), t('attendee.programme.heading')),
  }
}
