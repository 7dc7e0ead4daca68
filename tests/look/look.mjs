// Renders every page of src/web/pages from its samples and looks at it: pictures, accessibility, overflow, missing names.
//
//   node tests/look/look.mjs [word ...] [--mode ...]   only samples whose name holds one of the words, only these modes
//   QUICK=1 leaves axe-core out
//
// tests/browser sees the pages as the demo's server gives them; the samples also hold what no demo shows: a missing reader, a blocked user, an
// erased entry, an empty queue, words that are a third longer. Pictures go to tests/out/. A sample fails when axe-core finds a violation of WCAG 2.2 AA, when the browser reports an
// error (so also a breach of the content security policy), when a page is wider than its window, when a booth page does not
// fit 1366 x 768, or when a template uses a name that none of its samples holds.
import { readFileSync, readdirSync, mkdirSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, extname } from "node:path";
import { fileURLToPath } from "node:url";
import Mustache from "mustache";
import { Tally } from "../harness.mjs";
import { launch, axe } from "../browser/stage.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "../../src/web");
const out = join(here, "../out");
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const types = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

// ---- templates: Mustache, with our words tag turned into plain text first ----
const vowels = { a: "aá", e: "eé", i: "ií", o: "oó", u: "uú" };
const stretch = text => text.replace(/\{[^}]*\}|\p{L}+/gu, w => w.startsWith("{") || w.length < 4 ? w : w.replace(/[aeiou]/, v => vowels[v]) + (w.length > 7 ? "es" : ""));
const translators = { en: t => t, long: stretch };
const words = /\{\{_\s+(?:[\w.]+\s+)?"((?:[^"\\]|\\.)*)"(?:\s+"((?:[^"\\]|\\.)*)")?(?:\s+in\s+"[^"]*")?\s*\}\}/g;
const spoken = (text, translate) => text.replace(words, (_, one, many) =>
	translate((many ?? one).replace(/\\(.)/g, "$1")).replace(/[&<>]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]).replace(/\{([\w.]+)\}/g, "{{$1}}"));
const sources = Object.fromEntries(readdirSync(join(web, "pages")).filter(f => f.endsWith(".mustache"))
	.map(f => [f.slice(0, -9), readFileSync(join(web, "pages", f), "utf8")]));

const missing = new Map();
let page_now = "";
const plain_lookup = Mustache.Context.prototype.lookup;
Mustache.Context.prototype.lookup = function (name) {
	const value = plain_lookup.call(this, name);
	const seen = missing.get(page_now) ?? new Map();
	seen.set(name, seen.get(name) || value !== undefined);
	missing.set(page_now, seen);
	return value;
};

const spoken_keys = new Set(["word", "title", "words", "advice", "text", "summary", "unit", "used", "rule", "under", "top", "reason", "what", "todo", "meaning", "likeness", "origin", "how", "all", "say", "hint", "label", "consequence", "caption", "about"]);
function prepare(value, translate, key) {
	if (Array.isArray(value)) return value.map(v => prepare(v, translate, key));
	if (value && typeof value === "object") {
		if (typeof value.html === "string") return value.html;
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, prepare(v, translate, k)]));
	}
	return typeof value === "string" && spoken_keys.has(key) ? translate(value) : value;
}

const common = JSON.parse(readFileSync(join(web, "pages/samples/_shell.json"), "utf8"));
function render(sample, mode) {
	const name = sample.split(".")[0];
	const translate = translators[mode.words ?? "en"];
	const value = { ...structuredClone(common), ...JSON.parse(readFileSync(join(web, `pages/samples/${sample}.json`), "utf8")) };
	Object.assign(value.shell, { theme: mode.theme ?? "light", language: "en", dir: "ltr" });
	const partials = Object.fromEntries(Object.entries(sources).map(([k, v]) => [k, spoken(v, translate)]));
	page_now = name;
	return Mustache.render(partials[name], prepare(value, translate), partials);
}

