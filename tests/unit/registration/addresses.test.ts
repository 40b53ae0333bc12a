import { describe, expect, it } from '@jest/globals'
import { likelyDomain } from '../../../src/features/registration/rules/addresses.ts'

describe('the domain somebody probably meant', () => {
  it.each([
    ['gmial.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmail.cmo', 'gmail.com'],
    ['gmail.cz', 'gmail.com'],
    ['gmail', 'gmail.com'],
    ['gmail.comm', 'gmail.com'],
    ['GMIAL.com', 'gmail.com'],
    ['seznam.com', 'seznam.cz'],
    ['sezanm.cz', 'seznam.cz'],
    ['seznma.cz', 'seznam.cz'],
    ['senam.cz', 'seznam.cz'],
    ['seznam.czz', 'seznam.cz'],
    ['emial.cz', 'email.cz'],
    ['centum.cz', 'centrum.cz'],
    ['hotmial.com', 'hotmail.com'],
    ['outlok.com', 'outlook.com'],
    ['icuk.czz', 'icuk.cz'],
    ['ujep.con', 'ujep.com'],
    ['mail.ujep.xz', 'mail.ujep.cz'],
  ])('asks of %s whether it is %s', (typed, meant) => {
    expect(likelyDomain(`jana@${typed}`)).toBe(meant)
  })

  it.each([
    'gmail.com',
    'seznam.cz',
    'email.cz',
    'post.cz',
    'post.sk',
    'centrum.sk',
    'ymail.com',
    'mail.com',
    'icuk.cz',
    'ujep.cz',
    'example.org',
    'kr-ustecky.cz',
    'web.de',
    'wed.de',
    'most.cz',
    'post.at',
    'hotmail.se',
    'gmx.net',
    'ec.europa.eu',
    'a.co',
    'gmail.com.example.org',
    'xn--koda-q6a.cz',
  ])('has nothing to ask of %s', typed => {
    expect(likelyDomain(`jana@${typed}`)).toBeUndefined()
  })

  it('looks at what stands behind the last @, and stands anything', () => {
    expect(likelyDomain('"jana@gmial.com"@icuk.cz')).toBeUndefined()
    expect(likelyDomain('')).toBeUndefined()
    expect(likelyDomain(`jana@${'a.'.repeat(100_000)}con`)).toHaveLength(200_003)
  })
})
