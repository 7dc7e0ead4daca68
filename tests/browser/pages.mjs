// Every page that a GET route gives, found and not listed: routes from /openapi.json, ids from the links of the pages. A new page is tested
// without a line here, and one that nobody can reach fails.
import { User, signer } from "../harness.mjs";
import { open_page, axe, must, DESK, PHONE } from "./stage.mjs";
import { applicant, prepare, prepare_training } from "./states.mjs";

const TRAINING = "Nothing here is real";
const LOOKED_AT = 2; // pages of one kind, such as two refusals
const NOT_PAGES = /^\/(|openapi\.json|healthz|metrics|events|state\.css|language|theme)$|^\/api\/|\.csv$|\/picture\//; // "/" leads to one's own start page
async function routes_of(server) {
	const description = await fetch(`${server.base}/openapi.json`).then(answer => answer.json());
	return Object.entries(description.paths).filter(([path, methods]) => methods.get && !methods.patch /* pieces of a file */ && !NOT_PAGES.test(path) && !/^The page of a form/.test(methods.get.summary))
		.map(([path, methods]) => ({ path, anybody: methods.get["x-right"] === "anybody", like: new RegExp(`^${path.replace(/\{[^}]*\}/g, "[^/?]+")}$`), found: [] }));
}

// What one user reaches by links, from the pages without a name in their address and from `known` ones; `each` sees every page.
async function crawl(who, routes, known, { number, seen, each }) {
	const read = new Set(), of = new Map(routes.map(route => [route, 0]));
	const waiting = [...known, ...routes.filter(route => !route.path.includes("{") && (number || route.anybody)).map(route => route.path)];
	while (waiting.length) {
		const address = waiting.shift(), path = address.split("?")[0];
		// a pattern of words alone is meant before one with a name in it: /users/new is not a user
		const route = routes.filter(one => one.like.test(path)).sort((a, b) => a.path.split("{").length - b.path.split("{").length)[0];
		// each role reads each page for its links, three of those with a name in the address; few are looked at
		if (!route || read.has(path) || of.get(route) >= 3) continue;
		read.add(path);
		const answer = await who.ask("GET", address, { page: true });
		if (answer.status !== 200) continue;
		of.set(route, of.get(route) + 1);
		if (!/^\s*<!doctype html/i.test(answer.text)) {
			route.file = true;
			continue;
		}
		each?.(address, answer.text);
		if (!seen.has(path) && route.found.length < LOOKED_AT) route.found.push({ address, user: number ? who : null });
		seen.add(path);
		for (const [, href] of answer.text.matchAll(/<a [^>]*?href="(\/[^"#]*)[^"]*"/g)) waiting.push(href.replace(/&amp;/g, "&"));
	}
}

// The pages of a state: as nobody, then as one of each role.
async function crawl_all(server, user, routes, known, each, applies) {
	const roles = new Set(), people = server.sign_ins().filter(({ role }) => !roles.has(role) && roles.add(role)).map(({ number }) => number), seen = new Set();
	for (const number of [null, ...people]) {
		const who = number ? await user(number) : new User(server, "nobody");
		if (number) await who.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } }); // some pages ask for it first
		await crawl(who, routes, number ? known : [], { number, seen, each });
	}
	if (!applies) return;
	await crawl(applies.who, routes, applies.known, { number: applies.who.number, seen, each });
	await crawl(applies.clerk, routes, applies.desks, { number: applies.clerk.number, seen, each });
}

export async function discover(server, training) {
	const routes = await routes_of(server), user = signer(server), learner = signer(training), unmarked = [];
	await crawl_all(server, user, routes, await prepare(server, user), null, await applicant(server));
	// a training state: its own pages are looked at, too, and each page there says what it is
	const exercises = await routes_of(training);
	await crawl_all(training, learner, exercises, await prepare_training(learner), (address, text) => { if (!text.includes(TRAINING)) unmarked.push(address); });
	for (const { path, found } of exercises.filter(one => one.path.startsWith("/training/"))) routes.find(one => one.path === path).found.push(...found);
	return { pages: routes.flatMap(route => route.found.map(one => ({ ...one, route: route.path }))), missing: routes.filter(route => !route.found.length && !route.file).map(route => route.path), unmarked, user, learner };
}

// What is looked at without a reader of screens: width, title, headings, and that each thing with the focus shows it.
const layout = page => page.evaluate(() => {
	const wrong = [], root = document.documentElement;
	if (root.scrollWidth > innerWidth) {
		const widest = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, svg, .unseen"))[0];
		wrong.push(`${root.scrollWidth - innerWidth} px wider than the window: ${widest?.tagName} ${widest?.className?.baseVal ?? widest?.className}`);
	}
	if (!/\S - \S/.test(document.title)) wrong.push(`the title is "${document.title}"`);
	if (!root.lang || !root.dir) wrong.push("the page does not say its language and direction");
	return wrong;
});
const focus = page => page.evaluate(() => {
	const wrong = [];
	for (const one of [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].slice(0, 80)) {
		if (!one.getClientRects().length || one.disabled || one.type === "hidden") continue;
		one.focus();
		if (document.activeElement !== one) continue;
		const shows = [one, one.closest("label"), one.parentElement].filter(Boolean).some(part => {
			const style = getComputedStyle(part);
			return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow.includes("0px 0px 0px");
		});
		if (!shows) wrong.push(`the focus does not show on ${one.outerHTML.slice(0, 90)}`);
	}
	return wrong.slice(0, 3);
});

