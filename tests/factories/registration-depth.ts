import { system } from '../../src/core/actor.ts'
import type { Database } from '../../src/core/database.ts'
import { instant, toLocal } from '../../src/core/time.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { issueCode, type CodeTerms } from '../../src/features/registration/actions/codes.ts'
import { addPart, type PartInput, type PartSource } from '../../src/features/registration/actions/parts.ts'
import { saveSettings, type SettingsInput } from '../../src/features/registration/actions/settings.ts'
import { usualSettings } from '../../src/features/registration/queries/settings.ts'
import type { AccessCodeRow, PartRow } from '../../src/features/registration/types/places.ts'

/** A part as a test needs it: a workshop of ten places on the first day, unless said otherwise. */
export async function createPart(
  db: Database,
  event: EventRow,
  {
    title = 'Dílna',
    from = '2027-09-15T09:00:00Z',
    to = '2027-09-15T10:00:00Z',
    source = {},
    ...input
  }: Partial<PartInput> & { title?: string; from?: string; to?: string; source?: PartSource } = {},
): Promise<PartRow> {
  const [startsAt, endsAt] = [instant(from), instant(to)]
  const [startsLocal, endsLocal] = [toLocal(startsAt, event.timeZone), toLocal(endsAt, event.timeZone)]
  const outcome = await addPart(db, system, {
    event,
    source,
    input: {
      kind: 'workshop',
      title: { cs: title, en: `${title} (en)` },
      description: {},
      placeNote: { cs: 'Sál B' },
      times: { startsAt, endsAt, startsLocal, endsLocal },
      attendance: 'any',
      capacity: 10,
      hasWaitingList: true,
      closesAt: null,
      categoryIds: [],
      ...input,
    },
  })
  if (outcome.kind !== 'added') throw new Error(`the part was not added: ${outcome.kind}`)
  return outcome.part
}

/** Changes how the registration of an event works; the rest stays usual. */
export async function changeSettings(
  db: Database,
  event: { readonly id: number },
  changes: Partial<SettingsInput>,
): Promise<void> {
  const { eventId: _, ...usual } = usualSettings(event.id)
  await saveSettings(db, system, { event, input: { ...usual, ...changes } })
}

/** An access code of an event: for one use in a category, unless said otherwise. */
export async function createCode(
  db: Database,
  event: { readonly id: number },
  code: string,
  terms: Partial<CodeTerms> = {},
): Promise<AccessCodeRow> {
  const usual: CodeTerms = { note: '', categoryId: null, mostUses: 1, reserves: false, expiresAt: null }
  const outcome = await issueCode(db, system, { event, code, terms: { ...usual, ...terms } })
  if (outcome.kind !== 'issued') throw new Error(`the code was not issued: ${outcome.kind}`)
  return outcome.code
}
