import type { PickedFile } from '../../../../shared/contract/host.ts'
import { useHost } from '../../../composables/client.ts'
import { notifyDone } from '../../../composables/notify.ts'

export const acceptedCertificates = '.cer,.crt,.pem,.der'
export const acceptedCards = `.xlsx,${acceptedCertificates}`
export const acceptedRequests = '.csr,.req,.pem'
export const acceptedLists = '.crl,.pem'
export const acceptedKeyFiles = '.pfx,.p12'

/** Files of keys and certificates: picked, and saved with one sentence. */
export function useFiles() {
  const host = useHost()
  return {
    pick: (accept: string): Promise<PickedFile | null> => host.pickFile(accept),
    /** False when the person cancelled. */
    async save(file: { name: string; bytes: Uint8Array }, done: string): Promise<boolean> {
      const saved = await host.saveFile(file.name, file.bytes)
      if (saved) notifyDone(done)
      return saved
    },
  }
}
