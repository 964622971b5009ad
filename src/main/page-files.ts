import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/**
 * What the page may do, for both windows. Scripts and style sheets come from our files only.
 * Style attributes are allowed because Element Plus and ECharts place their pop-ups with them;
 * `<style>` elements and inline scripts are not.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of everything a shell answers, pages and data alike. */
export const pageHeaders: Record<string, string> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

export interface PageFile {
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * The file of the built page behind a URL path, or null. Only known kinds of files whose real place
 * (links followed) is inside the folder are handed out.
 *
 * @param urlPath path of the URL as sent, percent-encoded, beginning with a slash
 */
export async function readPageFile(folder: string, urlPath: string): Promise<PageFile | null> {
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\')) return null
  const wanted = path === '/' ? '/index.html' : path
  const type = types[extname(wanted)]
  if (!type) return null
  try {
    const inside = `${await realpath(folder)}${sep}`
    const file = await realpath(join(folder, wanted))
    if (!file.startsWith(inside)) return null
    return { type, bytes: new Uint8Array(await readFile(file)) }
  } catch {
    return null
  }
}
