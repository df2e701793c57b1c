// subscribe(): polling and streaming, logs, pictures, many at once.
import assert from "node:assert/strict";
import test from "node:test";
import { small, startSandbox } from "./sandbox.mjs";

const sandbox = await startSandbox();
const id = "fal-ai/janus";
const input = { prompt: "a red boat", image_size: small, seed: 7, num_images: 2 };
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/// A whole subscribe with everything it tells on the way.
async function subscribed(options, endpoint = id) {
  const enqueued = [];
  const updates = [];
  const result = await sandbox.client().subscribe(endpoint, {
    input,
    logs: true,
    onEnqueue: (requestId) => enqueued.push(requestId),
    onQueueUpdate: (update) => updates.push(structuredClone(update)),
    ...options,
  });
  return { result, enqueued, updates };
}

function checkStory({ result, enqueued, updates }) {
  assert.equal(enqueued.length, 1);
  assert.match(enqueued[0], uuid);
  assert.equal(result.requestId, enqueued[0]);
  const states = updates.map((update) => update.status);
  const order = ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"];
  assert.deepEqual([...states].sort((a, b) => order.indexOf(a) - order.indexOf(b)), states);
  assert.equal(states.at(-1), "COMPLETED");
  for (const update of updates) {
    assert.equal(update.request_id, enqueued[0]);
    assert.equal("queue_position" in update, update.status === "IN_QUEUE");
  }
}

/// No line is lost or doubled, and what was told once stays.
function checkLogs(updates) {
  const texts = updates.filter((update) => update.logs).map((update) => update.logs.map((log) => log.message));
  assert.ok(texts.length > 0);
  for (let i = 1; i < texts.length; ++i) assert.deepEqual(texts[i].slice(0, texts[i - 1].length), texts[i - 1]);
  const last = updates.at(-1).logs;
  assert.ok(last.length > 5);
  assert.equal(new Set(last.map((log) => log.timestamp + log.message)).size, last.length);
  for (const log of last) assert.deepEqual(Object.keys(log).sort(), ["level", "message", "source", "timestamp"]);
}

async function checkData(data) {
  assert.equal(data.images.length, 2);
  assert.equal(data.seed, 7);
  assert.equal(data.prompt, "a red boat");
  assert.deepEqual(data.has_nsfw_concepts, [false, false]);
  assert.ok(data.timings.inference > 0);
  for (const image of data.images) {
    assert.deepEqual([image.width, image.height, image.content_type], [64, 48, "image/jpeg"]);
    const answer = await fetch(image.url);
    assert.equal(answer.headers.get("content-type"), "image/jpeg");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    assert.deepEqual([...bytes.slice(0, 3)], [0xff, 0xd8, 0xff]);
  }
}

for (const mode of ["polling", "streaming"]) {
  test(`subscribe, ${mode}, tells the whole story`, async () => {
    const story = await subscribed({ mode, pollInterval: 10 });
    checkStory(story);
    checkLogs(story.updates);
    await checkData(story.result.data);
    const status = await sandbox.client().queue.status(id, { requestId: story.enqueued[0], logs: true });
    assert.deepEqual(story.updates.at(-1).logs, status.logs);
  });

  test(`subscribe, ${mode}, without logs has none`, async () => {
    const { updates } = await subscribed({ mode, pollInterval: 10, logs: false });
    for (const update of updates) assert.ok(!update.logs?.length);
  });

  test(`subscribe, ${mode}, 100 at once`, async () => {
    const client = sandbox.client();
    const jobs = Array.from({ length: 100 }, (_, seed) =>
      client.subscribe(id, { input: { ...input, num_images: 1, seed }, mode, pollInterval: 50, logs: true }),
    );
    const results = await Promise.all(jobs);
    assert.deepEqual(
      results.map((result) => result.data.seed),
      [...results.keys()],
    );
    assert.equal(new Set(results.map((result) => result.requestId)).size, 100);
  });
}

test("the other models draw for subscribe too", async () => {
  for (const endpoint of ["fal-ai/flux/dev", "fal-ai/flux/schnell", "fal-ai/fast-sdxl"]) {
    const { result } = await subscribed({ pollInterval: 10 }, endpoint);
    await checkData(result.data);
  }
});

test("pictures come inside the answer when asked for", async () => {
  const { result } = await subscribed({ input: { ...input, sync_mode: true }, pollInterval: 10 }, "fal-ai/flux/dev");
  for (const image of result.data.images) assert.match(image.url, /^data:image\/jpeg;base64,\/9j\//);
});

test("the program ends in good order", async () => assert.equal(await sandbox.stop(), 0));
