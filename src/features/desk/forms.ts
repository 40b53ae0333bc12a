import { z } from 'zod'
import { checkbox, email, localDate, localisedFields, optionalLine } from '../../core/http/forms.ts'
import { slugFrom, slugShape } from '../../core/slugs.ts'

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
