import { fal } from "@fal-ai/client";

const { request_id } = await fal.queue.submit("fal-ai/janus", {
  input: {
    prompt: "beautiful girl, inside a house"
  },
  webhookUrl: "https://optional.webhook.url/for/results",
});
