import { same, type SpeakerContent, text } from '../types.ts'

/** The invitation names institutions, no people: everybody here speaks for one. */
export const burgasSpeakers: readonly SpeakerContent[] = [
  {
    key: 'eccp',
    name: text(
      'zástupce European Cluster Collaboration Platform',
      'representative of the European Cluster Collaboration Platform',
    ),
    affiliation: same('European Cluster Collaboration Platform'),
  },
  {
    key: 'veritas',
    name: text('zástupce Consulting Cluster Veritas', 'representative of Consulting Cluster Veritas'),
    affiliation: same('Consulting Cluster Veritas'),
  },
  {
    key: 'ict',
    name: text('zástupce ICT Cluster Burgas', 'representative of ICT Cluster Burgas'),
    affiliation: same('ICT Cluster Burgas'),
  },
  {
    key: 'digitour',
    name: text('zástupce konsorcia DIGITOUR', 'representative of the DIGITOUR consortium'),
    affiliation: text('Konsorcium DIGITOUR', 'DIGITOUR consortium'),
    biography: text(
      'Organizace z Bulharska, České republiky, Dánska, Francie, Itálie, Německa, Srbska a Španělska.',
      'Organisations from Bulgaria, the Czech Republic, Denmark, France, Italy, Germany, Serbia and Spain.',
    ),
  },
  {
    key: 'greening',
    name: text('zástupce iniciativy ICT Greening Up', 'representative of the ICT Greening Up initiative'),
    affiliation: text('Iniciativa ICT Greening Up', 'ICT Greening Up initiative'),
  },
  {
    key: 'industry',
    name: text('bulharští a norští zástupci odvětví ICT', 'representatives of the Bulgarian and Norwegian ICT sector'),
    affiliation: text('odvětví ICT v Bulharsku a Norsku', 'the ICT sector in Bulgaria and Norway'),
  },
  {
    key: 'authorities',
    name: text(
      'zástupci národních, regionálních a místních orgánů',
      'representatives of national, regional and local authorities',
    ),
    affiliation: text('veřejná správa', 'public authorities'),
  },
  {
    key: 'science',
    name: text('zástupci univerzit a vědecké komunity', 'representatives of universities and science'),
    affiliation: text('univerzity a vědecké komunity', 'universities and scientific communities'),
  },
  {
    key: 'innovators',
    name: text('zelení inovátoři a vývojáři', 'green innovators and developers'),
    affiliation: text('nejméně deset vystavovatelů', 'at least ten exhibitors'),
  },
  {
    key: 'sme',
    name: text('zástupci malých a středních podniků', 'representatives of small and medium-sized enterprises'),
    affiliation: text('malé a střední podniky', 'small and medium-sized enterprises'),
  },
  {
    key: 'commission',
    name: text('zástupce Evropské komise', 'representative of the European Commission'),
    affiliation: text('Evropská komise', 'European Commission'),
  },
]
