import { expect, test } from '@playwright/test'
import { collectedHtml, vnu } from './vnu.ts'

test('the W3C checker finds an error that was planted', () => {
  const found = vnu([{ name: 'planted', html: '<!doctype html><html lang="cs"><title>a</title><p id="a"><p id="a">' }])
  expect(found).toEqual([expect.stringMatching(/^planted:1 Duplicate ID/), expect.stringContaining('first occurrence')])
})

test('the W3C checker finds nothing on the pages of the journeys', () => {
  const pages = collectedHtml()
  expect(pages.length).toBeGreaterThan(0)
  expect(vnu(pages)).toEqual([])
})
