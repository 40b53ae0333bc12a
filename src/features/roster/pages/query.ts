import { urls } from '../../../core/http/urls.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { cursorAt } from '../rules/cursor.ts'
import { type Selection, selectionQuery } from '../rules/selection.ts'
import type { RosterLine } from '../types.ts'

/** Where a page of the table begins. */
interface Turn {
  readonly side: 'after' | 'before'
  readonly line: RosterLine
}

/** The address of the table that shows a selection, from its beginning or from a line on. */
export function listHref({ locale }: FrameContext, event: EventRow, selection: Selection, turn?: Turn): string {
  const query = selectionQuery(selection)
  if (turn !== undefined) query.set(turn.side, cursorAt(turn.line))
  const path = partHref(locale, event, '')
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

/** The address of a page below the table: `/new`, `/views`. */
export function partHref(locale: FrameContext['locale'], event: Pick<EventRow, 'slug'>, part: string): string {
  return urls.organiserEventPart(locale, event.slug, `registrations${part}`)
}

/** The address of one registration, or of a page below it. */
export function oneHref(
  locale: FrameContext['locale'],
  event: Pick<EventRow, 'slug'>,
  { reference }: { readonly reference: string },
  part = '',
): string {
  return partHref(locale, event, `/${reference}${part}`)
}
