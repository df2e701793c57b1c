// fal's own client, doing what studio_bench does: JOBS pictures, CONCURRENCY at a time, each to its file.
//
//   node official.mjs ORIGIN polling|streaming JOBS CONCURRENCY FOLDER
//
// Prints {"cpu_ms": …, "rss_mb": …, "trace": [[request id, click, in hand], …]}; times are nanoseconds of
// CLOCK_MONOTONIC. A picture counts as in hand when its bytes are there: this client looks at none of them.
import { createFalClient } from '@fal-ai/client'
import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'

const [origin, mode, jobs, concurrency, folder] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const fal = createFalClient({
    credentials: 'bench:key',
    fetch: (url, options) => fetch(String(url).replace('https://queue.fal.run', origin), options)
})

const trace = []
let rss = 0
const sampler = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss())), 50)
let next = 0

async function worker() {
    while (next < Number(jobs)) {
        const number = next++
        const click = process.hrtime.bigint()
        const input = { prompt: `a fox in the snow ${number}`, seed: number, num_images: 1 }
        const answer = await fal.subscribe('fal-ai/janus', { input, logs: true, mode, onQueueUpdate: () => {} })
        const bytes = Buffer.from(await (await fetch(answer.data.images[0].url)).arrayBuffer())
        trace.push([answer.requestId, String(click), String(process.hrtime.bigint())])
        await writeFile(`${folder}/${number}.jpg`, bytes)
    }
}

const before = process.cpuUsage()
await Promise.all(Array.from({ length: Number(concurrency) }, worker))
const cpu = process.cpuUsage(before)
clearInterval(sampler)
rss = Math.max(rss, process.memoryUsage.rss())
console.log(JSON.stringify({ cpu_ms: (cpu.user + cpu.system) / 1000, rss_mb: rss / 1048576, trace }))
