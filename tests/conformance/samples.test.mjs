// The code samples of fal's page for Janus-Pro, each in a process of its own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import test from "node:test";
import { promisify } from "node:util";
import { small, startSandbox } from "./sandbox.mjs";

const sandbox = await startSandbox();
const client = sandbox.client();
const id = "fal-ai/janus";
const { requestId } = await client.subscribe(id, { input: { prompt: "a red boat", image_size: small }, pollInterval: 10 });

async function run(sample) {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["runsample.mjs", sample, sandbox.origin, requestId],
    { env: { ...process.env, FAL_KEY: sandbox.key } },
  );
  return { said: stdout, calls: stderr.trim().split("\n") };
}

const checks = {
  async subscribe() {
    const { said, calls } = await run("subscribe");
    assert.match(calls[0], /^POST \/fal-ai\/janus 200$/);
    assert.match(calls.at(-1), /^GET \/fal-ai\/janus\/requests\/[0-9a-f-]{36} 200$/);
    assert.match(said, /images: \[/);
    assert.match(said, /prompt: 'beautiful girl, inside a house'/);
    assert.ok(said.trim().endsWith(calls.at(-1).split(/[/ ]/).at(-2)));
  },
  async credentials() {
    const { said, calls } = await run("credentials");
    assert.match(calls[0], / 401$/);
    assert.match(said, /Invalid Key Authorization header format/);
  },
  async submit() {
    const { calls } = await run("submit");
    const webhook = encodeURIComponent("https://optional.webhook.url/for/results");
    assert.deepEqual(calls, [`POST /fal-ai/janus?fal_webhook=${webhook} 200`]);
  },
  async status() {
    const { calls } = await run("status");
    assert.deepEqual(calls, [`GET /fal-ai/janus/requests/${requestId}/status?logs=1 200`]);
  },
  async result() {
    const { said } = await run("result");
    assert.match(said, /prompt: 'a red boat'/);
    assert.ok(said.trim().endsWith(requestId));
  },
  async upload() {
    const { calls } = await run("upload");
    assert.equal(calls.length, 2);
    assert.equal(calls[0], "POST /storage/upload/initiate?storage_type=fal-cdn-v3 200");
    assert.match(calls[1], /^PUT .* 2\d\d$/);
  },
};

for (const [sample, check] of Object.entries(checks)) test(`the page's sample runs: ${sample}`, check);

test("every sample is run", async () => {
  const files = await readdir("samples");
  assert.deepEqual(files.map((file) => file.replace(".mjs", "")).sort(), Object.keys(checks).sort());
});

test("the program ends in good order", async () => assert.equal(await sandbox.stop(), 0));
