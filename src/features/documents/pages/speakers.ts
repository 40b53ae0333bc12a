import type { Setting } from '../../../core/typesetting.ts'
import { dateOf, formatDayAndMonth, formatLocalTimeRange, formatWeekday, timeOf } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { OutlineSession, SpeakerRole } from '../../agenda/types.ts'
import type { DocumentMatter } from '../queries.ts'
import type { PaperSpeaker } from '../types.ts'
import { paperOf, type PaperContext, wordsOf } from './paper.ts'

/** The list of speakers as a document of its own. */
export function speakerList(context: PaperContext, matter: DocumentMatter): Setting {
  const people = speakersOfPaper(context, matter)
  return { template: 'documents/speakers', data: { ...paperOf(context, matter), people } }
}

/** Those who appear, by name, each with when and what. */
export function speakersOfPaper(context: PaperContext, { release }: DocumentMatter): PaperSpeaker[] {
  const appearances = new Map<string, { session: OutlineSession; role: SpeakerRole }[]>()
  for (const session of release.content.sessions) {
    if (session.isCancelled) continue
    for (const { reference, role } of session.speakers) {
      appearances.set(reference, [...(appearances.get(reference) ?? []), { session, role }])
    }
  }
  const { t, locale } = context
  return release.content.speakers.flatMap(speaker => {
    const found = appearances.get(speaker.reference)
    if (!found) return []
    const name = { text: speakerName(speaker, locale), lang: wordsOf(speaker.name, locale).lang }
    const sessions = found.map(({ session, role }) => ({
      title: wordsOf(session.title, locale),
      when: whenOf(context, session),
      role: role === 'speaker' ? '' : t(`agenda.role.${role}`),
    }))
    return [{ name, affiliation: wordsOf(speaker.affiliation, locale), sessions }]
  })
}

function whenOf({ locale }: PaperContext, { startsLocal, endsLocal }: OutlineSession): string {
  const day = dateOf(startsLocal)
  const times = formatLocalTimeRange(timeOf(startsLocal), timeOf(endsLocal), locale)
  return `${formatWeekday(day, locale)} ${formatDayAndMonth(day, locale)}, ${times}`
}
