// How the programs under measurement are started: ours from inside (studio_bench's own JSON) and, like all others,
// from outside (bench_probe).
import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const has = program => spawnSync('which', [program]).status === 0

export class Programs {
    constructor(top) {
        this.top = top
        this.folder = path.join(top, 'build/bench/tests/bench')
        this.hasScreen = Boolean(process.env.DISPLAY)
        this.libraries = path.join(top, 'build/bench-libraries')
        this.work = fs.mkdtempSync(path.join(os.tmpdir(), 'bench.'))
        process.on('exit', () => fs.rmSync(this.work, { recursive: true, force: true }))
    }

    tool(name) { return path.join(this.folder, name) }
    canProbe() { return this.hasScreen && fs.existsSync(this.tool('bench_probe')) }

    async json(command, options = {}) {
        try {
            const { stdout } = await run(command[0], command.slice(1), { maxBuffer: 1 << 26, timeout: 600_000, ...options })
            return JSON.parse(stdout.trim().split('\n').pop())
        } catch (error) {
            throw new Error(`${command.map(part => path.basename(part)).join(' ')}: ${(error.stderr || error.message).trim().split('\n').slice(-2).join(' ')}`)
        }
    }

    // What the window says of itself.
    studio(library, ...more) {
        return this.json([this.tool('bench_launch'), this.tool('studio_bench'), ...(library ? ['--data', library] : ['--bare']), ...more])
    }

    // What is seen of a program from outside, in a home of its own.
    async probe(command, { home, options = [] } = {}) {
        const own = home ?? fs.mkdtempSync(path.join(this.work, 'home.'))
        const env = { ...process.env, HOME: own, XDG_CONFIG_HOME: `${own}/config`, XDG_CACHE_HOME: `${own}/cache`, XDG_DATA_HOME: `${own}/data` }
        for (const folder of ['config', 'cache', 'data']) fs.mkdirSync(path.join(own, folder), { recursive: true })
        const figures = await this.json([this.tool('bench_probe'), ...options.map(String), '--', ...command], { env })
        if (figures.map < 0) throw new Error(`${path.basename(command[0])} showed no window.`)
        return figures
    }

    // Instructions of one run, in millions: of all threads and of the first, which is the window's.
    async instructions(command) {
        const out = path.join(this.work, 'callgrind.out')
        await run('valgrind', ['--tool=callgrind', '--separate-threads=yes', `--callgrind-out-file=${out}`, ...command],
            { maxBuffer: 1 << 26, timeout: 900_000, env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' } })
        const counts = { all: 0, ui: 0 }
        for (const name of fs.readdirSync(this.work).filter(name => name.startsWith('callgrind.out-'))) {
            const file = path.join(this.work, name)
            const count = Number(/^(?:totals|summary): (\d+)/m.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 0) / 1e6
            counts.all += count
            if (name.endsWith('-01')) counts.ui = count
            fs.rmSync(file)
        }
        return counts
    }

    // A library of so many pictures, made once for each version of its tables and of what fills them.
    async library(pictures, ...more) {
        const digest = createHash('sha256')
        for (const folder of ['resources/migrations', 'resources/migrations/thumbnails'])
            for (const name of fs.readdirSync(path.join(this.top, folder)).sort())
                if (name.endsWith('.sql')) digest.update(fs.readFileSync(path.join(this.top, folder, name)))
        for (const name of ['librarymaker.cpp', 'samplepictures.cpp', 'prompts.cpp'])
            digest.update(fs.readFileSync(path.join(this.top, 'tests/bench', name)))
        const folder = path.join(this.libraries, [digest.digest('hex').slice(0, 8), pictures, ...more].join('-').replaceAll('---', '-'))
        const made = path.join(folder, 'made.json')
        if (!fs.existsSync(made)) {
            fs.rmSync(folder, { recursive: true, force: true })
            console.error(`Making a library of ${pictures} pictures ...`)
            const figures = await this.json([this.tool('studio_bench'), '--data', folder, '--make-library', String(pictures), ...more.map(String)])
            fs.writeFileSync(made, JSON.stringify(figures))
        }
        return { folder, made: JSON.parse(fs.readFileSync(made)) }
    }

    // A flat folder of so many different names, for programs that know no library.
    pictures(library, count) {
        const folder = path.join(this.libraries, `pictures-${count}`)
        if (fs.existsSync(folder)) return folder
        const samples = path.join(library, 'samples')
        const names = fs.readdirSync(samples).sort()
        fs.mkdirSync(`${folder}.part`, { recursive: true })
        for (let i = 0; i < count; ++i)
            fs.linkSync(path.join(samples, names[i % names.length]), path.join(`${folder}.part`, `p${String(i).padStart(7, '0')}.jpg`))
        fs.renameSync(`${folder}.part`, folder)
        return folder
    }
}
