import { locales } from '../../../core/localised-text.ts'
import { translator } from '../../../core/messages.ts'
import { presetMoments, type RuleDraft, usualSegment } from '../rules/presets.ts'
import type { AnnouncementPreset } from '../types.ts'

/** A rule as it is offered, with its words in both languages; one's own has none yet. */
export function presetDraft(preset: AnnouncementPreset): RuleDraft {
  const text = (part: 'subject' | 'body') =>
    preset === 'own'
      ? {}
      : Object.fromEntries(
          locales.map(locale => [locale, translator(locale)(`announcements.presets.${preset}.${part}`, braces)]),
        )
  return { preset, ...presetMoments[preset], segment: usualSegment, subject: text('subject'), body: text('body') }
}

/** The presets name placeholders, whose braces mean something to the messages themselves: they come in as values. */
const braces = {
  event: '{event}',
  dates: '{dates}',
  when: '{when}',
  place: '{place}',
  organisers: '{organisers}',
  link: '{link}',
  agenda: '{agenda_link}',
  feedback: '{feedback_link}',
}
