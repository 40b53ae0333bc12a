import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import { compactRows, type FormRow, type RowGroup, readRows } from '../../core/http/form-rows.ts'
import {
  checkbox,
  type FieldProblem,
  type FormReading,
  line,
  localisedFields,
  oneOf,
  optionalLine,
  optionalLocalDate,
  optionalText,
  optionalUrl,
  readForm,
} from '../../core/http/forms.ts'
import { currencies, parseAmount } from '../../core/money.ts'
import { mayShowEuEmblem, needsStatement } from './rules.ts'
import {
  type DocumentInput,
  type OrganisationInput,
  organisationKinds,
  type PartnerInput,
  type ProgrammeInput,
  type ProjectInput,
  projectStates,
} from './types.ts'

type Issues = { addIssue(issue: { code: 'custom'; path?: string[]; message: string }): void }

function oneLanguage(form: Readonly<Record<string, unknown>>, name: string, context: Issues): void {
  if (form[`${name}.cs`] !== '' || form[`${name}.en`] !== '') return
  context.addIssue({ code: 'custom', path: [`${name}.cs`], message: 'errors.oneLanguage' })
}

const optionalCountry = () =>
  z
    .string()
    .default('')
    .refine(code => code === '' || countryCodes.includes(code), 'errors.country')

const orNull = (date: string | undefined) => date ?? null

function optionalAmount() {
  return optionalLine(30).transform((text, context) => {
    if (text === '') return null
    const cents = parseAmount(text)
    if (cents !== undefined) return cents
    context.addIssue({ code: 'custom', message: 'errors.money' })
    return z.NEVER
  })
}

/** The organisation form. */
export const organisationForm = z
  .object({
    ...localisedFields('name', () => optionalLine(200)),
    kind: oneOf(organisationKinds),
    country: optionalCountry(),
    city: optionalLine(100),
    web: optionalUrl(),
    ...localisedFields('description', () => optionalText(3_000)),
  })
  .superRefine((form, context) => oneLanguage(form, 'name', context))
  .transform(
    (form): OrganisationInput => ({
      name: { cs: form['name.cs'], en: form['name.en'] },
      kind: form.kind,
      country: form.country || null,
      city: form.city || null,
      web: form.web || null,
      description: { cs: form['description.cs'], en: form['description.en'] },
    }),
  )

/** Which of my organisations something new belongs to: the slug, checked against what I may organise. */
export const organisationChoice = z.object({ organisation: line(100) })

/** The programme form; logos are kept as they are. */
export const programmeForm = z
  .object({
    ...localisedFields('name', () => optionalLine(200)),
    period: optionalLine(40),
    showsEuEmblem: checkbox(),
    ...localisedFields('statement', () => optionalText(1_000)),
    ...localisedFields('disclaimer', () => optionalText(1_000)),
  })
  .superRefine((form, context) => oneLanguage(form, 'name', context))
  .transform(
    (form): Omit<ProgrammeInput, 'logos'> => ({
      name: { cs: form['name.cs'], en: form['name.en'] },
      period: form.period || null,
      showsEuEmblem: form.showsEuEmblem,
      statement: { cs: form['statement.cs'], en: form['statement.en'] },
      disclaimer: { cs: form['disclaimer.cs'], en: form['disclaimer.en'] },
    }),
  )
  .superRefine((programme, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (needsStatement(programme)) refuse('statement.cs', 'errors.emblemStatement')
    if (programme.showsEuEmblem && !mayShowEuEmblem(programme)) refuse('showsEuEmblem', 'errors.emblemRefused')
  })

/** The repeated parts of the project form. */
export const partnerRows: RowGroup = { name: 'partner', fields: ['name', 'country', 'web', 'isLead'], max: 40 }
export const documentRows: RowGroup = { name: 'document', fields: ['cs', 'en', 'url'], max: 20 }

const partnerForm = z
  .object({ name: line(200), country: oneOf(countryCodes, 'errors.country'), web: optionalUrl(), isLead: checkbox() })
  .transform((row): PartnerInput => ({ ...row, web: row.web || null }))

