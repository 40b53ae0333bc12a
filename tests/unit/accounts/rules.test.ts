import { describe, expect, it } from '@jest/globals'
import { passwordProblems } from '../../../src/features/accounts/forms.ts'
import { effectiveRole, mayCheckIn, mayOrganise, mayOwn, mayView } from '../../../src/features/accounts/permissions.ts'
import { networkOf } from '../../../src/core/throttle.ts'
import { judgePassword } from '../../../src/features/accounts/rules.ts'
import { type Role, roles } from '../../../src/features/accounts/types.ts'

describe('a new password', () => {
  it.each([
    ['dlouhé heslo z pár slov', undefined],
    ['čtyři sta čtyřicet čtyři', undefined],
    ['😀'.repeat(3) + '🐎🔋📎🌳🏠🚲🌊🍞🎻', undefined],
    ['Heslo123', 'too-short'],
    ['jedenáct zn', 'too-short'],
    ['x'.repeat(129), 'too-long'],
    ['123456789012', 'common'],
    ['PassWord 1234', 'common'],
    ['Heslo-1234567', 'common'],
    ['pozvanka-demo', 'common'],
    ['aaaaaaaaaaaaaaaa', 'common'],
    ['abababababababab', 'common'],
    ['jana.novakova@example.org', 'common'],
    ['Jana.Nováková@Example.org', 'common'],
  ])('%s is judged %s', (password, problem) => {
    expect(judgePassword(password, 'jana.novakova@example.org')).toBe(problem)
  })

  it('may have 64 emoji, counted as people count', () => {
    const signs = '😀🐎🔋📎🌳🏠🚲🌊'.repeat(8)
    expect([...signs]).toHaveLength(64)
    expect(judgePassword(signs, 'a@example.org')).toBeUndefined()
  })

  it('of signs alone is not mistaken for the empty one', () => {
    expect(judgePassword('!"#$%&()*+,-./', 'a@example.org')).toBeUndefined()
  })

  it('tells the field, the reason and the number', () => {
    expect(passwordProblems('krátké', 'a@example.org')).toEqual([
      { field: 'password', message: 'errors.passwordShort', values: { min: 12, max: 128 } },
    ])
    expect(passwordProblems('dost dlouhé heslo', 'a@example.org')).toEqual([])
  })
})

describe('a place on the network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('roles', () => {
  const allowed = (permission: (role: Role) => boolean) => roles.filter(permission)

  it('may do what their permissions say', () => {
    expect(allowed(mayOwn)).toEqual(['owner'])
    expect(allowed(mayOrganise)).toEqual(['owner', 'organiser'])
    expect(allowed(mayCheckIn)).toEqual(['owner', 'organiser', 'door_staff'])
    expect(allowed(mayView)).toEqual(['owner', 'organiser', 'viewer'])
  })

  it.each<[Role | undefined, Role | undefined, Role | undefined]>([
    [undefined, undefined, undefined],
    ['owner', undefined, 'owner'],
    [undefined, 'viewer', 'viewer'],
    ['viewer', 'organiser', 'organiser'],
    ['organiser', 'door_staff', 'organiser'],
    ['viewer', 'door_staff', 'door_staff'],
    ['door_staff', 'viewer', 'viewer'],
  ])('%s at the organisation and %s at the event is %s', (atOrganisation, atEvent, role) => {
    expect(effectiveRole(atOrganisation, atEvent)).toBe(role)
  })
})
