import { jsonForScript } from '../../../core/http/pages.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { isScheduled, lengthOf } from '../rules/batch.ts'
import { speakerName } from '../rules/names.ts'
import { daysOf } from '../rules/times.ts'
import { minutesInto } from '../rules/wall.ts'
import type { Draft, DraftSession, PooledSession } from '../types.ts'
import type { EditorSource } from './editor.ts'
import { dayText } from './editor-conflicts.ts'
import type { EditorGrid } from './editor-grid.ts'
import { editorDays, editorHref, editorPath } from './editor-view.ts'

/** Minutes beyond the grid in which a session can still be in the way of one in it: no change of rooms takes longer. */
const margin = 120

/**
 * What the script of the editor goes by, as JSON in a hidden element (scripts may not replace a script element): the sessions around the day with all that
 * clashes are judged by, in minutes after the midnight of the day, and the words it says. src/client/editor/types.ts
 * has the shape.
 */
export function editorData(context: FrameContext, source: EditorSource, grid: EditorGrid): string {
  const { event, draft, view } = source
  const { locale } = context
  const minutes = (local: string) => minutesInto(view.day, local)
  const clock = (time: string | null) => (time === null ? null : minutes(`${view.day}T${time}:00`))
  const path = (part: string) => editorPath(locale, event, part)
  const [first = view.day] = daysOf(draft)
  const last = daysOf(draft).at(-1) ?? first
  const near = draft.sessions.filter(
    one =>
      !one.isCancelled && minutes(one.endsLocal) > grid.first - margin && minutes(one.startsLocal) < grid.last + margin,
  )
  const sessions = [...near, ...draft.pool].map(one => sessionData(one, view.day, locale))
  return jsonForScript({
    urls: {
      changes: path('changes'),
      undo: path('undo'),
      redo: path('redo'),
      stream: path('stream'),
      page: editorHref(locale, event, view),
    },
    day: view.day,
    days: Object.fromEntries(editorDays(draft).map(day => [day, dayText(day, locale)])),
    eventFrom: minutes(`${first}T00:00:00`),
    eventTo: minutes(`${last}T00:00:00`) + 24 * 60,
    step: view.step,
    first: grid.first,
    last: grid.last,
    decimal: locale === 'cs' ? '.' : ':',
    opens: clock(draft.settings.opens),
    closes: clock(draft.settings.closes),
    roomChange: draft.settings.roomChangeMinutes,
    rooms: draft.rooms.map(({ reference, name, capacity, isExclusive }) => ({
      reference,
      name: readText(name, locale),
      capacity,
      isExclusive,
    })),
    speakers: speakerData(draft, sessions, view.day, locale),
    satellites: draft.satellites.map(({ slug, title, startsLocal, endsLocal }) => ({
      slug,
      title: readText(title, locale),
      from: minutes(startsLocal),
      to: minutes(endsLocal),
    })),
    sessions,
    words: wordsOf(context),
  })
}

function sessionData(session: DraftSession | PooledSession, day: string, locale: Locale) {
  const from = isScheduled(session) ? minutesInto(day, session.startsLocal) : null
  return {
    reference: session.reference,
    version: session.lockVersion,
    title: readText(session.title, locale),
    kind: session.kind,
    room: session.room,
    from,
    minutes: lengthOf(session),
    speakers: session.speakers.map(({ reference }) => reference),
    // What is usual is left out: a large day has hundreds.
    satellite: session.satellite ?? undefined,
    capacity: session.capacity ?? undefined,
    signedUp: session.signedUp || undefined,
    accepted: session.clashAccepted || undefined,
  }
}

interface SpokenIn {
  readonly speakers: readonly string[]
}

/** The people of these sessions; an institution never clashes, so it is left out. */
function speakerData(draft: Draft, sessions: readonly SpokenIn[], day: string, locale: Locale) {
  const used = new Set(sessions.flatMap(({ speakers }) => speakers))
  return draft.speakers
    .filter(({ reference, isCollective }) => used.has(reference) && !isCollective)
    .map(speaker => ({
      reference: speaker.reference,
      name: speakerName(speaker, locale),
      available: speaker.availability.map(({ from, to }) => [minutesInto(day, from), minutesInto(day, to)]),
    }))
}

/** Sentences with gaps: `{title}` stays as it is and is filled in by the script. */
function wordsOf({ t }: FrameContext): Record<string, string> {
  const [title, other, span, room, why, name, n, needed] = [
    '{title}',
    '{other}',
    '{span}',
    '{room}',
    '{why}',
    '{name}',
    '{n}',
    '{needed}',
  ]
  return {
    noRoom: t('agenda.noRoom'),
    placed: t('editor.say.placed', { title, span, room }),
    placedMany: t('editor.say.placedMany', { n, span }),
    onDay: t('editor.say.onDay', { title, name }),
    copied: t('editor.say.copied', { title, span, room }),
    unplaced: t('editor.say.unplaced', { title }),
    refused: t('editor.say.refused', { why }),
    moving: t('editor.say.moving', { title, span, room }),
    back: t('editor.say.back', { title }),
    chosen: t('editor.say.chosen', { n }),
    noneChosen: t('editor.say.noneChosen'),
    others: t('editor.say.others', { title }),
    othersMany: t('editor.say.othersMany', { n }),
    failed: t('editor.say.failed'),
    lost: t('editor.say.lost'),
    clash: t('agenda.editor.clash'),
    'why.room': t('editor.why.room', { room, other, span }),
    'why.speaker': t('editor.why.speaker', { name, other, span }),
    'why.transfer': t('editor.why.transfer', { name, n, needed, other }),
    'why.unavailable': t('editor.why.unavailable', { name }),
    'why.capacity': t('editor.why.capacity', { room, n, needed }),
    'why.sign-ups': t('editor.why.signUps', { room, n, needed }),
    'why.outside': t('editor.why.outside'),
    'why.hours': t('editor.why.hours'),
    'why.satellite': t('editor.why.satellite', { name }),
  }
}
