/** Why a mail was not sent, where it is not a mail server that says so; readers know them as `mail.reasons.…`. */
export const deliveryReasons = [
  'not-needed',
  'expired',
  'superseded',
  'opted-out',
  'suppressed',
  'doubtful',
  'no-address',
  'unwritten',
] as const
export type DeliveryReason = (typeof deliveryReasons)[number]

/** The reason that stands in `smtpResponse` of a mail; undefined when it is what a mail server said. */
export function deliveryReason(response: string | null): DeliveryReason | undefined {
  return deliveryReasons.find(reason => reason === response)
}
