#!/usr/bin/env node
import { runCli } from './commands/run-cli.ts'
import { createCore } from './core/host.ts'

process.exitCode = await runCli(process.argv.slice(2), {
  createCore,
  env: process.env,
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})
