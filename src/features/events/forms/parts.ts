import { z } from 'zod'
import { email, localisedFields, oneOf, optionalLine, optionalText, optionalUrl } from '../../../core/http/forms.ts'
import { roles } from '../../accounts/types.ts'
import { type LinkInput, linkKinds, type SeriesInput } from '../types.ts'

type Issues = { addIssue(issue: { code: 'custom'; path?: string[]; message: string }): void }

function oneLanguage(form: Readonly<Record<string, unknown>>, name: string, context: Issues): void {
  if (form[`${name}.cs`] !== '' || form[`${name}.en`] !== '') return
  context.addIssue({ code: 'custom', path: [`${name}.cs`], message: 'errors.oneLanguage' })
}

/** A document or link of an event. */
export const linkForm = z
  .object({
    kind: oneOf(linkKinds),
    ...localisedFields('title', () => optionalLine(200)),
    url: optionalUrl().pipe(z.string().min(1, 'errors.required')),
  })
  .superRefine((form, context) => oneLanguage(form, 'title', context))
  .transform(
    (form): LinkInput => ({ kind: form.kind, title: { cs: form['title.cs'], en: form['title.en'] }, url: form.url }),
  )

/** What is said to guests of a cancelled event. */
export const cancellationForm = z
  .object(localisedFields('note', () => optionalText(1_000)))
  .transform(form => ({ cs: form['note.cs'], en: form['note.en'] }))

/** Somebody who gets a role at the event. */
export const teamForm = z.object({ email: email(), name: optionalLine(120), role: oneOf(roles) })

/** A series; its address is made out of the name. */
export const seriesForm = z
  .object({
    ...localisedFields('name', () => optionalLine(200)),
    ...localisedFields('description', () => optionalText(3_000)),
    plannedEditions: optionalLine(4).refine(text => text === '' || /^[1-9]\d{0,2}$/.test(text), 'errors.number'),
  })
  .superRefine((form, context) => oneLanguage(form, 'name', context))
  .transform(
    (form): Omit<SeriesInput, 'slug'> => ({
      name: { cs: form['name.cs'], en: form['name.en'] },
      description: { cs: form['description.cs'], en: form['description.en'] },
      plannedEditions: form.plannedEditions === '' ? null : Number(form.plannedEditions),
    }),
  )
