import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const newSecret = () => randomBytes(32).toString('base64url')
const digest = (secret: string) => createHash('sha256').update(secret).digest()

/**
 * Who may talk to the loopback server. A code opens exactly one session; the session's token then
 * travels in the Authorization header. No cookie: a cookie of 127.0.0.1 reaches every port of it.
 */
export interface Sessions {
  /** A new code, 256 random bits, good for one exchange. */
  issueCode(): string
  /** The token for a code, or null when the code is unknown or used. */
  exchange(code: string): string | null
  /** True when the header carries the token of a session. */
  allows(authorization: string | undefined): boolean
}

export function createSessions(): Sessions {
  // Only digests are kept and they are compared in constant time.
  const codes: Buffer[] = []
  const tokens: Buffer[] = []
  const indexOf = (secrets: Buffer[], secret: string): number => {
    const wanted = digest(secret)
    let found = -1
    secrets.forEach((known, index) => {
      if (timingSafeEqual(known, wanted)) found = index
    })
    return found
  }
  return {
    issueCode() {
      const code = newSecret()
      codes.push(digest(code))
      return code
    },
    exchange(code) {
      const index = indexOf(codes, code)
      if (index < 0) return null
      codes.splice(index, 1)
      const token = newSecret()
      tokens.push(digest(token))
      return token
    },
    allows(authorization) {
      const token = /^Bearer ([\w-]{43})$/.exec(authorization ?? '')?.[1]
      return token !== undefined && indexOf(tokens, token) >= 0
    },
  }
}
