import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateIn, formatDate, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { changesOf } from '../rules/changes.ts'
import { mayContribute } from '../rules/states.ts'
import type { Appearance, Material, Speaker } from '../types.ts'
import type { SpeakingData } from './mine.ts'
import { toldSentence } from '../frame.ts'
import { draftWhen, fileWords, materialTitle, spanWords, type StateWord } from './words.ts'

/** A session of one's own: where it stands, what changed, and the files beside it. */
export interface OwnSession {
  readonly reference: string
  readonly title: { readonly text: string; readonly lang: Locale | undefined }
  readonly role: string
  readonly when: string
  readonly room: string
  readonly state: StateWord
  /** The public page, once there is one. */
  readonly href: string | undefined
  readonly changes: readonly { readonly date: string; readonly what: string }[]
  readonly materials: readonly OwnMaterial[]
  /** Where another file is added; undefined when it is too late or the session is off. */
  readonly uploadHref: string | undefined
}

export interface OwnMaterial {
  readonly title: string
  readonly about: string
  readonly state: StateWord
  readonly href: string
  /** Only what one sent oneself, and nobody else. */
  readonly removeHref: string | undefined
}

/** The sessions of a speaker. Who reads sees what was released; before a release, what is planned. */
export function ownSessions(context: FrameContext, data: SpeakingData): OwnSession[] {
  return data.appearances
    .filter(({ reference, isCancelled }) => !isCancelled || data.released.has(reference))
    .map(appearance => ownSession(context, data, appearance))
}

function ownSession(context: FrameContext, data: SpeakingData, appearance: Appearance): OwnSession {
  const { t, locale } = context
  const { event, token } = data
  const released = data.released.get(appearance.reference)
  const isOff = (released ?? appearance).isCancelled
  const isShown = released !== undefined && event.publishedAt !== null
  return {
    reference: appearance.reference,
    title: textWithLanguage((released ?? appearance).title, locale),
    role: t(`contributions.role.${appearance.role}`),
    when: released ? spanWords(released, context) : draftWhen(appearance, context),
    room: readText((released ?? appearance).room, locale),
    state: stateOf(context, released !== undefined, isOff),
    href: isShown ? urls.session(locale, event.slug, appearance.reference) : undefined,
    changes: changesTold(context, data, appearance),
    materials: data.materials
      .filter(({ sessionId }) => sessionId === appearance.id)
      .map(material => ownMaterial(context, data, material)),
    uploadHref:
      mayContribute(event, now()) && !isOff
        ? urls.speakingPart(locale, token, `sessions/${appearance.reference}/materials`)
        : undefined,
  }
}

function stateOf({ t }: FrameContext, isReleased: boolean, isOff: boolean): StateWord {
  if (isOff) return { kind: 'bad', label: t('contributions.sessions.cancelled') }
  if (isReleased) return { kind: 'good', label: t('contributions.sessions.released') }
  return { kind: 'off', label: t('contributions.sessions.preliminary') }
}

function changesTold(context: FrameContext, { event, changes }: SpeakingData, { reference }: Appearance) {
  return changes.flatMap(release => {
    const date = formatDate(dateIn(release.releasedAt, event.timeZone), context.locale)
    return changesOf(release.changes, reference).map(change => ({ date, what: toldSentence(change, context) }))
  })
}

function ownMaterial(context: FrameContext, { event, speaker, token }: SpeakingData, material: Material): OwnMaterial {
  const { t, locale } = context
  const here = urls.speakingPart(locale, token, `materials/${material.reference}`)
  const isPublic = material.publishedAt !== null
  const mayRemove = isOwn(material, speaker) && mayContribute(event, now())
  return {
    title: materialTitle(material),
    about: fileWords(material, context),
    state: { kind: isPublic ? 'good' : 'off', label: t(`contributions.material.${isPublic ? 'public' : 'private'}`) },
    href: here,
    removeHref: mayRemove ? `${here}/remove` : undefined,
  }
}

/** Whether a speaker sent the file themselves. */
export function isOwn({ speakerId }: Pick<Material, 'speakerId'>, { id }: Pick<Speaker, 'id'>): boolean {
  return speakerId === id
}
