import { packageKinds } from '../../../shared/contract/calls/package.ts'
import { businessDate } from '../context.ts'
import type { CellValue, SheetSpec } from '../workbook/index.ts'
import type { Envelope } from './envelope.ts'

/** Names that the cover gives of people who were removed; the rest stands in the data. */
const namedRemoved = 20

/**
 * The sheet 封面: what the envelope says, for people. Its lines are asked for after all data sheets
 * are written, when the counts are known.
 */
export const coverSheet = (envelope: () => Envelope): SheetSpec => ({
  name: '封面',
  title: ['数据报送封面'],
  columns: [
    { header: '项目', width: 18, kind: 'text' },
    { header: '内容', width: 88, kind: 'text' },
  ],
  rows: { [Symbol.iterator]: () => coverLines(envelope())[Symbol.iterator]() },
  footer: ['本封面和各工作表由报送单位一并签名，改动任何一处，签名即失效。'],
  freeze: false,
  page: { paper: 'A4', landscape: false, repeatHeader: false },
})

function coverLines(envelope: Envelope): CellValue[][] {
  const { sender, receiver, profile, previous, answers, removed } = envelope
  const people = removed.map(({ name, key }) => name || key)
  return [
    ['报送单位', `${sender.name}（${sender.code}）`],
    ['接收单位', `${receiver.name}（${receiver.code}）`],
    ['类别', packageKinds[envelope.kind]],
    ['序号', `第 ${envelope.sequence} 号`],
    ['上一份的编号', previous === null ? '无（本单位报给该单位的第一份）' : `摘要 ${previous}`],
    ...(answers ? [['所答复的包', `第 ${answers.sequence} 号，包编号 ${answers.id}`]] : []),
    ['上报格式和版本', `${profile.label}（${profile.key} 第 ${profile.version} 版）`],
    ['统计期', envelope.period || '未注明'],
    ['范围', envelope.filters || '上报格式规定的全部行'],
    ['口径', envelope.basis],
    ...envelope.sheets.map(({ name, rows, results }) => [
      `行数：${name}`,
      `${Math.max(rows.length, results.length)} 行`,
    ]),
    [
      '移出人员',
      people.length === 0
        ? '无'
        : `${people.length} 条，曾报送、现已不在范围内：${people.slice(0, namedRemoved).join('、')}${people.length > namedRemoved ? ' 等' : ''}`,
    ],
    ['已收到对方的包', envelope.acknowledged.map(({ sequence }) => `第 ${sequence} 号`).join('、') || '无'],
    ['生成时间', `${businessDate(envelope.created)} ${chinaTime(envelope.created)}`],
    ['制表人', envelope.author],
    ['包编号', envelope.id],
    ['指纹', `签名证书 ${sender.fingerprint}`],
  ]
}

/** Time of the day in China. */
const chinaTime = (instant: string): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(11, 16)
