import type { Request } from 'express'

/** Leaves one sentence (a locale key) for the next page this organiser sees: “Saved.” Nothing personal goes in. */
export function flash(request: Request, messageKey: string): void {
  request.session.flash = messageKey
}

/** Takes the sentence left for this page, if any. */
export function takeFlash(request: Request): string | undefined {
  const left = request.session.flash
  if (left !== undefined) delete request.session.flash
  return left
}
