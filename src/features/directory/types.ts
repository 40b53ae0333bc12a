import type { Locale, LocalisedText } from '../../core/localised-text.ts'
import type { Currency } from '../../core/money.ts'
import type { Instant, LocalDate, LocalDateTime } from '../../core/time.ts'

/** What a legal body is. */
export const organisationKinds = [
  'region',
  'agency',
  'cluster',
  'university',
  'chamber',
  'platform',
  'ministry',
  'company',
  'association',
  'other',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** The life of a project, in order; a rejected one never began. */
export const projectStates = ['before_start', 'running', 'sustainability', 'closed', 'rejected'] as const
export type ProjectState = (typeof projectStates)[number]

/** A legal body: host, partner, funder, cluster, employer. */
export interface OrganisationRow {
  readonly id: number
  readonly slug: string
  readonly name: LocalisedText
  readonly kind: OrganisationKind
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  readonly city: string | null
  readonly web: string | null
  readonly description: LocalisedText
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** A logo that a funder demands; without a picture its label stands for it. */
export interface Logo {
  readonly label: string
  /** A path below `public/`. */
  readonly src?: string
}

/** A programme that funds projects, with its publicity rules. */
export interface ProgrammeRow {
  readonly id: number
  readonly slug: string
  readonly name: LocalisedText
  /** `2014–2020`, as the programme writes it. */
  readonly period: string | null
  readonly showsEuEmblem: boolean
  /** The exact sentence of the funder in each language. */
  readonly statement: LocalisedText
  readonly disclaimer: LocalisedText
  readonly logos: readonly Logo[]
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** A funded project. */
export interface ProjectRow {
  readonly id: number
  readonly slug: string
  /** The organisation that keeps the entry. */
  readonly organisationId: number
  readonly programmeId: number | null
  readonly name: LocalisedText
  readonly acronym: string | null
  readonly registrationNumber: string | null
  readonly startsOn: LocalDate | null
  readonly endsOn: LocalDate | null
  readonly budgetCents: number | null
  readonly euContributionCents: number | null
  readonly currency: Currency
  /** `ERDF`: the fund behind the EU share. */
  readonly euFund: string | null
  readonly state: ProjectState
  readonly description: LocalisedText
  readonly web: string | null
  readonly contact: LocalisedText
  /** Until when evidence of events must be kept (CZ-04). */
  readonly evidenceUntil: LocalDate | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** One partner of a project, named as the project names it. */
export interface ProjectPartnerRow {
  readonly id: number
  readonly projectId: number
  readonly organisationId: number | null
  readonly position: number
  readonly name: string
  readonly country: string
  readonly web: string | null
  readonly isLead: boolean
}

/** A document of a project; without an address it is only announced. */
export interface ProjectDocumentRow {
  readonly id: number
  readonly projectId: number
  readonly position: number
  readonly title: LocalisedText
  readonly url: string | null
}

export type OrganisationInput = Omit<OrganisationRow, 'id' | 'slug' | 'createdAt' | 'updatedAt'>
export type ProgrammeInput = Omit<ProgrammeRow, 'id' | 'slug' | 'createdAt' | 'updatedAt'>
export type PartnerInput = Pick<ProjectPartnerRow, 'name' | 'country' | 'web' | 'isLead'> & {
  readonly organisationId?: number | null
}
export type DocumentInput = Pick<ProjectDocumentRow, 'title' | 'url'>
/** Everything an organiser says of a project; the lists replace what was there. */
export type ProjectInput = Omit<ProjectRow, 'id' | 'slug' | 'organisationId' | 'createdAt' | 'updatedAt'> & {
  readonly partners: readonly PartnerInput[]
  readonly documents: readonly DocumentInput[]
}

export type SaveProgrammeOutcome =
  | { readonly kind: 'saved'; readonly programme: ProgrammeRow }
  /** Norway and EEA Grants must never stand beside the EU emblem (CZ-05). */
  | { readonly kind: 'emblem-refused' }

/** What one funder demands to be said (CZ-01…05); fits `PublicityStrip` of core/http/pages. */
export interface PublicityStrip {
  readonly emblem: boolean
  readonly statement: string
  readonly lang?: Locale | undefined
  readonly disclaimer?: string | undefined
  readonly logos: readonly { readonly src?: string | undefined; readonly label: string }[]
  readonly projectName?: string | undefined
  readonly registrationNumber?: string | undefined
}

/** An event as the pages of the directory list it. */
export interface DirectoryEvent {
  readonly slug: string
  readonly title: LocalisedText
  readonly hue: number
  readonly city: LocalisedText
  readonly country: string | null
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly isCancelled: boolean
}

/** A project as a list shows it. */
export interface ProjectSummary extends ProjectRow {
  readonly programmeName: LocalisedText | null
  readonly organisationName: LocalisedText
  readonly organisationSlug: string
}

/** How many projects are in each state, and the share of those asked for that were approved, 0–1. */
export interface ProjectStatistics {
  readonly states: Readonly<Record<ProjectState, number>>
  readonly total: number
  readonly successRate: number | undefined
}

/** One project with everything its page shows. */
export interface ProjectDetails {
  readonly project: ProjectRow
  readonly organisation: Pick<OrganisationRow, 'slug' | 'name'>
  readonly programme: Pick<ProgrammeRow, 'slug' | 'name' | 'period'> | null
  readonly partners: readonly (Omit<ProjectPartnerRow, 'id' | 'projectId'> & {
    readonly organisationSlug: string | null
  })[]
  readonly documents: readonly DocumentInput[]
  readonly events: readonly DirectoryEvent[]
}

/** One organisation with everything its page shows. */
export interface OrganisationDetails {
  readonly organisation: OrganisationRow
  readonly projects: readonly Pick<ProjectRow, 'slug' | 'name' | 'acronym' | 'state'>[]
  readonly events: readonly (DirectoryEvent & { readonly role: string })[]
}
