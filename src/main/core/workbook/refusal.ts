/** Why a file is not read, in words for the person who brought it. */
const sentences = {
  empty: '文件是空的，没有任何内容，请重新拷贝或重新导出后再导入。',
  notATable: '文件不是表格，请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。',
  program: '文件是程序而不是表格，为安全起见不予打开，请核对文件来源。',
  webPage: '文件其实是网页（HTML 或 XML），请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。',
  otherDocument: '文件是其他类型的文档而不是表格，请用 Excel 或 WPS 另存为 .xlsx 后再导入。',
  archive: '文件是压缩包，请先解压，再导入其中的表格文件。',
  binaryWorkbook: '文件是 .xlsb 二进制工作簿，请用 Excel 或 WPS 另存为 .xlsx 后再导入。',
  damaged: '文件已损坏或不完整，请让对方重新发送，或用 Excel、WPS 打开并另存为 .xlsx 后再导入。',
  password: '文件设有打开密码，请先取消密码，另存后再导入。',
  macros: '文件带有宏，为安全起见不予打开，请另存为不含宏的 .xlsx 后再导入。',
  embeddedObject: '文件里嵌有其他对象（OLE 或 ActiveX 控件），请删除这些对象，另存为 .xlsx 后再导入。',
  bomb: '文件展开后大得不合常理，可能是恶意文件，不予打开，请核对文件来源。',
  tooLarge: '文件太大，超出可以导入的范围，请按乡镇或按村拆分后再导入。',
  suspiciousParts: '文件内部结构异常（路径越界、重名或有夹带内容），不予打开，请核对文件来源。',
  tooManyParts: '文件内部的部件太多，不是普通表格，请把数据复制到新的工作簿后再导入。',
  forbiddenXml: '文件内部含有不允许的定义（DOCTYPE），可能是恶意文件，不予打开，请核对文件来源。',
  nesting: '文件内部嵌套层数不合常理，可能是恶意文件，不予打开，请核对文件来源。',
  encoding: '文件内部的文字编码不对，无法正确读出中文，请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。',
  missingStrings: '文件缺少文字内容（共享字符串表），无法读出单元格，请让对方重新保存后再发送。',
  noSheets: '文件里没有可以读取的工作表，请核对是否发错了文件。',
  farCell: '工作表在很远的位置有内容，超出可以导入的行列范围，请删除多余的内容后再导入。',
  wholeSheetMerge: '工作表把整张表合并成了一个单元格，无法按行读取，请取消合并后再导入。',
  legacyFailed: '旧格式的表格（.xls、.et）没有能够完整读出，请用 Excel 或 WPS 另存为 .xlsx 后再导入。',
  csvQuotes: '文本表格里的引号不成对，无法分清各列，请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。',
  longText: '有单元格的文字超过 32767 个字，表格无法保存，请先缩短文字后再导出。',
} as const

export type RefusalCode = keyof typeof sentences

/** The file as a whole is refused. `message` is the sentence to show; `detail` is for the log and holds no cell content. */
export class WorkbookRefused extends Error {
  readonly code: RefusalCode
  readonly detail: string

  constructor(code: RefusalCode, detail = '', message?: string) {
    super(message ?? sentences[code])
    this.name = 'WorkbookRefused'
    this.code = code
    this.detail = detail
  }
}
