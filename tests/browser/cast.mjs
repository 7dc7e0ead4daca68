// Who acts in the whole day, at which screen, by which clock; and the book in which the day counts for itself what it did, so that in the evening the
// program's board, figures and journal can be compared with it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { User, time } from "../harness.mjs";
import { open_page, must, key_to } from "./stage.mjs";
import { BOOTH, scan, verdict } from "./scenes.mjs";

const DAY = 86400000, PATIENCE = 20000;
export const date = (days = 0) => new Date(time.now() + days * DAY).toISOString().slice(0, 10); // of the server; posts keep UTC
const hour = () => `${new Date(time.now()).toISOString().slice(11, 13)}:00`;

// What was done, as a careful colleague with a pencil would keep it.
class Book {
	crossings = [];   // { post, direction, hour, sex, nationality, child, group, companion }
	scans = 0;        // documents presented at booths, group members among them
	referrals = [];   // { post, reason, outcome }: no outcome = open
	refusals = [];    // { post, reason, sex }
	claims = [];      // { post, sex }
	findings = [];    // { list, finding, sex }: the last of each document and entry
	waits = [];       // { post, minutes, hour }
	corrections = []; // { what, reason }
	cross(place, who, more = {}) {
		this.crossings.push({ ...place, hour: hour(), sex: who.sex, nationality: who.nationality ?? who.issuer, ...more });
	}
	// What was annulled counts nowhere.
	of(rows, wanted) { return rows.filter(row => !row.annulled && Object.entries(wanted).every(([name, value]) => row[name] === value)); }
	count(rows, wanted) { return this.of(rows, wanted).length; }
	open(surname) { return this.referrals.find(one => one.surname === surname && !one.outcome); }
}

// Every key and click of an officer at a page, other than the reader's own; for "scan and one key".
function count_presses(page) {
	let presses = 0;
	for (const [device, acts] of [[page.keyboard, ["press", "type", "insertText"]], [page.mouse, ["click"]]])
		for (const act of acts) {
			const real = device[act].bind(device);
			device[act] = (...words) => { presses++; return real(...words); };
		}
	return () => { const made = presses; presses = 0; return made; };
}