const documentForm = z
  .object({ cs: optionalLine(200), en: optionalLine(200), url: optionalUrl() })
  .superRefine((row, context) => {
    if (row.cs !== '' || row.en !== '') return
    context.addIssue({ code: 'custom', path: ['cs'], message: 'errors.oneLanguage' })
  })
  .transform((row): DocumentInput => ({ title: { cs: row.cs, en: row.en }, url: row.url || null }))

const projectFields = z
  .object({
    ...localisedFields('name', () => optionalLine(300)),
    acronym: optionalLine(60),
    programme: optionalLine(100),
    registrationNumber: optionalLine(100),
    startsOn: optionalLocalDate().transform(orNull),
    endsOn: optionalLocalDate().transform(orNull),
    budget: optionalAmount(),
    euContribution: optionalAmount(),
    currency: oneOf(currencies),
    euFund: optionalLine(60),
    state: oneOf(projectStates),
    ...localisedFields('description', () => optionalText(5_000)),
    web: optionalUrl(),
    ...localisedFields('contact', () => optionalText(500)),
    evidenceUntil: optionalLocalDate().transform(orNull),
  })
  .superRefine((form, context) => {
    oneLanguage(form, 'name', context)
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (form.startsOn && form.endsOn && form.endsOn < form.startsOn) refuse('endsOn', 'errors.endBeforeStart')
    if (form.budget !== null && form.euContribution !== null && form.euContribution > form.budget)
      refuse('euContribution', 'errors.shareOverBudget')
  })

/** A project as it was typed; the programme still by its slug, '' for none. */
export type ProjectReading = Omit<ProjectInput, 'programmeId'> & { readonly programme: string }

/** Reads the project form with its partners and documents; empty rows are left out. */
export function readProjectForm(body: unknown): FormReading<ProjectReading> {
  const reading = readForm(projectFields, body)
  const values = compactRows(compactRows(reading.typed.values, partnerRows), documentRows)
  const typed = { ...reading.typed, values }
  const partners = readEach(values, partnerRows, partnerForm)
  const documents = readEach(values, documentRows, documentForm)
  const problems = [...(reading.ok ? [] : reading.problems), ...partners.problems, ...documents.problems]
  if (!reading.ok || problems.length > 0) return { ok: false, problems, typed }
  const form = reading.value
  const value: ProjectReading = {
    name: { cs: form['name.cs'], en: form['name.en'] },
    acronym: form.acronym || null,
    programme: form.programme,
    registrationNumber: form.registrationNumber || null,
    startsOn: form.startsOn,
    endsOn: form.endsOn,
    budgetCents: form.budget,
    euContributionCents: form.euContribution,
    currency: form.currency,
    euFund: form.euFund || null,
    state: form.state,
    description: { cs: form['description.cs'], en: form['description.en'] },
    web: form.web || null,
    contact: { cs: form['contact.cs'], en: form['contact.en'] },
    evidenceUntil: form.evidenceUntil,
    partners: partners.values,
    documents: documents.values,
  }
  return { ok: true, value, typed }
}

/** Reads each row with its own schema; a problem is named by the field of the whole form. */
function readEach<Schema extends z.ZodType>(
  body: unknown,
  group: RowGroup,
  schema: Schema,
): { values: z.output<Schema>[]; problems: FieldProblem[] } {
  const values: z.output<Schema>[] = []
  const problems: FieldProblem[] = []
  for (const [number, row] of readRows(body, group).entries()) {
    const reading = readForm(schema, withoutBlankBoxes(row))
    if (reading.ok) values.push(reading.value)
    else problems.push(...reading.problems.map(one => ({ ...one, field: `${group.name}.${number}.${one.field}` })))
  }
  return { values, problems }
}

/** A box that was not ticked is not sent; rows carry it as ''. */
function withoutBlankBoxes(row: FormRow): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([field, value]) => field !== 'isLead' || value !== ''))
}
