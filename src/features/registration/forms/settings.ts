import { z } from 'zod'
import { checkbox, type FieldProblem, oneOf, optionalUrl, wholeNumber } from '../../../core/http/forms.ts'
import type { TimeZone } from '../../../core/time.ts'
import type { RegistrationSettingsRow } from '../types/places.ts'
import { momentFields, readMoment } from './moments.ts'

/** How registration works, as organisers edit it; the times are read in the zone of the event by `readSettings`. */
export const settingsForm = z.object({
  promotion: oneOf(['at_once', 'offer']),
  offerHours: wholeNumber(1, 720),
  ...momentFields('waitingFrozen'),
  ...momentFields('partsClose'),
  confirmsAddress: checkbox(),
  takesDelegations: checkbox(),
  largestDelegation: wholeNumber(2, 50),
  asksNeeds: checkbox(),
  asksNewsletter: checkbox(),
  joinUrl: optionalUrl(),
  ...momentFields('joinFrom'),
})
export type SettingsFormValue = z.output<typeof settingsForm>

/** The settings that were typed, and what is wrong beyond single fields. */
export function readSettings(
  value: SettingsFormValue,
  zone: TimeZone,
): { input: Omit<RegistrationSettingsRow, 'eventId'>; problems: readonly FieldProblem[] } {
  const frozen = readMoment(value, 'waitingFrozen', zone, 'opens')
  const partsClose = readMoment(value, 'partsClose', zone, 'closes')
  const joinFrom = readMoment(value, 'joinFrom', zone, 'opens')
  const { promotion, offerHours, confirmsAddress, takesDelegations, largestDelegation } = value
  const { asksNeeds, asksNewsletter, joinUrl } = value
  const said = { promotion, offerHours, confirmsAddress, takesDelegations, largestDelegation, asksNeeds }
  const times = { waitingFrozenAt: frozen.at, partsCloseAt: partsClose.at, joinFrom: joinFrom.at }
  return {
    input: { ...said, ...times, asksNewsletter, joinUrl },
    problems: [...frozen.problems, ...partsClose.problems, ...joinFrom.problems],
  }
}
