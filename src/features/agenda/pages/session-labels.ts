import type { Translate } from '../../../core/messages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Draft } from '../types.ts'
import type { Naming } from './session-conflict.ts'
import { placeFields, sessionChoices } from './session-form.ts'
import { freshForm } from '../../../core/http/forms.ts'

/** What the fields of a session are called: in the error summary, and where two versions stand side by side. */
export function sessionLabels(t: Translate): Readonly<Record<string, string>> {
  const localised = (field: string, label: string) =>
    (['cs', 'en'] as const).map(language => [
      `${field}.${language}`,
      `${label} (${t(`agenda.inLanguage.${language}`)})`,
    ])
  const texts = [
    ...localised('title', t('agenda.session.title')),
    ...localised('subtitle', t('agenda.session.subtitle')),
    ...localised('abstract', t('agenda.session.abstract')),
    ...localised('description', t('agenda.session.description')),
    ...localised('placeNote', t('agenda.session.placeNote')),
  ]
  return {
    ...Object.fromEntries(texts),
    day: t('agenda.session.day'),
    start: t('agenda.session.startShort'),
    end: t('agenda.session.endShort'),
    minutes: t('agenda.session.minutes'),
    room: t('agenda.session.room'),
    track: t('agenda.session.track'),
    capacity: t('agenda.session.capacity'),
    kind: t('agenda.session.kind'),
    language: t('agenda.session.language'),
    satellite: t('agenda.session.satellite'),
    recordingUrl: t('agenda.session.recording'),
  }
}

/** Names for everything the form of a session holds. */
export function sessionNaming(context: FrameContext, draft: Draft): Naming {
  const choices = sessionChoices(context, draft, freshForm(''))
  const { kinds, tracks, languages, satellites, speakers, roles } = choices
  const { rooms } = placeFields(context, draft, freshForm(''), false)
  const options = {
    kind: kinds,
    track: tracks,
    language: languages,
    room: rooms,
    satellite: satellites,
    speaker: speakers,
    role: roles,
  }
  return { labels: sessionLabels(context.t), options }
}
