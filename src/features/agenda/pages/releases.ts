import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { dateIn, formatDate, formatDateTime, formatZone, type Instant } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ReleaseSummary } from '../queries.ts'
import { type Lost, restoredChanges, restoring } from '../rules/restoring.ts'
import type { PlannedReleaseRow } from '../tables.ts'
import type { AgendaChange, Draft, ReleasedAgenda } from '../types.ts'
import type { Clash } from '../types/clashes.ts'
import { editorPath } from './editor.ts'
import { changeSentence, clashNote } from './sentences.ts'

/** Differences as sentences, each once; an import can make more of them than anybody reads. */
export interface ChangeList {
  readonly sentences: readonly string[]
  /** How many there are beyond the sentences. */
  readonly more: number
}

export interface ReleaseModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly agendaHref: string
  readonly form: FormModel
  readonly zone: string
  readonly next: number
  readonly isPublished: boolean
  /** How many changes readers would learn of. */
  readonly count: number
  readonly changes: ChangeList
  readonly clashes: ChangeList
  readonly plan:
    | {
        readonly when: string
        readonly name: string
        readonly note: string
        readonly by: string | undefined
        readonly cancelAction: string
      }
    | undefined
  readonly releases: readonly OrganiserRelease[]
  /** The public history, once the event is public. */
  readonly historyHref: string | undefined
}

export const releasePage = page<ReleaseModel>('agenda/organiser/release')

export interface OrganiserRelease extends ReleaseLine {
  readonly restoreHref: string | undefined
}

/** A release as the lists of releases show it. */
export interface ReleaseLine {
  readonly number: number
  /** `Vydání 3: Po uzávěrce` */
  readonly title: string
  readonly date: string
  readonly datetime: string
  readonly note: string
  /** The programme as it was; undefined while the event is not public. */
  readonly href: string | undefined
  /** undefined in the first release: all of it was new. */
  readonly changes: ChangeList | undefined
  readonly sessions: number
  readonly restoredFrom: number | undefined
  readonly isLatest: boolean
}

/** At most that many sentences stand on a page or in a feed. */
const mostSentences = 200

/** Differences as sentences, each once, in the order of the programme. */
export function changeList(changes: readonly AgendaChange[], context: FrameContext, most = mostSentences): ChangeList {
  return shortened([...new Set(changes.map(change => changeSentence(change, context)))], most)
}

/** What does not fit in the draft, as sentences. */
export function clashList(clashes: readonly Clash[], context: FrameContext): ChangeList {
  return shortened(
    clashes.map(clash => clashNote(clash, context)),
    10,
  )
}

function shortened(sentences: readonly string[], most: number): ChangeList {
  // One more sentence takes no more room than the words about it.
  const shown = sentences.length <= most + 1 ? sentences : sentences.slice(0, most)
  return { sentences: shown, more: sentences.length - shown.length }
}

/** `Vydání 3: Po uzávěrce přihlášek`, `Vydání 3`. */
export function releaseTitle({ t, locale }: FrameContext, release: Pick<ReleaseSummary, 'number' | 'name'>): string {
  const name = readText(release.name, locale)
  return name === ''
    ? t('releases.number', { number: release.number })
    : t('releases.named', { number: release.number, name })
}

/** Every release, the latest first, as readers see them. */
export function releaseLines(
  context: FrameContext,
  event: EventRow,
  releases: readonly ReleaseSummary[],
): ReleaseLine[] {
  return releases.map((release, index) => ({
    number: release.number,
    title: releaseTitle(context, release),
    date: formatDateTime(release.releasedAt, event.timeZone, context.locale),
    datetime: release.releasedAt.toISOString(),
    note: readText(release.note, context.locale),
    href: event.publishedAt === null ? undefined : urls.agendaRelease(context.locale, event.slug, release.number),
    changes: release.number === 1 ? undefined : changeList(release.changes, context),
    sessions: release.changes.length,
    restoredFrom: release.restoredFrom ?? undefined,
    isLatest: index === 0,
  }))
}

/** Every release, the latest first, with the way back to it. */
export function organiserReleases(
  context: FrameContext,
  event: EventRow,
  releases: readonly ReleaseSummary[],
): OrganiserRelease[] {
  return releaseLines(context, event, releases).map(line => ({
    ...line,
    restoreHref: editorPath(context.locale, event, `releases/${line.number}/restore`),
  }))
}

/** The plan as the page tells it. */
export function planModel(
  { locale }: FrameContext,
  event: EventRow,
  plan: (PlannedReleaseRow & { readonly plannedBy: string | null }) | undefined,
): ReleaseModel['plan'] {
  return (
    plan && {
      when: formatDateTime(plan.releaseAt, event.timeZone, locale),
      name: readText(plan.name, locale),
      note: readText(plan.note, locale),
      by: plan.plannedBy ?? undefined,
      cancelAction: editorPath(locale, event, 'release/plan/cancel'),
    }
  )
}

/** The zone whose clocks the time of a release is on. */
export function zoneText({ locale }: FrameContext, event: EventRow): string {
  return formatZone(event.startsAt, event.timeZone, locale)
}

export interface RestoreModel {
  readonly head: Head
  readonly number: number
  readonly title: string
  readonly date: string
  readonly action: string
  readonly backHref: string
  readonly changes: ChangeList
  /** What cannot be brought back as it was: rooms, people, satellite events that are no more. */
  readonly lost: readonly string[]
}

export const restorePage = page<RestoreModel>('agenda/organiser/restore')

/** What going back to a release would do to the draft, before it is done. */
export function restoreModel(
  context: FrameContext,
  event: EventRow,
  { release, latest, draft }: { release: ReleasedAgenda; latest: ReleasedAgenda; draft: Draft },
): Omit<RestoreModel, 'head'> {
  const path = (part: string) => editorPath(context.locale, event, part)
  return {
    number: release.number,
    title: releaseTitle(context, release),
    date: releaseDay(event, release.releasedAt, context),
    action: path(`releases/${release.number}/restore`),
    backHref: path('release'),
    changes: changeList(restoredChanges(draft, release.content, latest.content), context),
    lost: restoring(draft, release.content).lost.map(lost => lostText(lost, context)),
  }
}

function lostText(lost: Lost, { t, locale }: FrameContext): string {
  const name = lost.kind === 'satellite' ? lost.slug : readText(lost.name, locale)
  return t(`releases.lost.${lost.kind}`, { name })
}

/** `24. srpna 2023`: the day of a release at the place of the event. */
export function releaseDay(event: EventRow, at: Instant, { locale }: Pick<FrameContext, 'locale'>): string {
  return formatDate(dateIn(at, event.timeZone), locale)
}
