// What the client makes of the server's refusals.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, ValidationError } from "@fal-ai/client";
import { failure, small, startSandbox } from "./sandbox.mjs";

const sandbox = await startSandbox({ pace: 0 });
const id = "fal-ai/janus";
const prompt = "a red boat";

/// The input, the field the error belongs to, its type, and the limit it names.
const refused = [
  [{}, "prompt", "missing"],
  [{ prompt: 5 }, "prompt", "string_type"],
  [{ prompt, image_size: "huge" }, "image_size", "enum", "expected"],
  [{ prompt, image_size: { width: 0, height: 48 } }, "width", "greater_than", "gt"],
  [{ prompt, image_size: { width: 64, height: 14143 } }, "height", "less_than_equal", "le"],
  [{ prompt, temperature: 0.05 }, "temperature", "greater_than_equal", "ge"],
  [{ prompt, temperature: 2.1 }, "temperature", "less_than_equal", "le"],
  [{ prompt, temperature: "warm" }, "temperature", "float_parsing"],
  [{ prompt, cfg_weight: 0.5 }, "cfg_weight", "greater_than_equal", "ge"],
  [{ prompt, cfg_weight: 20.5 }, "cfg_weight", "less_than_equal", "le"],
  [{ prompt, num_images: 0 }, "num_images", "greater_than_equal", "ge"],
  [{ prompt, num_images: 17 }, "num_images", "less_than_equal", "le"],
  [{ prompt, num_images: 1.5 }, "num_images", "int_from_float"],
  [{ prompt, seed: "red" }, "seed", "int_parsing"],
  [{ prompt, enable_safety_checker: 3 }, "enable_safety_checker", "bool_type"],
];

for (const [input, field, type, limit] of refused) {
  test(`ValidationError: ${JSON.stringify(input)}`, async () => {
    let requestId = "";
    const error = await failure(
      sandbox.client().subscribe(id, { input, pollInterval: 5, onEnqueue: (enqueued) => (requestId = enqueued) }),
    );
    assert.ok(error instanceof ValidationError, String(error));
    assert.equal(error.status, 422);
    assert.equal(error.message, "Unprocessable Entity");
    assert.equal(error.requestId, requestId);
    assert.equal(error.fieldErrors.length, 1);
    const [problem] = error.getFieldErrors(field);
    assert.equal(problem.loc[0], "body");
    assert.equal(problem.type, type);
    assert.equal(problem.url, `https://docs.fal.ai/errors/#${type}`);
    assert.ok(problem.msg.length > 0 && "input" in problem);
    assert.deepEqual(Object.keys(problem.ctx ?? {}), limit ? [limit] : []);
  });
}

test("several wrong inputs are all named", async () => {
  const input = { image_size: "huge", temperature: 9, cfg_weight: 0, num_images: 99, seed: "x" };
  const error = await failure(sandbox.client().subscribe(id, { input, pollInterval: 5 }));
  const fields = error.fieldErrors.map((problem) => problem.loc.at(-1));
  assert.deepEqual(fields.sort(), ["cfg_weight", "image_size", "num_images", "prompt", "seed", "temperature"]);
});

/// The credential, the endpoint, and what is said.
const turnedAway = [
  [undefined, id, 401, 'Cannot access application "fal-ai/janus". Authentication is required to access this application.'],
  ["abc", id, 401, "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."],
  ["1:2", id, 401, "No user found for Key ID and Secret"],
  ["", "fal-ai/nothing", 404, 'Application "nothing" not found'],
  ["", "fal-ai/janus/pro", 404, "Path /pro not found"],
];

for (const [credentials, endpoint, status, detail] of turnedAway) {
  test(`ApiError ${status}: ${detail}`, async () => {
    const client = sandbox.client({ credentials: credentials === "" ? sandbox.key : credentials });
    const error = await failure(client.queue.submit(endpoint, { input: { prompt } }));
    assert.ok(error instanceof ApiError && !(error instanceof ValidationError));
    assert.equal(error.status, status);
    assert.equal(error.message, status === 401 ? "Unauthorized" : "Not Found");
    assert.deepEqual(error.body, { detail });
  });
}

test("the safety checker withholds a picture without an error", async () => {
  const input = { prompt: "a nude study", image_size: small };
  const { data } = await sandbox.client().subscribe(id, { input, pollInterval: 5 });
  assert.deepEqual(data.has_nsfw_concepts, [true]);
});

test("the program ends in good order", async () => assert.equal(await sandbox.stop(), 0));
