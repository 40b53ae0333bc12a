import { type Database, firstRow, rows, type Transaction } from '../../core/database.ts'
import { isEmptyText, type Locale, readText, textWithLanguage } from '../../core/localised-text.ts'
import { typeset } from '../../core/typography.ts'
import { projectStatistics } from './rules.ts'
import type {
  OrganisationDetails,
  OrganisationKind,
  OrganisationRow,
  ProgrammeRow,
  ProjectDetails,
  ProjectRow,
  ProjectState,
  ProjectStatistics,
  ProjectSummary,
  PublicityStrip,
} from './types.ts'
import './tables.ts'

const nameOf = (column: string) => `coalesce(nullif(${column}->>'cs', ''), ${column}->>'en')`
const czechOrder = (text: string) => `${text} collate "cs-CZ-x-icu"`
const nameOrder = (column: string) => czechOrder(nameOf(column))

interface FundingRow extends Pick<ProgrammeRow, 'showsEuEmblem' | 'statement' | 'disclaimer' | 'logos'> {
  readonly projectName: ProjectRow['name']
  readonly registrationNumber: string | null
}

/** What the funder of a project demands to be said; nothing without a project or a programme with a statement. */
export async function findPublicity(
  db: Database | Transaction,
  projectId: number | null | undefined,
  locale: Locale,
): Promise<PublicityStrip[]> {
  return projectId === null || projectId === undefined ? [] : listPublicity(db, [projectId], locale)
}

/**
 * The strips of several projects in the order given, one for each: an event whose satellites others fund shows them
 * all (CZ-05). One query, none without projects.
 */
export async function listPublicity(
  db: Database | Transaction,
  projectIds: readonly number[],
  locale: Locale,
): Promise<PublicityStrip[]> {
  if (projectIds.length === 0) return []
  const found = await rows<FundingRow>(
    db,
    `select g.shows_eu_emblem, g.statement, g.disclaimer, g.logos, p.name as project_name, p.registration_number
     from projects p join programmes g on g.id = p.programme_id
     where p.id = any(:ids) order by array_position(:ids::bigint[], p.id)`,
    { ids: [...projectIds] },
  )
  return found.filter(funding => !isEmptyText(funding.statement)).map(funding => stripOf(funding, locale))
}

function stripOf(funding: FundingRow, locale: Locale): PublicityStrip {
  const { text, lang } = textWithLanguage(funding.statement, locale)
  const written = lang ?? locale
  const disclaimer = funding.disclaimer[written]
  return {
    emblem: funding.showsEuEmblem,
    statement: text,
    lang,
    disclaimer: disclaimer ? typeset(disclaimer, written) : undefined,
    logos: funding.logos,
    projectName: readText(funding.projectName, locale) || undefined,
    registrationNumber: funding.registrationNumber ?? undefined,
  }
}

/** What a list of projects is narrowed to. */
export interface ProjectFilter {
  /** Words in any order, case and diacritics do not matter. */
  readonly search?: string
  readonly state?: ProjectState | undefined
}

/** The projects of the directory by name, with statistics over all that the search found. One query. */
export async function listProjects(
  db: Database,
  { search = '', state }: ProjectFilter = {},
): Promise<{ projects: ProjectSummary[]; statistics: ProjectStatistics }> {
  const query = projectSummaries(db)
  for (const word of wordsOf(search)) void query.whereRaw(`${projectText} like search_text(?)`, [`%${word}%`])
  const found: ProjectSummary[] = await query.orderByRaw(
    czechOrder(`coalesce(projects.acronym, ${nameOf('projects.name')})`),
  )
  const statistics = projectStatistics(found.map(project => project.state))
  return { projects: found.filter(project => state === undefined || project.state === state), statistics }
}

const projectText = `search_text(concat_ws(' ', projects.acronym, projects.name->>'cs', projects.name->>'en', projects.registration_number, programmes.name->>'cs', programmes.name->>'en'))`

function projectSummaries(db: Database) {
  return db('projects')
    .join('organisations', 'organisations.id', 'projects.organisationId')
    .leftJoin('programmes', 'programmes.id', 'projects.programmeId')
    .select<ProjectSummary[]>('projects.*', {
      programmeName: 'programmes.name',
      organisationName: 'organisations.name',
      organisationSlug: 'organisations.slug',
    })
}

/** The projects of some organisations by name, and one more that was chosen already. One query. */
export async function listProjectsOf(
  db: Database,
  organisationIds: readonly number[],
  alsoId?: number | null,
): Promise<ProjectSummary[]> {
  return projectSummaries(db)
    .where(mine => mine.whereIn('projects.organisationId', organisationIds).orWhere('projects.id', alsoId ?? 0))
    .orderByRaw(nameOrder('projects.name'))
}

