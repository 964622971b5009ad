/** Why a signature or a package is refused, in words for the person who looks at it. */

const sentences = {
  // The package
  unreadable: '文件结构异常或已损坏，无法检查签名。',
  partName: '文件内部有名称不合规范的部件，签名不能成立。',
  contentTypes: '文件的内容类型表不合规范，签名不能成立。',
  relationships: '文件内部的关系表不合规范，签名不能成立。',
  strayPart: '文件里有来历不明的签名部件，签名不能成立。',
  origin: '签名的入口缺失、重复或不在应有的位置，签名不能成立。',
  // The signature document
  signatureXml: '签名部件不是规范的 XML，签名不能成立。',
  signatureStructure: '签名部件的结构不合规范，签名不能成立。',
  duplicateId: '签名部件里有重复的编号，签名不能成立。',
  reference: '签名引用了不该引用的内容，签名不能成立。',
  unsignedObject: '签名部件里夹带了没有签名的内容，签名不能成立。',
  transform: '签名用了不支持的变换，签名不能成立。',
  algorithm: '签名用了不支持的算法，签名不能成立。',
  sha1: '签名用的是已经不安全的 SHA-1 算法，不予采信。',
  signingTime: '签名里没有规范的签名时间，签名不能成立。',
  // The key and the certificate
  keyInfo: '签名里的证书信息不合规范，签名不能成立。',
  certificate: '签名证书无法读取，签名不能成立。',
  keyMismatch: '签名证书与签名所用的密钥不一致，签名不能成立。',
  weakKey: '签名密钥太短，不予采信。',
  keyUsage: '这张证书不能用于签名，签名不能成立。',
  certificateSubstituted: '签名证书被换过，签名不能成立。',
  certificateExpired: '签名时证书不在有效期内，签名不能成立。',
  certificateRevoked: '签名证书已被吊销，签名不能成立。',
  issuerNotAuthority: '签名证书由无权签发证书的一方签发，签名不能成立。',
  authoritySigned: '签名用的是签发机构自己的证书而不是单位证书，签名不能成立。',
  // What was signed
  signatureValue: '签名与签名内容对不上，签名之后内容被改动过。',
  signedObject: '签名部件里的内容在签名之后被改动过。',
  manifestEmpty: '签名没有列出任何部件，签名不能成立。',
  listedTwice: '签名把同一个部件列了两次，签名不能成立。',
  missingPart: '签名列出的部件不在文件里，文件在签名之后被改动过。',
  contentTypeChanged: '部件的类型与签名时不一致，文件在签名之后被改动过。',
  partChanged: '部件的内容在签名之后被改动过。',
  uncoveredPart: '文件里有签名没有覆盖的部件，可能是签名之后加进去的。',
  uncoveredRelationship: '文件里有签名没有覆盖的关系，可能是签名之后加进去的。',
  // Certificates and key files of one's own
  request: '证书申请文件无法读取，或与其中的密钥对不上，请让对方重新生成。',
  revocationList: '吊销列表文件无法读取，请让对方重新导出。',
  pfxUnreadable: '证书文件（.pfx）无法读取，请重新导出后再试。',
  pfxPassphrase: '证书文件（.pfx）的密码不对，请重新输入。',
  pfxNoKey: '证书文件（.pfx）里没有可用的私钥和证书，请导出时选择“包含私钥”。',
  // Only on signing
  alreadyInvalid: '文件原有的数字签名已经失效，不能再加签。请先取得有效的文件，或另存为没有签名的文件。',
  signerFailed: '签名没有成功，签名设备给出的结果与证书对不上。',
} as const

export type SignatureReason = keyof typeof sentences

/** A sentence for the person, naming the part where there is one. */
export function sentenceOf(reason: SignatureReason, part: string | null): string {
  return part === null ? sentences[reason] : `${sentences[reason]}（部件：${part}）`
}

/**
 * A package or a signature is refused. `message` is the sentence to show, `detail` is for the log and holds no cell
 * content.
 */
export class SignatureProblem extends Error {
  readonly reason: SignatureReason
  /** Name of the part concerned, without leading slash; null where it is the file as a whole. */
  readonly part: string | null
  readonly detail: string

  constructor(reason: SignatureReason, part: string | null = null, detail = '') {
    super(sentenceOf(reason, part))
    this.name = 'SignatureProblem'
    this.reason = reason
    this.part = part
    this.detail = detail
  }
}
