// The ministry by the keyboard: a version is proposed, tried on the past, seen side by side, approved by another person, put in force on the first of the month.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness.mjs";
import { axe, open_page, must, heading, says, key_to, tab_to, PHONE } from "./stage.mjs";

async function clean(page) {
	const wrong = await axe(page);
	must(!wrong.length, `${page.url()}:\n${wrong.join("\n")}`);
}
async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}

// Nobody's law is changed for the other tests: what is put in force here awaits a day far away, and is sent back.
async function minister(stage) {
	const text = readFileSync(join(root, "pack/utopia/border.lim"), "utf8").replace("allow 90 days", "allow 60 days");
	const page = await open_page(stage.browser, stage.server, { user: await stage.user("U-20003") });
	await page.to("/pack");
	await tab_to(page, 'a[href="/pack/propose"]');
	await key_to(page, "Enter", /propose$/);
	await page.locator("#files").setInputFiles({ name: "border.lim", mimeType: "text/plain", buffer: Buffer.from(text) });
	await tab_to(page, "#note");
	await page.keyboard.type("The minister asks: what if the stay were 60 days?");
	await tab_to(page, "button.main");
	await key_to(page, "Enter", /\/pack$/);
	await says(page, "Waits for approval");
	await clean(page);
	await tab_to(page, 'a[href$="/past"]');
	await key_to(page, "Enter", /\/past$/);
	await says(page, "Nobody has judged the past under this version yet.");
	await clean(page);
	const past = page.url().replace(stage.server.base, "");
	await tab_to(page, "form.filters button");
	await key_to(page, "Enter", /\/simulation\//);
	must((await heading(page)).startsWith("The past under version"), "another page");
	for (const words of ["Side by side", "Who is answered otherwise", "Fewer days", "Revenue", "Work", "Not judged again", "Scenarios of this version"]) await says(page, words);
	await clean(page);
	await page.to(past.replace("/past", "/text?path=border.lim"));
	must((await page.locator(".source ins").allInnerTexts()).some(line => line.includes("allow 60 days")), "the changed line is not marked");
	await clean(page);
	await close(page);

	const phone = await open_page(stage.browser, stage.server, { user: await stage.user("U-20004"), size: PHONE, theme: "dark", language: "fr" });
	await phone.to(past);
	await says(phone, "Ce qui aurait été");
	await clean(phone);
	must(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than a phone");
	await close(phone);

	const other = await open_page(stage.browser, stage.server, { user: await stage.user("U-20004") });
	await other.to("/pack");
	await tab_to(other, 'form[action$="/approve"] button');
	await key_to(other, "Enter", /\/pack$/);
	const first = await other.locator("#from").inputValue();
	must(first.endsWith("-01"), `the first day offered is ${first}`);
	await other.locator("#from").fill(`${new Date().getUTCFullYear() + 1}-12-01`);
	await tab_to(other, 'form[action$="/apply"] button');
	await key_to(other, "Enter", /\/pack$/);
	await says(other, "Awaits its day");
	await clean(other);
	await tab_to(other, "details summary");
	await other.keyboard.press("Enter");
	await tab_to(other, "textarea[name=reason]");
	await other.keyboard.type("It was a test.");
	await tab_to(other, 'form[action$="/reject"] button');
	await key_to(other, "Enter", /\/pack$/);
	await says(other, "sent back");
	await close(other);
}

export const scenes = [
	["26 the minister asks: simulated, side by side, approved by another", minister],
];
