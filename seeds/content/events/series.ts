import { same, type SeriesContent, text } from '../types.ts'

export const series: readonly SeriesContent[] = [
  {
    slug: 'clusters-meet-regions',
    organisation: 'eccp',
    name: same('Clusters meet Regions'),
    description: text(
      'V letech 2022–2023 se koná patnáct setkání v regionech EU, které o ně projevily zájem. Klastry, malé a střední podniky a tvůrci politik se na nich učí jedni od druhých, jak využít klastry k posílení průmyslových ekosystémů, sloužit rozvoji regionu a navázat kontakty s regiony, které čelí podobným výzvám.',
      'Fifteen meetings in 2022–2023, in EU regions that asked for one. Clusters, small and medium-sized enterprises and policy makers learn from one another how to use clusters to strengthen industrial ecosystems, serve regional development and meet regions that face similar challenges.',
    ),
    plannedEditions: 15,
  },
  {
    slug: 'clusters-cord',
    organisation: 'rra-uk',
    name: same('Clusters-CORD'),
    description: text(
      'Sedm místních info dnů od prosince 2010 do srpna 2011 a závěrečná benchmarkingová konference v Miláně. Partneři projektu na nich představili jeho cíle a pozvali klastrové organizace ke spolupráci v pěti odvětvích: potravinářství, energetika a životní prostředí, turismus, ICT a výrobní technologie.',
      'Seven local info days from December 2010 to August 2011, and a closing benchmarking conference in Milan. The project partners presented its aims and invited cluster organisations to cooperate in five industries: food, energy and environment, tourism, ICT and production technologies.',
    ),
    plannedEditions: 8,
  },
]
