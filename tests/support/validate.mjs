// Validates the files named on stdin (a JSON list); prints one JSON list of results.
// Usage: node validate.mjs URL_OF_THE_PACKAGE WORKERS
import { readFileSync } from "node:fs";

const [url, workers] = process.argv.slice(2);
const { validateFile } = await import(url);
const files = JSON.parse(readFileSync(0, "utf8"));
const results = new Array(files.length);
let next = 0;

async function work() {
  while (next < files.length) {
    const index = next++;
    results[index] = await validateFile(files[index]);
  }
}

await Promise.all(Array.from({ length: Number(workers) }, work));
process.stdout.write(JSON.stringify(results));
