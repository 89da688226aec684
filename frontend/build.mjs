// Builds the web assets: `node build.mjs MODULES OUT`, where MODULES is the folder
// of installed packages. Each file gets a compressed twin for browsers that take it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const LARGEST_STYLE_SHEET = 25_000; // bytes as sent, compressed: no page may weigh 100 kB

const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
if (!modules || !out) {
  console.error("usage: node build.mjs MODULES OUT");
  process.exit(2);
}

const here = dirname(fileURLToPath(import.meta.url));
const sass = createRequire(join(modules, "whereabouts.js"))("sass");

function place(name, content) {
  const bytes = Buffer.from(content);
  const compressed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  writeFileSync(join(out, name), bytes);
  writeFileSync(join(out, `${name}.gz`), compressed);
  return compressed.length;
}

mkdirSync(out, { recursive: true });

const { css } = sass.compile(join(here, "whereabouts.scss"), {
  loadPaths: [modules, here],
  quietDeps: true,
  style: "compressed",
});
if (/crown|crest|GDS Transport|@font-face/i.test(css)) {
  console.error("The style sheet holds GOV.UK's crown, crest or type, which only GOV.UK may use.");
  process.exit(1);
}
const sent = place("whereabouts.css", css);
if (sent > LARGEST_STYLE_SHEET) {
  console.error(`The style sheet is ${sent} bytes as sent; the most is ${LARGEST_STYLE_SHEET}.`);
  process.exit(1);
}

const script = readFileSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8");
place("govuk-frontend.min.js", script.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n"));
