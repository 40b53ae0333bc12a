import { system } from '../../src/core/actor.ts'
import type { Transaction } from '../../src/core/database.ts'
import { saveOrganisation, saveProgramme, saveProject } from '../../src/features/directory/actions.ts'
import { addRoom, addVenue } from '../../src/features/venues/actions.ts'
import type { RoomRow, VenueRow } from '../../src/features/venues/types.ts'
import { organisations } from '../content/organisations.ts'
import { programmes } from '../content/programmes.ts'
import { projects } from '../content/projects.ts'
import type { ProjectContent, VenueContent } from '../content/types.ts'
import { venues } from '../content/venues.ts'
import { Named } from './named.ts'

/** A venue with its rooms by the keys of the content. */
export interface LoadedVenue {
  readonly venue: VenueRow
  readonly rooms: Named<RoomRow>
}

/** What events refer to, by the slugs and keys of the content. */
export interface Ground {
  readonly organisations: Named<number>
  readonly projects: Named<number>
  readonly venues: Named<LoadedVenue>
}

/** Loads organisations, programmes, projects and venues. */
export async function loadGround(trx: Transaction): Promise<Ground> {
  const organisationIds = await loadOrganisations(trx)
  const programmeIds = await loadProgrammes(trx)
  const projectIds = new Named<number>('project')
  for (const project of projects) {
    projectIds.set(project.slug, await loadProject(trx, project, organisationIds, programmeIds))
  }
  const loaded = new Named<LoadedVenue>('venue')
  for (const venue of venues) loaded.set(venue.key, await loadVenue(trx, venue, organisationIds))
  return { organisations: organisationIds, projects: projectIds, venues: loaded }
}

async function loadOrganisations(trx: Transaction): Promise<Named<number>> {
  const ids = new Named<number>('organisation')
  for (const { slug, name, kind, country, city, web, description } of organisations) {
    const input = { name, kind, description, country: country ?? null, city: city ?? null, web: web ?? null }
    ids.set(slug, (await saveOrganisation(trx, system, { input, slug })).id)
  }
  return ids
}

async function loadProgrammes(trx: Transaction): Promise<Named<number>> {
  const ids = new Named<number>('programme')
  for (const { slug, disclaimer = {}, ...rest } of programmes) {
    const saved = await saveProgramme(trx, system, { input: { ...rest, disclaimer }, slug })
    if (saved.kind !== 'saved') throw new Error(`${slug} may not show the EU emblem`)
    ids.set(slug, saved.programme.id)
  }
  return ids
}

async function loadProject(
  trx: Transaction,
  project: ProjectContent,
  organisationIds: Named<number>,
  programmeIds: Named<number>,
): Promise<number> {
  const { slug, organisation, programme, name, state, description, partners = [], documents = [] } = project
  const cents = (euros: number | undefined) => (euros === undefined ? null : euros * 100)
  const input = {
    name,
    state,
    description,
    programmeId: programmeIds.of(programme),
    acronym: project.acronym ?? null,
    registrationNumber: project.registrationNumber ?? null,
    startsOn: project.startsOn ?? null,
    endsOn: project.endsOn ?? null,
    budgetCents: cents(project.budget),
    euContributionCents: cents(project.euContribution),
    currency: 'EUR' as const,
    euFund: project.euFund ?? null,
    web: project.web ?? null,
    contact: project.contact ?? {},
    evidenceUntil: null,
    partners: partners.map(partner => ({
      name: partner.name,
      country: partner.country,
      web: partner.web ?? null,
      isLead: partner.isLead ?? false,
      organisationId: partner.organisation === undefined ? null : organisationIds.of(partner.organisation),
    })),
    documents: documents.map(({ title, url }) => ({ title, url: url ?? null })),
  }
  return (await saveProject(trx, system, { organisationId: organisationIds.of(organisation), input, slug })).id
}

async function loadVenue(
  trx: Transaction,
  { key: _key, organisation, rooms, street, postalCode, ...rest }: VenueContent,
  organisationIds: Named<number>,
): Promise<LoadedVenue> {
  const venue = await addVenue(trx, system, {
    organisationId: organisationIds.of(organisation),
    venue: { ...rest, street: street ?? null, postalCode: postalCode ?? null },
  })
  const loaded = new Named<RoomRow>('room')
  for (const { key, name, note = {}, capacity, isShared = false } of rooms) {
    const room = { name, note, capacity: capacity ?? null, isExclusive: !isShared }
    loaded.set(key, await addRoom(trx, system, { venue, room }))
  }
  return { venue, rooms: loaded }
}
