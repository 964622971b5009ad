import { beforeAll, describe, expect, it } from 'vitest'
import { signPackage, verifyPackage } from '../../../src/main/core/signature/index.ts'
import { askLibreOffice, askXmlsec, hasLibreOffice, hasXmlsec } from '../../engines/engines.ts'
import { signedBase } from '../../fixtures/signature/corpus.ts'
import type { World } from '../../fixtures/signature/identities.ts'
import { now, signedAt, worldOf } from '../../fixtures/signature/identities.ts'
import { officeForms, signLikeOffice } from '../../fixtures/signature/office-forms.ts'
import { contentVariants } from '../../fixtures/signature/tampered-content.ts'
import {
  excelParts,
  excelWorkbook,
  libreOfficeWorkbook,
  openpyxlWorkbook,
  ownWorkbook,
  partsOf,
  smallWorkbook,
  textOf,
} from '../../fixtures/signature/workbooks.ts'

const kinds = ['rsa2048', 'rsa3072', 'p256'] as const
const without = (program: string) => `（本机没有 ${program}，没有比对）`

/** Everything that our own signing makes, by name. */
async function signedWorkbooks(): Promise<Record<string, Uint8Array>> {
  const makers = { ownWorkbook, excelWorkbook, openpyxlWorkbook, libreOfficeWorkbook, smallWorkbook }
  const signed: Record<string, Uint8Array> = {}
  for (const kind of kinds) {
    const { county, stranger } = await worldOf(kind)
    for (const [name, make] of Object.entries(makers)) {
      const options = { comment: '三月 <月报> & "名单"', time: signedAt }
      const { bytes } = await signPackage(await make(), { ...options, signer: county.signer })
      signed[`${name} ${kind}`] = bytes
      if (name !== 'excelWorkbook') continue
      signed[`${name} ${kind} twice`] = (
        await signPackage(bytes, { ...options, signer: stranger.signer })
      ).bytes
    }
  }
  return signed
}

const tamperedCell = contentVariants.find(({ name }) => name === 'a cell changed')
const orphanSheet = contentVariants.find(({ name }) => name === 'an orphan sheet added')

async function tampered(variant: typeof tamperedCell): Promise<Uint8Array> {
  if (variant === undefined) throw new Error('no variant')
  return variant.make(await signedBase(await worldOf('rsa2048')))
}

describe.skipIf(!hasLibreOffice)(`LibreOffice${hasLibreOffice ? '' : without('LibreOffice')}`, () => {
  let answers: Record<string, boolean[]>
  let world: World

  beforeAll(async () => {
    world = await worldOf('rsa2048')
    const signed = await signedWorkbooks()
    const office = Object.fromEntries(
      officeForms.map((form) => [form.name, signLikeOffice(excelParts(), form, world.county)]),
    )
    answers = askLibreOffice({
      ...signed,
      ...office,
      unsigned: smallWorkbook(),
      'a cell changed': await tampered(tamperedCell),
      'an orphan sheet added': await tampered(orphanSheet),
    })
  }, 300_000)

  it('我们签的都说有效', () => {
    const ours = Object.entries(answers).filter(([name]) => /Workbook/.test(name))
    expect(ours.length).toBe(18)
    for (const [name, signatures] of ours) {
      expect([name, signatures]).toEqual([name, name.endsWith('twice') ? [true, true] : [true]])
    }
  })

  it('测试里仿 Office 写法的签名也说有效', () => {
    for (const { name } of officeForms) expect([name, answers[name]]).toEqual([name, [true]])
  })

  it('没有签名和改过单元格的，它分得清', () => {
    expect(answers.unsigned).toEqual([])
    expect(answers['a cell changed']).toEqual([false])
  })

  it('添了一张表的它仍说有效，我们说无效', async () => {
    expect(answers['an orphan sheet added']).toEqual([true])
    const report = await verifyPackage(await tampered(orphanSheet), { roots: [world.root.certificate], now })
    expect(report).toMatchObject({ verdict: 'invalid', reason: 'uncoveredPart' })
  })
})

describe.skipIf(!hasXmlsec)(`xmlsec1${hasXmlsec ? '' : without('xmlsec1')}`, () => {
  it('我们签的，签名和清单每一项都对得上', async () => {
    for (const [name, bytes] of Object.entries(await signedWorkbooks())) {
      for (const part of name.endsWith('twice') ? ['sig1.xml', 'sig2.xml'] : ['sig1.xml']) {
        const signaturePart = `_xmlsignatures/${part}`
        const entries = textOf(partsOf(bytes), signaturePart).match(/<Reference URI="\//g)?.length
        expect([name, askXmlsec(bytes, signaturePart)]).toEqual([
          name,
          { core: true, signedInfo: '3/3', manifest: `${entries}/${entries}` },
        ])
      }
    }
  }, 120_000)

  it('改过单元格的，清单里少一项对得上', async () => {
    const { manifest } = askXmlsec(await tampered(tamperedCell))
    const [fitting = 0, all = 0] = manifest.split('/').map(Number)
    expect(fitting).toBe(all - 1)
  })

  it('仿 Office 写法的签名也对得上', async () => {
    const { county } = await worldOf('rsa2048')
    for (const form of officeForms) {
      const { core, manifest } = askXmlsec(signLikeOffice(excelParts(), form, county))
      const [fitting, all] = manifest.split('/')
      expect([form.name, core, fitting]).toEqual([form.name, true, all])
    }
  })
})
