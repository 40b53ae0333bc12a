import { drawMail, inert } from '../../../src/features/mail/frame.ts'
import type { Services } from '../../../src/services.ts'
import type { MailDefinition } from '../../../src/features/mail/types.ts'

/** A mail as the features write them: drawn, with a picture inside and a file. */
export const confirmation: MailDefinition<Services> = {
  kind: 'test-confirmed',
  async write({ config }, { locale, toName, payload }) {
    if (payload['cancelled'] === true) return undefined
    if (payload['broken'] === true) throw new Error('broken definition')
    const drawn = drawMail(locale, {
      subject: `Máte místo: ${typeof payload['title'] === 'string' ? payload['title'] : 'Clusters meet Regions Burgas'}`,
      preheader: '13.–15. září 2023, Burgas',
      hue: 220,
      title: 'Clusters meet Regions Burgas',
      lead: { heading: 'Máte místo.', text: inert(toName) },
      facts: [{ label: 'Kdy', value: '13.–15. září 2023' }],
      action: { href: `${config.baseUrl}/cs/r/TOKEN`, label: 'Otevřít moji registraci' },
      code: { label: 'Vstupenka', text: 'K7PM-4Q', contentId: 'qr@pozvanka', alt: 'K7PM-4Q' },
      paragraphs: ['Najdete tam vstupenku.'],
      footer: ['Na tento e-mail můžete odpovědět.'],
    })
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    return {
      ...drawn,
      replyTo: { name: 'Pořadatel', address: 'poradatel@example.org' },
      attachments: [
        { fileName: 'qr.png', contentType: 'image/png', content: picture, contentId: 'qr@pozvanka' },
        {
          fileName: 'akce – květen.ics',
          contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
          content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
        },
      ],
    }
  },
}
