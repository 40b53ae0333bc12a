import { type AnnouncementPreset, type AnnouncementRuleRow, announcementPresets } from '../types.ts'

/** What a rule begins with. */
export type RuleDraft = Pick<
  AnnouncementRuleRow,
  'preset' | 'anchor' | 'days' | 'timeOfDay' | 'segment' | 'subject' | 'body'
>

type Moment = Pick<RuleDraft, 'anchor' | 'days' | 'timeOfDay'>

/** When a rule begins to be due. */
export const presetMoments: Readonly<Record<AnnouncementPreset, Moment>> = {
  'week-before': { anchor: 'start', days: -7, timeOfDay: '09:00' },
  'day-before': { anchor: 'start', days: -1, timeOfDay: '08:00' },
  tomorrow: { anchor: 'start', days: -1, timeOfDay: '17:00' },
  thanks: { anchor: 'end', days: 1, timeOfDay: '10:00' },
  own: { anchor: 'start', days: -3, timeOfDay: '09:00' },
}

/** Those with a place. */
export const usualSegment = 'status=confirmed'

/** The rules that are offered ready to use. */
export const readyPresets = announcementPresets.filter(preset => preset !== 'own')
