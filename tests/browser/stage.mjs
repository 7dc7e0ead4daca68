// A browser as a booth has it: one Chromium, contexts that a user of the demo is signed in to, key events as boards and readers send them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const DESK = { width: 1366, height: 768 }, PHONE = { width: 360, height: 640 };
export const must = (condition, words) => { if (!condition) throw new Error(words); };
const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu",
	"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

// A page that remembers what went wrong in it: errors of scripts, lines of the console, breaches of the content security policy.
export async function open_page(browser, server, { user, language = "en", theme = "light", size = DESK, script = true } = {}) {
	const context = await browser.newContext({ viewport: size, locale: language, colorScheme: theme === "dark" ? "dark" : "light", javaScriptEnabled: script,
		reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
	const cookies = [["limen_language", language], ["limen_theme", theme], ...(user?.cookies ?? [])];
	await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: server.base })));
	const page = await context.newPage();
	page.wrong = [];
	page.on("pageerror", error => page.wrong.push(`script: ${error.message}`));
	page.on("console", message => {
		// Chromium writes to its console, as if a picture were missing: a form that needs another look, and the news that a page does without
		// when one user holds many pages open, or when the session of a page that was left open is over
		const expected = /status of 4(09|22)/.test(message.text()) || message.location().url.endsWith("/favicon.ico") /* of a PDF */ || (/status of 429/.test(message.text()) && message.location().url.endsWith("/events")) ||
			message.text().startsWith("EventSource's response has a MIME type (\"text/html\")");
		if (message.type() === "error" && !expected) page.wrong.push(`console: ${message.text()} ${message.location().url}`);
	});
	page.setDefaultTimeout(90000); // a slow machine gets its time
	page.to = path => page.goto(server.base + path, { waitUntil: "load" });
	// A page can be read before its scripts stand: a key that comes earlier finds nobody.
	const press = page.keyboard.press.bind(page.keyboard);
	page.keyboard.press = async (...key) => { await page.waitForLoadState("load"); await press(...key); };
	return page;
}

export async function axe(page) {
	// the policy forbids script elements from elsewhere, but not what the debugger evaluates
	await page.evaluate(source => { if (!window.axe) (0, eval)(source); }, axe_source);
	return page.evaluate(async tags => (await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] })).violations.map(one =>
		`${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => `${node.target} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`).join(" | ")}`), AXE_TAGS);
}

export const title = page => page.title();
export const heading = page => page.locator("h1").first().innerText();
export async function says(page, words) {
	const text = (await page.locator("body").innerText()).replace(/\s+/g, " ");
	must(text.includes(words), `the page does not say "${words}": ${page.url()}: ${text.slice(0, 700)}`);
}
export async function says_not(page, words) {
	const text = (await page.locator("body").innerText()).replace(/\s+/g, " ");
	must(!text.includes(words), `the page says "${words}": ${page.url()}`);
}
// A key that leads to another page, or to the same one anew. The next step begins when that page stands.
export async function key_to(page, key, address) {
	await page.waitForLoadState("load"); // else its own coming would be taken for the next one's
	await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
	await page.waitForURL(address, { waitUntil: "load" });
}
// Tab until the focus is where it should be: what cannot be reached so cannot be used without a mouse.
export async function tab_to(page, selector, most = 90) {
	const goal = page.locator(selector).first();
	await goal.waitFor({ state: "attached" });
	const at = () => goal.evaluate(element => element === document.activeElement || (element.contains(document.activeElement) && !element.matches("form, main")));
	for (let i = 0; i < most; i++) {
		if (await at()) return goal;
		await page.keyboard.press("Tab");
	}
	throw new Error(`${most} times Tab do not reach ${selector} on ${page.url()}`);
}
// A <select> by the keyboard: its first letters, as a person types them.
export async function choose(page, selector, word) {
	await tab_to(page, selector);
	await page.keyboard.type(word, { delay: 5 });
	const chosen = await page.locator(selector).evaluate(element => element.selectedOptions[0].text);
	must(chosen.startsWith(word), `"${word}" was typed and "${chosen}" is chosen`);
}

// --- boards ---
// What the operating system makes of the key at a place of the board: [plain, with Shift]. Places that are not named are as on a US board.
const BOARDS = {
	us: { Comma: [",", "<"] },
	french: { KeyA: ["q", "Q"], KeyQ: ["a", "A"], KeyZ: ["w", "W"], KeyW: ["z", "Z"], KeyM: [",", "?"], Comma: [";", "."],
		Digit1: ["&", "1"], Digit2: ["é", "2"], Digit3: ['"', "3"], Digit4: ["'", "4"], Digit5: ["(", "5"], Digit6: ["-", "6"], Digit7: ["è", "7"], Digit8: ["_", "8"], Digit9: ["ç", "9"], Digit0: ["à", "0"] },
	german: { KeyY: ["z", "Z"], KeyZ: ["y", "Y"], Comma: [",", ";"] },
	arabic: { KeyA: ["ش", "ِ"], KeyP: ["ح", "؛"], KeyU: ["ع", "‘"], KeyT: ["ف", "لإ"], KeyO: ["خ", "×"], Comma: ["و", ","] },
};
// A reader that is a keyboard knows the US board alone, whatever board the system has: it presses the places.
function place(character) {
	if (character === "<") return ["Comma", true];
	if (character === "\n") return ["Enter", false];
	return /[0-9]/.test(character) ? [`Digit${character}`, false] : [`Key${character}`, true];
}
export async function wedge(page, lines, board = "us", line_end = "\n") {
	await page.waitForLoadState("load");
	const session = await page.context().newCDPSession(page), sent = [];
	// the page's waiting for more keys is held until all have come: a machine that is too slow for a board's times plays the same
	await page.evaluate(() => {
		const real = window.setTimeout;
		let waits = null;
		window.setTimeout = act => { waits = act; return 0; };
		window.all_keys_came = () => { window.setTimeout = real; waits?.(); };
	});
	let timestamp = Date.now() / 1000; // of the board, not of the machine that plays it: 4 ms from key to key
	for (const character of lines.map(line => line + line_end).join("")) {
		const [code, shift] = place(character);
		const key = code === "Enter" ? "Enter" : BOARDS[board][code]?.[shift ? 1 : 0] ?? (code.startsWith("Key") ? code.slice(3) : character);
		const number = code === "Enter" ? 13 : code === "Comma" ? 188 : code.charCodeAt(code.length - 1);
		timestamp += 0.004;
		const event = { timestamp, code, key, modifiers: shift ? 8 : 0, windowsVirtualKeyCode: number };
		sent.push(session.send("Input.dispatchKeyEvent", { ...event, type: "keyDown", text: code === "Enter" ? "\r" : key }));
		sent.push(session.send("Input.dispatchKeyEvent", { ...event, type: "keyUp" }));
	}
	await Promise.all(sent);
	await page.evaluate(() => window.all_keys_came()).catch(() => { /* the page went on */ });
}
export async function paste(page, text) {
	await page.evaluate(words => navigator.clipboard.writeText(words), text);
	await page.keyboard.press("Control+V");
}
