import { faultResponse } from '../frame/faults.ts'

/** A page of the network in front of eBay: neither JSON nor XML, and nothing of the API's. */
export function edgeRefusal(path: string) {
  const address = entities(`http://api.ebay.com${path.replace(/^\/apiz?/, '')}`)
  const reference = '18.4d5f655f.1764437905.2a9c1e7b'
  const body = `<HTML><HEAD>
<TITLE>Access Denied</TITLE>
</HEAD><BODY>
<H1>Access Denied</H1>

You don't have permission to access "${address}" on this server.<P>
Reference&#32;&#35;${entities(reference)}
<P>
${entities(`https://errors.edgesuite.net/${reference}`)}
</P>
</BODY>
</HTML>
`
  return { status: 403, headers: { 'content-type': 'text/html', server: 'AkamaiGHost', 'mime-version': '1.0' }, body }
}

export const edgeResponse = (path: string): Response => faultResponse(edgeRefusal(path))

/** Everything but letters and digits as a numeric entity, as the real page has it. */
const entities = (text: string) => text.replaceAll(/[^A-Za-z0-9]/g, (sign) => `&#${sign.charCodeAt(0)};`)
