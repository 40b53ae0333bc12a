import { countryName } from '../../../core/countries.ts'
import { type Head, page, type PublicityStrip } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { safeHtml } from '../../../core/markdown.ts'
import { formatMoney } from '../../../core/money.ts'
import { formatMonth } from '../../../core/time.ts'
import type {
  ProjectDetails,
  ProjectRow,
  ProjectState,
  ProjectStatistics,
  ProjectSummary,
} from '../../directory/types.ts'
import { projectStates } from '../../directory/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Passage } from './event.ts'
import { type EventMention, mention } from './mentions.ts'

interface StateLink {
  readonly state: ProjectState
  readonly count: number
  readonly href: string
  readonly current: boolean
}

export interface ProjectsModel {
  readonly head: Head
  readonly search: string
  readonly states: readonly StateLink[]
  readonly allHref: string
  readonly isAll: boolean
  /** Share of approved projects in per cent. */
  readonly success: number | undefined
  readonly projects: readonly {
    readonly name: Passage
    readonly acronym: string | undefined
    readonly href: string
    readonly programme: string
    readonly period: string
    readonly state: ProjectState
  }[]
}

export const projectsPage = page<ProjectsModel>('portal/projects')

/** The list of projects, narrowed to a state when the address says so. */
export function projectsModel(
  { t, locale }: FrameContext,
  { projects, statistics }: { projects: readonly ProjectSummary[]; statistics: ProjectStatistics },
  filter: { readonly search: string; readonly state: string },
): ProjectsModel {
  const chosen = projectStates.find(state => state === filter.state)
  const shown = chosen ? projects.filter(project => project.state === chosen) : projects
  return {
    head: { title: t('portal.projects.title'), section: 'projects', description: t('portal.projects.lead') },
    states: projectStates
      .filter(state => statistics.states[state] > 0)
      .map(state => ({
        state,
        count: statistics.states[state],
        href: urls.projects(locale, { q: filter.search, state }),
        current: state === chosen,
      })),
    search: filter.search,
    allHref: urls.projects(locale, { q: filter.search }),
    isAll: chosen === undefined,
    success: statistics.successRate === undefined ? undefined : Math.round(statistics.successRate * 100),
    projects: shown.map(project => ({
      name: textWithLanguage(project.name, locale),
      acronym: project.acronym ?? undefined,
      href: urls.project(locale, project.slug),
      programme: readText(project.programmeName, locale),
      period: periodOf(project, locale),
      state: project.state,
    })),
  }
}

/** “leden 2010 – prosinec 2012”; one end alone where only that is known. */
function periodOf({ startsOn, endsOn }: Pick<ProjectRow, 'startsOn' | 'endsOn'>, locale: Locale): string {
  const months = [startsOn, endsOn].flatMap(date => (date === null ? [] : formatMonth(date, locale)))
  return [...new Set(months)].join(' – ')
}

export interface ProjectModel {
  readonly head: Head
  readonly name: Passage
  readonly acronym: string | undefined
  readonly state: ProjectState
  readonly facts: {
    readonly programme: string
    readonly registrationNumber: string | undefined
    readonly period: string
    readonly budget: string | undefined
    readonly contribution: string | undefined
    readonly fund: string | undefined
    readonly web: string | undefined
    readonly contact: string
    readonly organisation: { readonly name: string; readonly href: string }
  }
  readonly descriptionHtml: string
  readonly partners: readonly {
    readonly name: string
    readonly country: string
    readonly web: string | undefined
    readonly href: string | undefined
    readonly isLead: boolean
  }[]
  readonly documents: readonly { readonly title: Passage; readonly url: string | undefined }[]
  readonly events: readonly EventMention[]
  readonly publicity: readonly PublicityStrip[]
}

export const projectPage = page<ProjectModel>('portal/project')

/** One project. */
export function projectModel(
  { locale }: FrameContext,
  { project, organisation, programme, partners, documents, events }: ProjectDetails,
  publicity: readonly PublicityStrip[],
): ProjectModel {
  const money = (cents: number | null) =>
    cents === null ? undefined : formatMoney({ cents, currency: project.currency }, locale)
  const name = textWithLanguage(project.name, locale)
  return {
    head: { title: project.acronym ?? name.text, section: 'projects' },
    name,
    acronym: project.acronym ?? undefined,
    state: project.state,
    facts: {
      programme: [readText(programme?.name, locale), programme?.period].filter(Boolean).join(' '),
      registrationNumber: project.registrationNumber ?? undefined,
      period: periodOf(project, locale),
      budget: money(project.budgetCents),
      contribution: money(project.euContributionCents),
      fund: project.euFund ?? undefined,
      web: project.web ?? undefined,
      contact: readText(project.contact, locale),
      organisation: { name: readText(organisation.name, locale), href: urls.organisation(locale, organisation.slug) },
    },
    descriptionHtml: safeHtml(readText(project.description, locale)),
    partners: partners.map(partner => ({
      name: partner.name,
      country: countryName(partner.country, locale),
      web: partner.web ?? undefined,
      href: partner.organisationSlug ? urls.organisation(locale, partner.organisationSlug) : undefined,
      isLead: partner.isLead,
    })),
    documents: documents.map(({ title, url }) => ({ title: textWithLanguage(title, locale), url: url ?? undefined })),
    events: events.map(event => mention(event, locale)),
    publicity,
  }
}
