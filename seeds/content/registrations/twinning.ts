import { text } from '../types.ts'
import type { RegistrationContent } from './types.ts'

/** Registration of the demonstration of the final conference: one day, one category, as short as it can be. */
export const twinningRegistration: RegistrationContent = {
  promotion: 'at_once',
  takesDelegations: false,
  partsCloseDaysBefore: 3,
  parts: [
    {
      key: 'laboratories',
      kind: 'excursion',
      title: text('Prohlídka laboratoří po konferenci', 'A tour of the laboratories after the conference'),
      description: text('Skupina s průvodcem, bez schodů.', 'A guided group, no stairs.'),
      day: 1,
      from: '15:30',
      to: '16:30',
      capacity: 8,
    },
  ],
  questions: [
    {
      key: 'heard',
      kind: 'one_choice',
      label: text('Odkud o konferenci víte?', 'How did you hear about the conference?'),
      options: [
        { key: 'mail', label: text('Z pozvánky e-mailem', 'From an invitation by e-mail') },
        { key: 'web', label: text('Z webu pořadatele', 'From the organiser’s website') },
        { key: 'colleague', label: text('Od kolegů', 'From colleagues') },
        { key: 'other', label: text('Odjinud', 'Elsewhere') },
      ],
    },
    {
      key: 'where',
      kind: 'short_text',
      label: text('Odkud?', 'Where from?'),
      most: 100,
      shownIf: { question: 'heard', values: ['other'] },
    },
  ],
}
