// Scenes of stays by the keyboard alone: two passports at once, an exit that comes too late, a transit passenger who wants to leave the airside.
import { passport, uuid7 } from "../harness.mjs";
import { axe, must, says, key_to, tab_to, choose } from "./stage.mjs";
import { booth, close, scan, verdict, person, BOOTH, VERDICT } from "./scenes.mjs";

const clean = async page => must(!(await axe(page)).length, `axe: ${(await axe(page)).join("; ")}`);
const day = days => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

async function same_person(page) {
	await clean(page);
	await tab_to(page, "#why");
	await page.keyboard.type("Both passports in hand; the same face.");
	await key_to(page, "F2", VERDICT);
}
async function visa_in_the_old_one(stage) {
	const old = person("CHEN", "BORA", { issuer: "CHN", number: "EB0000001" }), fresh = { ...old, number: "EB0000002" };
	const desk = await stage.user("U-20021");
	const kept = await desk.ask("POST", "/permits/new", { body: { id: uuid7(), kind: "visa", number: "VB20001", valid_from: day(-20), valid_until: day(200), stay_rule: "visit", surname: "CHEN", given_names: "BORA",
		born: old.born, document_issuer: "CHN", document_number: old.number } });
	must(kept.status === 200, kept.text);
	const page = await booth(stage);
	await scan(page, fresh);
	await verdict(page, "Refer");
	await page.keyboard.press("F9");
	must(await page.locator("#beside-sheet").isVisible(), "F9 opens no sheet for another document");
	await clean(page);
	await page.keyboard.insertText(passport(old).join("\n"));
	await key_to(page, "F9", /\/with\//);
	await says(page, "VB20001");
	await same_person(page);
	await verdict(page, "Clear");
	await key_to(page, "F2", BOOTH);
	await close(page);
}
async function leaves_on_the_new_one(stage) {
	const old = person("ROCHABELLA", "ELSA", { issuer: "BRA", born: "1970-02-02" }), fresh = { ...old, number: "EB0000004" };
	let page = await booth(stage);
	await scan(page, old);
	await key_to(page, "F2", BOOTH);
	await close(page);
	page = await booth(stage, { direction: "exit" });
	await scan(page, fresh);
	await tab_to(page, "section[aria-labelledby=alike] a");
	await key_to(page, "Enter", /\/with\//);
	await same_person(page);
	await verdict(page, "Clear");
	await tab_to(page, "a:has-text('Account of each day')");
	await key_to(page, "Enter", /\/stay$/);
	await clean(page);
	await says(page, "Day of entry");
	await close(page);
}
async function too_late(stage) {
	const desk = await stage.user("U-20022"), { json } = await desk.ask("GET", "/overstays?age=8-30");
	const late = json.people.find(one => one.born && one.document_number);
	must(late, "the demo has nobody who overstays by 8 to 30 days");
	const page = await booth(stage, { number: "U-10003", direction: "exit" });
	await scan(page, { issuer: late.document_issuer, nationality: late.nationality, number: late.document_number, surname: late.surname, given: late.given_names, born: late.born, sex: late.sex, expires: day(900).slice(0, 10) });
	await verdict(page, "Look");
	await clean(page);
	await tab_to(page, "#explained");
	await choose(page, "#explained", "No explanation");
	await key_to(page, "F2", /\/overstay\//);
	await clean(page);
	await says(page, "Not paid yet");
	await says(page, "120 XTS");
	await tab_to(page, "input[name=method]");
	await page.keyboard.press("Space");
	await tab_to(page, "button:has-text('Record the payment')");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await says(page, "Paid in cash");
	await tab_to(page, "a:has-text('Consider an entry ban')");
	await key_to(page, "Enter", /\/ban/);
	await clean(page);
	await close(page);
}
async function airside(stage) {
	const page = await booth(stage, { number: "U-10004", post: "ASTERF" });
	await scan(page, person("HEMEI", "MEI", { issuer: "CHN" }));
	await verdict(page, "Refer");
	await says(page, "Transit visa: applied for at a consulate");
	await tab_to(page, "section[aria-labelledby=apply] select");
	await choose(page, "section[aria-labelledby=apply] select", "Transit");
	await tab_to(page, "button:has-text('Check for this purpose')");
	await Promise.all([page.waitForURL(VERDICT), page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await verdict(page, "Clear");
	await clean(page);
	await key_to(page, "F2", BOOTH);
	await close(page);
}

export const scenes = [
	["14 a visa in the old passport: both are shown, one confirmation", visa_in_the_old_one],
	["13 leaves on the new passport: proposed, confirmed, the stay is closed", leaves_on_the_new_one],
	["9 an exit that comes too late: explanation, penalty, payment, a ban as an option", too_late],
	["16 in transit without a visa: stays airside", airside],
];
