import { system } from '../../src/core/actor.ts'
import type { Database } from '../../src/core/database.ts'
import { saveProgramme, saveProject } from '../../src/features/directory/actions.ts'
import type { ProgrammeInput, ProgrammeRow, ProjectInput, ProjectRow } from '../../src/features/directory/types.ts'

/** Makes a programme by the product's own action; without more an ESIF one with the emblem. */
export async function createProgramme(db: Database, input: Partial<ProgrammeInput> = {}): Promise<ProgrammeRow> {
  const outcome = await saveProgramme(db, system, {
    input: {
      name: {
        cs: 'Operační program Výzkum, vývoj a vzdělávání',
        en: 'Operational Programme Research, Development and Education',
      },
      period: '2014–2020',
      showsEuEmblem: true,
      statement: {
        cs: 'Evropská unie, Evropské strukturální a investiční fondy',
        en: 'European Union, European Structural and Investment Funds',
      },
      disclaimer: {},
      logos: [{ label: 'Ministerstvo školství, mládeže a tělovýchovy' }],
      ...input,
    },
  })
  if (outcome.kind !== 'saved') throw new Error(`the programme was refused: ${outcome.kind}`)
  return outcome.programme
}

/** Makes a project of an organisation by the product's own action; without more ChemClust with two partners. */
export async function createProject(
  db: Database,
  organisation: { readonly id: number },
  input: Partial<ProjectInput> = {},
): Promise<ProjectRow> {
  return saveProject(db, system, {
    organisationId: organisation.id,
    input: {
      programmeId: null,
      name: { cs: 'ChemClust', en: 'ChemClust' },
      acronym: 'ChemClust',
      registrationNumber: '0123R4',
      startsOn: '2010-01-01',
      endsOn: '2012-12-31',
      budgetCents: 176_240_000,
      euContributionCents: 123_195_000,
      currency: 'EUR',
      euFund: 'ERDF',
      state: 'closed',
      description: { cs: 'Klastrové politiky pro chemický sektor.', en: 'Cluster policies for the chemical sector.' },
      web: 'http://www.chemclust.eu/',
      contact: {},
      evidenceUntil: '2027-12-31',
      partners: [
        { name: 'Ministry of Economy and Labour of Saxony-Anhalt', country: 'DE', web: null, isLead: true },
        { name: 'Ústí Region', country: 'CZ', web: 'http://www.kr-ustecky.cz/', isLead: false },
      ],
      documents: [{ title: { en: 'ECRN Newsletter (May 2010)' }, url: null }],
      ...input,
    },
  })
}
