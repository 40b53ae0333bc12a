import { wordKey } from '../../../core/typography.ts'
import type { SessionKind } from '../../agenda/types.ts'
import type { Target } from '../types/table.ts'

/** Characters; a word or a name is no longer, and what is need not be looked at. */
const longest = 120

/** What people write above the columns of a programme, in Czech and English, compared without case and diacritics. */
const headings: Readonly<Record<Exclude<Target, 'titleInRoom'>, readonly string[]>> = {
  day: ['den', 'datum', 'dne', 'day', 'date'],
  time: ['cas', 'casy', 'hodina', 'hodiny', 'kdy', 'od', 'od do', 'cas od', 'zacatek', 'time', 'when', 'start', 'from'],
  end: ['do', 'konec', 'cas do', 'end', 'to', 'until', 'ends', 'end time'],
  length: ['delka', 'trvani', 'doba', 'doba trvani', 'minut', 'minuty', 'min', 'length', 'duration', 'minutes'],
  title: ['nazev', 'titul', 'tema', 'program', 'bod programu', 'bod', 'obsah', 'prednaska', 'nazev prednasky', 'akce'],
  speakers: [
    'recnik',
    'recnici',
    'prednasejici',
    'mluvci',
    'vystupujici',
    'hoste',
    'jmeno',
    'prezentuje',
    'kdo',
    'uvadi',
  ],
  moderators: ['moderator', 'moderatori', 'moderatorka', 'moderuje', 'ridi', 'chair', 'moderators', 'facilitator'],
  affiliation: [
    'organizace',
    'instituce',
    'firma',
    'pracoviste',
    'afiliace',
    'organisation',
    'organization',
    'company',
  ],
  room: [
    'mistnost',
    'sal',
    'misto',
    'misto konani',
    'kde',
    'ucebna',
    'room',
    'hall',
    'venue',
    'place',
    'location',
    'stage',
  ],
  track: ['sekce', 'tema bloku', 'blok', 'proud', 'linie', 'okruh', 'track', 'section', 'stream', 'block'],
  language: ['jazyk', 'jaz', 'rec', 'language', 'lang'],
  kind: ['typ', 'druh', 'forma', 'format', 'type', 'kind'],
  abstract: [
    'anotace',
    'popis',
    'abstrakt',
    'poznamka',
    'poznamky',
    'pozn',
    'abstract',
    'description',
    'details',
    'note',
  ],
}
const more: Readonly<Partial<Record<Target, readonly string[]>>> = {
  time: ['begin', 'beginning', 'starts', 'start time', 'cas konani', 'zahajeni'],
  title: ['nazev prispevku', 'prispevek', 'temata', 'title', 'topic', 'session', 'talk', 'programme', 'agenda', 'item'],
  speakers: [
    'speaker',
    'speakers',
    'presenter',
    'presenters',
    'name',
    'who',
    'lektor',
    'lektori',
    'referujici',
    'autor',
  ],
  affiliation: ['institution', 'affiliation', 'zastupce', 'subjekt'],
  room: ['prostor', 'lokalita', 'rooms'],
  abstract: ['notes', 'comment', 'komentar', 'anotace prispevku'],
}

