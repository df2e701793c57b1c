// Uploads: one PUT, parts, files inside the input, and what is read back.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import test from "node:test";
import { ApiError } from "@fal-ai/client";
import { failure, small, startSandbox } from "./sandbox.mjs";

const sandbox = await startSandbox({ pace: 0 });
const mebibyte = 1024 * 1024;

/// A file with a name, as browsers make it; Node.js 18 has no File at hand.
const named = (bytes, name, type) => Object.assign(new Blob([bytes], { type }), { name });

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/// Reads a file back by its address alone, without a key.
async function readBack(url) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  return { type: answer.headers.get("content-type"), bytes: new Uint8Array(await answer.arrayBuffer()) };
}

test("13 bytes go up with one PUT and can be read again", async () => {
  const calls = [];
  const url = await sandbox.client({ calls }).storage.upload(named("Hello, World!", "hello.txt", "text/plain"));
  assert.equal(calls.length, 2);
  assert.equal(calls[0], "POST /storage/upload/initiate?storage_type=fal-cdn-v3");
  assert.match(calls[1], /^PUT /);
  const { type, bytes } = await readBack(url);
  assert.equal(new TextDecoder().decode(bytes), "Hello, World!");
  assert.match(type, /^text\/plain/);
});

test("5 MiB go up with one PUT and can be read again", async () => {
  const calls = [];
  const content = randomBytes(5 * mebibyte);
  const url = await sandbox.client({ calls }).storage.upload(new Blob([content], { type: "image/png" }));
  assert.equal(calls.length, 2);
  const { type, bytes } = await readBack(url);
  assert.equal(type, "image/png");
  assert.equal(digest(bytes), digest(content));
});

test("91 MiB go up in ten parts and can be read again", async () => {
  const calls = [];
  const content = randomBytes(91 * mebibyte);
  const url = await sandbox.client({ calls }).storage.upload(new Blob([content], { type: "image/tiff" }));
  assert.equal(calls[0], "POST /storage/upload/initiate-multipart?storage_type=fal-cdn-v3");
  const parts = calls.slice(1, -1).map((call) => call.match(/^PUT [^?]*\/(\d+)(\?|$)/)?.[1]);
  assert.deepEqual(parts, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  assert.match(calls.at(-1), /^POST [^?]*\/complete(\?|$)/);
  const { type, bytes } = await readBack(url);
  assert.equal(type, "image/tiff");
  assert.equal(bytes.length, content.length);
  assert.equal(digest(bytes), digest(content));
});

test("a file without name and type goes up too", async () => {
  const { bytes } = await readBack(await sandbox.client().storage.upload(new Blob(["x"])));
  assert.equal(bytes.length, 1);
});

test("an empty file goes up too", async () => {
  const { bytes } = await readBack(await sandbox.client().storage.upload(named("", "empty.txt", "text/plain")));
  assert.equal(bytes.length, 0);
});

test("lifecycle and access are taken", async () => {
  const url = await sandbox.client().storage.upload(named("x", "private.txt", "text/plain"), {
    lifecycle: { expiresIn: "immediate", initialAcl: { default: "forbid" } },
  });
  assert.equal((await fetch(url)).status, 403);
});

test("files inside the input go up side by side before the submit", async () => {
  const calls = [];
  const files = Array.from({ length: 6 }, (_, i) => named(randomBytes(1000 + i), `${i}.png`, "image/png"));
  const { data } = await sandbox.client({ calls }).subscribe("fal-ai/janus", {
    input: { prompt: "a red boat", image_size: small, references: files, deep: { one: files[0] } },
    pollInterval: 5,
  });
  assert.equal(data.images.length, 1);
  const submit = calls.indexOf("POST /fal-ai/janus");
  assert.equal(calls.filter((call) => call.startsWith("PUT ")).length, 7);
  assert.equal(submit, 14);
});

test("without the key nothing goes up", async () => {
  const file = named("x", "x.txt", "text/plain");
  for (const [credentials, detail] of [
    [undefined, "Authorization header is required"],
    ["1:2", "No user found for Key ID and Secret"],
  ]) {
    const error = await failure(sandbox.client({ credentials }).storage.upload(file));
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 401);
    assert.deepEqual(error.body, { detail });
  }
});

test("the program ends in good order", async () => assert.equal(await sandbox.stop(), 0));
