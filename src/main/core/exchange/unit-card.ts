/**
 * The unit card 单位名片: a signed workbook that a person can read and print, with name, code and certificates of a unit.
 * It is signed with the key of the very certificate it introduces, so it also proves that the unit holds that key.
 * docs/exchange-format.md describes the form.
 */
import type { X509Certificate } from 'node:crypto'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import { certificateFacts, readCertificate, signPackage, verifyPackage } from '../signature/index.ts'
import { openWorkbook, writeWorkbookBytes } from '../workbook/index.ts'
import { isSelfSigned } from './certificate-chain.ts'
import { ownKey, ownSigner } from './own-key.ts'
import { ownUnit, type UnitIdentity } from './unit-identity.ts'

export interface UnitCard {
  readonly unit: UnitIdentity
  /** The signing certificate first, then those that issued it. */
  readonly chain: readonly X509Certificate[]
  /** The unit's certificate as a root for its lower levels, where it is one. */
  readonly root: X509Certificate | null
}

const sheetName = '单位名片'
const format = 'labour-desk 单位名片 1'
const labels = {
  format: '格式',
  name: '单位名称',
  code: '单位代码',
  madeOn: '制作日期',
  certificate: '签名证书',
  root: '根证书',
} as const

/** More rows than any card has. */
const maximumRows = 100

const base64 = ({ raw }: X509Certificate): string => raw.toString('base64')

/** The card of this unit. Throws a Refusal where it cannot sign, or has no root certificate that was asked for. */
export async function writeCard(desk: Desk, withRoot: boolean): Promise<Uint8Array> {
  const signer = ownSigner(desk)
  const root = withRoot ? ownKey(desk, 'authority')?.chain[0] : undefined
  if (withRoot && root === undefined) throw new Refusal('refused', '本单位还没有根证书，请先建立。')
  const { name, code } = ownUnit(desk)
  const rows: [string, string][] = [
    [labels.format, format],
    [labels.name, name],
    [labels.code, code],
    [labels.madeOn, desk.today()],
    ...signer.certificateChain.map((certificate): [string, string] => [
      labels.certificate,
      base64(certificate),
    ]),
    ...(root === undefined ? [] : [[labels.root, base64(root)] as [string, string]]),
  ]
  const time = new Date(desk.now())
  const bytes = await writeWorkbookBytes({
    properties: { title: `${name}单位名片`, creator: name, created: time },
    sheets: [
      {
        name: sheetName,
        title: [`${name}　单位名片`],
        columns: [
          { header: '项目', width: 14, kind: 'text' },
          { header: '内容', width: 90, kind: 'text' },
        ],
        rows,
        footer: [
          '请在“数据交换 › 单位与密钥”里导入。导入后打电话与本单位核对比对码，一致以后才能信任。',
          '比对码显示在本单位的“单位与密钥”页上，不写在名片里。',
        ],
        page: { paper: 'A4', landscape: true },
      },
    ],
  })
  return (await signPackage(bytes, { signer, time, comment: `${name}的单位名片`.slice(0, 255) })).bytes
}

/**
 * Reads a card and checks that it is signed with the key it introduces; says nothing of trust. Throws a Refusal or
 * `WorkbookRefused` with a sentence.
 */
export async function readCard(bytes: Uint8Array, now: Date): Promise<UnitCard> {
  const values = await readRows(bytes)
  if (only(values, labels.format) !== format) {
    throw new Refusal('refused', '这张单位名片由别的版本的程序制作，请让对方升级到同一版本后重发。')
  }
  const unit = { name: only(values, labels.name), code: only(values, labels.code) }
  const chain = (values.get(labels.certificate) ?? []).map(certificateIn)
  const [leaf] = chain
  if (unit.name === '' || leaf === undefined) throw incomplete()
  const roots = (values.get(labels.root) ?? []).map(certificateIn)
  const root = roots[0] ?? null
  if (roots.length > 1 || (root !== null && !(certificateFacts(root).authority && isSelfSigned(root)))) {
    throw new Refusal('refused', '名片里的根证书不合规范，没有导入。')
  }
  const report = await verifyPackage(bytes, { pinned: [leaf], now })
  if (report.verdict === 'unsigned') throw new Refusal('refused', '这张单位名片没有签名，不能导入。')
  if (report.verdict !== 'validTrusted') {
    const message = report.verdict === 'invalid' ? report.message : '签名用的不是名片上的证书。'
    throw new Refusal('refused', `单位名片的签名不成立，没有导入：${message}`)
  }
  return { unit, chain, root }
}

async function readRows(bytes: Uint8Array): Promise<ReadonlyMap<string, string[]>> {
  const workbook = openWorkbook(bytes)
  const sheet = workbook.sheets.find(({ name }) => name === sheetName)
  if (sheet === undefined) throw new Refusal('refused', '这个工作簿不是单位名片，请选择对方发来的名片文件。')
  const values = new Map<string, string[]>()
  for await (const rows of workbook.readRows(sheet.index)) {
    for (const { number, cells } of rows) {
      if (number > maximumRows) throw incomplete()
      const label = cells[0]?.text.trim() ?? ''
      values.set(label, [...(values.get(label) ?? []), cells[1]?.text.trim() ?? ''])
    }
  }
  return values
}

function only(values: ReadonlyMap<string, string[]>, label: string): string {
  const [value, ...others] = values.get(label) ?? []
  if (value === undefined || others.length > 0) throw incomplete()
  return value
}

const incomplete = () => new Refusal('refused', '单位名片的内容不完整，没有导入，请让对方重新导出。')

const certificateIn = (text: string): X509Certificate => readCertificate(Buffer.from(text, 'base64'))
