import type { Table } from '../../core/database.ts'
import type { QuestionCategoryRow, QuestionOptionRow, QuestionRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['questions', 'questionOptions', 'questionCategories'] as const

type QuestionDefaults =
  | 'id'
  | 'help'
  | 'isRequired'
  | 'isSensitive'
  | 'keepDays'
  | 'least'
  | 'most'
  | 'purpose'
  | 'textVersion'
  | 'shownIfQuestionId'
  | 'shownIfValues'
  | 'archivedAt'
  | 'createdAt'

declare module 'knex/types/tables.js' {
  interface Tables {
    questions: Table<QuestionRow, QuestionDefaults>
    questionOptions: Table<QuestionOptionRow, 'id' | 'hasWaitingList' | 'archivedAt'>
    questionCategories: Table<QuestionCategoryRow>
  }
}
