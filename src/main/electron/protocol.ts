import type { CustomScheme } from 'electron'
import { pageHeaders, readPageFile } from '../page-files.ts'

const scheme = 'app'
const host = 'labour-desk'

/** The address of the window. Pages have a scheme of their own instead of file://. */
export const startUrl = `${scheme}://${host}/`

/** Makes the scheme behave like https: an origin of its own, secure, with fetch. */
export const appScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

/** True for addresses of our own pages, and only those. */
export function isAppUrl(url: string): boolean {
  try {
    const parsed = new URL(url)
    return parsed.protocol === `${scheme}:` && parsed.host === host
  } catch {
    return false
  }
}

/** Answers requests of the window with files of the built page. */
export function createAppHandler(rendererDir: string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    const file =
      method === 'GET' && isAppUrl(url) ? await readPageFile(rendererDir, new URL(url).pathname) : null
    if (!file) return new Response('', { status: 404, headers: pageHeaders })
    return new Response(file.bytes, { headers: { ...pageHeaders, 'Content-Type': file.type } })
  }
}
