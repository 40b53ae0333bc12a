import type { Locale } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import { dateIn, formatDayOfMonth, type Instant, type TimeZone } from '../../../core/time.ts'
import type { RegistrationOffer } from '../../registration/types/offers.ts'

/** A state as the partial `state` draws it: a shape and a word. */
export interface StateModel {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

interface Context {
  readonly t: Translate
  readonly locale: Locale
}

interface Dated {
  readonly timeZone: TimeZone
  readonly archivedAt: Instant | null
}

function dayOf({ locale }: Context, at: Instant, event: Dated): string {
  return formatDayOfMonth(dateIn(at, event.timeZone), locale)
}

/** The state of registration in a list: “Open until 5 September, 34 places left”. undefined where there is none. */
export function offerState(context: Context, event: Dated, offer: RegistrationOffer): StateModel | undefined {
  const { t } = context
  switch (offer.kind) {
    case 'none':
      return undefined
    case 'not-yet':
      return { kind: 'off', label: t('portal.offer.opens', { day: dayOf(context, offer.opensAt, event) }) }
    case 'open':
      return openState(context, event, offer)
    case 'waiting-list':
      return { kind: 'warn', label: t('portal.offer.waitingList') }
    case 'full':
      return { kind: 'bad', label: t('portal.offer.full') }
    case 'closed':
      return { kind: 'off', label: t('portal.offer.closed') }
    case 'cancelled':
      return { kind: 'bad', label: t('portal.offer.cancelled') }
    case 'over':
      return { kind: 'off', label: t('portal.offer.over') }
  }
}

function openState(
  context: Context,
  event: Dated,
  { closesAt, left }: Extract<RegistrationOffer, { kind: 'open' }>,
): StateModel {
  const { t } = context
  const until = closesAt && t('portal.offer.openUntil', { day: dayOf(context, closesAt, event) })
  const places = left === undefined ? undefined : t('core.places.left', { count: left })
  const label = [until ?? t('portal.offer.open'), places].filter(part => part !== undefined).join(', ')
  return { kind: left !== undefined && left <= 5 ? 'warn' : 'good', label }
}

/** The reply below the cover: what stands there, and whether there is a button. */
export interface ReplyModel {
  readonly heading: string
  readonly text: string
  readonly action: { readonly href: string; readonly label: string } | undefined
}

/** What the cover answers to “can I come?”. undefined where the event takes no registrations. */
export function replyTo(
  context: Context,
  event: Dated,
  offer: RegistrationOffer,
  href: string,
): ReplyModel | undefined {
  const { t } = context
  const register = { href, label: t('portal.reply.register') }
  const says = (heading: string, text: string, action?: ReplyModel['action']) => ({ heading, text, action })
  switch (offer.kind) {
    case 'none':
      return undefined
    case 'not-yet':
      return says(t('portal.reply.notYet', { day: dayOf(context, offer.opensAt, event) }), t('portal.reply.notYetText'))
    case 'open': {
      const until = offer.closesAt && t('portal.reply.openUntil', { day: dayOf(context, offer.closesAt, event) })
      return says(until ?? t('portal.reply.open'), placesText(t, offer), register)
    }
    case 'waiting-list': {
      const text = t('portal.reply.waitingText', { n: offer.waiting })
      return says(t('portal.reply.waiting'), text, { href, label: t('portal.reply.join') })
    }
    case 'full':
      return says(t('portal.reply.full'), t('portal.reply.fullText'))
    case 'closed':
      return says(t('portal.reply.closed'), t('portal.reply.closedText'))
    case 'cancelled':
      return says(t('portal.reply.cancelled'), t('portal.reply.cancelledText'))
    case 'over':
      return says(t('portal.reply.over'), t('portal.reply.overText'))
  }
}

function placesText(
  t: Translate,
  { left, capacity }: { left?: number | undefined; capacity?: number | undefined },
): string {
  if (left === undefined || capacity === undefined) return t('portal.reply.noAccount')
  return `${t('portal.reply.places', { left, capacity })} ${t('portal.reply.noAccount')}`
}
