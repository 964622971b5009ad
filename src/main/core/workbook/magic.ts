/** What a file is by its first bytes; its name is never asked. */
import { WorkbookRefused } from './refusal.ts'

export type FileShape = 'zip' | 'compound' | 'biff' | 'text'

/** Tells which reader a file belongs to, and refuses what is no table. */
export function shapeOf(bytes: Uint8Array): FileShape {
  if (bytes.length === 0) throw new WorkbookRefused('empty')
  if (startsWith(bytes, [0x50, 0x4b])) return 'zip'
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return 'compound'
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new WorkbookRefused('damaged', 'compound header')
  // Workbooks before Excel 97 are a bare record stream.
  if (bytes[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(bytes[1] ?? -1) && (bytes[3] ?? 1) === 0)
    return 'biff'
  if (startsWith(bytes, [0x4d, 0x5a]) || startsWith(bytes, [0x7f, 0x45, 0x4c, 0x46])) {
    throw new WorkbookRefused('program')
  }
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const visible = head
    .replace(/^(\u00ef\u00bb\u00bf|[\u00ff\u00fe]{2})/, '')
    .replace(/\0/g, '')
    .trimStart()
    .toLowerCase()
  if (visible.startsWith('#!')) throw new WorkbookRefused('program')
  if (/^(<!doctype|<html|<head|<body|<table|<meta|<script|<\?xml|<!--|<style|mime-version:)/.test(visible)) {
    throw new WorkbookRefused('webPage')
  }
  if (/^(\{\\rt|%pdf|\u0089png|\u00ff\u00d8\u00ff|gif8)/.test(visible))
    throw new WorkbookRefused('otherDocument')
  if (startsWith(bytes, [0x1f, 0x8b])) throw new WorkbookRefused('archive')
  if (/^(7z\u00bc\u00af|rar!|bzh|\u00fd7zxz)/.test(visible)) throw new WorkbookRefused('archive')
  if (/^(sqlite format 3)/.test(visible)) throw new WorkbookRefused('notATable')
  return 'text'
}

/** Refuses compound files (OLE) that are no plain old workbook. Their stream names stand in UTF-16 in the directory. */
export function checkCompound(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const has = (name: string) => buffer.includes(Buffer.from(`${name}\0`, 'utf16le'))
  if (has('EncryptedPackage') || has('EncryptionInfo')) throw new WorkbookRefused('password')
  if (has('_VBA_PROJECT') || has('_VBA_PROJECT_CUR') || has('VBA')) throw new WorkbookRefused('macros')
  if (has('WordDocument') || has('PowerPoint Document')) throw new WorkbookRefused('otherDocument')
  if (!has('Workbook') && !has('Book')) throw new WorkbookRefused('notATable', 'compound file')
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}
