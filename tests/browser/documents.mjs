// A paper photographed with a phone: sent in pieces while its link breaks, page after page; and by who has no script.
import { randomBytes } from "node:crypto";
import { Applicant } from "../public.mjs";
import { open_page, axe, must, says, PHONE } from "./stage.mjs";
import { close } from "./scenes.mjs";

const jpeg = size => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size)]);
const photo = (name, size) => ({ name, mimeType: "image/jpeg", buffer: jpeg(size) });
const settled = page => page.waitForFunction(() => [...document.querySelectorAll("ul.sent")].every(list => list.children.length === list.querySelectorAll("input").length));

async function paper_page(stage, script, language = "en") {
	const who = await new Applicant(stage.server, `phone-${randomBytes(4).toString("hex")}@example.org`).sign_in(), home = await who.begin("short_stay_visa");
	const list = (await who.ask("GET", home, { page: true })).text, address = list.match(/href="([^"]*)"[^>]*>\s*Copy of the passport/)?.[1];
	must(address, "the list of tasks does not lead to the copy of the passport");
	const page = await open_page(stage.browser, stage.server, { user: who, language, size: PHONE, script });
	await page.to(address);
	return { who, home, page, address };
}

// The second piece finds no link; it goes on by itself. A second photograph is a second page.
async function by_phone(stage) {
	const { who, home, page } = await paper_page(stage, true);
	let broken = 0;
	await page.route("**/upload/*", route => route.request().method() === "PATCH" && broken++ === 1 ? route.abort("connectionreset") : route.continue());
	page.on("requestfailed", () => {});
	await page.locator("input[type=file]").setInputFiles(photo("first.jpg", 900_000));
	await page.locator("ul.sent li", { hasText: "the link broke" }).waitFor({ timeout: 20000 });
	await settled(page);
	await says(page, "first.jpg: sent");
	await page.locator("input[type=file]").setInputFiles(photo("second.jpg", 300_000));
	await settled(page);
	const faults = await axe(page);
	must(!faults.length, faults.join("\n"));
	await Promise.all([page.waitForEvent("load"), page.locator("main form button.main").click()]);
	page.wrong = page.wrong.filter(one => !/ERR_CONNECTION_RESET/.test(one));
	must(broken > 2, `pieces were sent ${broken} times`);
	await page.to(`${home}/check`);
	await says(page, "first.jpg (2 pages)");
	const kept = await who.ask("GET", `${home}/file?path=doc_passport`, { bytes: true });
	must(kept.text.length === 900_004, `kept: ${kept.text.length} bytes`);
	await close(page);
}

async function without_script(stage) {
	const { home, page, address } = await paper_page(stage, false);
	await says(page, "At most 10 MB.");
	const send = async (name, more) => {
		await page.to(address);
		await page.locator("input[type=file]").setInputFiles(photo(name, 50_000));
		if (more) await page.locator("input[name='answer.doc_passport.add']").check();
		await Promise.all([page.waitForEvent("load"), page.locator("main form button.main").click()]);
		await page.to(`${home}/check`);
	};
	await send("one.jpg");
	await says(page, "one.jpg");
	await send("two.jpg", true);
	await says(page, "one.jpg (2 pages)");
	await page.to(address);
	await page.locator("input[name='answer.doc_passport.drop']").check();
	await Promise.all([page.waitForEvent("load"), page.locator("main form button.main").click()]);
	await page.to(`${home}/check`);
	must(!(await page.locator("body").innerText()).includes("one.jpg"), "what was taken away is here");
	await close(page);
}

export const scenes = [
	["documents: by phone, over a link that breaks", by_phone],
	["documents: without script, page after page", without_script],
];
