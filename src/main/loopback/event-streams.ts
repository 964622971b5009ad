import type { ServerResponse } from 'node:http'
import type { CoreEvent } from '../../shared/contract/host.ts'

/** A page that stops reading must not fill our memory: beyond this it is cut off and reconnects. */
const mostUnread = 4 * 1024 * 1024

/** The open event streams: one JSON line per event, an empty line now and then as a sign of life. */
export interface EventStreams {
  add(response: ServerResponse): void
  send(event: CoreEvent): void
  readonly size: number
  close(): void
}

export function createEventStreams(heartbeatMs: number, onChange: () => void): EventStreams {
  const open = new Set<ServerResponse>()
  const write = (line: string) => {
    for (const response of open) {
      if (response.writableLength > mostUnread) response.destroy()
      else response.write(line)
    }
  }
  const beat = setInterval(() => write('\n'), heartbeatMs)
  beat.unref()
  return {
    add(response) {
      open.add(response)
      response.on('close', () => {
        open.delete(response)
        onChange()
      })
      response.write('\n')
      onChange()
    },
    send: (event) => write(`${JSON.stringify(event)}\n`),
    get size() {
      return open.size
    },
    close() {
      clearInterval(beat)
      for (const response of open) response.end()
    },
  }
}
