/** Who does something. Actions take it, the audit log keeps it. */
export type Actor =
  | { readonly kind: 'user'; readonly userId: number }
  | { readonly kind: 'attendee'; readonly registrationId: number }
  | { readonly kind: 'visitor' }
  | { readonly kind: 'system' }

/** Somebody who is not signed in and holds no link. */
export const visitor: Actor = { kind: 'visitor' }

/** A job, a seed, the command line. */
export const system: Actor = { kind: 'system' }
