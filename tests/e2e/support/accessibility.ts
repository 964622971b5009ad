import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Waits until nothing is fading or sliding any more. A message that is half faded in, or a button on its way
 * from one colour to the next, has for a tenth of a second a contrast that nobody reads it in.
 * What turns for ever (a waiting sign) is not waited for.
 */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState !== 'running' || animation.effect?.getComputedTiming().iterations === Infinity,
      ),
  )
}

/** Every rule of accessibility that the page as it stands breaks and a machine can check, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await settled(page)
  // Telling apart the thousands of cells that are in order takes longer than finding those that are not.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
