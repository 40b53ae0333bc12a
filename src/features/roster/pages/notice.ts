import type { FrameContext } from '../../events/frame.ts'

/** A sentence about what was just done (`partials/notice`). */
export interface Notice {
  readonly kind: 'good' | 'warn'
  readonly text: string
}

/** Sentences that say that nothing came of it. */
const inVain = [
  'not-active',
  'not-waiting',
  'not-applied',
  'already-cancelled',
  'over',
  'full',
  'same',
  'noteEmpty',
  'tagWrong',
  'tagSame',
  'exportBusy',
  'already',
  'no-place',
  'not-arrived',
].map(name => `roster.flash.${name}`)

/** The sentence left for this page. */
export function noticeOf({ t }: FrameContext, key: string | undefined): Notice | undefined {
  return key === undefined ? undefined : { kind: inVain.includes(key) ? 'warn' : 'good', text: t(key) }
}
