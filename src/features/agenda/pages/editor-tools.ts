import type { FieldError, FieldProblem, Typed } from '../../../core/http/forms.ts'
import { withQuery } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDay, formatLocalTime, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { breakNames, noRoom } from '../forms/batch.ts'
import type { Step } from '../queries/edits.ts'
import type { EditorSource } from './editor.ts'
import { editorDays, editorPath, queryOf, sessionsOfDay } from './editor-view.ts'

type Options = readonly { readonly value: string; readonly label: string }[]

/** One of the small forms of the editor: its fields have ids `<name of the form>-<name of the field>`. */
export interface ToolForm {
  readonly name: 'bulk' | 'shift' | 'break'
  readonly action: string
  /** The view, so that the answer is the same day again. */
  readonly view: string
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  /** After a refusal the form stands open. */
  readonly isOpen: boolean
}

export interface ToolForms {
  readonly bulk: ToolForm
  readonly shift: ToolForm
  readonly pause: ToolForm
  readonly days: Options
  readonly rooms: Options
  readonly noRoom: string
  readonly breaks: Options
  /** Values of the boxes that were ticked. */
  readonly ticked: readonly string[]
}

/** A refused tool: what was typed and what is wrong with it. */
export interface RefusedTool {
  readonly name: ToolForm['name']
  readonly typed: Typed
  readonly problems: readonly FieldProblem[]
}

/** The forms that do without a script what the script does, and more. */
export function toolForms(context: FrameContext, source: EditorSource, refused: RefusedTool | undefined): ToolForms {
  const { t, locale } = context
  const { event, draft, view } = source
  const sessions = sessionsOfDay(draft, view.day)
  const first = sessions[0] ? formatLocalTime(timeOf(sessions[0].startsLocal), locale) : ''
  const form = (name: ToolForm['name'], part: string, values: Record<string, string>): ToolForm => {
    const isRefused = refused?.name === name
    const errors = isRefused ? errorsOf(t, refused) : {}
    const action = editorPath(locale, event, part)
    const typed = isRefused ? refused.typed.values : values
    return { name, action, view: withQuery('', queryOf(view)), values: typed, errors, isOpen: isRefused }
  }
  return {
    bulk: form('bulk', 'bulk', { minutes: '15' }),
    shift: form('shift', 'shift', { day: view.day, from: first, minutes: '15' }),
    pause: form('break', 'breaks', { day: view.day, length: '30', name: 'coffee' }),
    days: editorDays(draft).map(day => ({ value: day, label: formatDay(day, locale) })),
    rooms: draft.rooms.map(({ reference, name }) => ({ value: reference, label: readText(name, locale) })),
    noRoom,
    breaks: breakNames.map(name => ({ value: name, label: t(`editor.breaks.${name}`) })),
    ticked: refused?.typed.lists['session'] ?? [],
  }
}

function errorsOf(t: FrameContext['t'], { problems }: RefusedTool): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { field, message, values } of problems) errors[field.split('.')[0] ?? ''] ??= t(message, values)
  return errors
}

/** The error summary of a refused tool, its links leading to the fields of that tool. */
export function toolErrors({ bulk, shift, pause }: ToolForms): FieldError[] {
  return [bulk, shift, pause].flatMap(({ name, errors }) =>
    Object.entries(errors).map(([field, message]) => ({ field, message, href: `#${name}-${field}` })),
  )
}

/** What the last edits of this organiser were: each can be taken back, or made again. */
export interface UndoModel {
  readonly undo: UndoButton | undefined
  readonly redo: UndoButton | undefined
  readonly undoAction: string
  readonly redoAction: string
  readonly view: string
}

export interface UndoButton {
  /** `přesun „Panel“`, `přesun 3 bodů`. */
  readonly what: string
}

/** The buttons “undo” and “redo”. */
export function undoModel(
  { t, locale }: FrameContext,
  { event, view }: EditorSource,
  { undo, redo }: { readonly undo: Step | undefined; readonly redo: Step | undefined },
): UndoModel {
  const button = (step: Step | undefined): UndoButton | undefined => {
    if (step === undefined) return undefined
    const title = readText(step.title, locale)
    const isOne = step.sessions === 1 && title !== ''
    const which = isOne ? t('editor.oneSession', { title }) : t('editor.someSessions', { n: step.sessions })
    return { what: `${t(`editor.deed.${step.deed}`)} ${which}` }
  }
  return {
    undo: button(undo),
    redo: button(redo),
    undoAction: editorPath(locale, event, 'undo'),
    redoAction: editorPath(locale, event, 'redo'),
    view: withQuery('', queryOf(view)),
  }
}
