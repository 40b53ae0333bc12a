import type { Table } from '../../core/database.ts'
import type { OrganisationRow, ProgrammeRow, ProjectDocumentRow, ProjectPartnerRow, ProjectRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['organisations', 'programmes', 'projects', 'projectPartners', 'projectDocuments'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    organisations: Table<
      OrganisationRow,
      'id' | 'kind' | 'country' | 'city' | 'web' | 'description' | 'createdAt' | 'updatedAt'
    >
    programmes: Table<
      ProgrammeRow,
      'id' | 'period' | 'showsEuEmblem' | 'statement' | 'disclaimer' | 'logos' | 'createdAt' | 'updatedAt'
    >
    projects: Table<ProjectRow, 'id' | 'createdAt' | 'updatedAt'>
    projectPartners: Table<ProjectPartnerRow, 'id' | 'organisationId' | 'web' | 'isLead'>
    projectDocuments: Table<ProjectDocumentRow, 'id' | 'url'>
  }
}
