import { createHash, createVerify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { accountDeletionVector } from './testing/account-deletion-vector.ts'
import { connect, rest } from './testing/shop.ts'

const TOKEN = 'emulated-ebay-verification-token-0123456789'
type Received = { method: string | undefined; url: URL; signature: string; body: string }

let ebay: TestEmulator
let site: Server
let url = ''
let received: Received[] = []
let challengeToken = TOKEN
beforeAll(async () => {
  ebay = await startTestEmulator('ebay')
  site = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const address = new URL(request.url ?? '', 'http://x')
    received.push({
      method: request.method,
      url: address,
      signature: String(request.headers['x-ebay-signature'] ?? ''),
      body,
    })
    const code = address.searchParams.get('challenge_code')
    const hash = createHash('sha256').update(`${code}${challengeToken}${url}`).digest('hex')
    response.setHeader('content-type', 'application/json')
    response.end(code === null ? '{}' : JSON.stringify({ challengeResponse: hash }))
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  // safe: a server that listens on a host and port has an AddressInfo
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/api/webhooks/ebay`
  await connect(ebay)
})
afterEach(() => {
  received = []
  challengeToken = TOKEN
})
afterAll(async () => {
  site.close()
  await ebay.close()
})

/** eBay's own way: line breaks into the key, SHA-1 over the body. */
function verifies(key: string, signature: string, body: string): boolean {
  const pem = key.replace('KEY-----', 'KEY-----\n').replace('-----END', '\n-----END')
  return createVerify('sha1').update(body).verify(pem, signature, 'base64')
}
const decoded = (header: string) => JSON.parse(Buffer.from(header, 'base64').toString())

test('the way signatures are checked here is eBay’s own', () => {
  const { message, key, header, otherSignature } = accountDeletionVector
  const body = JSON.stringify(message)
  expect(verifies(key, header.signature, body)).toBe(true)
  expect(verifies(key, otherSignature, body)).toBe(false)
})

test('an address that knows the token passes the challenge', async () => {
  expect(await ebay.control.run('challenge', { url })).toMatchObject({ status: 200, is_verified: true })
  expect(received[0]?.url.searchParams.get('challenge_code')).toMatch(/^[0-9a-f]{32}$/)
  challengeToken = 'another'
  expect(await ebay.control.run('challenge', { url })).toMatchObject({ is_verified: false })
})

test('a notice is signed with the key the public address names', async () => {
  await ebay.control.run('notify_deletion', { url, user_id: 'gone1' })
  const [notice] = received
  const { kid, signature, digest, alg } = decoded(notice?.signature ?? '')
  expect([alg, digest]).toEqual(['ecdsa', 'SHA1'])
  const { body: key } = await rest(ebay, `/commerce/notification/v1/public_key/${kid}`)
  expect(key).toMatchObject({ algorithm: 'ECDSA', digest: 'SHA1', key: expect.not.stringContaining('\n') })
  expect(verifies(key.key, signature, notice?.body ?? '')).toBe(true)
  expect(JSON.parse(notice?.body ?? '')).toMatchObject({
    metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION' },
    notification: { publishAttemptCount: 1, data: { userId: 'gone1' } },
  })
})

test('a notice can be tampered with, signed by a stranger, unsigned or sent twice', async () => {
  for (const signature of ['tampered', 'foreign', 'none']) {
    await ebay.control.run('notify_deletion', { url, user_id: 'gone1', signature })
  }
  const [tampered, foreign, none] = received
  const { body: key } = await rest(
    ebay,
    `/commerce/notification/v1/public_key/${decoded(tampered?.signature ?? '').kid}`,
  )
  expect(verifies(key.key, decoded(tampered?.signature ?? '').signature, tampered?.body ?? '')).toBe(false)
  const unknown = await rest(ebay, `/commerce/notification/v1/public_key/${decoded(foreign?.signature ?? '').kid}`)
  expect([unknown.status, unknown.body.errors[0].errorId]).toEqual([404, 195001])
  expect(none?.signature).toBe('')
  received = []
  const sent = await ebay.control.run('notify_deletion', { url, user_id: 'gone1', notification_id: 'n-1', times: 2 })
  expect(sent).toEqual({ notification_id: 'n-1', statuses: [200, 200] })
  expect(received.map(({ body }) => JSON.parse(body).notification.notificationId)).toEqual(['n-1', 'n-1'])
})
