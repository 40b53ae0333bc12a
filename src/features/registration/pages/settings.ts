import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { formatZone, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SetupNav } from '../frame.ts'
import type { RegistrationSettingsRow } from '../types/places.ts'
import { momentValues, tick } from './places.ts'

export interface SettingsModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly nav: SetupNav
  readonly form: FormModel
  readonly zone: string
  readonly promotions: readonly { readonly value: string; readonly label: string; readonly hint: string }[]
  /** Somebody comes online, so there is something to join. */
  readonly asksJoin: boolean
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export const settingsPage = page<SettingsModel>('registration/organiser/registration-settings')

/** What the form of the settings needs besides what stands in it. */
export function settingsForm(
  { t, locale }: FrameContext,
  event: EventRow,
): Pick<SettingsModel, 'zone' | 'promotions' | 'asksJoin' | 'labels' | 'backHref'> {
  const ways = ['at_once', 'offer'] as const
  const fields = ['promotion', 'offerHours', 'largestDelegation', 'joinUrl'] as const
  const moments = ['waitingFrozen', 'partsClose', 'joinFrom'] as const
  return {
    zone: formatZone(now(), event.timeZone, locale),
    promotions: ways.map(value => ({
      value,
      label: t(`capacity.settings.promotions.${value}`),
      hint: t(`capacity.settings.promotionHints.${value}`),
    })),
    asksJoin: event.mode !== 'on_site',
    labels: Object.fromEntries([
      ...fields.map(field => [field, t(`capacity.settings.fields.${field}`)]),
      ...moments.flatMap(field => {
        const label = t(`capacity.settings.fields.${field}`)
        return [`${field}Date`, `${field}Time`].map(name => [name, label])
      }),
    ]),
    backHref: urls.organiserEventPart(locale, event.slug, 'registrations'),
  }
}

/** What stands in the form before anybody types. */
export function settingsValues(settings: RegistrationSettingsRow, { timeZone }: EventRow): Record<string, string> {
  return {
    promotion: settings.promotion,
    offerHours: String(settings.offerHours),
    ...momentValues('waitingFrozen', settings.waitingFrozenAt, timeZone),
    ...momentValues('partsClose', settings.partsCloseAt, timeZone),
    confirmsAddress: tick(settings.confirmsAddress),
    takesDelegations: tick(settings.takesDelegations),
    largestDelegation: String(settings.largestDelegation),
    asksNeeds: tick(settings.asksNeeds),
    asksNewsletter: tick(settings.asksNewsletter),
    joinUrl: settings.joinUrl,
    ...momentValues('joinFrom', settings.joinFrom, timeZone),
  }
}
