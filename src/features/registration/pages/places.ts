import { type LocalisedText, listNames, locales, rawText, readText } from '../../../core/localised-text.ts'
import { dateIn, type Instant, timeIn, type TimeZone } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { CountedThing, QuotaWithMembers } from '../queries/quotas.ts'
import type { Counters } from '../types/places.ts'

/** How full something is, in words and as a bar. */
export interface PlacesCell {
  /** `12 z 40`, `12, bez omezení` */
  readonly places: string
  readonly bar: { readonly taken: number; readonly capacity: number } | undefined
  readonly waiting: number
}

/** The places of something, for a line of a table. */
export function placesCell({ t }: FrameContext, { taken, capacity, waiting }: Counters): PlacesCell {
  if (capacity === null) return { places: t('capacity.places.unlimited', { taken }), bar: undefined, waiting }
  const bar = capacity === 0 ? undefined : { taken, capacity }
  return { places: t('capacity.places.limited', { taken, capacity }), bar, waiting }
}

/** Whether nobody has a place in something or waits for one: it may go. */
export function isUnused({ taken, waiting }: Counters): boolean {
  return taken === 0 && waiting === 0
}

/** `sdílí: Autobus, Večeře`: the shared quotas that count a thing. */
export function sharedNote(
  { t, locale }: FrameContext,
  shared: readonly QuotaWithMembers[],
  { kind, id }: Pick<CountedThing, 'kind' | 'id'>,
): string[] {
  const mine = shared.filter(({ members }) => members.some(member => member.kind === kind && member.id === id))
  if (mine.length === 0) return []
  const names = listNames(
    mine.map(({ name }) => readText(name, locale)),
    locale,
  )
  return [t('capacity.places.shared', { names })]
}

/** What stands in the two fields of a localised text. */
export function textValues(name: string, text: LocalisedText): Record<string, string> {
  return Object.fromEntries(locales.map(locale => [`${name}.${locale}`, rawText(text, locale)]))
}

/** What stands in the two fields of a moment, in the zone of the event. */
export function momentValues(name: string, moment: Instant | null, zone: TimeZone): Record<string, string> {
  if (moment === null) return {}
  return { [`${name}Date`]: dateIn(moment, zone), [`${name}Time`]: timeIn(moment, zone) }
}

/** What a tick is in the values of a form. */
export function tick(isOn: boolean): string {
  return isOn ? 'yes' : ''
}
