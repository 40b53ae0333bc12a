/** The quotas that count everybody, or everybody who comes in one way. */
export const wholeScopes = ['event', 'on_site', 'online'] as const
export type WholeScope = (typeof wholeScopes)[number]
