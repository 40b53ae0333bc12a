import { type ProgrammeContent, same, text } from './types.ts'

const europeanDisclaimer = text(
  'Vyjádřené názory jsou názory autorů a nemusí odrážet názory Evropské unie nebo agentury EISMEA. Evropská unie ani poskytovatel podpory za ně nenesou odpovědnost.',
  'Views and opinions expressed are those of the authors only and do not necessarily reflect those of the European Union or EISMEA. Neither the European Union nor the granting authority can be held responsible for them.',
)

/** The funders of the projects, each with the words and signs it demands. */
export const programmes: readonly ProgrammeContent[] = [
  {
    slug: 'op-vvv',
    name: text(
      'Operační program Výzkum, vývoj a vzdělávání',
      'Operational Programme Research, Development and Education',
    ),
    period: '2014–2020',
    showsEuEmblem: true,
    statement: text(
      'Evropská unie, Evropské strukturální a investiční fondy, Operační program Výzkum, vývoj a vzdělávání',
      'European Union, European Structural and Investment Funds, Operational Programme Research, Development and Education',
    ),
    // The compulsory zone of OP VVV has two logos, the emblem and the ministry, and never a third.
    logos: [{ label: 'Ministerstvo školství, mládeže a tělovýchovy' }],
  },
  {
    slug: 'interreg-ivc',
    name: same('INTERREG IVC'),
    period: '2007–2013',
    showsEuEmblem: true,
    statement: text(
      'Evropská unie, Evropský fond pro regionální rozvoj. Projekt je spolufinancován v rámci programu INTERREG IVC.',
      'European Union, European Regional Development Fund. The project is co-financed under the INTERREG IVC programme.',
    ),
    logos: [{ label: 'INTERREG IVC' }],
  },
  {
    slug: 'central-europe',
    name: same('Central Europe'),
    period: '2007–2013',
    showsEuEmblem: true,
    statement: text(
      'Tento projekt je spolufinancován Evropskou unií v rámci programu Central Europe.',
      'This project is co-financed by the European Union under the Central Europe programme.',
    ),
    logos: [{ label: 'Central Europe' }],
  },
  {
    slug: 'interreg-central-europe',
    name: same('Interreg CENTRAL EUROPE'),
    period: '2014–2020',
    showsEuEmblem: true,
    statement: text(
      'Evropská unie, Evropský fond pro regionální rozvoj, Interreg CENTRAL EUROPE',
      'European Union, European Regional Development Fund, Interreg CENTRAL EUROPE',
    ),
    logos: [{ label: 'Interreg CENTRAL EUROPE' }],
  },
  {
    slug: 'interreg-europe',
    name: same('Interreg Europe'),
    period: '2014–2020',
    showsEuEmblem: true,
    statement: text(
      'Evropská unie, Evropský fond pro regionální rozvoj, Interreg Europe',
      'European Union, European Regional Development Fund, Interreg Europe',
    ),
    logos: [{ label: 'Interreg Europe' }],
  },
  {
    slug: 'cosme',
    name: text(
      'COSME, program EU pro konkurenceschopnost podniků',
      'COSME, the EU programme for the competitiveness of enterprises',
    ),
    period: '2014–2020',
    showsEuEmblem: true,
    statement: text(
      'Tuto akci spolufinancuje program COSME Evropské unie. DIGITOUR financuje Evropská rada pro inovace a Výkonná agentura pro malé a střední podniky (EISMEA), pověřená Evropskou komisí.',
      'This event is co-funded by the COSME programme of the European Union. DIGITOUR is funded by the European Innovation Council and SMEs Executive Agency (EISMEA), mandated by the European Commission.',
    ),
    disclaimer: europeanDisclaimer,
    logos: [{ label: 'EISMEA' }],
  },
  {
    slug: 'clusters-meet-regions-ek',
    name: text('Evropská komise, Clusters meet Regions', 'European Commission, Clusters meet Regions'),
    period: '2022–2023',
    showsEuEmblem: true,
    statement: text(
      'Financováno Evropskou unií. Konferenci pořádá European Cluster Collaboration Platform jménem Evropské komise.',
      'Funded by the European Union. The conference is held by the European Cluster Collaboration Platform on behalf of the European Commission.',
    ),
    disclaimer: europeanDisclaimer,
    logos: [{ label: 'European Cluster Collaboration Platform' }],
  },
  {
    slug: 'norske-fondy',
    name: text(
      'Norské fondy: Rozvoj podnikání, inovace a malé a střední podniky',
      'Norway Grants: Business Development, Innovation and SMEs',
    ),
    period: '2014–2021',
    // Not money of the Union: its emblem never stands here (CZ-05).
    showsEuEmblem: false,
    statement: text(
      'Podporováno Norskem prostřednictvím Norských fondů (Norský finanční mechanismus 2014–2021).',
      'Supported by Norway through the Norway Grants (Norwegian Financial Mechanism 2014–2021).',
    ),
    logos: [{ label: 'Norway Grants' }],
  },
]
