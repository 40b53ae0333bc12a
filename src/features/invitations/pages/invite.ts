import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { InvitedInRow, InvitedList, RowProblem } from '../forms/list.ts'
import type { Columns } from '../rules/columns.ts'
import { type KnownAddress, type ListColumn, listColumns } from '../types.ts'

/** Rows that a page tells of at most; the rest is counted. */
const mostShown = 50

/** What the list would do: the dry run, said before anything is sent. */
export interface ListCheck {
  /** Whom a click would invite. */
  readonly count: number
  /** What the next step agrees to: exactly this list, for exactly so many. */
  readonly agreed: string
  readonly sample: readonly {
    readonly name: string
    readonly email: string
    readonly organisation: string
    readonly language: string
  }[]
  readonly moreInvited: number
  readonly problems: readonly string[]
  readonly moreProblems: number
  /** Passed over, and why: invited already, registered already, twice in the list. */
  readonly passed: readonly string[]
  readonly morePassed: number
  readonly columns: string
  readonly ignored: string
}

export interface InviteModel {
  readonly head: Head
  readonly form: FormModel
  readonly categories: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly most: number
  readonly check: ListCheck | undefined
  readonly backHref: string
}

export const invitePage = page<InviteModel>('invitations/organiser/invite')

/** The labels of the form by field, for the error summary. */
export function inviteLabels({ t }: FrameContext): Record<string, string> {
  const fields = ['list', 'file', 'category', 'locale'] as const
  const messages = ['message.cs', 'message.en'].map(field => [field, t('invitations.invite.message')])
  return Object.fromEntries([...fields.map(field => [field, t(`invitations.invite.${field}`)]), ...messages])
}

interface CheckData {
  readonly fingerprint: string
  readonly header: readonly string[]
  readonly columns: Columns
  readonly list: InvitedList
  readonly known: ReadonlyMap<string, KnownAddress>
}

/** Who of a list would be invited: those nobody knows yet. */
export function freshOf({ list, known }: Pick<CheckData, 'list' | 'known'>): InvitedInRow[] {
  return list.people.filter(({ email }) => !known.has(email.toLowerCase()))
}

/** The dry run in sentences. */
export function listCheck(context: FrameContext, data: CheckData): ListCheck {
  const { t } = context
  const { list, header, columns } = data
  const fresh = freshOf(data)
  const problems = list.problems.map(problem => problemText(context, problem))
  const passed = passedOf(context, data)
  const count = problems.length > 0 ? 0 : fresh.length
  const used = new Set(columns.values())
  const named = listColumns.filter(column => columns.has(column)).map(column => columnName(context, column))
  const ignored = header.filter((name, index) => name !== '' && !used.has(index))
  return {
    count,
    agreed: `${data.fingerprint}:${count}`,
    sample: fresh.slice(0, 5).map(person => ({
      name: [person.titleBefore, person.givenName, person.familyName, person.titleAfter]
        .filter(part => part !== '')
        .join(' '),
      email: person.email,
      organisation: person.organisation,
      language: t(`core.languageName.${person.locale}`),
    })),
    moreInvited: Math.max(0, fresh.length - 5),
    problems: problems.slice(0, mostShown),
    moreProblems: Math.max(0, problems.length - mostShown),
    passed: passed.slice(0, mostShown),
    morePassed: Math.max(0, passed.length - mostShown),
    columns: named.join(', '),
    ignored: ignored.join(', ').slice(0, 300),
  }
}

/** The name of a column as the interface says it. */
export function columnName({ t }: FrameContext, column: ListColumn): string {
  return t(`invitations.columns.${column}`)
}

function problemText(context: FrameContext, { row, column, problem }: RowProblem): string {
  const { t } = context
  return t(`invitations.problems.${problem}`, { row, column: columnName(context, column) })
}

function passedOf({ t }: FrameContext, { list, known }: CheckData): string[] {
  const doubled = list.doubled.map(({ row, email }) => ({ row, text: t('invitations.passed.doubled', { row, email }) }))
  const there = list.people.flatMap(({ row, email }) => {
    const why = known.get(email.toLowerCase())
    return why === undefined ? [] : [{ row, text: t(`invitations.passed.${why}`, { row, email }) }]
  })
  return [...doubled, ...there].toSorted((a, b) => a.row - b.row).map(({ text }) => text)
}
