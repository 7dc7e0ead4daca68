// Scenes of the second line by the keyboard alone: a person is taken, heard of, held and looked after; a claim is answered by the authority.
import { open_page, axe, must, says, says_not, key_to, tab_to, choose } from "./stage.mjs";
import { passport } from "../harness.mjs";
import { booth, close, list, scan, person, BOOTH } from "./scenes.mjs";

async function desk(stage, number, path, more = {}) {
	const user = await stage.user(number), page = await open_page(stage.browser, stage.server, { user, ...more });
	if (number.startsWith("U-1")) await user.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } });
	await page.to(path);
	return page;
}
async function sent(stage, surname) {
	const page = await booth(stage);
	await scan(page, person(surname, "IRMA"));
	await page.keyboard.press("F4");
	await choose(page, "#reason", "Purpose");
	await key_to(page, "F4", BOOTH);
	await close(page);
}
const opened = async (page, name) => {
	await tab_to(page, `.queue a:has-text("${name}")`);
	await key_to(page, "Enter", /\/referral\//);
};

async function held(stage) {
	await sent(stage, "HOLDEN");
	const page = await desk(stage, "U-10002", "/second-line");
	await opened(page, "HOLDEN");
	await tab_to(page, "form[action$='/take'] button");
	await key_to(page, "Enter", /\/referral\//);
	await says(page, "You have this person until");
	const other = await desk(stage, "U-10003", "/second-line");
	await opened(other, "HOLDEN");
	await says(other, "Marek Oduya has this person until");
	must(await other.locator("form[action$='/hear']").count() === 0, "a colleague's person can be heard");
	must(!(await axe(other)).length, `axe: ${await axe(other)}`);
	await tab_to(page, "#hold summary", 120);
	await page.keyboard.press("Enter");
	await tab_to(page, "input[name=ground][value=examination]", 120);
	await page.keyboard.press("Space");
	await tab_to(page, "#hold-facts");
	await page.keyboard.type("The host could not be reached.");
	await tab_to(page, "#alternative");
	await page.keyboard.type("Nobody answers for her.");
	await tab_to(page, "input[name=screened]");
	await page.keyboard.press("Space");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await tab_to(page, "#hold button");
	await key_to(page, "Enter", /\/hold\//);
	await says(page, "Held: The examination in the second line is not finished");
	await tab_to(page, "button[value=meal]");
	await key_to(page, "Enter", /\/hold\//);
	await page.waitForFunction(() => document.querySelector(".entries")?.innerText.includes("Meal"));
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await other.waitForFunction(() => document.body.innerText.includes("Held"), null, { timeout: 20000 }); // told by the server, not by hand
	await close(other);
	await close(page);
}

async function answered(stage) {
	await sent(stage, "SHELTER");
	const page = await desk(stage, "U-10002", "/second-line");
	await opened(page, "SHELTER");
	await page.keyboard.press("F7");
	must(await page.locator("#protection-sheet").isVisible(), "F7 opens no sheet");
	must(!(await axe(page)).length, `axe: ${await axe(page)}`);
	await key_to(page, "F7", /\/claim\//);
	await close(page);
	const liaison = await desk(stage, "U-20009", "/claims");
	must(!(await axe(liaison)).length, `axe: ${await axe(liaison)}`);
	await tab_to(liaison, `.table a:has-text("SHELTER")`);
	await key_to(liaison, "Enter", /\/protection\//);
	await says(liaison, "no authority, embassy or consulate is told or asked anything");
	await tab_to(liaison, "input[name=answer][value=received]");
	await liaison.keyboard.press("Space");
	await tab_to(liaison, "form[action$='/answer'] button");
	await key_to(liaison, "Enter", /\/protection\//);
	await liaison.waitForFunction(() => document.querySelector(".entries")?.innerText.includes("File received"));
	await close(liaison);
	const colleague = await desk(stage, "U-10003", "/second-line");
	await says_not(colleague, "SHELTER");
	await close(colleague);
}

// A verdict, a group's page and a person at the second line stand open while a list is changed: each says so by itself, and nothing else of it moves.
async function older(stage) {
	const said = page => page.locator("[data-lists]:not([hidden])");
	const plain = await booth(stage, { number: "U-10004", script: false }), who = person("OLDER", "OTTO"); // without scripts: when it is loaded again
	await plain.fill("#lines", passport(who).join("\n"));
	await Promise.all([plain.waitForEvent("load"), plain.click("form.scan button.main")]);
	await sent(stage, "WAITING");
	const second = await desk(stage, "U-10002", "/second-line"), first = await booth(stage);
	await opened(second, "WAITING");
	await scan(first, person("OPEN", "OLGA"));
	for (const page of [first, second]) must(!await said(page).count(), "the lists are changed before they are");
	await first.evaluate(() => { window.same_page = true; });
	list(stage, "foreign_sanctions", "F-77,person,NOBODY OF THESE,1961-05-04,");
	const began = Date.now();
	await said(first).waitFor({ timeout: 5000 });
	const took = Date.now() - began;
	must(took < 1500, `the verdict says it after ${took} ms`); // a second, and what the machine takes to draw
	await said(second).waitFor({ timeout: 5000 });
	must(await first.evaluate(() => window.same_page), "the page was loaded again by itself");
	must(!(await axe(first)).length, `axe: ${await axe(first)}`);
	must(!await said(plain).count(), "a page without scripts knows by itself");
	await plain.reload();
	await says(plain, "The lists were changed since this verdict.");
	await Promise.all([first.waitForEvent("load"), first.getByRole("button", { name: "Check again" }).press("Enter")]);
	must(!await said(first).count(), "the new verdict is of old lists");
	for (const page of [plain, second, first]) await close(page);
}

// Whoever asked for protection stands violet in the queue, never red, whatever the checks advised.
async function sheltered(stage) {
	const officer = await stage.user("U-10001");
	await officer.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } });
	const { json } = await officer.ask("POST", "/booth/scan", { body: { lines: passport(person("VIOLET", "VERA", { issuer: "TUR", expires: "2020-01-01" })).join("\n") } });
	must(json.advice === "refer", `the checks advise ${json.advice}`);
	await officer.ask("POST", `/inspection/${json.id}/protection`, { body: { words: "I am afraid to go back.", language: "en" } });
	await officer.ask("POST", `/inspection/${json.id}/refer`, { body: { reason: "protection" } });
	const page = await desk(stage, "U-10002", "/second-line"), row = page.locator(".queue li", { hasText: "VIOLET" });
	must(await row.locator(".tag.care").count() === 1, "the row is not violet");
	must(!await row.locator(".tag.stop, .tag.check").count(), "the row is red or amber");
	await close(page);
}

export const scenes = [
	["second line: who asked for protection is violet in the queue, never red", sheltered],
	["second line: an open verdict says by itself that lists were changed", older],
	["second line: taken, held and looked after", held],
	["second line: a claim in one key, answered by the authority", answered],
];
