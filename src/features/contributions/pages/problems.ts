import type { FieldProblem } from '../../../core/http/forms.ts'
import { largestMaterial } from '../../files/rules/kinds.ts'
import { mostMaterials } from '../types.ts'

/** Why a photograph was not taken, at its field. */
export function photographProblem(reason: 'not-a-picture' | 'too-small' | 'too-many-pixels'): FieldProblem {
  const messages = {
    'not-a-picture': 'errors.photographKind',
    'too-small': 'errors.photographSmall',
    'too-many-pixels': 'errors.photographLarge',
  }
  return { field: 'photograph', message: messages[reason] }
}

/** Why a file beside a session was not taken, at its field. */
export function materialProblem(reason: 'unknown-kind' | 'too-big' | 'too-many' | 'no-room'): FieldProblem {
  if (reason === 'too-big')
    return { field: 'file', message: 'errors.fileTooBig', values: { max: largestMaterial / (1024 * 1024) } }
  if (reason === 'too-many') return { field: 'file', message: 'errors.materialsFull', values: { max: mostMaterials } }
  return { field: 'file', message: reason === 'no-room' ? 'errors.uploadsBusy' : 'errors.materialKind' }
}