// By Tab alone, from the top: whatever can be used is reached, and the page lets go of the focus at its end.
export async function walk(page) {
	const stops = await page.evaluate(() => {
		const usable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled &&
			one.type !== "hidden" && one.tabIndex >= 0);
		const groups = new Map(); // of radio buttons one is a stop: the chosen one, or any
		for (const one of usable) if (one.type === "radio") groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
		window.reached = new Set();
		window.left = () => [...usable.filter(one => one.type !== "radio"), ...[...groups.values()].map(group => group.find(one => window.reached.has(one)) ?? group[0])].filter(one => !window.reached.has(one));
		document.addEventListener("focusin", event => window.reached.add(event.target));
		document.body.tabIndex = -1;
		document.body.focus();
		document.body.removeAttribute("tabindex");
		return usable.length + 5 + 6 * usable.filter(one => /^(date|time)$/.test(one.type)).length; // regions that scroll are stops, too, and parts of a date
	});
	for (let i = 0; i < stops; i++) await page.keyboard.press("Tab");
	return page.evaluate(() => window.left().slice(0, 3).map(one => `Tab does not reach ${one.outerHTML.slice(0, 90)}`));
}

// Each page is loaded once in each language, and looked at in sizes and themes: the short form in two of all the ways, the long one in each. axe takes
// the most of it: in the short form it reads each page in one of the two ways, in turn. The long form walks each page by Tab, too.
const EVERY = [[DESK, "light"], [DESK, "dark"], [PHONE, "light"], [PHONE, "dark"]];
const SHORT = [{ language: "en", looks: [[DESK, "light"]] }, { language: "fr", looks: [[PHONE, "dark"]] }];
const LONG = [{ language: "en", looks: EVERY }, { language: "fr", looks: EVERY }];

async function look_at(page, address, load, { reads, walks, pictures }) {
	const wrong = [], say = (words, size, theme) => wrong.push(`${load.language} ${theme} ${size.width}: ${words}`);
	const answer = await page.to(address);
	if (answer.status() !== 200) wrong.push(`answers ${answer.status()}`);
	for (const [size, theme] of load.looks) {
		await page.evaluate(name => { document.documentElement.dataset.theme = name; }, theme);
		await page.setViewportSize(size);
		for (const words of await layout(page)) say(words, size, theme);
		if (reads) {
			// the whole page at once: a bar that stays at the edge covers other things only until one scrolls
			await page.setViewportSize({ ...size, height: Math.max(size.height, await page.evaluate(() => document.documentElement.scrollHeight + 300)) });
			for (const words of await axe(page)) say(words, size, theme);
			await page.setViewportSize(size);
		}
		if (size === DESK) {
			await page.keyboard.press("Tab");
			for (const words of await focus(page)) say(words, size, theme);
			if (walks && theme === "light") for (const words of await walk(page)) say(words, size, theme);
		}
		if (pictures) await page.screenshot({ path: `${pictures}/${address.replace(/\W+/g, "_")}-${load.language}-${theme}-${size.width}.png`, fullPage: true });
	}
	return [...wrong, ...page.wrong.splice(0).map(words => `${load.language}: ${words}`)];
}

export async function look_at_pages(browser, server, tally, { pages, missing, unmarked }, { long, pictures }) {
	await tally.run("each page of a training state says so", async () => must(!unmarked.length, `no mark on ${unmarked.join(", ")}`));
	await tally.run("each page can be reached", async () => must(!missing.length, `no link and no act leads to ${missing.join(", ")}`));
	const wrong = new Map(pages.map(one => [one, []]));
	const loads = long ? LONG : SHORT;
	const queue = loads.flatMap(load => [...new Set(pages.map(one => one.user))].map(user => ({ load, user })));
	const work = async () => {
		for (let one = queue.shift(); one; one = queue.shift()) {
			const page = await open_page(browser, one.user?.server ?? server, { user: one.user, language: one.load.language });
			for (const each of pages.filter(page => page.user === one.user))
				wrong.get(each).push(...await look_at(page, each.address, one.load, { reads: long || pages.indexOf(each) % loads.length === loads.indexOf(one.load), walks: long && one.load.language === "fr", pictures }).catch(error => [error.message]));
			await page.context().close();
		}
	};
	await Promise.all([work(), work()]);
	for (const [{ address, route }, words] of wrong) {
		const name = `page ${route}${address === route ? "" : ` as ${address}`}`;
		if (words.length) tally.not(name, words.slice(0, 8).join("\n")); else tally.ok(name);
	}
}
