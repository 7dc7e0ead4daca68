// People together, by the keyboard alone: a family in a car (scene 3), a child with an uncle and a child alone (scene 4).
import { join } from "node:path";
import { passport, card } from "../harness.mjs";
import { axe, must, heading, says, key_to, tab_to, choose, wedge, DESK, PHONE } from "./stage.mjs";
import { BOOTH, VERDICT, booth, close, person, verdict } from "./scenes.mjs";

const GROUP = /\/group\/[0-9a-f-]+$/;
const born = years => `${new Date().getUTCFullYear() - years}-02-03`;
// Another document, also while a verdict is on the screen.
async function next(page, lines) {
	const before = new URL(page.url()).pathname;
	await Promise.all([page.waitForURL(url => VERDICT.test(url.pathname) && url.pathname !== before, { waitUntil: "load" }), wedge(page, lines)]);
}
async function fits(page, name) {
	for (const size of [DESK, PHONE]) {
		await page.setViewportSize(size);
		const wrong = await axe(page);
		must(!wrong.length, `${name} ${size.width}: ${wrong.join("\n")}`);
		must(!await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), `${name} ${size.width}: wider than the window`);
		if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `together-${name}-${size.width}.png`) });
	}
	await page.setViewportSize(DESK);
}

// As a person types: slower than a reader, which a verdict listens to.
async function pick(page, selector, word) {
	await tab_to(page, selector);
	await page.keyboard.type(word, { delay: 60 });
	const chosen = await page.locator(selector).evaluate(element => element.selectedOptions[0].text);
	must(chosen.startsWith(word), `"${word}" was typed and "${chosen}" is chosen`);
}

async function family(stage, language = "en") {
	const page = await booth(stage, { language }), of = (given, more) => person("HOLLOWAY", given, { issuer: "GBR", ...more });
	const all = [passport(of("MIRA", { born: born(38) })), passport(of("OTTO", { born: born(11), sex: "M" })), passport(of("ELLA", { born: born(8) })),
		card(of("ILSE", { born: born(75) })), passport(of("JUNE", { born: born(1) }))];
	for (const lines of all) await next(page, lines);
	must(await page.locator('a[data-key="F2"]').count() === 1, "F2 does not lead to the group");
	await key_to(page, "F2", GROUP);
	must((await heading(page)).startsWith("5 "), await heading(page));
	await fits(page, `group-${language}`);
	if (language !== "en") {
		await page.locator('form[action$="/end"] button').click();
		await page.waitForURL(BOOTH);
		return close(page);
	}
	await says(page, "This document does not suffice. With a passport no visa is needed.");
	await says(page, "Category: Without the papers needed");
	await says(page, "Visa Order 2020, sch. 1, para. 2");
	must(await page.locator('[id="members.3.reason"]').inputValue() === "papers_missing", "the reason of the exception is not proposed");
	must(!await page.locator('[id="members.0.reason"]').isVisible(), "a reason is asked where nobody is referred");
	await choose(page, '[id="members.1.kinship"]', "Child");
	await (await tab_to(page, "#plate")).fill("ab 12-cde");
	await choose(page, "#vehicle", "Car");
	await choose(page, "#driver", "HOLLOWAY MIRA");
	await key_to(page, "F2", BOOTH);
	must(await heading(page) === "Ready for a document", "the booth does not wait for the next");
	await page.goBack();
	await page.reload();
	await says(page, "Goes to the second line");
	await says(page, "AB12CDE");
	await close(page);
}

async function child(stage) {
	const page = await booth(stage);
	await next(page, passport(person("CARTER", "NINA", { issuer: "GBR", born: born(9) })));
	await verdict(page, "Child");
	must(await page.locator(".verdict.care").count() === 1, "the band is not violet");
	await page.keyboard.press("F2"); // asked first
	await page.waitForURL(/\/admit$/);
	await says(page, "Ask who accompanies the child, and choose it.");
	await pick(page, "#companion", "Nobody");
	await tab_to(page, "button[formaction]");
	await key_to(page, "Enter", VERDICT);
	await verdict(page, "Child alone");
	must(await page.locator(".verdict.care").count() === 1 && await page.locator(".stop").count() === 0, "a child alone is shown in another colour than violet");
	await fits(page, "child-alone");
	await pick(page, "#companion", "Other relative");
	await pick(page, "#consent", "Signed letter");
	await (await tab_to(page, "#consent_by")).fill("Ada Carter");
	await key_to(page, "F2", BOOTH);
	await close(page);
}

async function keys(stage) {
	const page = await booth(stage);
	if (await page.getByText(/^A group:/).count()) await key_to(page, "F9", BOOTH); // one that was open before ends
	await key_to(page, "F9", BOOTH);
	await page.getByText("A group: scan one document after the other").waitFor();
	await fits(page, "wait");
	await next(page, passport(person("QUILL", "UMA")));
	await key_to(page, "F3", BOOTH);
	await says(page, "A group: 1 person so far");
	await page.keyboard.press("F9"); // ends it
	await page.waitForURL(BOOTH);
	await page.locator('[data-key="F9"]', { hasText: "Group" }).waitFor();
	await close(page);
}

export const scenes = [
	["3 a family of five in one car: five scans, one decision with one exception", family],
	["3 the page of the group, in French", stage => family(stage, "fr")],
	["4 a child with an uncle: asked; nobody shows Child alone in violet", child],
	["3 a group begun and ended by its key", keys],
];
