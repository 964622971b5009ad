import { computed } from 'vue'
import { regionLevel } from '../../../shared/domain/region-code.ts'
import { useSession } from '../../stores/session.ts'

/** What the office's area is divided into: 乡镇, in a city's ledger 县（市、区）, in a province's 市（州）. */
export const useSubdivisionWord = () => {
  const session = useSession()
  return computed(
    () => ['乡镇', '市（州）', '县（市、区）'][regionLevel(session.unit?.regionCode ?? '') ?? 0] ?? '乡镇',
  )
}
