import { type Locale, readText } from '../../../core/localised-text.ts'
import type { OutlineSpeaker } from '../types.ts'

/** A speaker as programmes print them, with titles: `Ing. Jan Novák, Ph.D.`; an institution by its name. */
export function speakerName(
  { name, titleBefore, titleAfter }: Pick<OutlineSpeaker, 'name' | 'titleBefore' | 'titleAfter'>,
  locale: Locale,
): string {
  const bare = [titleBefore, readText(name, locale)].filter(text => text !== '').join('\u00a0')
  return titleAfter === '' ? bare : `${bare}, ${titleAfter.replaceAll(' ', '\u00a0')}`
}
