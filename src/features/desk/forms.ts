import { z } from 'zod'
import {
  checkbox,
  email,
  line,
  localDate,
  localisedFields,
  oneOf,
  optionalLine,
  wholeNumber,
} from '../../core/http/forms.ts'
import { slugFrom, slugShape } from '../../core/slugs.ts'
import { mailSecurities } from '../mail/types/standing.ts'

/** An address typed by hand; '' when it is to be made out of the title. */
function slug() {
  return optionalLine(80).pipe(z.string().refine(text => text === '' || slugShape.test(text), 'errors.slug'))
}

/** The form of a copy: which event, its new title and address, the first day, with satellites or without. */
export const copyForm = z
  .object({
    from: optionalLine(80).pipe(z.string().min(1, 'errors.choose')),
    ...localisedFields('title', () => optionalLine(200)),
    slug: slug(),
    startsOn: localDate(),
    withSatellites: checkbox(),
  })
  // Also when other fields are wrong: whoever mends a form wants to hear everything at once.
  .refine(form => form['title.cs'] !== '' || form['title.en'] !== '', {
    path: ['title.cs'],
    error: 'errors.oneLanguage',
    when: () => true,
  })
  .transform(form => ({
    from: form.from,
    title: { cs: form['title.cs'], en: form['title.en'] },
    slug: form.slug || slugFrom(form['title.cs'] || form['title.en']) || 'event',
    startsOn: form.startsOn,
    withSatellites: form.withSatellites,
  }))

/** The mended address of somebody whose mail did not arrive. */
export const addressForm = z.object({ email: email() })

/** A host name or an IP address, as mail programs ask for it: without a protocol, a path or a port. */
const hostShape =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$|^[0-9a-f:]+$/i

/** The mail server of an organisation. An empty password keeps the one that is stored. */
export const mailServerForm = z.object({
  host: line(253).pipe(z.string().regex(hostShape, 'errors.hostName').toLowerCase()),
  port: wholeNumber(1, 65_535),
  security: oneOf(mailSecurities),
  userName: optionalLine(200),
  // As it was typed: nothing is cut or cleaned.
  password: z.string({ error: 'errors.required' }).max(1_000, 'errors.tooLong').default(''),
  fromName: optionalLine(100),
  fromAddress: email(),
  isEnabled: checkbox(),
  version: wholeNumber(0, 1_000_000_000),
})
