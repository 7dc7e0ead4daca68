// Fees by the keyboard alone: a desk is opened, a fee is taken with a receipt, the day is closed; the public page of a payment without a name.
import { axe, open_page, must, heading, says, says_not, key_to, tab_to } from "./stage.mjs";

async function desk_of(stage, number, path) {
	const user = await stage.user(number), page = await open_page(stage.browser, stage.server, { user });
	await page.to(path);
	return { user, page };
}
async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}
async function clean(page) {
	const wrong = await axe(page);
	must(!wrong.length, `${page.url()}:\n${wrong.join("\n")}`);
}

// A cashier's day: opened, taken, counted, closed.
async function day(stage) {
	const { page } = await desk_of(stage, "U-20051", "/cash");
	await clean(page);
	await tab_to(page, "#number");
	await page.keyboard.type("4");
	await tab_to(page, "#held");
	await page.keyboard.type("100");
	await key_to(page, "Enter", /\/cash$/);
	await says(page, "Nothing was booked yet.");
	const reference = (await page.locator("section[aria-labelledby=due] li a").last().innerText()).trim();
	await tab_to(page, "#find");
	await page.keyboard.type(reference.toLowerCase());
	await key_to(page, "Enter", /find=/);
	await clean(page);
	await tab_to(page, "section.results tbody a");
	await key_to(page, "Enter", /\/fee\//);
	await clean(page);
	await tab_to(page, "input[name=method]");
	await page.keyboard.press("Space");
	await tab_to(page, "#given");
	await page.keyboard.type("5");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await says(page, "at least what is due");
	await clean(page);
	must((await heading(page)).includes(reference), "another page");
	await tab_to(page, "input[name=method]");
	await page.keyboard.press("Space");
	await page.locator("#given").fill("100");
	await tab_to(page, 'form[action$="/pay"] button.main');
	await key_to(page, "Enter", /\/fee\/[0-9a-f-]+$/);
	await says(page, "Change to give: 10.00");
	await says_not(page, "Take the payment");
	await tab_to(page, 'a[href$="/text"]');
	await key_to(page, "Enter", /\/text$/);
	await says(page, `Case ${reference}`);
	await page.to("/cash");
	await tab_to(page, ".head a.btn");
	await key_to(page, "Enter", /\/till\//);
	await clean(page);
	await tab_to(page, "#total");
	await page.keyboard.type("190");
	await key_to(page, "Enter", /\/till\/[0-9a-f-]+$/);
	await says(page, "Closed");
	await clean(page);
	await close(page);
}

// What the accountant sees; a difference is looked at by another person.
async function accounts(stage) {
	const { page } = await desk_of(stage, "U-20052", "/accounts");
	await clean(page);
	await says(page, "Waits for you");
	await tab_to(page, "section[aria-labelledby=desks] tr:has(.status.check) a");
	await key_to(page, "Enter", /\/till\//);
	await says(page, "A note of ten is missing.");
	await clean(page);
	await tab_to(page, "button[value=return]");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await says(page, "Say why it is to be counted again.");
	await tab_to(page, "button[value=confirm]");
	await key_to(page, "Enter", /\/till\/[0-9a-f-]+$/);
	await says(page, "The difference was confirmed by Tomas Eriksen");
	await page.to("/accounts/bank");
	await clean(page);
	await tab_to(page, "section[aria-labelledby=waiting] a");
	await key_to(page, "Enter", /\/accounts\/bank\//);
	await clean(page);
	await close(page);
}

// The public page of a payment, and the page that plays the provider: on a phone, in Arabic, without a name.
async function online(stage) {
	const cashier = await stage.user("U-20051");
	const list = (await cashier.ask("GET", "/cash", { page: true })).text, id = list.slice(list.indexOf('id="due"')).match(/\/fee\/([0-9a-f-]{36})/)[1];
	const fee = (await cashier.ask("GET", `/fee/${id}`)).json;
	const answer = await cashier.ask("POST", `/fee/${id}/online`, { body: {} });
	must(answer.status === 200, answer.text);
	const page = await open_page(stage.browser, stage.server, { language: "ar" });
	await page.to(`/pay/${answer.json.intent}`);
	await clean(page);
	must((await page.locator("html").getAttribute("dir")) === "rtl", "not right to left");
	await says_not(page, fee.name);
	await tab_to(page, "a.btn.main");
	await key_to(page, "Enter", /\/provider$/);
	await clean(page);
	await tab_to(page, "button[value=paid]");
	await key_to(page, "Enter", /\/pay\/[0-9a-f-]+$/);
	await says(page, "دُفع الرسم");
	await clean(page);
	must((await cashier.ask("GET", `/fee/${id}`)).json.status === "paid", "the fee is not paid");
	await close(page);
}

export const scenes = [
	["fees: a cashier opens a desk, takes a fee and closes the day by the keyboard", day],
	["fees: the accountant looks at a difference and at the bank's lines", accounts],
	["fees: a payment online, on the public page and at the provider's", online],
];
