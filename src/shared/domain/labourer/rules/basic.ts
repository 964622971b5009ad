import { isMonth, monthOf, monthsBetween } from '../../calendar.ts'
import { isLandline, isMobile } from '../../phone.ts'
import { regionLevel } from '../../region-code.ts'
import { isBlank } from '../../rule.ts'
import {
  currentStatus,
  exitReasonsOf,
  isUnable,
  labourAbility,
  schoolEducation,
  skillLevel,
  verification,
} from './codes.ts'
import { blocks, demands, demandsChoice, type RuleGroup, warns } from './rule.ts'
import { ageAtPeriodEnd, type LabourerForm } from './subject.ts'

const always = () => true

/** Characters, not code units: rare characters of names take two of those. */
const isName = (name: string): boolean => {
  if (name.length < 2 || /\s/.test(name)) return false
  const length = name.length > 30 ? [...name].length : name.length
  return length <= 30 && (name.length > 3 || [...name].length >= 2)
}

const isRefusedAbility = (form: LabourerForm): boolean => isUnable(form.labourAbility)

const fitsExit = (status: string, reason: string): boolean => {
  if (status === currentStatus.temporaryExit) return !isReason('permanentExit', reason)
  return !isReason('temporaryExit', reason)
}
const isReason = (exit: keyof typeof exitReasonsOf, reason: string): boolean =>
  (exitReasonsOf[exit] as readonly string[]).includes(reason)

