// Every page that a GET route gives, found and not listed: routes from /openapi.json, ids from the links of the pages. A new page is tested
// without a line here, and one that nobody can reach fails.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { User, passport, uuid7 } from "../harness.mjs";
import { open_page, axe, must, DESK, PHONE } from "./stage.mjs";

const NOT_PAGES = /^\/(|openapi\.json|healthz|metrics|events|state\.css|language|theme)$|^\/api\/|\.csv$|\/picture\//; // "/" leads to one's own start page
// Pages that an act must lead to which is not played here yet (docs/progress.md).
const LATER = /^\/(lists\/\{name\}\/(propose|file)|group\/\{id\}|call\/\{id\}\/shore-passes|requests\/\{id\}.*|oversight\/\{id\}|training\/run\/\{id\})$/;
const soon = new Date(Date.now() + 5 * 365 * 86400000).toISOString().slice(0, 10);

// States that the demo may not hold: a hit, a referral that waits, a refusal, a claim with its receipt.
async function prepare(server, user) {
	const post = async (who, path, body) => {
		const answer = await who.ask("POST", path, { body: { id: uuid7(), ...body } });
		must(answer.status === 200, `${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
		return answer.json;
	};
	const officer = await user("U-10001"), second = await user("U-10002");
	for (const one of [officer, second]) await post(one, "/lane", { post: "SORREL", lane: "1", direction: "entry" });
	writeFileSync(join(server.folder, "hits.csv"), "id,kind,name,born,nationalities\nF-9,person,OMAR ELIAS HITTER,1961-05-04,\n");
	server.command("watch", "import", "--list", "foreign_sanctions", "--format", "csv", join(server.folder, "hits.csv"));
	let number = 0;
	const scan = async (surname, more = {}) => (await post(officer, "/booth/scan", { lines: passport({ issuer: "MEX", number: `BR${String(++number).padStart(6, "0")}`, surname, given: "OMAR ELIAS",
		born: "1995-01-20", sex: "M", expires: soon, ...more }).join("\n") })).id;
	// two refused: of one the document is held, of the other not
	const refuse = async (surname, number) => {
		await post(officer, `/inspection/${await scan(surname, { number })}/refer`, { reason: "purpose", note: "Does not say where he goes." });
		const queue = await second.ask("GET", "/second-line"), referral = queue.json.referrals.find(one => one.document_number === number).id;
		await post(second, `/referral/${referral}/hear`, { told_why: true, protection: "no", note: "He visits nobody.", language: "en" });
		return { referral, decision: (await post(second, `/referral/${referral}/refuse`, { reasons: ["E"], facts: "Nothing was shown about the stay." })).id };
	};
	const held = await refuse("REYES", "BR100001"), refused = await refuse("MORENO", "BR100002");
	await post(second, `/referral/${held.referral}/document`, { ground: "departure", place: "Safe 1" });
	const claimant = await scan("AKSOY", { issuer: "TUR", nationality: "TUR" });
	const claim = await post(officer, `/inspection/${claimant}/protection`, { words: "I am afraid to go back.", language: "fr" });
	await post(officer, `/inspection/${claimant}/refer`, { reason: "protection" });
	const citizen = await scan("ERIKSSON", { issuer: "UTO", nationality: "UTO", expires: "2012-04-15" }); // gives the document desk a task
	await post(officer, `/inspection/${citizen}/note`, { note: "Known by two questions and the identity card." });
	await post(officer, `/inspection/${citizen}/admit`, {});
	// a coach with a list, and somebody found in it
	const coach = await post(officer, "/calls/new", { kind: "coach", number: "UT 9021 B", due: new Date().toISOString() });
	await post(officer, `/call/${coach.id}/new`, { list: "passengers", surname: "BYRNE", given_names: "MAEVE", born: "1984-02-03", nationality: "IRL", document_number: "T8840021" });
	await post(officer, `/call/${coach.id}/move`, { what: "arrived" });
	const found = await post(officer, `/call/${coach.id}/stowaway`, { none: true, found: "In the luggage hold, at the stop before the pass" });
	const waits = await scan("SOTOMAYOR");
	await post(officer, `/inspection/${waits}/refer`, { reason: "purpose" });
	// a visa, and the passport that bears it beside a new one
	const desk = await user("U-20021"), visa = await post(desk, "/permits/new", { kind: "visa", number: "VBR0001", valid_from: "2026-01-01", valid_until: soon, stay_rule: "visit", surname: "HUANG", given_names: "LI",
		document_issuer: "CHN", document_number: "EBR0001" });
	const fresh = await scan("HUANG", { issuer: "CHN", nationality: "CHN" }), beside = await post(officer, `/inspection/${fresh}/beside`, { number: "VBR0001" });
	return [`/permit/${visa.id}`, `/inspection/${fresh}/with/${beside.other}`, `/refusal/${refused.decision}`, `/decision/${held.decision}`, `/claim/${claim.id}`, `/inspection/${await scan("HITTER")}`, `/inspection/${waits}`, `/inspection/${await scan("CLEAR")}`, `/call/${coach.id}`, `/call-file/${found.id}`];
}

export async function discover(server) {
	const users = new Map();
	const user = async number => {
		if (!users.has(number)) users.set(number, await new User(server, number).sign_in());
		return users.get(number);
	};
	const description = await fetch(`${server.base}/openapi.json`).then(answer => answer.json());
	const routes = Object.entries(description.paths).filter(([path, methods]) => methods.get && !NOT_PAGES.test(path) && !/^The page of a form/.test(methods.get.summary))
		.map(([path, methods]) => ({ path, anybody: methods.get["x-right"] === "anybody", like: new RegExp(`^${path.replace(/\{[^}]*\}/g, "[^/?]+")}$`), found: [] }));
	const known = await prepare(server, user);
	// one of each role, and nobody for the pages before signing in
	const roles = new Set(), people = server.sign_ins().filter(({ role }) => !roles.has(role) && roles.add(role)).map(({ number }) => number);
	const seen = new Set();
	for (const number of [null, ...people]) {
		const who = number ? await user(number) : new User(server, "nobody");
		if (number) await who.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } }); // some pages ask for it first
		const read = new Set();
		const waiting = [...(number ? known : []), ...routes.filter(route => !route.path.includes("{") && (number || route.anybody)).map(route => route.path)];
		while (waiting.length) {
			const address = waiting.shift(), path = address.split("?")[0];
			// a pattern of words alone is meant before one with a name in it: /users/new is not a user
			const route = routes.filter(one => one.like.test(path)).sort((a, b) => a.path.split("{").length - b.path.split("{").length)[0];
			// a page without a name in its address is read as each role, for its links; it is looked at once
			const named = route?.path.includes("{");
			if (!route || (named && (seen.has(path) || route.found.length >= 2)) || (!named && read.has(path))) continue;
			read.add(path);
			const answer = await who.ask("GET", address, { page: true });
			if (answer.status !== 200) continue;
			if (!/^\s*<!doctype html/i.test(answer.text)) {
				route.file = true;
				continue;
			}
			if (!seen.has(path)) route.found.push({ address, user: number ? who : null });
			seen.add(path);
			for (const [, href] of answer.text.matchAll(/<a [^>]*?href="(\/[^"#]*)[^"]*"/g)) waiting.push(href.replace(/&amp;/g, "&"));
		}
	}
	return { pages: routes.flatMap(route => route.found.map(one => ({ ...one, route: route.path }))), missing: routes.filter(route => !route.found.length && !route.file && !LATER.test(route.path)).map(route => route.path), user };
}

// What is looked at without a reader of screens: width, title, headings, and that each thing with the focus shows it.
const layout = page => page.evaluate(() => {
	const wrong = [], root = document.documentElement;
	if (root.scrollWidth > innerWidth) {
		const widest = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, svg, .unseen"))[0];
		wrong.push(`${root.scrollWidth - innerWidth} px wider than the window: ${widest?.tagName} ${widest?.className?.baseVal ?? widest?.className}`);
	}
	if (!/\S - Limen$/.test(document.title)) wrong.push(`the title is "${document.title}"`);
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

// Each page is loaded once in each language, and looked at in sizes and themes: the short form in two of all the ways, the long one in each. axe takes
// the most of it: in the short form it reads each page in one of the two ways, in turn.
const EVERY = [[DESK, "light"], [DESK, "dark"], [PHONE, "light"], [PHONE, "dark"]];
const SHORT = [{ language: "en", looks: [[DESK, "light"]] }, { language: "fr", looks: [[PHONE, "dark"]] }];
const LONG = [{ language: "en", looks: EVERY }, { language: "fr", looks: EVERY }];

async function look_at(page, address, load, reads, pictures) {
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
		}
		if (pictures) await page.screenshot({ path: `${pictures}/${address.replace(/\W+/g, "_")}-${load.language}-${theme}-${size.width}.png`, fullPage: true });
	}
	return [...wrong, ...page.wrong.splice(0).map(words => `${load.language}: ${words}`)];
}

export async function look_at_pages(browser, server, tally, { pages, missing }, { long, pictures }) {
	await tally.run("each page can be reached", async () => must(!missing.length, `no link and no act leads to ${missing.join(", ")}`));
	const wrong = new Map(pages.map(one => [one, []]));
	const loads = long ? LONG : SHORT;
	const queue = loads.flatMap(load => [...new Set(pages.map(one => one.user))].map(user => ({ load, user })));
	const work = async () => {
		for (let one = queue.shift(); one; one = queue.shift()) {
			const page = await open_page(browser, server, { user: one.user, language: one.load.language });
			for (const each of pages.filter(page => page.user === one.user))
				wrong.get(each).push(...await look_at(page, each.address, one.load, long || pages.indexOf(each) % loads.length === loads.indexOf(one.load), pictures).catch(error => [error.message]));
			await page.context().close();
		}
	};
	await Promise.all([work(), work()]);
	for (const [{ address, route }, words] of wrong) {
		const name = `page ${route}${address === route ? "" : ` as ${address}`}`;
		if (words.length) tally.not(name, words.slice(0, 8).join("\n")); else tally.ok(name);
	}
}
