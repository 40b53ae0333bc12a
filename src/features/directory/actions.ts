import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../core/database.ts'
import { readText } from '../../core/localised-text.ts'
import { slugCandidates, slugFrom } from '../../core/slugs.ts'
import { now } from '../../core/time.ts'
import { recordAudit } from '../audit/actions.ts'
import { mayShowEuEmblem } from './rules.ts'
import type {
  OrganisationInput,
  OrganisationRow,
  ProgrammeInput,
  ProgrammeRow,
  ProjectInput,
  ProjectRow,
  SaveProgrammeOutcome,
} from './types.ts'
import './tables.ts'

/** Adds an organisation to the directory, or changes what is said of one. The address is made out of the name once. */
export async function saveOrganisation(
  db: Database,
  actor: Actor,
  { organisation, input, slug }: { organisation?: OrganisationRow; input: OrganisationInput; slug?: string },
): Promise<OrganisationRow> {
  return inTransaction(db, async trx => {
    const saved = organisation
      ? only(
          await trx('organisations')
            .where({ id: organisation.id })
            .update({ ...input, updatedAt: now() }, '*'),
        )
      : await insertWithSlug(slug ?? addressOf(input.name, 'organisation'), candidate =>
          trx('organisations')
            .insert({ ...input, slug: candidate }, '*')
            .onConflict('slug')
            .ignore(),
        )
    await recordAudit(trx, actor, organisation ? 'organisation.edited' : 'organisation.added', {
      organisationId: saved.id,
      subject: { kind: 'organisation', id: saved.id },
    })
    return saved
  })
}

/** Adds a programme, or changes its publicity profile; the EU emblem is refused to Norway and EEA Grants (CZ-05). */
export async function saveProgramme(
  db: Database,
  actor: Actor,
  { programme, input, slug }: { programme?: ProgrammeRow; input: ProgrammeInput; slug?: string },
): Promise<SaveProgrammeOutcome> {
  if (input.showsEuEmblem && !mayShowEuEmblem(input)) return { kind: 'emblem-refused' }
  return inTransaction(db, async trx => {
    const { logos, ...written } = input
    const saved = programme
      ? only(
          await trx('programmes')
            .where({ id: programme.id })
            .update({ ...written, updatedAt: now() }, '*'),
        )
      : await insertWithSlug(slug ?? addressOf(input.name, 'programme'), candidate =>
          trx('programmes')
            .insert({ ...written, slug: candidate }, '*')
            .onConflict('slug')
            .ignore(),
        )
    // pg writes a bare array as a PostgreSQL array; jsonb wants its text.
    await trx.raw('update programmes set logos = ?::jsonb where id = ?', [JSON.stringify(logos), saved.id])
    const action = programme ? 'programme.edited' : 'programme.added'
    await recordAudit(trx, actor, action, { subject: { kind: 'programme', id: saved.id } })
    return { kind: 'saved', programme: { ...saved, logos } }
  })
}

/** Adds a project of an organisation, or changes it. Partners and documents replace those that were there. */
export async function saveProject(
  db: Database,
  actor: Actor,
  {
    project,
    organisationId,
    input,
    slug,
  }: { project?: ProjectRow; organisationId: number; input: ProjectInput; slug?: string },
): Promise<ProjectRow> {
  return inTransaction(db, async trx => {
    const { partners, documents, ...written } = input
    const saved = project
      ? only(
          await trx('projects')
            .where({ id: project.id })
            .update({ ...written, updatedAt: now() }, '*'),
        )
      : await insertWithSlug(
          slug ?? addressOf({ cs: input.acronym ?? readText(input.name, 'cs') }, 'project'),
          candidate =>
            trx('projects')
              .insert({ ...written, organisationId, slug: candidate }, '*')
              .onConflict('slug')
              .ignore(),
        )
    await replaceLists(trx, saved.id, { partners, documents })
    await recordAudit(trx, actor, project ? 'project.edited' : 'project.added', {
      organisationId: saved.organisationId,
      subject: { kind: 'project', id: saved.id },
    })
    return saved
  })
}

async function replaceLists(
  trx: Transaction,
  projectId: number,
  { partners, documents }: Pick<ProjectInput, 'partners' | 'documents'>,
): Promise<void> {
  await trx('projectPartners').where({ projectId }).delete()
  await trx('projectDocuments').where({ projectId }).delete()
  const numbered = <Row>(list: readonly Row[]) => list.map((row, index) => ({ ...row, projectId, position: index + 1 }))
  if (partners.length > 0) await trx('projectPartners').insert(numbered(partners))
  if (documents.length > 0) await trx('projectDocuments').insert(numbered(documents))
}

function addressOf(name: OrganisationInput['name'], fallback: string): string {
  return slugFrom(readText(name, 'cs')) || fallback
}

/** Two savers of one name get two addresses: the table decides, not a look before. */
async function insertWithSlug<Row>(
  slug: string,
  insert: (candidate: string) => Promise<Row[]> | PromiseLike<Row[]>,
): Promise<Row> {
  for (const candidate of slugCandidates(slug)) {
    const [row] = await insert(candidate)
    if (row !== undefined) return row
  }
  throw new Error(`no free address for ${slug}`)
}