// ---- a server with the product's policy ----
const server = createServer((request, response) => {
	const url = new URL(request.url, "http://x");
	if (url.pathname.startsWith("/assets/")) {
		const file = join(web, url.pathname);
		if (!existsSync(file)) { response.writeHead(404).end(); return; }
		response.writeHead(200, { "Content-Type": types[extname(file)] ?? "text/plain" }).end(readFileSync(file));
	} else if (url.pathname === "/look") {
		const html = render(url.searchParams.get("sample"), JSON.parse(url.searchParams.get("mode")));
		response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy }).end(html);
	} else if (url.pathname === "/state.css") response.writeHead(200, { "Content-Type": "text/css" }).end(":root{--foil:#dcbb78}");
	else response.writeHead(204).end();
});
await new Promise(done => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}`;

// ---- modes ----
const modes = [
	{ name: "light", width: 1440, height: 900, theme: "light", axe: true },
	{ name: "dark", width: 1440, height: 900, theme: "dark", axe: true },
	{ name: "phone", width: 360, height: 780, theme: "light", axe: true },
	{ name: "long", width: 1366, height: 768, theme: "light", words: "long" },
];
const booth = { width: 1366, height: 768 };

const only = process.argv.slice(2).filter(a => !a.startsWith("--"));
const only_modes = process.argv.filter(a => a.startsWith("--")).map(a => a.slice(2));
const samples = readdirSync(join(web, "pages/samples")).filter(f => f.endsWith(".json") && !f.startsWith("_")).map(f => f.slice(0, -5))
	.filter(s => !only.length || only.some(w => s.includes(w)));
mkdirSync(out, { recursive: true });
const browser = await launch(), tally = new Tally();
const wrong = Object.fromEntries(samples.map(sample => [sample, []]));

for (const mode of modes) {
	if (only_modes.length && !only_modes.includes(mode.name)) continue;
	const context = await browser.newContext({ deviceScaleFactor: 1, colorScheme: mode.theme, bypassCSP: false });
	const page = await context.newPage();
	let now = "";
	const say = words => wrong[now].push(`${mode.name}: ${words}`);
	page.on("console", m => { if (m.type() === "error" && !/favicon/.test(m.text())) say(m.text()); });
	page.on("pageerror", e => say(e.message));
	for (const sample of samples) {
		now = sample;
		const is_booth = /^booth_(wait|verdict)/.test(sample) && mode.width > 1000;
		await page.setViewportSize(is_booth ? booth : { width: mode.width, height: mode.height });
		await page.goto(`${base}/look?sample=${sample}&mode=${encodeURIComponent(JSON.stringify(mode))}`);
		await page.evaluate(() => document.fonts.ready);
		const size = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth - innerWidth, tall: Math.max(document.documentElement.scrollHeight - innerHeight, ...[...document.querySelectorAll(".booth-main")].map(e => e.scrollHeight - e.clientHeight)) }));
		if (size.wide > 0) say(`${size.wide} px wider than its window`);
		if (is_booth && size.tall > 0) say(`${size.tall} px too tall for a booth's screen`);
		await page.screenshot({ path: join(out, `${sample}-${mode.name}.png`), fullPage: !is_booth && !(mode.name === "phone" && /^booth/.test(sample)) });
		if (mode.axe && !process.env.QUICK) for (const words of await axe(page)) say(words);
	}
	if (!only_modes.length || mode.name === "light")
		for (const sample of samples.filter(s => /print|codes/.test(s) && mode.name === "light")) {
			await page.goto(`${base}/look?sample=${sample}&mode=${encodeURIComponent(JSON.stringify(mode))}`);
			await page.pdf({ path: join(out, `${sample}.pdf`), preferCSSPageSize: true });
		}
	await context.close();
}
const unheld = [];
if (!only.length && !only_modes.length)
	for (const [name, seen] of missing)
		for (const [key, found] of seen) if (!found && !/^(problem|problems|done|live|discreet|values)\b|^shell\./.test(key)) unheld.push(`${name}: no sample holds "${key}"`);
await browser.close();
server.close();
for (const [sample, words] of Object.entries(wrong)) if (words.length) tally.not(sample, words.join("\n")); else tally.ok(sample);
if (unheld.length) tally.not("each name of a template is in a sample", unheld.join("\n")); else tally.ok("each name of a template is in a sample");
tally.end();
process.exit();
