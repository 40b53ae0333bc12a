import { countryName } from '../../core/countries.ts'
import { type RowGroup, readRows, rowValues } from '../../core/http/form-rows.ts'
import type { FormModel } from '../../core/http/forms.ts'
import { type Head, page } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import { type LocalisedText, type Locale, readText } from '../../core/localised-text.ts'
import type { Translate } from '../../core/messages.ts'
import { formatDateRange } from '../../core/time.ts'
import { documentRows, partnerRows } from './forms.ts'
import type {
  OrganisationKind,
  OrganisationRow,
  ProgrammeRow,
  ProjectDetails,
  ProjectState,
  ProjectSummary,
} from './types.ts'

export interface Option {
  readonly value: string
  readonly label: string
}

export interface ProjectListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly newHref: string
  readonly programmesHref: string
  readonly projects: readonly {
    readonly name: string
    readonly href: string
    readonly organisation: string
    readonly programme: string
    readonly duration: string
    readonly state: ProjectState
  }[]
}

export const projectListPage = page<ProjectListModel>('directory/organiser/projects')

/** The rows of the organiser's list of projects. */
export function projectLines(locale: Locale, projects: readonly ProjectSummary[]): ProjectListModel['projects'] {
  return projects.map(project => ({
    name: project.acronym ?? readText(project.name, locale),
    href: organiserProject(locale, project.slug),
    organisation: readText(project.organisationName, locale),
    programme: readText(project.programmeName, locale),
    duration: project.startsOn && project.endsOn ? formatDateRange(project.startsOn, project.endsOn, locale) : '',
    state: project.state,
  }))
}

/** The address of a project on the organiser side. */
export function organiserProject(locale: Locale, slug: string): string {
  return urls.organiserPart(locale, `projects/${slug}`)
}

export interface ProjectFormModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly heading: string
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly partnerCount: number
  readonly documentCount: number
  readonly programmes: readonly Option[]
  readonly countries: readonly Option[]
  readonly states: readonly Option[]
  readonly currencies: readonly Option[]
  /** Offered when a new project is made and there is a choice. */
  readonly organisations: readonly Option[]
  readonly publicHref: string | undefined
}

export const projectFormPage = page<ProjectFormModel>('directory/organiser/project')

/** The names of the fields for the error summary. */
export function projectLabels(t: Translate, form: FormModel): Record<string, string> {
  const plain = [
    'registrationNumber',
    'startsOn',
    'endsOn',
    'budget',
    'euContribution',
    'web',
    'evidenceUntil',
  ] as const
  const labels: Record<string, string> = { 'name.cs': t('directory.project.name') }
  for (const name of plain) labels[name] = t(`directory.project.${name}`)
  const numbered = (group: RowGroup, label: (number: number) => string) => {
    for (const number of readRows(form.values, group).keys())
      for (const field of group.fields) labels[`${group.name}.${number}.${field}`] = label(number + 1)
  }
  numbered(partnerRows, number => t('directory.project.partnerNumber', { number }))
  numbered(documentRows, number => t('directory.project.documentNumber', { number }))
  return labels
}

/** What stands in the form of a project before anybody types. */
export function projectValues({ project, programme, partners, documents }: ProjectDetails): Record<string, string> {
  return {
    ...textValues('name', project.name),
    ...textValues('description', project.description),
    ...textValues('contact', project.contact),
    acronym: project.acronym ?? '',
    programme: programme?.slug ?? '',
    registrationNumber: project.registrationNumber ?? '',
    startsOn: project.startsOn ?? '',
    endsOn: project.endsOn ?? '',
    budget: amount(project.budgetCents),
    euContribution: amount(project.euContributionCents),
    currency: project.currency,
    euFund: project.euFund ?? '',
    state: project.state,
    web: project.web ?? '',
    evidenceUntil: project.evidenceUntil ?? '',
    ...rowValues(
      partnerRows,
      partners.map(({ name, country, web, isLead }) => ({
        name,
        country,
        web: web ?? '',
        isLead: isLead ? 'yes' : '',
      })),
    ),
    ...rowValues(
      documentRows,
      documents.map(({ title, url }) => ({ cs: title.cs ?? '', en: title.en ?? '', url: url ?? '' })),
    ),
  }
}

function textValues(name: string, text: LocalisedText): Record<string, string> {
  return { [`${name}.cs`]: text.cs ?? '', [`${name}.en`]: text.en ?? '' }
}

function amount(cents: number | null): string {
  if (cents === null) return ''
  return cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2)
}

export interface OrganisationListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly newHref: string | undefined
  readonly organisations: readonly {
    readonly name: string
    readonly href: string
    readonly kind: OrganisationKind
    readonly place: string
  }[]
}

export const organisationListPage = page<OrganisationListModel>('directory/organiser/organisations')

/** The rows of the organiser's list of organisations. */
export function organisationLines(
  locale: Locale,
  organisations: readonly OrganisationRow[],
): OrganisationListModel['organisations'] {
  return organisations.map(organisation => ({
    name: readText(organisation.name, locale),
    href: urls.organiserPart(locale, `organisations/${organisation.slug}`),
    kind: organisation.kind,
    place: [organisation.city ?? '', organisation.country ? countryName(organisation.country, locale) : '']
      .filter(part => part !== '')
      .join(', '),
  }))
}

export interface OrganisationFormModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly heading: string
  readonly form: FormModel
  readonly kinds: readonly Option[]
  readonly countries: readonly Option[]
  readonly publicHref: string | undefined
  /** For owners alone. */
  readonly teamHref: string | undefined
  /** Owners only. */
  readonly mailServerHref: string | undefined
}

export const organisationFormPage = page<OrganisationFormModel>('directory/organiser/organisation')

/** What stands in the form of an organisation before anybody types. */
export function organisationValues(organisation: OrganisationRow): Record<string, string> {
  return {
    ...textValues('name', organisation.name),
    kind: organisation.kind,
    country: organisation.country ?? '',
    city: organisation.city ?? '',
    web: organisation.web ?? '',
    ...textValues('description', organisation.description),
  }
}

export interface ProgrammeListModel {
  readonly head: Head
  readonly flash: string | undefined
  /** Administrators only. */
  readonly newHref: string | undefined
  readonly programmes: readonly {
    readonly name: string
    readonly href: string | undefined
    readonly period: string
    readonly statement: string
    readonly showsEuEmblem: boolean
  }[]
}

export const programmeListPage = page<ProgrammeListModel>('directory/organiser/programmes')

/** The rows of the list of programmes; links for those who may edit them. */
export function programmeLines(
  locale: Locale,
  programmes: readonly ProgrammeRow[],
  mayEdit: boolean,
): ProgrammeListModel['programmes'] {
  return programmes.map(programme => ({
    name: readText(programme.name, locale),
    href: mayEdit ? urls.organiserPart(locale, `programmes/${programme.slug}`) : undefined,
    period: programme.period ?? '',
    statement: readText(programme.statement, locale),
    showsEuEmblem: programme.showsEuEmblem,
  }))
}

export interface ProgrammeFormModel {
  readonly head: Head
  readonly heading: string
  readonly form: FormModel
}

export const programmeFormPage = page<ProgrammeFormModel>('directory/organiser/programme')

/** What stands in the form of a programme before anybody types. */
export function programmeValues(programme: ProgrammeRow): Record<string, string> {
  return {
    ...textValues('name', programme.name),
    period: programme.period ?? '',
    showsEuEmblem: programme.showsEuEmblem ? 'yes' : '',
    ...textValues('statement', programme.statement),
    ...textValues('disclaimer', programme.disclaimer),
  }
}
