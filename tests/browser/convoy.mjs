// A ship's day by the keyboard: a list with mistakes, the list taken, arrival, one decision for the crew, shore passes given and taken back; then without scripts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness.mjs";
import { open_page, axe, must, heading, says, says_not, key_to, tab_to, wedge, PHONE } from "./stage.mjs";
import { scan, person } from "./scenes.mjs";

const CALL = /\/call\/[0-9a-f-]+$/;
const crew = readFileSync(join(root, "tests/plays/crew.csv"), "utf8").replaceAll("PHS", "BRW").replaceAll("UA", "UB");

async function port(stage, more = {}) {
	const user = await stage.user("U-10007"), page = await open_page(stage.browser, stage.server, { user, ...more });
	await user.ask("POST", "/lane", { body: { post: "MERID", lane: "3", direction: "entry" } });
	return page;
}
async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}
async function good(page) {
	const found = await axe(page);
	must(!found.length, `${page.url()}: ${found.join("\n")}`);
}
// A form's fields by Tab, then its button by Enter.
async function fill(page, values) {
	for (const [selector, value] of values) {
		await tab_to(page, selector);
		await page.keyboard.type(value, { delay: 2 });
	}
}
async function announce(page, name, imo) {
	await page.to("/calls");
	await tab_to(page, 'a[href="/calls/new"]');
	await key_to(page, "Enter", /\/calls\/new$/);
	await fill(page, [["#name", name], ["#imo", imo]]);
	await page.locator('[name="due_day"]').fill(new Date(Date.now() + 3600000).toISOString().slice(0, 10));
	await page.locator('[name="due_time"]').fill("23:30");
	await tab_to(page, 'button:has-text("Announce")');
}
async function send(page, stage, name, text, to) {
	const file = join(stage.server.folder, name);
	writeFileSync(file, text);
	await page.locator("#file").setInputFiles(file);
	await tab_to(page, 'button:has-text("Take the list")');
	await key_to(page, "Enter", to);
}

async function ship(stage) {
	const page = await port(stage);
	await announce(page, "Browser Star", "9074728");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await says(page, "the last of which does not agree");
	await good(page);
	await announce(page, "Browser Star", "9074729");
	await key_to(page, "Enter", CALL);
	const call = page.url();
	await tab_to(page, 'a[href*="/list?list=crew"]');
	await key_to(page, "Enter", /\/list\?list=crew$/);
	await send(page, stage, "wrong.csv", crew.replace("1990-01-17", "17/13/90").replace(";UKR;1984", ";Ruritania;1984"), /\/list$/);
	must(await page.evaluate(() => document.activeElement.id) === "faults", "the focus is not on the mistakes");
	await says(page, "Nothing was taken");
	await says(page, "two digits");
	await says(page, "Ruritania");
	await good(page);
	await send(page, stage, "crew.csv", crew, CALL);
	await says(page, "22 people, version 1");
	await tab_to(page, 'button[value="arrived"]');
	await key_to(page, "Enter", CALL);
	await says(page, "Here since");
	await tab_to(page, 'tbody tr:nth-child(4) input[name="except"]');
	await page.keyboard.press("Space");
	await tab_to(page, 'button:has-text("as crew")');
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await page.locator("text=Cleared").first().waitFor();
	must(await page.locator('.status:has-text("Cleared")').count() === 21 || await page.locator('.status:has-text("Cleared")').count() === 20, "not all others were cleared");
	await page.locator('button:has-text("Shore passes for the others")').focus();
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await page.waitForURL(/\/shore-passes$/, { waitUntil: "load" });
	await says(page, "Each pass is a paper of its own");
	await good(page);
	await page.to("/shore-passes");
	must(await page.evaluate(() => document.activeElement.id) === "number", "the focus is not on the number");
	const number = await page.locator(`tr:has(a[href="${new URL(call).pathname}"]) .mono`).first().innerText();
	await page.keyboard.type(number.toLowerCase());
	await key_to(page, "Enter", /\/shore-passes\?back=/);
	await says(page, `Pass ${number} is back.`);
	const other = await page.locator(`tr:has(a[href="${new URL(call).pathname}"]) .mono`).first().innerText();
	await page.to("/booth"); // the reader of the booth reads the code of the pass, on a French keyboard; also while a verdict is open
	const code = [`LIMEN<SHOREPASS<${other.replace("-", "")}`];
	await Promise.all([page.waitForURL(/\/shore-passes\?number=/, { waitUntil: "load" }), wedge(page, code, "french")]);
	await page.to("/booth");
	await scan(page, person("PASSING", "OLE"));
	await Promise.all([page.waitForURL(/\/shore-passes\?number=/, { waitUntil: "load" }), wedge(page, code)]);
	await says(page, `Pass ${other}`);
	await good(page);
	await key_to(page, "Enter", /\/shore-passes\?back=/);
	await says(page, `Pass ${other} is back.`);
	await page.goto(`${call}/departure`);
	await says(page, "people are not aboard");
	await good(page);
	await close(page);
}

async function plain(stage) {
	const page = await port(stage, { script: false, size: PHONE, language: "fr" });
	await page.to("/calls/new");
	await page.locator('input[name="kind"][value="coach"]').check();
	await page.locator("#number").fill("BR 2020 X");
	await page.locator('[name="due_day"]').fill(new Date().toISOString().slice(0, 10));
	await page.locator('button:has-text("Annoncer")').click();
	await page.waitForURL(CALL);
	must(await heading(page) === "BR 2020 X", await heading(page));
	await says(page, "Autocar");
	await says_not(page, "Coach");
	await page.locator('a[href*="/new?list=passengers"]').click();
	await page.locator("#surname").fill("Le Goff");
	await page.locator('button:has-text("Enregistrer")').click();
	await says(page, "La date de naissance manque");
	await close(page);
}

export const scenes = [
	["15 ships: a list with mistakes, the crew cleared by one decision, passes given and taken back, by the keyboard", ship],
	["ships: a coach announced and a passenger written in without scripts, in French on a phone", plain],
];
