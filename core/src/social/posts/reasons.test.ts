import { expect, test } from 'vitest'
import { reasonOf } from './reasons.ts'

test.each([
  ['graph.-1.2207001', /fault of its own/],
  ['graph.-2.2207003', /could not fetch the video in time/],
  ['graph.-2.2207020', /waited too long/],
  ['graph.-1.2207032', /could not take the video/],
  ['graph.-1.2207053', /could not take the video/],
  ['graph.36000.2207004', /larger than 8 MB/],
  ['graph.9.2207042', /no more posts from this account today/],
  ['graph.9004.2207052', /could not fetch the video from us/],
  ['graph.36003.2207009', /shape/],
  ['graph.100.2207010', /too long/],
  ['graph.368.0', /rules/],
  ['graph.1404078.0', /who publishes/],
  ['graph.100.1404078', /who publishes/],
  ['graph.200.0', /permission/],
  ['graph.230.0', /permission/],
  ['graph.10.0', /permission/],
  ['graph.100.0', /not allowed/],
])('%s is told in words', (code, words) => {
  const sentence = reasonOf(code, 'instagram')
  expect(sentence).toMatch(words)
  expect(sentence).not.toContain(code)
})

test('a code that nobody knows names itself and the network', () => {
  expect(reasonOf('graph.999999.1', 'facebook')).toMatch(/^Facebook .*\(graph\.999999\.1\)/)
})

test.each(['youtubeSignupRequired', 'invalidTitle'])('YouTube’s %s is told in words', (code) => {
  expect(reasonOf(code, 'youtube')).toMatch(/YouTube/)
})

test('what waits says what the person may do', () => {
  expect(reasonOf('account', 'instagram')).toMatch(/Reconnect it under Connections/)
  expect(reasonOf('youtube_quota', 'youtube')).toMatch(/after midnight in California/)
})