/** What a heading means; '' when it says nothing to us. `Čas / Time` counts by its first half. */
export function targetOf(heading: string): Target | '' {
  if (heading.length > longest) return ''
  for (const text of [heading, ...heading.split(/[/|\n(]/)]) {
    const key = wordKey(text)
    if (key === '') continue
    const found = (Object.entries(headings) as [Target, readonly string[]][]).find(
      ([target, names]) => names.includes(key) || more[target]?.includes(key),
    )
    if (found !== undefined) return found[0]
  }
  return ''
}

/** Words at the beginning or the end of a short title that say what kind of thing it is, in the order they count. */
const kindWords: readonly (readonly [SessionKind, RegExp])[] = [
  [
    'break',
    /^(?:(?:coffee|tea|lunch|kavova|obedova|kratka) )?(?:break|prestavka|pauza|coffee|obed|lunch|kava|obcerstveni|snidane|svacina|refreshments?|breakfast)\b/,
  ],
  ['break', /\b(?:break|prestavka|pauza|obed|lunch)$/],
  ['break', /^(?:registrace|prezence|registration|check ?in|prijezd|welcome coffee|uvitaci kava)\b/],
  [
    'social',
    /^(?:.{0,25}\b)?(?:raut|vecere|dinner|recepce|reception|networking|spolecensky vecer|party|koncert|exkurze|excursion|prohlidka|ochutnavka|cocktail|koktejl)\b/,
  ],
  ['b2b', /\b(?:b2b|matchmaking|bilateralni (?:jednani|schuzky)|bilateral meetings)\b/],
  [
    'panel',
    /^(?:panel\b|panelova|panel discussion|kulaty stul|round ?table)|\b(?:panel|panelova diskuse|panelova diskuze|panel discussion)$/,
  ],
  ['workshop', /^(?:workshop|dilna|seminar|skoleni|training|masterclass|hackathon)\b/],
  ['keynote', /^(?:keynote|hlavni prednaska|uvodni prednaska)\b/],
]

/** The kind of a session by its title. A title of more than eight words is a talk about something, not a break. */
export function kindByTitle(title: string): SessionKind {
  const key = wordKey(title.slice(0, longest))
  const found = kindWords.find(([, words]) => words.test(key))?.[0]
  const isShort = key.split(' ').length <= 8
  return found === undefined || (!isShort && (found === 'break' || found === 'social')) ? 'talk' : found
}

const kindNames: Readonly<Record<SessionKind, readonly string[]>> = {
  talk: ['prednaska', 'prispevek', 'prezentace', 'talk', 'lecture', 'presentation', 'prednasky'],
  keynote: ['keynote', 'hlavni prednaska', 'uvodni prednaska', 'plenarni prednaska', 'plenary'],
  panel: ['panel', 'panelova diskuse', 'panelova diskuze', 'diskuse', 'diskuze', 'panel discussion', 'discussion'],
  workshop: ['workshop', 'dilna', 'seminar', 'skoleni', 'training'],
  b2b: ['b2b', 'matchmaking', 'jednani', 'schuzky', 'meetings'],
  social: ['social', 'spolecensky program', 'doprovodny program', 'networking', 'exkurze', 'raut', 'vecere', 'dinner'],
  break: ['break', 'prestavka', 'pauza', 'obed', 'lunch', 'coffee', 'registrace'],
}

/** The kind that a cell names; undefined: in words of its own. */
export function kindNamed(cell: string): SessionKind | undefined {
  if (cell.length > longest) return undefined
  const key = wordKey(cell)
  return (Object.entries(kindNames) as [SessionKind, readonly string[]][]).find(([, names]) => names.includes(key))?.[0]
}

const languages: Readonly<Record<string, readonly string[]>> = {
  cs: ['cs', 'cz', 'cj', 'ces', 'cze', 'cesky', 'cestina', 'v cestine', 'czech', 'ceske'],
  en: ['en', 'aj', 'eng', 'gb', 'anglicky', 'anglictina', 'v anglictine', 'english', 'anglicke'],
  sk: ['sk', 'slk', 'slovensky', 'slovencina', 'slovenstina', 'slovak'],
  de: ['de', 'nj', 'ger', 'deu', 'nemecky', 'nemcina', 'german', 'deutsch'],
  pl: ['pl', 'pol', 'polsky', 'polstina', 'polish', 'polski'],
  bg: ['bg', 'bul', 'bulharsky', 'bulharstina', 'bulgarian', 'български'],
  hu: ['hu', 'hun', 'madarsky', 'madarstina', 'hungarian'],
  fr: ['fr', 'fra', 'fre', 'francouzsky', 'francouzstina', 'french'],
  it: ['it', 'ita', 'italsky', 'italstina', 'italian'],
  es: ['es', 'spa', 'spanelsky', 'spanelstina', 'spanish'],
  sl: ['sl', 'slv', 'si', 'slovinsky', 'slovinstina', 'slovenian'],
  uk: ['uk', 'ua', 'ukrajinsky', 'ukrajinstina', 'ukrainian'],
}

/** The language a cell names, as ISO 639-1; undefined: none we know, or more than one. */
export function languageNamed(cell: string): string | undefined {
  if (cell.length > longest) return undefined
  const key = wordKey(cell)
  return Object.entries(languages).find(([, names]) => names.includes(key))?.[0]
}

/** What stands in a cell where nothing is known yet. */
export function isNothing(cell: string): boolean {
  if (cell.length > longest) return false
  const key = wordKey(cell)
  return /^(?:tba|tbc|tbd|n n|xx+|bude (?:upresneno|doplneno)|doplnime|to be (?:announced|confirmed)|)$/.test(key)
}
