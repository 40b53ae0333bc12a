import type { FrameContext } from '../../events/frame.ts'
import { clashesOf } from '../rules/clashes.ts'
import type { Draft } from '../types.ts'
import { clashNote } from './sentences.ts'
import type { AnySession } from './session-values.ts'

/** What speaks against a session where it stands; one without a time stands in nobody’s way. */
export function sessionWarnings(context: FrameContext, draft: Draft, session: AnySession): string[] {
  if (!('startsAt' in session)) return []
  return [...new Set(clashesOf(session, draft).map(clash => clashNote(clash, context)))]
}
