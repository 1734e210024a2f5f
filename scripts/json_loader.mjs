// For node --experimental-loader: JSON files can be imported without an attribute, as bundlers allow.
import { readFile } from "fs/promises";
import { fileURLToPath } from "url";

export async function load(url, context, next) {
  if (!url.endsWith(".json")) return next(url, context);
  const source = "export default " + (await readFile(fileURLToPath(url), "utf8"));
  return { format: "module", source, shortCircuit: true };
}
