// Scenes of a day at Sorrel Pass by the keyboard alone; the main line without scripts; three pages in Arabic. What tests/plays asks of the
// interface, this asks of the screen: what an officer sees, where the focus stands, which keys lead on.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { passport, PASSWORD } from "../harness.mjs";
import { open_page, axe, must, heading, says, says_not, key_to, tab_to, choose, wedge, paste, DESK, PHONE } from "./stage.mjs";

export const BOOTH = /\/booth(\?.*)?$/, VERDICT = /\/inspection\/[0-9a-f-]+$/;
const in_years = years => `${new Date().getUTCFullYear() + years}-03-15`;
let numbers = 0;
export const person = (surname, given, more = {}) => ({ issuer: "MEX", number: `BS${String(++numbers).padStart(6, "0")}`, surname, given, born: "1984-05-01", sex: "F", expires: in_years(4), ...more });

export async function booth(stage, { number = "U-10001", direction = "entry", post = "SORREL", ...more } = {}) {
	const user = await stage.user(number);
	await user.ask("POST", "/lane", { body: { post, lane: "1", direction } });
	const page = await open_page(stage.browser, stage.server, { user, ...more });
	await page.to("/booth");
	return page;
}
export async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}
export async function scan(page, who, board) {
	await Promise.all([page.waitForURL(VERDICT, { waitUntil: "load" }), wedge(page, passport(who), board)]);
}
export async function verdict(page, word) {
	const said = await heading(page);
	must(said === word, `the verdict is "${said}", not "${word}": ${await page.locator("main").innerText()}`);
	must((await page.title()).startsWith(`${word}: `), `the title does not begin with the word: ${await page.title()}`);
}
export function list(stage, code, line) {
	const file = join(stage.server.folder, "scene.csv");
	writeFileSync(file, `id,kind,name,born,nationalities\n${line}\n`);
	stage.server.command("watch", "import", "--list", code, "--format", "csv", file);
}
// The queue of the second line, opened at one person by the keyboard.
async function second_line(stage, name) {
	const user = await stage.user("U-10002"), page = await open_page(stage.browser, stage.server, { user });
	await user.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } });
	await page.to("/second-line");
	await tab_to(page, `.queue a:has-text("${name}")`);
	await key_to(page, "Enter", /\/referral\//);
	return page;
}

