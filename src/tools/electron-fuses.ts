import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Electron's fuses: bytes of its executable that switch features off for good, before any of our
 * code runs. They stand behind a marker as: version, count, then one character per fuse.
 * Source: Electron documentation, "Electron Fuses", and the package @electron/fuses.
 *
 * `node src/tools/electron-fuses.ts EXECUTABLE` sets those of the runtime that npm start fetched.
 */
const marker = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const knownVersion = 1
const removed = 'r'.charCodeAt(0)

/** Position and wanted state of each fuse we set. */
export const fuses = {
  runAsNode: { at: 0, on: false },
  nodeOptionsVariable: { at: 2, on: false },
  grantFileProtocolExtraPrivileges: { at: 7, on: false },
} as const

/**
 * Those that only a packaged program can have: debugging off (the tests of the window attach with
 * it), and our code from one checked archive (npm start loads a folder).
 */
export const fusesOfPackage = {
  ...fuses,
  nodeCliInspectArguments: { at: 3, on: false },
  embeddedAsarIntegrityValidation: { at: 4, on: true },
  onlyLoadAppFromAsar: { at: 5, on: true },
} as const

/**
 * Sets fuses in the bytes of an executable, in place.
 *
 * @returns how many bytes changed. Throws when the marker is missing or of another version, so that a
 * changed layout is noticed instead of a wrong byte being written.
 */
export function setFuses(executable: Buffer, wanted: Record<string, { at: number; on: boolean }>): number {
  let changed = 0
  let found = 0
  // A universal macOS executable carries one set per processor.
  for (let at = executable.indexOf(marker); at >= 0; at = executable.indexOf(marker, at + marker.length)) {
    found += 1
    const wire = at + marker.length
    const count = executable[wire + 1] ?? 0
    if (executable[wire] !== knownVersion) throw new Error('unknown version of the fuses')
    for (const [name, { at: position, on }] of Object.entries(wanted)) {
      if (position >= count) throw new Error(`the executable has no fuse ${name}`)
      const place = wire + 2 + position
      const state = (on ? '1' : '0').charCodeAt(0)
      if (executable[place] === removed || executable[place] === state) continue
      executable[place] = state
      changed += 1
    }
  }
  if (found === 0) throw new Error('no fuses in this executable')
  return changed
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? ''
  const executable = readFileSync(file)
  if (setFuses(executable, fuses) > 0) {
    writeFileSync(`${file}.new`, executable, { mode: statSync(file).mode })
    renameSync(`${file}.new`, file)
  }
}
