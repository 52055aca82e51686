// axe.cjs FILE...: opens each page in Chromium, on a wide and on a narrow screen, and prints a line
// for whatever axe-core finds, for errors on the console, for any call to the network, and for a
// page that scrolls sideways. Exits with 1 when there is any. CHROMIUM names the browser.
const { readFileSync } = require("fs");
const { basename, resolve } = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = 1280;
const NARROW = 320; // a page at 400 per cent: WCAG 1.4.10

async function faults(browser, file, width) {
  const found = [];
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.on("console", (message) => {
    if (message.type() === "error") found.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) found.push(`asks the network for ${request.url()}`);
  });
  await page.goto(pathToFileURL(resolve(file)).href);
  const sideways = () => document.documentElement.scrollWidth > innerWidth + 1;
  if (await page.evaluate(sideways)) found.push("scrolls sideways");
  await page.evaluate(AXE);
  const run = (rules) => globalThis.axe.run(document, { runOnly: rules });
  const { violations } = await page.evaluate(run, RULES);
  for (const { id, impact, nodes } of violations) {
    found.push(`${id} (${impact}), ${nodes.length} times: ${nodes[0].html.slice(0, 160)}`);
  }
  await page.close();
  return found;
}

async function main(files) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  let count = 0;
  for (const file of files) {
    for (const width of [WIDE, NARROW]) {
      for (const fault of await faults(browser, file, width)) {
        count += 1;
        console.log(`${basename(file)} at ${width} px: ${fault}`);
      }
    }
  }
  await browser.close();
  console.log(`${files.length} pages, ${count} faults`);
  process.exit(count ? 1 : 0);
}

main(process.argv.slice(2));