export class Day {
	constructor(browser, server, crowd) {
		// security keys are bound to http://localhost where no address is named at the start
		Object.assign(this, { browser, server: { ...server, base: server.base.replace("127.0.0.1", "localhost") }, crowd, book: new Book(), pages: new Map(), lists: {}, wrong: [], steps: 0 });
	}
	// "08:05": the next time that the clock shows it; "+14 21:00": in fourteen days; sessions that sat idle meanwhile are over.
	async clock(words) {
		const [, days, clock] = words.match(/^(?:\+(\d+) )?(\d\d:\d\d)$/), ahead = Date.parse(`${date(Number(days ?? 0))}T${clock}Z`) - time.now();
		const minutes = Math.ceil((ahead < -2 * 3600000 ? ahead + DAY : ahead) / 60000);
		if (minutes > 0) this.server.forward(`${minutes}m`);
		this.steps++;
		for (const [number, page] of this.pages) if (page.step < this.steps - 3) await this.leave(number, page);
	}
	// Who is not needed for a while goes: a server takes so many connections from one address.
	async leave(number, page) {
		this.wrong.push(...page.wrong.map(words => `${number}: ${words}`));
		this.pages.delete(number);
		await page.context().close();
	}
	// From now on everything counts.
	async begin(number) {
		this.book = new Book();
		this.before = (await this.json(number, "/board")).waiting;
	}
	// An officer's page at an address; who stands at a lane names the place.
	async page(number, path, place) {
		let page = this.pages.get(number);
		if (page?.step !== this.steps) {
			const user = await new User(this.server, number).sign_in();
			if (!page) {
				page = await open_page(this.browser, this.server, { user });
				page.setDefaultTimeout(PATIENCE);
				Object.assign(page, { presses: count_presses(page) });
				this.pages.set(number, page);
			} else {
				await page.context().clearCookies();
				await page.context().addCookies([...user.cookies].map(([name, value]) => ({ name, value, url: this.server.base })));
			}
			Object.assign(page, { user, step: this.steps, place: null });
		}
		if (place && JSON.stringify(place) !== JSON.stringify(page.place)) {
			const answer = await page.user.ask("POST", "/lane", { body: place });
			must(answer.status === 200, `${number} cannot take the lane: ${answer.text}`);
			page.place = place;
		}
		await page.to(path);
		return page;
	}
	booth(number, direction = "entry", lane = "1", post = "SORREL") { return this.page(number, "/booth", { post, lane, direction }); }
	desk(number, path) { return this.page(number, path, number.startsWith("U-1") ? { post: "SORREL", lane: "3", direction: "entry" } : null); }
	async json(number, path) {
		const answer = await this.pages.get(number).user.ask("GET", path);
		must(answer.status === 200, `${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
		return answer.json;
	}
	command(...words) { return this.server.command(...words); }
	file(name, text) {
		const path = join(this.server.folder, name);
		writeFileSync(path, text);
		return path;
	}
	// A list of others as it comes, whole, each time with what it held before.
	list(code, entry, line) {
		const lines = this.lists[code] ??= {};
		lines[entry] = `${entry},person,${line},`;
		this.command("watch", "import", "--list", code, "--format", "csv", this.file("list.csv", `id,kind,name,born,nationalities\n${Object.values(lines).join("\n")}\n`));
	}

	// --- at the booth ---
	queue_of(people, from, to) { return people.slice(from, Math.min(to, from + this.crowd)); }
	async scan(page, who, word) {
		await scan(page, who).catch(async error => must(false, `${error.message} at ${page.url()}: ${(await page.locator("main").innerText()).slice(0, 500)}`));
		this.book.scans++;
		if (word) await verdict(page, word);
	}
	async admit(page, who, more = {}) {
		await key_to(page, "F2", BOOTH);
		this.book.cross(page.place, who, more);
	}
	// Scan and one key.
	async ordinary(page, who, more) {
		page.presses();
		await this.scan(page, who, "Clear");
		await this.admit(page, who, more);
		const presses = page.presses();
		must(presses === 1, `an ordinary traveller takes a scan and ${presses} keys`);
	}
	async refer(page, who, reason) {
		if (await page.locator("#refer-sheet").count()) await page.keyboard.press("F4"); // a verdict that advises it shows the form at once
		await fill(page, { "#reason": reason });
		await key_to(page, "F4", BOOTH);
		this.book.referrals.push({ ...page.place, surname: who.surname, sex: who.sex, reason });
	}
	async queue(number, people, minutes) {
		const page = await this.desk(number, "/queue");
		await fill(page, { "#people": people, "#minutes": minutes });
		await press(page, "form[action='/queue'] button.main");
		this.book.waits.push({ post: "SORREL", minutes, hour: hour() });
	}

	// --- at the second line ---
	async take(number, surname) {
		const page = await this.desk(number, "/second-line");
		await press(page, `.queue a:has-text("${surname}")`, /\/referral\//);
		await press(page, "form[action$='/take'] button.main", /\/referral\//);
		return page;
	}
	async hear(page, note) {
		await fill(page, { "form[action$='/hear'] [name=told_why]": true, "[name=protection][value=no]": true, "#note": note });
		await press(page, "form[action$='/hear'] button.main", /\/referral\//);
	}
	async admit_there(page, who, more = {}) {
		await press(page, "form#decide button.tone");
		this.book.open(who.surname).outcome = "admit";
		this.book.cross(page.place, who, more);
	}
	async refuse_there(page, who, reason, facts, more = {}) {
		await fill(page, { [`[name=reasons][value=${reason}]`]: true, "#facts": facts, ...more });
		await press(page, "form[action$='/refuse'] button", /\/decision\//);
		this.book.open(who.surname).outcome = "refuse";
		this.book.refusals.push({ post: page.place.post, reason, sex: who.sex });
	}
	async compare(page, surname, list, finding, why) {
		await fill(page, { [`[name=finding][value=${finding}]`]: true, "textarea[name=why]": why });
		await press(page, "form[action$='/finding'] button");
		this.book.findings.push({ list, finding, surname });
	}
	// --- papers, records, figures ---
	async pdf(number, href) { return (await this.pages.get(number).user.ask("GET", href, { bytes: true })).text; }
	// The number of a printed form, from the first of the block on.
	form(count) {
		const six = String(this.forms + count).padStart(6, "0");
		return `${six}-${[...six].reduce((sum, c, i) => sum + c * [7, 3, 1][i % 3], 0) % 10}`;
	}
	async correct(number, who, what, value, reason) {
		const page = await this.desk(number, "/crossings");
		await press(page, `tr:has-text("${who.given}"):has-text("${who.surname}") a[href^='/crossing/']`, /\/crossing\//);
		await fill(page, { "#field": what, "#value": value, "#reason": reason, "#note": "Looked at with the officer." });
		await press(page, "form[action$='/correct'] button");
		this.book.corrections.push({ what, reason, sex: who.sex });
	}
	// A figure's CSV of one day at a post, its rows by their codes.
	async figure(number, name, post, more = "", day = date()) {
		const { text } = await this.pages.get(number).user.ask("GET", `/figures/${name}.csv?from=${day}&to=${day}&post=${post}${more}`);
		const [head, ...rows] = text.trim().split(/\r?\n/).map(line => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(m => m[1].replace(/^"|"$/g, "")));
		return Object.fromEntries(rows.map(row => [row[0], Object.fromEntries(head.map((column, i) => [column, row[i]]))]));
	}
	// All entries of a family on a day.
	async entries(number, kind, day) {
		const out = [];
		for (let before = "";;) {
			const { entries } = await this.json(number, `/journal?kind=${kind}&day=${day}${before}`);
			out.push(...entries);
			if (!entries.length) return out;
			before = `&before=${entries.at(-1).id}`;
		}
	}
	async end() {
		for (const [number, page] of this.pages) await this.leave(number, page);
		must(!this.wrong.length, this.wrong.join("\n"));
	}
}

// Answers as a person gives them: a text is typed, a choice is chosen, `true` ticks a box.
export async function fill(page, answers) {
	for (const [selector, value] of Object.entries(answers)) {
		const one = page.locator(selector).first();
		const kind = await one.evaluate(element => element.type);
		if (value === true) await one.check();
		else if (kind === "radio") await page.locator(`${selector}[value="${value}"]`).check();
		else if (kind === "select-one") await one.selectOption(value);
		else await one.fill(String(value));
	}
}
export async function press(page, selector, address) {
	await Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
	if (address) await page.waitForURL(address, { waitUntil: "load" });
}
