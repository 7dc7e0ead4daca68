// What procedures ask of other rooms: a request to an authority is answered from the mailbox's link, without signing in and without scripts; its desk, letters
// and tasks by the keyboard.
import { open_page, axe, must, heading, says, key_to, tab_to, PHONE } from "./stage.mjs";

async function good(page) {
	const found = await axe(page);
	must(!found.length, `${page.url()}: ${found.join("\n")}`);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	must(wide <= 0, `${page.url()} is ${wide} px too wide`);
}
async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}
const pages_of = async (page, paths) => { for (const path of paths) { await page.to(path); await good(page); } };

// The link of the newest message to an address of the demo.
async function link_to(stage, address) {
	const { messages } = await fetch(`${stage.server.base}/mailbox?to=${address}`, { headers: { Accept: "application/json" } }).then(r => r.json());
	return messages[0].text.match(/\/answer\/[0-9a-f]{32}/)[0];
}

async function answered(stage) {
	const link = await link_to(stage, "registry@amaurot.example");
	const page = await open_page(stage.browser, stage.server, { size: PHONE, script: false });
	await page.to("/mailbox?to=registry@amaurot.example");
	await says(page, "a document to be confirmed");
	await page.locator(`a[href="${link}"]`).first().click();
	must(await heading(page) === "Can you confirm this document?", await heading(page));
	await says(page, "Did you issue this certificate");
	await page.locator('button:has-text("Send the answer")').click();
	await says(page, "Say in a sentence what the answer rests on.");
	await page.locator('input[value="altered"]').check();
	await page.locator("#words").fill("The year was changed.");
	await page.locator("#name").fill("A. Moreno, registrar");
	await page.locator('button:has-text("Send the answer")').click();
	await says(page, "Thank you. Nothing more is needed.");
	await close(page);
	const again = await open_page(stage.browser, stage.server, { size: PHONE, language: "ar" });
	await pages_of(again, [link, "/mailbox"]);
	await close(again);
}

async function desk(stage) {
	const user = await stage.user("U-20010"), page = await open_page(stage.browser, stage.server, { user });
	await page.to("/exchanges");
	await says(page, "Answered");
	await tab_to(page, 'a:has-text("D26")');
	await key_to(page, "Enter", /\/exchange\/[0-9a-f-]+$/);
	await says(page, "What is asked");
	const { requests } = (await user.ask("GET", "/exchanges")).json, one = (await user.ask("GET", `/exchange/${requests[0].id}`)).json;
	const { letters } = (await user.ask("GET", `/duties/case/${one.about}`)).json;
	await pages_of(page, ["/exchanges", `/exchange/${requests[0].id}`, `/exchange/${requests.at(-1).id}`, `/exchanges/case/${one.about}`, `/duties/case/${one.about}`, letters[0].text_href, "/tasks"]);
	await page.to("/tasks");
	await tab_to(page, 'a[href^="/task/"]');
	await close(page);
	const phone = await open_page(stage.browser, stage.server, { user, size: PHONE, language: "fr", theme: "dark" });
	await pages_of(phone, ["/exchanges", `/exchange/${requests[0].id}`, `/duties/case/${one.about}`]);
	await close(phone);
}

export const scenes = [["duties: an authority answers by its link, without scripts", answered], ["duties: the desk of requests, letters and tasks", desk]];
