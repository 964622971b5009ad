/** Below this a copy costs nothing worth speaking of. */
const smallBytes = 64 * 1024

/**
 * The buffers of whole files in a message, for moving them to another thread instead of copying them.
 * Views on a part of a buffer stay out: moving would take their neighbours away.
 */
export function movedBytes(message: unknown): ArrayBuffer[] {
  if (typeof message !== 'object' || message === null) return []
  if (message instanceof Uint8Array) {
    const { buffer, length } = message
    return buffer instanceof ArrayBuffer && length === buffer.byteLength && length > smallBytes
      ? [buffer]
      : []
  }
  return Array.isArray(message) ? [] : Object.values(message).flatMap(movedBytes)
}