/** Rules 1–15: who somebody is and what they can do. */
export const basicRules: RuleGroup = {
  applies: always,
  rules: [
    // Name and number are asked of everybody, the exempt included: without them there is no record.
    {
      ...blocks(
        1,
        'L01_name',
        'name',
        '请填写姓名（不得含空格）',
        (form) => !form.name || !isName(form.name),
      ),
      requires: always,
    },
    {
      ...blocks(
        2,
        'L02_id_format',
        'idNumber',
        '身份证号码格式不正确',
        (_form, { idNumber, birthDate }) =>
          idNumber === null ||
          idNumber.kind === 'invalid' ||
          // A birth date after today is read from the number but not believed.
          (idNumber.birthDate !== null && birthDate === null),
      ),
      requires: always,
    },
    warns(
      2,
      'L02_id_checksum',
      'idNumber',
      '身份证校验位不符，请核实',
      (_form, { idNumber }) => idNumber !== null && !idNumber.checksumRight,
    ),
    warns(
      2,
      'L02_id_nonstandard',
      'idNumber',
      '非标准证件号码',
      (_form, { idNumber }) => idNumber?.kind === 'standIn' || idNumber?.kind === 'disability',
    ),
    warns(
      2,
      'L02_id_old',
      'idNumber',
      '身份证号码为15位旧号码，请升为18位并核实',
      (_form, { idNumber }) => idNumber?.kind === 'old',
    ),
    blocks(
      2,
      'L02_id_duplicate',
      'idNumber',
      '该人员已存在',
      (_form, { context }) => context.idNumberTakenByOther,
    ),
    demands(3, 'L03_region', 'region', '户籍地须选择到村', {
      when: always,
      wrong: (form) => regionLevel(form.region ?? '') !== 5,
    }),
    demands(4, 'L04_phone', 'phone', '手机号码应为11位', {
      when: always,
      wrong: ({ phone }) => !isMobile(phone ?? '') && !isLandline(phone ?? ''),
    }),
    warns(
      4,
      'L04_phone_landline',
      'phone',
      '联系电话是固定电话，请尽量改填手机号码',
      ({ phone }) => !isBlank(phone) && !isMobile(phone ?? '') && isLandline(phone ?? ''),
    ),
    warns(
      4,
      'L04_phone_shared',
      'phone',
      (_form, { context }) => `该号码还登记在另外${context.phoneSharedWithHouseholds}户，请核实`,
      (form, { context }) => context.phoneSharedWithHouseholds > 0 && !isBlank(form.phone),
    ),
    demandsChoice(5, 'L05_ethnicity', 'ethnicity', 'ethnicity', '请选择民族', always),
    demandsChoice(6, 'L06_verification', 'verification', 'verification', '请选择核实情况', always),
    blocks(
      6,
      'L06_not_verified',
      'verification',
      '未核实的表不能提交专班',
      (form, { context }) =>
        context.forConfirmation && !isBlank(form.verification) && form.verification !== verification.verified,
    ),
    demandsChoice(7, 'L07_status', 'currentStatus', 'currentStatus', '请选择当前状态', always),
    demands(7, 'L07_exit_reason', 'exitReason', '请选择退出原因', {
      wrong: (form) => !fitsExit(form.currentStatus ?? '', form.exitReason ?? ''),
    }),
    blocks(
      7,
      'L07_exit_reason_unneeded',
      'exitReason',
      '当前状态为正常，不应填写退出原因',
      (form) => form.currentStatus === currentStatus.normal && !isBlank(form.exitReason),
    ),
    demands(8, 'L08_working', 'isWorking', '请选择是否务工', { when: always }),
    blocks(
      8,
      'L08_exited_working',
      'isWorking',
      '已退出人员不能标记为务工',
      (form, { exited }) => exited && form.isWorking === true,
    ),
    demandsChoice(9, 'L09_ability', 'labourAbility', 'labourAbility', '请选择劳动能力', always),
    blocks(9, 'L09_not_collected', 'labourAbility', '该类人员无须采集', isRefusedAbility),
    blocks(
      10,
      'L10_under_age',
      'idNumber',
      (_form, { context }) => `未满${context.parameters.minimumAge}周岁不采集`,
      (_form, { age, context }) => age !== null && age < context.parameters.minimumAge,
    ),
    warns(
      10,
      'L10_ability_age',
      'labourAbility',
      (_form, { context: { parameters } }) =>
        `普通劳动力应为${parameters.minimumAge}–${parameters.ordinaryMaximumAge}周岁，请核实`,
      (form, subject) =>
        form.labourAbility === labourAbility.ordinary &&
        (ageAtPeriodEnd(subject) ?? 0) > subject.context.parameters.ordinaryMaximumAge,
    ),
    demandsChoice(
      11,
      'L11_level',
      'skillLevel',
      'skillLevel',
      '请选择技能等级',
      (form) => form.labourAbility !== labourAbility.skilled,
    ),
    {
      ...blocks(
        11,
        'L11_skilled_level',
        'skillLevel',
        '技能劳动力须填写技能等级',
        (form, { exempt }) =>
          form.labourAbility === labourAbility.skilled &&
          (isBlank(form.skillLevel) ? !exempt : form.skillLevel === skillLevel.none),
      ),
      requires: (form) => form.labourAbility === labourAbility.skilled,
    },
    blocks(
      11,
      'L11_ordinary_level',
      'skillLevel',
      '普通劳动力技能等级应为无',
      (form) =>
        form.labourAbility === labourAbility.ordinary &&
        !isBlank(form.skillLevel) &&
        form.skillLevel !== skillLevel.none,
    ),
    demands(12, 'L12_post_school', 'isPostSchoolYouth', '请选择是否为两后生', { when: always }),
    blocks(
      12,
      'L12_post_school_definition',
      'isPostSchoolYouth',
      (_form, { context }) => `两后生须为初高中毕业${context.parameters.postSchoolYears}年内未升学`,
      (form, { context }) => {
        if (form.isPostSchoolYouth !== true) return false
        if (form.education && !schoolEducation.includes(form.education)) return true
        if (!form.graduatedOn || !isMonth(form.graduatedOn)) return false
        return monthsBetween(form.graduatedOn, context.today) > context.parameters.postSchoolYears * 12
      },
    ),
    demandsChoice(13, 'L13_education', 'education', 'education', '请选择文化程度', always),
    demands(14, 'L14_graduated', 'graduatedOn', '请填写毕业时间', {
      when: (form) => form.isPostSchoolYouth === true,
      wrong: (form) => !isMonth(form.graduatedOn ?? ''),
    }),
    blocks(
      14,
      'L14_graduated_future',
      'graduatedOn',
      '请填写毕业时间，不能晚于本月',
      (form, { context }) => !isBlank(form.graduatedOn) && (form.graduatedOn ?? '') > monthOf(context.today),
    ),
    demands(15, 'L15_address', 'homeAddress', '请填写家庭地址', {
      when: always,
      wrong: ({ homeAddress }) => {
        const length = [...(homeAddress ?? '').trim()].length
        return length < 2 || length > 100
      },
    }),
  ],
}
