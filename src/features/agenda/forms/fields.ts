import type { z } from 'zod'
import { compactRows, type FormRow, isFilledRow, type RowGroup, readRows } from '../../../core/http/form-rows.ts'
import { type FieldProblem, optionalLine, optionalUrl } from '../../../core/http/forms.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { NamedLink } from '../types.ts'

/** The links of a session or of a speaker: repeated rows. */
export const linkRows: RowGroup = { name: 'link', fields: ['url', 'title'], max: 40 }

type Values = Readonly<Record<string, string>>

/** Refuses a text that is empty in both languages. */
export function needsOneLanguage(
  field: string,
  form: Readonly<Record<string, unknown>>,
  context: Pick<z.RefinementCtx, 'addIssue'>,
): void {
  if (form[`${field}.cs`] !== '' || form[`${field}.en`] !== '') return
  context.addIssue({ code: 'custom', path: [`${field}.cs`], message: 'errors.oneLanguage' })
}

/** Empty languages are left out, so that what is stored is what somebody wrote. */
export function written(cs: string, en: string): LocalisedText {
  return { ...(cs === '' ? {} : { cs }), ...(en === '' ? {} : { en }) }
}

/** The values of a form whose empty rows are gone, so that numbers in messages are those on the page. */
export function withoutEmptyRows(values: Values, groups: readonly RowGroup[]): Record<string, string> {
  // A role alone is what the list of roles shows before anybody chose.
  const isFilled = (row: FormRow) => isFilledRow({ ...row, role: '' })
  return groups.reduce((kept, group) => compactRows(kept, group, isFilled), { ...values })
}

/** The links typed into the rows of a form, and what is wrong with them; an empty row is no link. */
export function readLinks(values: Values): { links: NamedLink[]; problems: FieldProblem[] } {
  const links: NamedLink[] = []
  const problems: FieldProblem[] = []
  for (const [number, row] of readRows(values, linkRows).entries()) {
    const url = optionalUrl().safeParse(row['url'])
    const title = optionalLine(200).safeParse(row['title'])
    const refuse = (field: string, message: string, max?: number) =>
      problems.push({ field: `link.${number}.${field}`, message, ...(max && { values: { max } }) })
    if (!title.success) refuse('title', 'errors.tooLong', 200)
    if (!url.success) refuse('url', 'errors.url')
    else if (url.data === '' && row['title']?.trim()) refuse('url', 'errors.required')
    else if (url.data !== '' && title.success) links.push({ url: url.data, title: title.data })
  }
  return { links, problems }
}