async function ordinary(stage) {
	const page = await booth(stage);
	await scan(page, person("ORDINARY", "ANNA MARIA"));
	await verdict(page, "Clear");
	await says(page, "days left");
	await key_to(page, "F2", BOOTH);
	must(await heading(page) === "Ready for a document", "the booth does not wait for the next");
	await close(page);
}
async function boards(stage) {
	const page = await booth(stage);
	for (const board of ["french", "german", "arabic"]) {
		await scan(page, person(`ZWAYQM ${board}`, "QUAZY"), board);
		must((await page.title()).includes(`ZWAYQM ${board.toUpperCase()}`), `on a ${board} board: ${await page.title()}`);
		await key_to(page, "Escape", BOOTH);
	}
	// a burst that arrives while the box has the focus leaves nothing of itself in it
	await page.locator("#lines").focus();
	await scan(page, person("BOXED", "WHILE TYPING"), "french");
	must((await page.title()).includes("BOXED"), await page.title());
	await page.goBack();
	await page.waitForURL(BOOTH);
	const left = await page.locator("#lines").inputValue();
	must(left === "" || left.includes("BOXED<<"), `the burst left "${left}" in the box`);
	// a reader that sends no ends of lines
	await page.to("/booth");
	await Promise.all([page.waitForURL(VERDICT, { waitUntil: "load" }), wedge(page, passport(person("ENDLESS", "LINE")), "us", "")]);
	must((await page.title()).includes("ENDLESS"), await page.title());
	await close(page);
}
async function paste_and_type(stage) {
	const page = await booth(stage), pasted = passport(person("PASTED", "PIA")), typed = passport(person("TYPED", "THEO"));
	await Promise.all([page.waitForURL(VERDICT, { waitUntil: "load" }), paste(page, pasted.join("\n"))]);
	must((await page.title()).includes("PASTED"), await page.title());
	await key_to(page, "Escape", BOOTH);
	// the first letter of a person who just begins to type lands in the box
	for (const line of [typed[0].slice(0, 12), typed[0].slice(12)]) await page.keyboard.type(line, { delay: 45 });
	must((await page.locator("#lines").inputValue()) === typed[0], `typed and got "${await page.locator("#lines").inputValue()}"`);
	await page.keyboard.press("Enter");
	await page.keyboard.type(typed[1], { delay: 45 });
	await key_to(page, "Enter", VERDICT);
	must((await page.title()).includes("TYPED"), await page.title());
	await close(page);
}
async function wrong_digit(stage) {
	const page = await booth(stage), lines = passport(person("GARCIA LOPEZ", "ROSA"));
	const spoilt = [lines[0], lines[1].slice(0, 27) + (Number(lines[1][27]) + 1) % 10 + lines[1].slice(28)];
	await Promise.all([page.waitForResponse(answer => answer.url().endsWith("/booth/scan")), wedge(page, spoilt)]);
	await page.locator("h1[data-focus]").waitFor();
	await says(page, "The check digit of the expiry date does not agree");
	await page.waitForFunction(() => document.activeElement.matches("h1")); // the error has the focus
	must((await page.title()).startsWith("Error:"), await page.title());
	must(await page.locator(".mrz mark").count() === 1, "the field is not marked");
	const kept = await page.locator("#lines").inputValue();
	must(kept.includes("GARCIA<LOPEZ"), `the lines are lost: ${kept}`);
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await tab_to(page, "#lines");
	await page.keyboard.press("Control+A");
	await paste(page, lines.join("\n"));
	await page.keyboard.press("Enter");
	await page.waitForURL(VERDICT);
	await verdict(page, "Clear");
	await close(page);
}
async function one_name(stage) {
	const page = await booth(stage);
	await key_to(page, "F3", /\/booth\/manual/);
	for (const [field, words] of [["#surname", "SUKARNO"], ["[name='born.year']", "1950"], ["#document_number", "S1950001"], ["[name='document_expires.day']", "15"],
		["[name='document_expires.month']", "3"], ["[name='document_expires.year']", String(new Date().getFullYear() + 3)]]) {
		await tab_to(page, field);
		await page.keyboard.type(words);
	}
	await choose(page, "#nationalities", "Indonesia");
	await choose(page, "#document_kind", "Passport");
	await choose(page, "#document_issuer", "Indonesia");
	await key_to(page, "F2", VERDICT);
	await says(page, "SUKARNO");
	await says(page, /* his age in the year, since neither day nor month is known */ `${new Date().getUTCFullYear() - 1951} or ${new Date().getUTCFullYear() - 1950}`);
	await says_not(page, "January 1950");
	await close(page);
}
async function foreign_hit(stage) {
	const page = await booth(stage), dario = person("BELLAMAR", "DARIO", { born: "1979-03-02", sex: "M" });
	list(stage, "foreign_sanctions", "F-1,person,DARIO BELLAMAR,1961-05-04,");
	await scan(page, dario);
	await verdict(page, "Look");
	await tab_to(page, "a:has-text('Compare side by side')");
	await key_to(page, "Enter", /\/finding/);
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	must(await page.locator("input[name=finding]:checked").count() === 0, "a finding is chosen before the officer chose");
	await tab_to(page, "input[name=finding]");
	await page.keyboard.press("Space");
	for (let i = 0; i < 3 && await page.locator("input[name=finding]:checked").inputValue() !== "other"; i++) await page.keyboard.press("ArrowDown");
	await tab_to(page, "textarea[name=why]");
	await page.keyboard.type("Born in 1979, the entry in 1961; another face.");
	await tab_to(page, "button:has-text('Record the finding')");
	await page.keyboard.press("Enter");
	await page.waitForURL(VERDICT);
	await says(page, "Not the same person");
	await key_to(page, "F2", BOOTH);
	await scan(page, dario);
	must(await heading(page) !== "Look" && await heading(page) !== "Refer", `tomorrow it stops him again: ${await heading(page)}`);
	await close(page);
}
async function citizen(stage) {
	const page = await booth(stage);
	await scan(page, person("ERIKSSON", "ANNA", { issuer: "UTO", born: "1974-08-12", expires: "2012-04-15" }));
	await verdict(page, "Look");
	await says(page, "A citizen is admitted");
	await page.keyboard.press("F8");
	must(await page.locator("#note-sheet").isVisible(), "F8 opens no sheet for a note");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await page.keyboard.type("Identity established by the identity card and two questions.");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("F8")]);
	await says(page, "Identity established by the identity card");
	await key_to(page, "F2", BOOTH);
	await close(page);
}
async function afraid(stage) {
	const page = await booth(stage);
	await scan(page, person("AKSOYLU", "LEYLA", { issuer: "TUR" }));
	await page.keyboard.press("F7");
	must(await page.locator("#protection-sheet").isVisible(), "F7 opens no sheet");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await choose(page, "#claim-language", "français");
	await key_to(page, "F7", /\/claim\//);
	await says(page, "Vous avez demandé une protection");
	must(await page.locator("main article").first().getAttribute("lang") === "fr", "the receipt is not in her language");
	must(!/Türkiye|Turquie|Turkey/.test(await page.locator("main").innerText()), "the receipt names a country");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await tab_to(page, "a[href^='/inspection/']");
	await key_to(page, "Enter", VERDICT);
	must(await page.locator(".care-bar.care").isVisible(), "nothing violet says that the person asked for protection");
	await page.keyboard.press("F4");
	await choose(page, "#reason", "Protection");
	await key_to(page, "F4", BOOTH);
	await close(page);
	const second = await second_line(stage, "AKSOYLU");
	must(await second.locator(".note.care").isVisible(), "the second line does not see that she asked for protection");
	must(await second.locator("form[action$='/refuse']").count() === 0, "a person who asked for protection could be refused");
	await close(second);
}
async function two_passports(stage) {
	const old = person("COSTA LIMA", "PAULO", { issuer: "BRA", born: "1988-03-09", sex: "M", expires: in_years(1) }), fresh = { ...old, number: "BT900001", expires: in_years(9) };
	let page = await booth(stage, { number: "U-10002" });
	await scan(page, old);
	await key_to(page, "F2", BOOTH);
	await close(page);
	page = await booth(stage, { number: "U-10002", direction: "exit" });
	await scan(page, fresh);
	const exit = page.url();
	await key_to(page, "F2", BOOTH);
	await page.to(new URL(exit).pathname);
	await tab_to(page, "a:has-text(\"Person's record\")");
	await key_to(page, "Enter", /\/person\//);
	const record = new URL(page.url()).pathname;
	await tab_to(page, "[id^=tie-why]");
	await page.keyboard.type("Same photograph; the old passport is stamped cancelled.");
	await tab_to(page, "button[value=same]");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await page.to(record);
	must(await page.locator("section[aria-labelledby=documents] li").count() === 2, "the record does not hold both passports");
	await close(page);
}
async function refused(stage) {
	const page = await booth(stage), who = person("REYESCENE", "OMAR", { born: "1995-01-20", sex: "M" });
	await scan(page, who);
	await page.keyboard.press("F4");
	must(await page.locator("#refer-sheet").isVisible(), "F4 opens no sheet");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await page.keyboard.press("Escape");
	must(VERDICT.test(page.url()) && !await page.locator("#refer-sheet").isVisible(), "Escape does not close the sheet alone");
	await page.keyboard.press("F4");
	await tab_to(page, "#reason");
	await page.keyboard.press("ArrowDown");
	await key_to(page, "F4", BOOTH);
	await close(page);
	const second = await second_line(stage, "REYESCENE");
	await says(second, "The decision opens when the hearing is kept");
	await tab_to(second, "form[action$='/hear'] input[name=told_why]");
	if (!await second.locator("form[action$='/hear'] input[name=told_why]").isChecked()) await second.keyboard.press("Space");
	await tab_to(second, "input[name=protection]");
	await second.keyboard.press("Space");
	for (let i = 0; i < 3 && await second.locator("input[name=protection]:checked").inputValue() !== "no"; i++) await second.keyboard.press("ArrowDown");
	await tab_to(second, "form[action$='/hear'] textarea[name=note]");
	await second.keyboard.type("He visits nobody and has no booking.");
	await tab_to(second, "button:has-text('Keep the hearing')");
	await Promise.all([second.waitForEvent("load"), second.keyboard.press("Enter")]);
	await tab_to(second, "input[name=reasons][value=E]");
	await second.keyboard.press("Space");
	await tab_to(second, "#facts");
	await second.keyboard.type("Nothing was shown about the stay.");
	await tab_to(second, "input[name=signature_refused]");
	await second.keyboard.press("Space");
	await tab_to(second, "button:has-text('Refuse entry')");
	await key_to(second, "Enter", /\/decision\//);
	const paper = await second.locator("a[href^='/refusal/']").first().getAttribute("href");
	await second.to(paper);
	await says(second, "You may appeal against this refusal within 15 days.");
	const href = await second.locator("a[href^='/letter/']").getAttribute("href");
	const printed = () => second.evaluate(path => fetch(path).then(r => r.arrayBuffer()).then(all => [...new Uint8Array(all)].map(one => String.fromCharCode(one)).join("")), href);
	const pdf = await printed(), sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
	must(pdf.startsWith("%PDF-") && sheets >= 1 && sheets <= 2, `the form takes ${sheets} sheets`);
	must(await printed() === pdf, "printed again it is another form");
	await close(second);
}
async function signing_in(stage) {
	const page = await open_page(stage.browser, stage.server), code = stage.server.sign_ins().find(one => one.number === "U-10004").code;
	await page.to("/sign-in");
	for (const [field, words] of [["#number", "U-10004"], ["#password", "not the password"], ["#code", code]]) { await tab_to(page, field); await page.keyboard.type(words); }
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	must((await page.title()).startsWith("Error:"), `a wrong password: ${await page.title()}`);
	await page.waitForFunction(() => document.activeElement.matches("[data-focus]")); // the summary of errors
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	must((await page.locator("#number").inputValue()) === "U-10004", "the number must be typed again");
	for (const [field, words] of [["#password", PASSWORD], ["#code", code]]) { await tab_to(page, field); await page.keyboard.type(words); }
	await key_to(page, "Enter", /\/lane/);
	await tab_to(page, "#lane");
	await tab_to(page, "input[name=direction]");
	await page.keyboard.press("Space");
	await key_to(page, "Enter", BOOTH);
	page.wrong = page.wrong.filter(words => !/status of 401/.test(words)); // the wrong password
	await close(page);
	const demo = await open_page(stage.browser, stage.server);
	await demo.to("/sign-in");
	await tab_to(demo, "button:has-text('Ana Petrescu')");
	await key_to(demo, "Enter", /\/lane/);
	await close(demo);
}
async function searching(stage) {
	const page = await open_page(stage.browser, stage.server, { user: await stage.user("U-10003") });
	await page.to("/search");
	await tab_to(page, "input[name=name]");
	await page.keyboard.type("ordinary");
	if (await page.locator("#why").count()) { await tab_to(page, "#why"); await page.keyboard.press("ArrowDown"); }
	await tab_to(page, "button:has-text('Search')");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await says(page, "ORDINARY");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await tab_to(page, ".results a");
	await key_to(page, "Enter", /\/(person|document)\//);
	await says(page, "ORDINARY");
	await close(page);
}
// The main line without any script: what scripts add may be missing, what an officer must do may not.
async function without_script(stage) {
	const page = await open_page(stage.browser, stage.server, { script: false }), code = stage.server.sign_ins().find(one => one.number === "U-10007").code;
	await page.to("/sign-in");
	await page.locator("#number").fill("U-10007");
	await page.locator("#password").fill(PASSWORD);
	await page.locator("#code").fill(code);
	await page.locator("#code").press("Enter");
	await page.waitForURL(/\/lane/);
	await page.locator("input[name=direction]").first().check();
	await page.locator("button:has-text('Open lane')").click();
	await page.waitForURL(BOOTH);
	for (const [surname, act] of [["ADMITTED", async () => page.locator("#decide button.tone").click()], ["REFERRED", async () => {
		await page.locator("button[popovertarget=refer-sheet]").click();
		await page.locator("#reason").selectOption({ index: 1 });
		await page.locator("#refer button.main").click();
	}]]) {
		await page.locator("#lines").fill(passport(person(surname, "WITHOUT SCRIPT")).join("\n"));
		await page.locator("form.scan button.main").click();
		await page.waitForURL(VERDICT);
		await verdict(page, "Clear");
		await act();
		await page.waitForURL(BOOTH);
	}
	await close(page);
}
// A booth's screen at arm's length: everything of the verdict without scrolling; on a phone the decision stays in reach.
async function fits(stage) {
	for (const language of ["en", "fr", "ar"]) {
		const page = await booth(stage, { language });
		for (const step of ["wait", "refer", "verdict"]) {
			if (step === "refer") list(stage, "un_sanctions", "W-77,person,ANNA FITTINGLY,1984-05-01,");
			if (step !== "wait") await scan(page, person(step === "refer" ? "FITTINGLY" : "QUORUM", step === "refer" ? "ANNA" : "BEATE"));
			const over = await page.evaluate(() => Math.max(document.documentElement.scrollHeight - innerHeight, ...[...document.querySelectorAll(".booth-main")].map(one => one.scrollHeight - one.clientHeight)));
			if (step === "refer") {
				must(await page.locator(".verdict.stop").isVisible(), "a wanted person is not to be referred");
				await key_to(page, "Escape", BOOTH);
			}
			must(over <= 0, `${step} in ${language} is ${over} px too tall for 1366 x 768`);
		}
		await page.setViewportSize(PHONE);
		const seen = await page.locator("footer.actions [data-key=F2]").evaluate(one => { const box = one.getBoundingClientRect(); return box.bottom <= innerHeight && box.top >= 0; });
		must(seen, `in ${language} the decision is below the edge of a phone`);
		await page.setViewportSize(DESK);
		await close(page);
	}
}
// No English word is left on these pages; names, document numbers and dates are kept apart from the text that runs the other way.
export const LATIN = () => {
	const left = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const apart = node.parentElement.closest("bdi, .mono, .mrz, .key, .mark, .mast .mark, textarea, [lang]:not(html), script, style, option[lang]");
		// a law is cited as it is called: "Visa Order 2020, s. 4"
		const said = node.parentElement.closest(".origin") ? node.data.replace(/\b[A-Z][A-Za-z' -]*? \d[^\u0600-\u06ff]*/, "") : node.data;
		if (!apart && /\p{Script=Latin}{2,}/u.test(said)) left.push(node.data.trim());
	}
	for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], [data-reading]"))
		for (const name of ["aria-label", "placeholder", "title", "data-reading"]) if (/\p{Script=Latin}{2,}/u.test(one.getAttribute(name) ?? "")) left.push(`${name}=${one.getAttribute(name)}`);
	return [document.documentElement.dir === "rtl" ? null : "the page does not run from right to left", ...left].filter(Boolean);
};
async function arabic(stage) {
	const wrong = [], look = async (page, name) => {
		for (const words of await page.evaluate(LATIN)) wrong.push(`${name}: ${words}`);
		for (const size of [DESK, PHONE]) {
			await page.setViewportSize(size);
			for (const words of await axe(page)) wrong.push(`${name} ${size.width}: ${words}`);
			if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wrong.push(`${name} ${size.width}: wider than the window`);
		}
		await page.setViewportSize(DESK);
		if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `arabic-${name}.png`) });
	};
	const gate = await open_page(stage.browser, stage.server, { language: "ar" });
	await gate.to("/sign-in");
	await look(gate, "sign-in");
	await close(gate);
	const page = await booth(stage, { language: "ar" }), who = person("ARABELLA", "ROSA MARIA");
	await look(page, "wait");
	await scan(page, who);
	await look(page, "clear");
	must(await page.locator("dl.facts .mono").filter({ hasText: who.number }).evaluate(one => getComputedStyle(one).direction === "ltr" && getComputedStyle(one).unicodeBidi === "isolate"), "the document's number may turn");
	await page.keyboard.press("Escape");
	await page.waitForURL(BOOTH);
	await scan(page, person("ARABICA", "EXPIRED", { expires: "2020-01-01" }));
	await look(page, "expired");
	await close(page);
	must(!wrong.length, [...new Set(wrong)].slice(0, 150).join("\n"));
}

export const scenes = [
	["1 an ordinary traveller: one scan, F2, next", ordinary],
	["1 a reader that types, on French, German and Arabic boards", boards],
	["1 lines are pasted, and typed by a person", paste_and_type],
	["2 a wrong digit is named and marked, and put right", wrong_digit],
	["5 one name, a year of birth, typed by hand", one_name],
	["6 a hit on another state's list is compared and remembered", foreign_hit],
	["7 a citizen with an expired passport", citizen],
	["8 I am afraid to go back", afraid],
	["13 old and new passport", two_passports],
	["18 refused for want of purpose, printed twice the same", refused],
	["sign-in with password and second factor, and as a demo user", signing_in],
	["search, by its keys", searching],
	["plain: the main line without scripts", without_script],
	["the booth fits its screen, in three languages", fits],
	["arabic: signing in, waiting, verdict", arabic],
];
