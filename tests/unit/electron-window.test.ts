import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startFakeDesk } from './electron-desk.ts'

const pageOf = ({ fake, window }: Awaited<ReturnType<typeof startFakeDesk>>) =>
  fake.runPreload(window.webContents)

describe('starting the Electron shell', () => {
  it('opens one window on the page and creates the core in the data folder', async () => {
    const { created, dataDir, fake, window } = await startFakeDesk()
    expect(created).toEqual([{ dataDir, demo: undefined }])
    expect(fake.windows).toHaveLength(1)
    expect(window.webContents.mainFrame.url).toBe('app://labour-desk/')
  })

  it('takes the data folder and the demo from its arguments, among switches of the browser', async () => {
    const named = await startFakeDesk({ args: ['--disable-gpu', '--data', '/tmp/somewhere'] })
    expect(named.created).toEqual([{ dataDir: '/tmp/somewhere', demo: undefined }])
    const demo = await startFakeDesk({ args: ['--demo', '--people', '300', '--seed=7', '--inspect=0'] })
    expect(demo.created).toEqual([
      { dataDir: expect.stringContaining('labour-desk-demo-'), demo: { people: 300, seed: 7 } },
    ])
  })

  it('leaves everything to the first instance when there is one, which comes to the front', async () => {
    const second = await startFakeDesk({ lock: false })
    expect(second.fake.app.calls.map(({ name }) => name)).toContain('quit')
    expect(second.created).toEqual([])
    const first = await startFakeDesk()
    first.fake.app.emit('second-instance')
    expect(first.window.calls).toEqual(['restore', 'focus'])
  })

  it('closes the core before the program ends', async () => {
    const { core, fake } = await startFakeDesk()
    fake.app.emit('window-all-closed')
    let held = 0
    fake.app.emit('will-quit', {
      preventDefault: () => {
        held += 1
      },
    })
    expect(held).toBe(1)
    await expect.poll(() => fake.app.calls.filter(({ name }) => name === 'quit')).toHaveLength(2)
    expect(core.closed).toBe(true)
    fake.app.emit('will-quit', {
      preventDefault: () => {
        held += 1
      },
    })
    expect(held).toBe(1)
  })

  it('removes the folder of a demo at the end', async () => {
    const { created, fake } = await startFakeDesk({ args: ['--demo'] })
    const { dataDir } = created[0] as { dataDir: string }
    fake.app.emit('will-quit', { preventDefault: () => undefined })
    await expect.poll(() => existsSync(dataDir)).toBe(false)
  })

  it('speaks Chinese in its menu', async () => {
    const { fake } = await startFakeDesk()
    const labels = (items: { label?: string; submenu?: [] }[]): string[] =>
      items.flatMap(({ label, submenu }) => [...(label ? [label] : []), ...labels(submenu ?? [])])
    const all = labels(fake.menus[0] as [])
    expect(all).toContain('退出')
    for (const label of all) expect(label).toMatch(/^[\u4e00-\u9fff]+$/)
  })
})

describe('the window', () => {
  it('appears when there is something to see, and opens where it was closed', async () => {
    const first = await startFakeDesk()
    expect(first.window.options).toMatchObject({ width: 1366, height: 768, show: false })
    first.window.emit('ready-to-show')
    expect(first.window.calls).toEqual(['show'])
    first.window.emit('close')
    const file = join(first.dataDir, 'window.json')
    await expect.poll(() => existsSync(file)).toBe(true)
    const again = await startFakeDesk({ state: readFileSync(file, 'utf8') })
    expect(again.window.options).toMatchObject({ x: 1, y: 2, width: 1200, height: 700 })
  })

  it.each(['', '{', 'null', '7'])('opens in its usual size when its memory is damaged: %j', async (state) => {
    expect((await startFakeDesk({ state })).window.options).toMatchObject({ width: 1366, height: 768 })
  })

  it('asks before unsaved changes are lost, and closes only when told to', async () => {
    const { fake, window } = await startFakeDesk()
    let closes = 0
    const unload = { preventDefault: () => void closes++ }
    window.webContents.emit('will-prevent-unload', unload)
    expect(fake.dialogs.calls.at(-1)?.options.message).toBe('还有没有保存的修改')
    expect(closes).toBe(0)
    fake.dialogs.answer = 1
    window.webContents.emit('will-prevent-unload', unload)
    expect(closes).toBe(1)
  })

  it('loads the page again after it crashed', async () => {
    const { window } = await startFakeDesk()
    window.webContents.emit('render-process-gone')
    expect(window.webContents.calls).toEqual([{ name: 'reload', args: [] }])
  })
})

