import { tinyPng } from '../fixtures/scans.ts'
import { framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/office.ts'

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const scan = { name: '声明.png', mimeType: 'image/png', buffer: Buffer.from(tinyPng(7)) }
const program = { name: '声明.png', mimeType: 'image/png', buffer: Buffer.from(`MZ${'x'.repeat(200)}`) }

test('a household without work: found, helped three times, signed with a scan, and open again without it', async ({
  office,
  page,
}) => {
  test.setTimeout(120_000)
  page.setDefaultTimeout(9_000)
  await office.open(page)
  const frame = framePage(page)

  // The list opens from the navigation, its figures open lists
  await frame.go('零就业户')
  const states = page.getByRole('list', { name: '现在的零就业户' })
  await expect(states.getByRole('link', { name: /待帮扶/ })).not.toContainText('0户')
  await expect(page.getByRole('table', { name: '清零月报' })).toBeVisible()
  await frame.expectAccessible()
  await states.getByRole('link', { name: /待帮扶/ }).click()
  const list = listPage(page)
  await list.settled()
  const panel = page.getByRole('region', { name: '零就业户帮扶' })
  // One in which nobody plans to go out: that would speak against the statement.
  let head = ''
  for (const name of await list.column('户主姓名')) {
    head = name
    await list.grid.getByText(name, { exact: true }).first().click()
    await expect(list.record.getByRole('heading', { name: `${name}户` })).toBeVisible()
    await expect(panel.getByText('还差3次')).toBeVisible()
    if (!(await panel.getByText('外出计划').isVisible())) break
  }
  await page.getByRole('link', { name: '整页打开' }).click()
  // The same panel stands beside the list: what is clicked there would go with it.
  await expect(page).toHaveURL(/#\/households\/\d+$/)
  await expect(list.grid).toBeHidden()
  await expect(panel.getByText('待帮扶').first()).toBeVisible()
  await expect(panel).toContainText('还差3次')
  const household = new URL(page.url()).hash

  // Without the evidence nothing is registered, and everything that is missing is said
  await panel.getByRole('button', { name: '登记暂无就业意愿声明' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '登记', exact: true }).click()
  const alert = dialog.getByRole('alert').filter({ hasText: '没有登记' })
  for (const words of ['还差3次', '主要原因', '签字方式', '签字人', '请附上签好字的声明'])
    await expect(alert).toContainText(words)
  await frame.expectAccessible()
  await dialog.getByRole('button', { name: '取消' }).click()

  // Three services at the window; a scan goes with one of them
  await page.getByRole('region', { name: '家庭成员表' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/labourers\/\d+/)
  const person = /labourers\/(\d+)/.exec(page.url())?.[1] ?? ''
  for (const [index, kind] of ['职业指导', '岗位推介', '职业培训机会'].entries()) {
    await visit(page, `/window?person=${person}`)
    const form = page.getByRole('form', { name: '登记服务' })
    await form.locator('label').filter({ hasText: kind }).click()
    if (index === 0) {
      const chooser = page.waitForEvent('filechooser')
      await form.getByRole('button', { name: '附签字件' }).click()
      await (await chooser).setFiles(scan)
      await expect(form.getByText('声明.png')).toBeVisible()
    }
    await form.getByRole('button', { name: '保存，下一位' }).click()
    await expect(page.getByText('请找到来办事的人')).toBeVisible()
  }

  // Signed today: the file has to be what it says
  await page.goto(`${new URL(page.url()).origin}/${household}`)
  await expect(panel.getByText('帮扶中')).toBeVisible()
  await expect(panel).toContainText('3/3')
  await panel.getByRole('button', { name: '登记暂无就业意愿声明' }).click()
  const choose = async (key: string, word: string) => {
    const box = dialog.locator(`[data-field="${key}"] input`).last()
    if ((await box.getAttribute('role')) === 'combobox') {
      await box.fill(word)
      await page.getByRole('option').filter({ hasText: word }).first().click()
    } else await dialog.locator(`[data-field="${key}"]`).getByText(word, { exact: true }).click()
  }
  await choose('reason', '照顾家人')
  await choose('signature', '家属代签')
  await dialog.locator('[data-field="signedBy"] input').fill(head)
  for (const [file, words] of [
    [program, '程序'],
    [scan, null],
  ] as const) {
    const chooser = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: /选择文件|换一个文件/ }).click()
    await (await chooser).setFiles(file)
    await dialog.getByRole('button', { name: '登记', exact: true }).click()
    if (words) await expect(dialog.getByRole('alert').filter({ hasText: words }).first()).toBeVisible()
  }
  await expect(page.getByText('已登记暂无就业意愿声明')).toBeVisible()
  await expect(panel).toContainText('有效声明在，不计超期')
  await expect(panel.getByRole('img', { name: '签字声明' })).toBeVisible()
  await frame.expectAccessible()

  // The month knows it, and the printed statement has no number on it
  await visit(page, `/zero-households?month=${today.slice(0, 7)}&figure=declared`)
  await expect(page.getByRole('region', { name: '月报名单' })).toContainText(head)
  await visit(page, `/print/clearing/${today.slice(0, 7)}`)
  await expect(page.locator('.sheet').last()).toContainText('合计')
  await page.getByRole('button', { name: '返回' }).click()

  // Without its file it no longer stands
  await page.goto(`${new URL(page.url()).origin}/${household}`)
  await panel.getByRole('button', { name: /^移除/ }).click()
  await dialog.getByLabel('原因').fill('照片模糊')
  await dialog.getByRole('button', { name: '移除' }).click()
  await expect(panel.getByText('帮扶中')).toBeVisible()
  await expect(panel).toContainText('请附上签好字的声明')
  await panel.getByRole('button', { name: '打印声明' }).click()
  const paper = page.locator('.sheet')
  await expect(paper).toContainText(head)
  await expect(paper).toContainText('与户主关系')
  expect(await paper.textContent()).not.toMatch(/\d{17}[\dX]|1\d{10}|银行|残疾/)
})
