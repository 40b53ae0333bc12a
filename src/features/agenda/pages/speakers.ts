import { rowValues } from '../../../core/http/form-rows.ts'
import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, locales, rawText, readText } from '../../../core/localised-text.ts'
import { dateIn, formatDate } from '../../../core/time.ts'
import type { Translate } from '../../../core/messages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { linkRows } from '../forms/fields.ts'
import type { SpeakerDetails } from '../queries/speakers.ts'
import { speakerName } from '../rules/names.ts'
import type { Draft, DraftSpeaker } from '../types.ts'
import { editorPath } from './editor.ts'
import { rowCount } from './session-form.ts'

export interface SpeakerListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly newHref: string
  readonly agendaHref: string
  readonly answersHref: string
  readonly documentHref: string
  readonly speakers: readonly {
    readonly name: string
    readonly affiliation: string
    readonly href: string
    readonly sessions: string
    readonly isCollective: boolean
    readonly state: { readonly kind: 'good' | 'warn' | 'bad' | 'off'; readonly label: string }
  }[]
}

export const speakerListPage = page<SpeakerListModel>('agenda/organiser/speakers')

export interface SpeakerFormModel {
  readonly head: Head
  readonly heading: string
  readonly labels: Readonly<Record<string, string>>
  readonly form: FormModel
  readonly linkCount: number
  readonly languages: readonly { readonly value: string; readonly label: string }[]
  /** One person cannot be where an institution can. */
  readonly clashes: readonly string[]
  /** The person answered for it: the organisers do not. */
  readonly consent: string | undefined
  /** What the speaker says only to the organisers. */
  readonly notes: readonly { readonly label: string; readonly text: string }[]
  readonly photograph: string | undefined
  readonly photographHref: string | undefined
  readonly listHref: string
  readonly removeHref: string | undefined
}

export const speakerFormPage = page<SpeakerFormModel>('agenda/organiser/speaker')

/** The speakers of the draft, what each appears in, and whether they may be named. */
export function speakerLines(context: FrameContext, event: EventRow, draft: Draft): SpeakerListModel['speakers'] {
  const { locale } = context
  const titles = new Map<string, string[]>()
  for (const session of [...draft.sessions, ...draft.pool]) {
    if (session.isCancelled) continue
    for (const { reference } of session.speakers) {
      titles.set(reference, [...(titles.get(reference) ?? []), readText(session.title, locale)])
    }
  }
  return draft.speakers.map(speaker => ({
    name: speakerName(speaker, locale),
    affiliation: readText(speaker.affiliation, locale),
    href: editorPath(locale, event, `speakers/${speaker.reference}`),
    sessions: (titles.get(speaker.reference) ?? []).join('; '),
    isCollective: speaker.isCollective,
    state: stateOf(context, speaker),
  }))
}

function stateOf({ t }: FrameContext, { answer, isPublic }: DraftSpeaker) {
  const says = (kind: 'good' | 'warn' | 'bad' | 'off', label: string) => ({ kind, label })
  if (answer === 'declined') return says('bad', t('agenda.speakers.state.declined'))
  if (!isPublic) return says('warn', t('agenda.speakers.state.hidden'))
  if (answer === 'confirmed') return says('good', t('agenda.speakers.state.confirmed'))
  return answer === 'invited'
    ? says('warn', t('agenda.speakers.state.invited'))
    : says('off', t('agenda.speakers.state.none'))
}

/** The form of a new speaker, written to in the language of the page. */
export function newSpeakerForm(action: string, locale: Locale): FormModel {
  return freshForm(action, { locale, lockVersion: '0' })
}

/** The form of a speaker as the draft has it. */
export function speakerFormOf(action: string, speaker: DraftSpeaker, details: SpeakerDetails): FormModel {
  const texts = (['name', 'affiliation', 'biography'] as const).flatMap(field =>
    locales.map(language => [`${field}.${language}`, rawText(speaker[field], language)]),
  )
  const links = speaker.links.map(({ url, title }) => ({ url, title }))
  return freshForm(action, {
    ...Object.fromEntries(texts),
    ...rowValues(linkRows, links),
    titleBefore: speaker.titleBefore,
    titleAfter: speaker.titleAfter,
    sortName: speaker.sortName,
    isCollective: speaker.isCollective ? 'yes' : '',
    email: details.email ?? '',
    locale: details.locale,
    isConsented: details.consentedAt === null ? '' : 'yes',
    lockVersion: String(details.lockVersion),
  })
}

/** What the person said of the consent themselves; undefined: it is for the organisers to say. */
function ownConsent(t: Translate, source: SpeakerDetails['consentSource'], day: string | null): string | undefined {
  if (source !== 'speaker') return undefined
  return day === null ? t('agenda.speakers.withdrawnConsent') : t('agenda.speakers.ownConsent', { day })
}

/** What of the page the stored speaker decides; nothing for a new one. */
export function speakerFacts(
  { t, locale }: FrameContext,
  event: EventRow,
  stored: { readonly speaker: DraftSpeaker; readonly details: SpeakerDetails } | undefined,
): Pick<SpeakerFormModel, 'consent' | 'notes' | 'photograph' | 'photographHref' | 'removeHref'> {
  if (!stored) {
    return { consent: undefined, notes: [], photograph: undefined, photographHref: undefined, removeHref: undefined }
  }
  const { speaker, details } = stored
  const path = editorPath(locale, event, `speakers/${speaker.reference}`)
  const day = details.consentedAt && formatDate(dateIn(details.consentedAt, event.timeZone), locale)
  const notes = [
    { label: t('agenda.speakers.needs'), text: details.technicalNeeds },
    { label: t('agenda.speakers.declineReason'), text: details.declineReason },
  ]
  return {
    consent: ownConsent(t, details.consentSource, day),
    notes: notes.filter(({ text }) => text !== ''),
    // The public address shows only who agreed to be public.
    photograph: speaker.photograph === null ? undefined : `${path}/photograph.webp?${speaker.photograph}`,
    photographHref: speaker.isCollective ? undefined : `${path}/photograph`,
    removeHref: `${path}/remove`,
  }
}

/** What the fields of a speaker are called in the error summary, and what the form chooses from. */
export function speakerFields({ t }: FrameContext, form: FormModel) {
  const labels = {
    'name.cs': t('agenda.speakers.name'),
    'name.en': t('agenda.speakers.name'),
    titleBefore: t('agenda.speakers.titleBefore'),
    titleAfter: t('agenda.speakers.titleAfter'),
    sortName: t('agenda.speakers.sortName'),
    email: t('agenda.speakers.email'),
    isCollective: t('agenda.speakers.isCollective'),
  }
  const languages = locales.map(value => ({ value, label: t(`core.languageName.${value}`) }))
  return { labels, languages, linkCount: rowCount(form, linkRows) }
}
