import type { Actor } from '../../src/core/actor.ts'
import type { Transaction } from '../../src/core/database.ts'
import { addDays, dateOf, instant, localDateTime, type LocalTime, shiftDays, toInstant } from '../../src/core/time.ts'
import { findDraft } from '../../src/features/agenda/queries.ts'
import { editEvent } from '../../src/features/events/actions/edit.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { addQuestion } from '../../src/features/questions/actions/questions.ts'
import type { Question } from '../../src/features/questions/types.ts'
import { addCategory, editCategory } from '../../src/features/registration/actions/categories.ts'
import { issueCode, issueCodes } from '../../src/features/registration/actions/codes.ts'
import { addPart, type PartInput, type PartSource } from '../../src/features/registration/actions/parts.ts'
import { addSharedQuota, setOptionPlaces } from '../../src/features/registration/actions/quotas.ts'
import { saveSettings } from '../../src/features/registration/actions/settings.ts'
import { setWholePlaces } from '../../src/features/registration/actions/whole-places.ts'
import { listCategories } from '../../src/features/registration/queries/offers.ts'
import { usualSettings } from '../../src/features/registration/queries/settings.ts'
import type { PartTimes } from '../../src/features/registration/rules/part-times.ts'
import type { PartRow } from '../../src/features/registration/types/places.ts'
import type { PartContent, QuestionContent, RegistrationContent } from '../content/registrations/types.ts'
import { Named } from './named.ts'

/** What people may sign up for and are asked, by the keys of the content. */
export interface LoadedSetup {
  readonly parts: Named<PartRow>
  readonly questions: Named<Question>
  /** Options by `question.option`. */
  readonly options: Named<Question['options'][number]>
}

interface Matter {
  readonly event: EventRow
  readonly satellites: readonly EventRow[]
  readonly content: RegistrationContent
}

/** Sets up how one registers for an event: settings, parts with their places, questions, codes. */
export async function loadRegistrationSetup(trx: Transaction, actor: Actor, matter: Matter): Promise<LoadedSetup> {
  const { event, content } = matter
  if (content.mode) await setMode(trx, actor, event, content.mode)
  await loadSettings(trx, actor, event, content)
  await refineCategories(trx, actor, event, content)
  const setup: LoadedSetup = {
    parts: new Named('part'),
    questions: new Named('question'),
    options: new Named('option'),
  }
  for (const part of content.parts) await loadPart(trx, actor, matter, part, setup)
  for (const { name, capacity, parts } of content.shared ?? []) {
    const members = parts.map(key => ({ kind: 'part' as const, id: setup.parts.of(key).id }))
    await addSharedQuota(trx, actor, { event, input: { name, capacity, members } })
  }
  for (const question of content.questions) await loadQuestion(trx, actor, matter, question, setup)
  await loadCodes(trx, actor, event, content)
  return setup
}

async function setMode(trx: Transaction, actor: Actor, event: EventRow, mode: EventRow['mode']): Promise<void> {
  const current = await trx('events').where({ id: event.id }).first()
  if (current === undefined) throw new Error(`${event.slug} is gone`)
  const { slug, title, subtitle, kindOfInvitation, summary, description, venueNote, pressRelease, hue, city } = current
  const { country, venueId, seriesId, edition, parentEventId, projectId } = current
  const { timeZone, startsLocal, endsLocal, startsAt, endsAt, hasTimes } = current
  const { registrationOpensAt, registrationClosesAt, lockVersion } = current
  const words = { slug, title, subtitle, kindOfInvitation, summary, description, venueNote, pressRelease, hue, city }
  const relations = { country, venueId, seriesId, edition, parentEventId, projectId }
  const times = {
    timeZone,
    startsLocal,
    endsLocal,
    startsAt,
    endsAt,
    hasTimes,
    registrationOpensAt,
    registrationClosesAt,
  }
  const outcome = await editEvent(trx, actor, {
    event: current,
    lockVersion,
    input: { ...words, ...relations, ...times, mode },
  })
  if (outcome.kind !== 'saved') throw new Error(`${event.slug} is ${outcome.kind}`)
}

async function refineCategories(
  trx: Transaction,
  actor: Actor,
  event: EventRow,
  { categories: refinements = [] }: RegistrationContent,
): Promise<void> {
  const categories = await listCategories(trx, event.id)
  for (const { position, ...more } of refinements) {
    const category = categories[position - 1]
    if (category === undefined) throw new Error(`${event.slug} has no category ${position}`)
    await editCategory(trx, actor, { category, input: { ...category, ...more } })
  }
}

async function loadSettings(
  trx: Transaction,
  actor: Actor,
  event: EventRow,
  { promotion, takesDelegations, partsCloseDaysBefore, joinUrl, ...content }: RegistrationContent,
): Promise<void> {
  const { eventId: _, ...usual } = usualSettings(event.id)
  const closing = toInstant(shiftDays(event.startsLocal, -partsCloseDaysBefore), event.timeZone, 'earlier')
  const dayBefore = toInstant(shiftDays(event.startsLocal, -1), event.timeZone, 'earlier')
  await saveSettings(trx, actor, {
    event,
    input: {
      ...usual,
      promotion,
      takesDelegations,
      partsCloseAt: closing.kind === 'instant' ? closing.instant : null,
      joinUrl: joinUrl ?? '',
      joinFrom: joinUrl && dayBefore.kind === 'instant' ? dayBefore.instant : null,
    },
  })
  const { onSitePlaces, onlinePlaces } = content
  if (onSitePlaces === undefined || onlinePlaces === undefined) return
  await setWholePlaces(trx, actor, { event, capacities: { event: null, on_site: onSitePlaces, online: onlinePlaces } })
}

