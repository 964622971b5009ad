import type { IncomingHttpHeaders } from 'node:http'

/** The parts of a request that decide whether it came from our own page. */
export interface Caller {
  method: string
  path: string
  headers: IncomingHttpHeaders
}

/**
 * Turns away everything that did not come from a page of this very server: other sites (Origin,
 * Sec-Fetch-Site), names that were made to point at 127.0.0.1 (Host), other ports of this machine.
 *
 * @param host the only right Host header, `127.0.0.1:PORT`
 * @returns null when the request may go on, else the sentence to refuse with
 */
export function refuseForeign(caller: Caller, host: string): string | null {
  const { headers, method } = caller
  if (headers.host !== host) return '请求的地址不是本机台账程序的地址，已拒绝。'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isOpeningOfPage(caller)) {
    return '请求来自别的网页，已拒绝。'
  }
  // Every call and the event stream are POST: browsers leave Origin out of a same-origin GET.
  const origin = headers.origin
  if (origin !== undefined ? origin !== `http://${host}` : method !== 'GET') {
    return '请求来自别的网页，已拒绝。'
  }
  return null
}

/**
 * The browser is sent here by the local start file, which it counts as another site. That one way in
 * is open, for the whole window only; the page itself holds no data.
 */
function isOpeningOfPage({ method, path, headers }: Caller): boolean {
  return (
    method === 'GET' &&
    path === '/' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  )
}
