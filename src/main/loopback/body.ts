import type { IncomingMessage } from 'node:http'
import { decodeFrame } from '../../shared/contract/wire.ts'

export type Body = { ok: true; value: unknown } | { ok: false; status: number; message: string }

const refuse = (status: number, message: string): Body => ({ ok: false, status, message })

/**
 * Reads one frame from a request. The length must be announced, so memory is taken once and never
 * more than the limit; a sender that stops half-way is given up after `timeoutMs`.
 */
export async function readBody(
  request: IncomingMessage,
  limits: { bytes: number; timeoutMs: number },
): Promise<Body> {
  const announced = request.headers['content-length']
  if (announced === undefined) return refuse(411, '请求没有写明长度，已拒绝。')
  const length = Number(announced)
  if (!(length <= limits.bytes)) {
    return refuse(413, `内容超过 ${Math.floor(limits.bytes / 1024 / 1024)} MB，请分成几个文件再试。`)
  }
  const body = new Uint8Array(length)
  const giveUp = setTimeout(() => request.destroy(), limits.timeoutMs)
  let at = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      body.set(chunk, at)
      at += chunk.length
    }
  } catch {
    return refuse(400, '请求没有传完整，请重试。')
  } finally {
    clearTimeout(giveUp)
  }
  if (at !== length) return refuse(400, '请求没有传完整，请重试。')
  try {
    return { ok: true, value: decodeFrame(body) }
  } catch {
    return refuse(400, '请求的内容无法识别，请刷新页面后重试。')
  }
}