async function loadPart(
  trx: Transaction,
  actor: Actor,
  matter: Matter,
  part: PartContent,
  { parts }: LoadedSetup,
): Promise<void> {
  const { source, times } = await sourceOf(trx, matter, part)
  const { kind, title, capacity } = part
  const words = { title, description: part.description ?? {}, placeNote: part.placeNote ?? {} }
  const rules = { hasWaitingList: true, closesAt: null, categoryIds: [] }
  const attendance = part.attendance ?? 'on_site'
  const input: PartInput = { kind, ...words, ...rules, attendance, capacity, times }
  const outcome = await addPart(trx, actor, { event: matter.event, input, source })
  if (outcome.kind !== 'added') throw new Error(`the part ${part.key} is there already`)
  parts.set(part.key, outcome.part)
}

async function sourceOf(
  trx: Transaction,
  { event, satellites }: Matter,
  part: PartContent,
): Promise<{ source: PartSource; times: PartTimes | null }> {
  if (part.satellite !== undefined) {
    const satellite = satellites.find(({ slug }) => slug.startsWith(part.satellite ?? ''))
    if (satellite === undefined) throw new Error(`there is no satellite ${part.satellite}`)
    const { startsLocal, endsLocal, startsAt, endsAt } = satellite
    return { source: { satelliteEventId: satellite.id }, times: { startsLocal, endsLocal, startsAt, endsAt } }
  }
  if (part.session === undefined) return { source: {}, times: ownTimes(event, part) }
  const draft = await findDraft(trx, event.id)
  const session = draft.sessions.find(({ title }) => title.cs === part.session)
  if (session === undefined) throw new Error(`there is no session ${part.session}`)
  const { startsLocal, endsLocal, reference: sessionReference } = session
  const times = { startsLocal, endsLocal, startsAt: instant(session.startsAt), endsAt: instant(session.endsAt) }
  return { source: { sessionReference }, times }
}

function ownTimes(event: EventRow, { day = 1, from = '', to = '' }: PartContent): PartTimes {
  const date = addDays(dateOf(event.startsLocal), day - 1)
  const at = (time: LocalTime) => {
    const local = localDateTime(date, time)
    const meaning = toInstant(local, event.timeZone, 'earlier')
    if (meaning.kind !== 'instant') throw new Error(`${local} is not on the wall`)
    return { local, instant: meaning.instant }
  }
  const [start, end] = [at(from), at(to)]
  return { startsLocal: start.local, endsLocal: end.local, startsAt: start.instant, endsAt: end.instant }
}

async function loadQuestion(
  trx: Transaction,
  actor: Actor,
  { event }: Matter,
  content: QuestionContent,
  { questions, options }: LoadedSetup,
): Promise<void> {
  const { key, kind, label, shownIf, isSensitive = false } = content
  const categories = await listCategories(trx, event.id)
  const valueOf = (value: string) => (value === 'yes' ? value : options.of(`${shownIf?.question}.${value}`).reference)
  const input = {
    label,
    help: content.help ?? {},
    isRequired: false,
    isSensitive,
    keepDays: content.keepDays ?? null,
    least: null,
    most: content.most ?? null,
    purpose: content.purpose ?? {},
    shownIf: shownIf && questions.of(shownIf.question).reference,
    shownIfValues: shownIf?.values.map(valueOf) ?? [],
    options: (content.options ?? []).map(option => ({
      label: option.label,
      hasWaitingList: option.places !== undefined,
    })),
    categoryIds: (content.categories ?? []).flatMap(position => categories[position - 1]?.id ?? []),
  }
  const outcome = await addQuestion(trx, actor, { event, kind, input })
  if (outcome.kind !== 'added') throw new Error(`the question ${key} is ${outcome.kind}`)
  questions.set(key, outcome.question)
  for (const [index, option] of (content.options ?? []).entries()) {
    const row = outcome.question.options[index]
    if (row === undefined) throw new Error(`the option ${option.key} was not added`)
    options.set(`${key}.${option.key}`, row)
    if (option.places === undefined) continue
    await setOptionPlaces(trx, actor, { eventId: event.id, optionId: row.id, capacity: option.places })
  }
}

async function loadCodes(trx: Transaction, actor: Actor, event: EventRow, content: RegistrationContent): Promise<void> {
  const { hidden, codes = [], singleCodes } = content
  if (hidden === undefined) return
  const rules = { opensAt: null, closesAt: null, needsApproval: false, hasWaitingList: true, isHidden: true }
  const category = await addCategory(trx, actor, { event, input: { ...hidden, ...rules } })
  const terms = { categoryId: category.id, expiresAt: null }
  for (const { code, ...rest } of codes) {
    const outcome = await issueCode(trx, actor, { event, code, terms: { ...terms, ...rest } })
    if (outcome.kind !== 'issued') throw new Error(`the code ${code} is ${outcome.kind}`)
  }
  if (singleCodes === undefined) return
  const { prefix, count, note } = singleCodes
  await issueCodes(trx, actor, { event, prefix, count, terms: { ...terms, note, mostUses: 1, reserves: false } })
}
