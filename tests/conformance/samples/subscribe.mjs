import { fal } from "@fal-ai/client";

const result = await fal.subscribe("fal-ai/janus", {
  input: {
    prompt: "beautiful girl, inside a house"
  },
  logs: true,
  onQueueUpdate: (update) => {
    if (update.status === "IN_PROGRESS") {
      update.logs.map((log) => log.message).forEach(console.log);
    }
  },
});
console.log(result.data);
console.log(result.requestId);
