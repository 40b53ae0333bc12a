import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, violatedConstraint } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { SeriesInput, SeriesRow } from '../types.ts'
import '../tables.ts'

/** Adds a series of an organisation, or changes it. */
export async function saveSeries(
  db: Database,
  actor: Actor,
  { series, organisationId, input }: { series?: SeriesRow | undefined; organisationId: number; input: SeriesInput },
): Promise<{ readonly kind: 'saved'; readonly series: SeriesRow } | { readonly kind: 'slug-taken' }> {
  try {
    return await inTransaction(db, async trx => {
      const saved = series
        ? only(await trx('eventSeries').where({ id: series.id }).update(input, '*'))
        : only(await trx('eventSeries').insert({ ...input, organisationId }, '*'))
      await recordAudit(trx, actor, series ? 'series.edited' : 'series.added', {
        organisationId: saved.organisationId,
        subject: { kind: 'series', id: saved.id },
      })
      return { kind: 'saved', series: saved }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'series_slug_is_unique') return { kind: 'slug-taken' }
    throw error
  }
}
