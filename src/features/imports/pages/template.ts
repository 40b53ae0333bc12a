import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { possibleTargets } from '../rules/headings.ts'
import { type FixedTarget, fixedTargets, type ImportSetup } from '../types.ts'

/** The header of an empty table that is understood without mapping anything: our own words, labels of the questions. */
export function templateHeader({ t, locale }: FrameContext, setup: ImportSetup): string[] {
  // A whole name stands there only for lists that have no other; parts have columns of their own.
  const fixed = possibleTargets(setup).filter(
    (target): target is FixedTarget =>
      fixedTargets.some(one => one === target) && !['fullName', 'parts'].includes(target),
  )
  const titles = setup.parts.map(({ title }) => readText(title, locale))
  const labels = setup.questions.map(({ label }) => readText(label, locale))
  return [...fixed.map(target => t(`imports.template.headings.${target}`)), ...titles, ...labels]
}
