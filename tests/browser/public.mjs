// The public's side as a person on a cheap phone has it: each page in Arabic, Spanish and Portuguese, at 360 and 320 px, light and dark, by keyboard, without
// script; what each page weighs, and when it is seen over a slow line. Pages are found by their links, so that a new one is looked at without a line here.
import { Applicant, account } from "../public.mjs";
import { open_page, axe, must, says, tab_to, PHONE } from "./stage.mjs";
import { walk } from "./pages.mjs";
import { LATIN, close } from "./scenes.mjs";

const NARROW = { width: 320, height: 568 }, HEAVIEST = 60_000, SLOW = 100_000; // bytes, besides fonts; bytes a second
const PUBLIC = /^\/(visa|account|application|applications|letter|pay|booking|appointment)\b/;
const links = text => [...text.matchAll(/<a [^>]*?href="(\/[^"#]*)[^"]*"/g)].map(([, href]) => href.replace(/&amp;/g, "&"));

// Every page that one who applies reaches from the front and from an application, once each.
async function pages_of(who, begins) {
	const out = [], seen = new Set(), waiting = ["/visa", "/account", "/account/lost", "/account/me", "/account/enter?ticket=0123456789abcdef", "/applications", ...begins];
	const kinds = new Map();
	while (waiting.length) {
		const address = waiting.shift(), kind = address.split("?")[0].replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/^(\/visa\/begin\/).*/, "$1");
		if (seen.has(address) || !PUBLIC.test(address) || (kinds.get(kind) ?? 0) >= 2) continue;
		seen.add(address);
		const { status, text } = await who.ask("GET", address, { page: true });
		if (status !== 200 || !/^\s*<!doctype html/i.test(text)) continue;
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		out.push(address);
		waiting.push(...links(text));
	}
	return out;
}

let prepared;
const public_pages = stage => prepared ??= (async () => {
	const who = await account(stage.server, "ana@example.org");
	return { who, pages: await pages_of(who, [await who.begin("short_stay_visa")]) };
})();

const too_wide = page => page.evaluate(() => {
	const width = document.documentElement.scrollWidth - innerWidth;
	const widest = [...document.querySelectorAll("body *")].find(one => (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1) && !one.closest(".scroll, svg, .unseen, .skip"));
	return width > 0 ? [`${width} px wider than the window: ${widest?.outerHTML.slice(0, 120)}`] : [];
});
const tall = async (page, size) => page.setViewportSize({ ...size, height: Math.max(size.height, await page.evaluate(() => document.documentElement.scrollHeight + 200)) });

async function look(page, address, say) {
	const answer = await page.to(address);
	if (answer.status() !== 200) say(`answers ${answer.status()}`);
	for (const [size, theme] of [[PHONE, "light"], [PHONE, "dark"]]) {
		await page.evaluate(name => { document.documentElement.dataset.theme = name; }, theme);
		await tall(page, size);
		for (const words of await axe(page)) say(`${theme}: ${words}`);
	}
	for (const size of [NARROW, PHONE]) {
		await page.setViewportSize(size);
		for (const words of await too_wide(page)) say(`${size.width}: ${words}`);
	}
}
const SIGNS = /\b(PDF|JPEG|PNG|MB|SMS)\b/g; // written alike in each script
async function arabic(stage) {
	const { who, pages } = await public_pages(stage), page = await open_page(stage.browser, stage.server, { user: who, language: "ar", size: PHONE }), wrong = [];
	for (const address of pages) {
		const say = words => wrong.push(`${address}: ${words}`);
		await look(page, address, say);
		for (const words of await page.evaluate(LATIN)) if (/\p{Script=Latin}{2,}/u.test(words.replace(SIGNS, ""))) say(words);
	}
	await close(page);
	must(!wrong.length, [...new Set(wrong)].slice(0, 80).join("\n"));
}

// A sentence that stands in the English page, too, was not translated. What people wrote, and names of countries and languages, may stand alike.
const SENTENCES = () => [...new Set([...document.querySelectorAll("main *, header *, footer *, title")].filter(one => !one.closest("bdi, .mono, [lang]:not(html), textarea, option"))
	.flatMap(one => [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim())).filter(text => /\p{L}{3,}.*\s.*\p{L}{3,}/u.test(text)))];
async function translated(stage) {
	const { who, pages } = await public_pages(stage), wrong = [];
	const english = await open_page(stage.browser, stage.server, { user: who, size: PHONE }), of = new Map();
	for (const address of pages) {
		await english.to(address);
		of.set(address, new Set(await english.evaluate(SENTENCES)));
	}
	await close(english);
	for (const language of ["fr", "es", "pt"]) {
		const page = await open_page(stage.browser, stage.server, { user: who, language, size: NARROW });
		for (const address of pages) {
			await page.to(address);
			for (const words of await too_wide(page)) wrong.push(`${language} ${address}: ${words}`);
			for (const words of await page.evaluate(SENTENCES)) if (of.get(address).has(words)) wrong.push(`${language} ${address}: in English: ${words}`);
		}
		await close(page);
	}
	must(!wrong.length, [...new Set(wrong)].slice(0, 80).join("\n"));
}

async function by_keyboard(stage) {
	const { who, pages } = await public_pages(stage), page = await open_page(stage.browser, stage.server, { user: who, size: PHONE }), wrong = [];
	for (const address of pages) {
		await page.to(address);
		for (const words of await walk(page)) wrong.push(`${address}: ${words}`);
	}
	await close(page);
	must(!wrong.length, wrong.join("\n"));
}

// By keys alone and without any script: sign in by the message, begin, answer a page, see it done.
async function without_script(stage) {
	const page = await open_page(stage.browser, stage.server, { language: "es", size: PHONE, script: false }), email = "lucia@example.org";
	const press = async selector => {
		await tab_to(page, selector);
		await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	};
	const type = async (selector, words) => { await tab_to(page, selector); await page.keyboard.type(words); };
	await page.to("/account");
	await type("#email", email);
	await press("main form button");
	await type("#code", (await new Applicant(stage.server, email).messages())[0].match(/\b[0-9A-Z]{4} [0-9A-Z]{4}\b/)[0]);
	await press("main form button");
	await page.to("/visa/begin/short_stay_visa");
	await press("main form button");
	must(/\/application\/[0-9a-f-]+$/.test(page.url()), `beginning leads to ${page.url()}`);
	await press("main .btn.main");
	await type("input[name='answer.applicant.surname']", "REYES");
	await type("input[name='answer.applicant.given_names']", "LUCIA");
	for (const [part, value] of [["day", "3"], ["month", "5"], ["year", "1990"]]) await type(`input[name='answer.applicant.birth_date.${part}']`, value);
	await tab_to(page, "input[name='answer.applicant.sex']");
	await page.keyboard.press("Space");
	await tab_to(page, "select[name='answer.applicant.nationality']");
	await page.keyboard.type("México", { delay: 5 });
	await press("main form button.main");
	await page.to(page.url().match(/\/application\/[0-9a-f-]+/)[0]);
	await says(page, "REYES");
	await close(page);
}

// A list grows by one more and shrinks by one that is taken out, without script.
async function a_list(stage) {
	const who = await account(stage.server, "marta@example.org"), application = await who.begin("short_stay_visa");
	const page = await open_page(stage.browser, stage.server, { user: { cookies: [...who.cookies] }, size: PHONE, script: false });
	const press = async words => Promise.all([page.waitForEvent("load"), page.locator("main form button", { hasText: words }).click()]);
	await page.to(application);
	await Promise.all([page.waitForEvent("load"), page.locator("a:has-text('Earlier visas')").click()]);
	await page.fill("[name='answer.earlier[1].number']", "V0000001A");
	await press("one more");
	must(new URL(page.url()).hash === "#earlier.new", `one more leads to ${page.url()}`);
	await page.fill("[name='answer.earlier[2].number']", "V0000002B");
	await press("one more");
	await page.locator("[name='answer.earlier.1']").check();
	await press("one more");
	const left = await page.locator("[name^='answer.earlier'][name$='.number']").evaluateAll(all => all.map(one => one.value).join());
	must(left === "V0000002B,", `what is left: ${left}`);
	await close(page);
}

// --- weight and time ---

// What anybody reads is weighed as nobody, too: the page of who has an account has more on it, and bears no mark of a session where it travels packed.
const ANYBODY = /^\/(visa(\/advice.*)?|account|account\/lost|account\/enter.*)$/;
async function loaded(stage, { address, user, language = "ar" }, slow) {
	const page = await open_page(stage.browser, stage.server, { user, language, size: PHONE }), session = await page.context().newCDPSession(page), types = new Map(), out = { bytes: 0, fonts: 0 };
	await session.send("Network.enable");
	await session.send("Network.setCacheDisabled", { cacheDisabled: true });
	if (slow) await session.send("Network.emulateNetworkConditions", { offline: false, latency: 100, downloadThroughput: SLOW, uploadThroughput: SLOW });
	session.on("Network.responseReceived", event => types.set(event.requestId, event.response.mimeType));
	session.on("Network.loadingFinished", event => { out[/font/.test(types.get(event.requestId) ?? "") ? "fonts" : "bytes"] += event.encodedDataLength; });
	await page.to(address);
	await page.evaluate(() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))));
	const seen = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
	await page.context().close();
	return slow ? { ...out, seen } : out;
}
async function weights(stage) {
	const { who, pages } = await public_pages(stage), rows = [];
	for (const address of pages) for (const user of ANYBODY.test(address) ? [null, who] : [who]) rows.push({ address, user, ...await loaded(stage, { address, user }, false) });
	rows.sort((a, b) => b.bytes - a.bytes);
	for (const row of rows.filter((row, i) => i < 3 || row.address === "/visa")) row.seen = (await loaded(stage, row, true)).seen;
	const brief = address => address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");
	console.log(`        ${rows.length} pages of the public, Arabic, nothing kept, besides fonts; of some the first view at ${SLOW / 1000} kB/s and 100 ms:`);
	for (const { address, user, bytes, seen } of rows) console.log(`        ${(bytes / 1000).toFixed(1).padStart(6)} kB ${seen ? `${(seen / 1000).toFixed(2)} s` : "      "}  ${brief(address)}${user ? "" : " (nobody)"}`);
	const heavy = rows.filter(({ bytes }) => bytes > HEAVIEST).map(({ address, bytes }) => `${brief(address)} weighs ${bytes} bytes`);
	// in English it is there with its font: the letters of other languages in the list of languages bring none
	const whole = await loaded(stage, { address: "/visa", user: null, language: "en" }, false);
	if (whole.bytes + whole.fonts > SLOW) heavy.push(`/visa in English weighs ${whole.bytes} bytes, its fonts ${whole.fonts}`);
	must(!heavy.length, heavy.join("\n"));
}

export const scenes = [
	["public: each page in Arabic by axe, light and dark, 360 and 320 px", arabic],
	["public: no English sentence in French, Spanish, Portuguese; 320 px", translated],
	["public: each page by Tab alone", by_keyboard],
	["public: signing in and filling in by keys, without script", without_script],
	["public: a list grows and shrinks, without script", a_list],
	["public: weight of each page, and its first view on a slow line", weights],
];