/** A project with partners, documents and published events. One query. */
export async function findProject(db: Database, slug: string): Promise<ProjectDetails | undefined> {
  const found = await firstRow<ProjectRow & Omit<ProjectDetails, 'project'>>(
    db,
    `select p.*,
       json_build_object('slug', o.slug, 'name', o.name) as organisation,
       case when g.id is not null then json_build_object('slug', g.slug, 'name', g.name, 'period', g.period) end as programme,
       coalesce((select json_agg(json_build_object('organisationId', r.organisation_id, 'position', r.position, 'name', r.name,
           'country', r.country, 'web', r.web, 'isLead', r.is_lead, 'organisationSlug', ro.slug) order by r.position)
         from project_partners r left join organisations ro on ro.id = r.organisation_id where r.project_id = p.id), '[]') as partners,
       coalesce((select json_agg(json_build_object('title', d.title, 'url', d.url) order by d.position)
         from project_documents d where d.project_id = p.id), '[]') as documents,
       coalesce((select json_agg(${eventObject} order by e.starts_at desc, e.id)
         from events e where e.project_id = p.id and e.published_at is not null), '[]') as events
     from projects p
     join organisations o on o.id = p.organisation_id
     left join programmes g on g.id = p.programme_id
     where p.slug = ?`,
    [slug],
  )
  if (found === undefined) return undefined
  const { organisation, programme, partners, documents, events, ...project } = found
  return { project, organisation, programme, partners, documents, events }
}

const eventFields = `'slug', e.slug, 'title', e.title, 'hue', e.hue, 'city', e.city, 'country', e.country,
  'startsLocal', e.starts_local, 'endsLocal', e.ends_local, 'isCancelled', e.cancelled_at is not null`
const eventObject = `json_build_object(${eventFields})`

/** What the list of organisations is narrowed to. */
export interface OrganisationFilter {
  readonly search?: string
  readonly kind?: OrganisationKind | undefined
  readonly country?: string | undefined
}

/** The organisations of the directory by name; the search knows neither case nor diacritics. One query. */
export async function listOrganisations(
  db: Database,
  { search = '', kind, country }: OrganisationFilter = {},
): Promise<OrganisationRow[]> {
  const query = db('organisations')
  for (const word of wordsOf(search)) void query.whereRaw(`${organisationText} like search_text(?)`, [`%${word}%`])
  if (kind) void query.where({ kind })
  if (country) void query.where({ country })
  return query.orderByRaw(nameOrder('name'))
}

const mostSuggestions = 8

/** The few organisations a typed text may mean; nothing for less than two letters. One query at most. */
export async function suggestOrganisations(db: Database, search: string): Promise<Pick<OrganisationRow, 'name'>[]> {
  if (search.trim().length < 2) return []
  const query = db('organisations')
  for (const word of wordsOf(search)) void query.whereRaw(`${organisationText} like search_text(?)`, [`%${word}%`])
  return query.orderByRaw(nameOrder('name')).limit(mostSuggestions).select('name')
}

const organisationText = `search_text(concat_ws(' ', name->>'cs', name->>'en', city))`

/** An organisation with its projects (its own and those it is a partner of) and published events. One query. */
export async function findOrganisation(db: Database, slug: string): Promise<OrganisationDetails | undefined> {
  const found = await firstRow<OrganisationRow & Omit<OrganisationDetails, 'organisation'>>(
    db,
    `select o.*,
       coalesce((select json_agg(json_build_object('slug', p.slug, 'name', p.name, 'acronym', p.acronym, 'state', p.state)
           order by p.starts_on desc nulls last, p.id)
         from projects p where p.organisation_id = o.id
           or exists (select from project_partners r where r.project_id = p.id and r.organisation_id = o.id)), '[]') as projects,
       coalesce((select json_agg(json_build_object(${eventFields}, 'role', h.role) order by e.starts_at desc, e.id)
         from event_hosts h join events e on e.id = h.event_id
         where h.organisation_id = o.id and e.published_at is not null), '[]') as events
     from organisations o where o.slug = ?`,
    [slug],
  )
  if (found === undefined) return undefined
  const { projects, events, ...organisation } = found
  return { organisation, projects, events }
}

/** The organisation of a slug among those named: what a user may edit. */
export async function findOrganisationOf(
  db: Database,
  organisationIds: readonly number[],
  slug: string,
): Promise<OrganisationRow | undefined> {
  return db('organisations').where({ slug }).whereIn('id', organisationIds).first()
}

/** The organisations named, by name. */
export async function listOrganisationsById(db: Database, ids: readonly number[]): Promise<OrganisationRow[]> {
  return db('organisations').whereIn('id', ids).orderByRaw(nameOrder('name'))
}

/** Every programme, by name. */
export async function listProgrammes(db: Database): Promise<ProgrammeRow[]> {
  return db('programmes').orderByRaw(nameOrder('name'))
}

/** One programme. */
export async function findProgramme(db: Database, slug: string): Promise<ProgrammeRow | undefined> {
  return db('programmes').where({ slug }).first()
}

/** Words of a search as they may stand in LIKE; at most eight, so that nobody asks for a thousand scans. */
function wordsOf(search: string): string[] {
  const words = search.split(/\s+/).filter(word => word !== '')
  return words.slice(0, 8).map(word => word.replace(/[\\%_]/g, '\\$&'))
}
