import { connect } from './api/connect.ts'
import { startApp } from './start-app.ts'

const { client, host } = await connect()
startApp(client, host)
