import { type Locale, textWithLanguage } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { speakerName } from '../rules/names.ts'
import type { EditorSource } from './editor.ts'
import { looksOf } from './editor-grid.ts'
import { editorPath } from './editor-view.ts'

/** A session that has no time yet. */
export interface PoolItem {
  readonly reference: string
  readonly tick: string
  readonly classes: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly length: string
  readonly speakers: string
}

/** What waits for a place, as it came. */
export function poolItems({ t, locale }: FrameContext, { event, draft }: EditorSource): PoolItem[] {
  const names = new Map(draft.speakers.map(speaker => [speaker.reference, speakerName(speaker, locale)]))
  return draft.pool.map(session => {
    const { text, lang } = textWithLanguage(session.title, locale)
    return {
      reference: session.reference,
      tick: `${session.reference}:${session.lockVersion}`,
      classes: looksOf(session, draft, undefined).join(' '),
      title: text,
      lang,
      href: editorPath(locale, event, `sessions/${session.reference}`),
      length: t('editor.minutes', { n: session.minutes }),
      speakers: session.speakers.map(({ reference }) => names.get(reference) ?? '').join(', '),
    }
  })
}