describe('files', () => {
  it('are picked as name and bytes, by the kinds the page accepts, in the folder of the last one', async () => {
    const desk = await startFakeDesk()
    const stick = join(desk.folder, 'U盘')
    mkdirSync(stick)
    writeFileSync(join(stick, '花名册.xlsx'), 'bytes')
    desk.fake.dialogs.open = { canceled: false, filePaths: [join(stick, '花名册.xlsx')] }
    const page = pageOf(desk)
    expect(await page.pickFile('.xlsx,.xls')).toEqual({
      name: '花名册.xlsx',
      bytes: new TextEncoder().encode('bytes'),
    })
    await page.pickFile('.csv')
    const [first, second] = desk.fake.dialogs.calls
    expect(first?.options).toMatchObject({
      filters: [{ extensions: ['xlsx', 'xls'] }],
      defaultPath: undefined,
    })
    expect(second?.options).toMatchObject({ filters: [{ extensions: ['csv'] }], defaultPath: stick })
  })

  it('are saved whole under a name every file system takes, with nothing left beside them', async () => {
    const desk = await startFakeDesk()
    const target = join(desk.folder, 'out')
    mkdirSync(target)
    desk.fake.dialogs.save = { canceled: false, filePath: join(target, '台账.xlsx') }
    expect(await pageOf(desk).saveFile('2026/1月:台账.xlsx', new Uint8Array([1, 2]))).toBe(true)
    expect(readdirSync(target)).toEqual(['台账.xlsx'])
    expect([...readFileSync(join(target, '台账.xlsx'))]).toEqual([1, 2])
    expect(desk.fake.dialogs.calls[0]?.options).toMatchObject({ defaultPath: '1月_台账.xlsx' })
  })

  it('answer null and false when the person cancels', async () => {
    const page = pageOf(await startFakeDesk())
    expect(await page.pickFile('.xlsx')).toBeNull()
    expect(await page.saveFile('a.xlsx', new Uint8Array())).toBe(false)
  })

  it('that cannot be read or written are explained in a sentence', async () => {
    const desk = await startFakeDesk()
    const page = pageOf(desk)
    desk.fake.dialogs.open = { canceled: false, filePaths: [join(desk.folder, 'pulled', 'a.xlsx')] }
    desk.fake.dialogs.save = { canceled: false, filePath: join(desk.folder, 'pulled', 'a.xlsx') }
    expect(await page.pickFile('.xlsx')).toBeNull()
    expect(await page.saveFile('a.xlsx', new Uint8Array([1]))).toBe(false)
    const told = desk.fake.dialogs.calls.filter(({ name }) => name === 'message')
    expect(told.map(({ options }) => options.message)).toEqual(['文件没能打开', '文件没有保存'])
  })
})

describe('printing', () => {
  it('prints the page, and makes a PDF in the asked paper', async () => {
    const desk = await startFakeDesk()
    const page = pageOf(desk)
    await page.print()
    const pdf = await page.printToPdf({ landscape: true, paper: 'A3' })
    expect(new TextDecoder().decode(pdf ?? undefined)).toBe('%PDF-1.7')
    expect(desk.window.webContents.calls).toMatchObject([
      { name: 'print' },
      { name: 'printToPDF', args: [{ landscape: true, pageSize: 'A3', preferCSSPageSize: true }] },
    ])
  })
})
