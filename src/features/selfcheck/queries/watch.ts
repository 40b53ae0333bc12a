import type { Watch } from '../../../core/lookout.ts'
import { minutesBetween, now } from '../../../core/time.ts'
import { findLastCheck } from './checks.ts'

/** What the last nightly check found, and how long ago that was. */
export const watchSelfCheck: Watch = async ({ db }) => {
  const last = await findLastCheck(db)
  if (last === undefined) return { readings: [], troubles: [] }
  const readings = [
    {
      name: 'self_check_violations',
      help: 'What the last self-check found that must never be',
      value: last.violations,
    },
    {
      name: 'self_check_age_seconds',
      help: 'How long ago the last self-check ended',
      value: minutesBetween(last.finishedAt, now()) * 60,
    },
  ]
  return { readings, troubles: last.violations > 0 ? ['self-check'] : [] }
}
