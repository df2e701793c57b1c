// run(): the model without the queue; and the two other ways to be let in: token and proxy.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, ValidationError } from "@fal-ai/client";
import { failure, small, startSandbox } from "./sandbox.mjs";

const sandbox = await startSandbox();
const id = "fal-ai/janus";
const input = { prompt: "a red boat", image_size: small, seed: 7 };

test("run answers with the pictures", async () => {
  const calls = [];
  const { data, requestId } = await sandbox.client({ calls }).run(id, { input });
  assert.deepEqual(calls, ["POST /run/fal-ai/janus"]);
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  assert.equal(data.seed, 7);
  const picture = await fetch(data.images[0].url);
  assert.equal(picture.headers.get("content-type"), "image/jpeg");
});

test("run, as many at once as there are places", async () => {
  const calls = [];
  const client = sandbox.client({ calls });
  const runs = [0, 1].map((seed) => client.run(id, { input: { ...input, seed } }));
  const seeds = (await Promise.all(runs)).map((result) => result.data.seed);
  assert.deepEqual(seeds, [0, 1]);
  // Neither was told to come again.
  assert.equal(calls.length, 2);
});

test("run takes every option of the client", async () => {
  const { data } = await sandbox.client().run("fal-ai/flux", {
    path: "/dev",
    input,
    startTimeout: 30,
    storageSettings: { expiresIn: "1d" },
  });
  assert.equal(data.images.length, 1);
});

test("run refuses wrong inputs and strangers", async () => {
  const wrong = await failure(sandbox.client().run(id, { input: { ...input, num_images: 99 } }));
  assert.ok(wrong instanceof ValidationError);
  assert.equal(wrong.getFieldErrors("num_images")[0].ctx.le, 16);
  const stranger = await failure(sandbox.client({ credentials: "1:2" }).run(id, { input }));
  assert.ok(stranger instanceof ApiError);
  assert.equal(stranger.status, 401);
  const unknown = await failure(sandbox.client().run("fal-ai/nothing", { input }));
  assert.equal(unknown.status, 404);
});

test("run can be aborted", async () => {
  const slow = await startSandbox({ pace: 100 });
  const controller = new AbortController();
  const running = slow.client().run(id, { input, abortSignal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  assert.equal((await failure(running)).name, "AbortError");
  assert.equal(await slow.stop(), 0);
});

test("a stream can be opened with a short-lived token", async (t) => {
  t.mock.method(console, "warn", () => {});
  const calls = [];
  const { data } = await sandbox.client({ calls }).subscribe(id, {
    input,
    mode: "streaming",
    connectionMode: "client",
  });
  assert.equal(data.seed, 7);
  assert.equal(calls[1], "POST /tokens/");
  assert.match(calls[2], /\/status\/stream\?logs=0&fal_jwt_token=./);
});

test("everything goes through one address for a client with a proxy", async () => {
  const calls = [];
  const proxyUrl = { url: `${sandbox.origin}/api/fal/proxy`, when: "always" };
  const client = sandbox.client({ calls, proxyUrl });
  const { data } = await client.subscribe(id, { input, pollInterval: 10 });
  assert.equal(data.seed, 7);
  const url = await client.storage.upload(new Blob(["Hello"], { type: "text/plain" }));
  assert.equal(await (await fetch(url)).text(), "Hello");
  const proxied = calls.filter((call) => !call.startsWith("PUT "));
  assert.ok(proxied.length > 3);
  for (const call of proxied) assert.match(call, /^(GET|POST) \/api\/fal\/proxy$/);
});

test("the program ends in good order", async () => assert.equal(await sandbox.stop(), 0));
