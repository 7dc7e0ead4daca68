// Verbs of fees: the cash desk, the accountant, the bank's file, the provider. Methods of the stage of run.mjs.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { time, uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const millionths = text => Math.round(Number(text) * 1e6);

export const verbs = {
	// fee of "SURNAME" : the fee of one of the demo's applications, by whom it is about; found by the number of its case as a cashier does
	async fee([, name]) {
		this.fees_seen ??= new Map();
		if (this.fees_seen.has(name)) return void (this.fee_now = this.fees_seen.get(name));
		const list = (await this.user.ask("GET", "/cash", { page: true })).text;
		const references = [...new Set([...list.matchAll(/V\d{10}/g)].map(m => m[0]))];
		for (const reference of references) {
			const found = (await this.user.ask("GET", `/cash?find=${reference}`)).json.fees[0];
			if (found?.name.startsWith(name)) return void this.fees_seen.set(name, this.fee_now = found);
		}
		throw new Error(`no fee of ${name} among ${references.join(", ")}`);
	},
	async fee_read() { const answer = await this.user.ask("GET", `/fee/${this.fee_now.id}`); must(answer.status === 200, `the fee cannot be read: ${answer.text.slice(0, 200)}`); return answer.json; },
	// till opens N float F; till counts TOTAL [words T]; till counts coins WORTHxPIECES ...; till confirmed; till returned because T
	async till([what, ...rest]) {
		if (what === "opens") {
			await this.send("/cash/open", { number: rest[0], held: rest[2] });
			if (this.answer.status === 200) this.till_now = this.answer.json.till;
		} else if (what === "counts" && rest[0] === "coins") {
			await this.send(`/till/${this.till_now}/count`, { coins: rest.slice(1).map(one => ({ worth: millionths(one.split("x")[0]), pieces: Number(one.split("x")[1]) })) });
		} else if (what === "counts") {
			await this.send(`/till/${this.till_now}/count`, { total: rest[0], ...form_of(rest.slice(1)) });
		} else {
			must(what === "confirmed" || what === "returned", "till opens, counts, confirmed, returned");
			await this.send(`/till/${this.till_now}/answer`, what === "confirmed" ? { answer: "confirm" } : { answer: "return", why: rest[1] });
		}
	},
	async till_read() { const answer = await this.user.ask("GET", `/till/${this.till_now}`); must(answer.status === 200, `the till cannot be read: ${answer.text.slice(0, 200)}`); return answer.json; },
	// takes cash|card|voucher [given G] [amount A] [note T] [language L]
	async takes([method, ...rest]) {
		const fee = await this.fee_read();
		await this.send(`/fee/${this.fee_now.id}/pay`, { method, amount: String((fee.rest ?? 0) / 1e6), ...form_of(rest) });
		if (this.answer.status === 200) this.receipt_now = this.answer.json;
	},
	// gives cash|transfer|online amount A [note T]; owes A because T; waives REASON because T
	async gives([method, ...rest]) { await this.send(`/fee/${this.fee_now.id}/give`, { method, ...form_of(rest) }); },
	async owes([amount, , why]) { await this.send(`/fee/${this.fee_now.id}/owe`, { amount, why }); },
	async waives([reason, , why]) { await this.send(`/fee/${this.fee_now.id}/waive`, { reason, why }); },
	// finds NUMBER: of a case, or the receipt's (`receipt`), or its code as a scanner types it (`scanned`)
	async finds([what]) {
		const number = this.receipt_now?.number;
		const text = what === "receipt" ? number : what === "scanned" ? `LIMEN<FEE<${number.replace(/-/g, "")}` : what;
		this.found = (await this.get(`/cash?find=${encodeURIComponent(text)}`)).json.fees;
	},
	async expect_fees([count]) { must(this.found.length === Number(count), `${this.found.length} fees`); },
	// race of desks A B: two cashiers take the same fee at once
	async both_take([a, b]) {
		const fee = await this.fee_read(), users = [this.users.get(a), this.users.get(b)];
		const answers = await Promise.all(users.map(user => user.ask("POST", `/fee/${this.fee_now.id}/pay`, { body: { id: uuid7(), method: "card", amount: String(fee.rest / 1e6) } })));
		const good = answers.filter(answer => answer.status === 200).length;
		must(good === 1, `${good} desks took it: ${answers.map(answer => `${answer.status} ${answer.text.slice(0, 120)}`).join("; ")}`);
	},
	// bank FILE as lines: "HEAD" "ROW" ...; {reference} is the number of the last fee's case
	async bank(lines) {
		const text = lines.map(line => line.replaceAll("{reference}", this.fee_now?.reference ?? "")).join("\n") + "\n", form = new FormData();
		form.append("file", new Blob([text]), "statement.csv");
		this.answer = await this.user.ask("POST", "/accounts/bank", { body: form });
		this.statement = this.answer.json;
	},
	expect_bank([field, value]) { must(String(this.statement?.[field]) === value, `${field}: ${JSON.stringify(this.statement)?.slice(0, 400)}`); },
	// expect bank_fault LINE COLUMN
	expect_bank_fault([line, column]) { must(this.statement.faults.some(fault => fault.line === line && fault.column === column), JSON.stringify(this.statement.faults)); },
	// settles "TEXT" assigned REFERENCE | settles "TEXT" refunded because T
	async settles([text, how, ...rest]) {
		const waiting = (await this.user.ask("GET", "/accounts/bank")).json.waiting, line = waiting.find(one => one.text.includes(text));
		must(line, `no line "${text}" waits: ${waiting.map(one => one.text).join(", ")}`);
		await this.send(`/accounts/bank/${line.id}/settle`, how === "assigned" ? { how, reference: rest[0].replaceAll("{reference}", this.fee_now?.reference ?? "") } : { how, why: rest[1] });
	},
	// pays online: the cashier lets the payer pay online; answers itself as the provider's page (`plays paid|declined|none`) or by `provider says`
	async pays() {
		await this.send(`/fee/${this.fee_now.id}/online`, {});
		if (this.answer.status === 200) this.intent_now = this.answer.json.intent;
	},
	async plays([answer]) { await this.send(`/pay/${this.intent_now}/provider`, { answer }); },
	async expect_payment([field, value]) { const pay = (await this.user.ask("GET", `/pay/${this.intent_now}`)).json; must(pay[field] === value, JSON.stringify(pay)); },
	// The provider's secret lies where the server keeps it.
	provider_secret() { return readFileSync(join(this.server.data, "keys/payment.provider"), "utf8").split("\n")[2]; },
	// provider says paid|declined [event E] [payment P] [amount A] [late SECONDS] [spoilt] of the intent of the last fee
	async provider([, result, ...rest]) {
		const more = form_of(rest), body = JSON.stringify({ intent: this.intent_now, event: more.event ?? uuid7(), result, payment: more.payment ?? "pr_1", amount: more.amount ?? "90.00", currency: "XTS" });
		const seconds = Math.floor(time.now() / 1000) - Number(more.late ?? 0);
		const signature = createHmac("sha256", this.provider_secret()).update(`${seconds}.${body}`).digest("hex");
		const answer = await fetch(`${this.server.base}/payments/heard`, { method: "POST", body: more.spoilt ? body.replace("90.00", "0.90") : body,
			headers: { "Content-Type": "application/json", Accept: "application/json", "Limen-Signature": `t=${seconds},v1=${signature}` } });
		const text = await answer.text();
		this.answer = { status: answer.status, text, json: JSON.parse(text), error: JSON.parse(text).error };
	},
	// expect fee FIELD VALUE: status, or an amount in the currency
	async expect_fee([field, value]) {
		const fee = await this.fee_read(), have = typeof fee[field] === "number" || fee[field] === undefined && /^[\d.]+$/.test(value) ? String((fee[field] ?? 0) / 1e6) : fee[field];
		must(have === value, `${field} is ${have}`);
	},
	async expect_till([field, value]) {
		const till = await this.till_read(), have = typeof till[field] === "number" || till[field] === undefined ? String((till[field] ?? 0) / 1e6) : till[field];
		must(have === value, `${field} is ${have}`);
	},
	async expect_receipt([, ...words]) {
		const page = await this.user.ask("GET", `/fee/${this.receipt_now.payment}/text`, { page: true });
		must(page.status === 200, `the receipt cannot be read: ${page.status}`);
		this.says(page.text, words);
		const pdf = await this.user.ask("GET", `/fee/${this.receipt_now.payment}/receipt`);
		must(pdf.text.startsWith("%PDF"), "the receipt is no PDF");
	},
	// expect accounts FIELD VALUE; expect csv desks|revenue says T
	async expect_accounts([field, value]) { const have = (await this.user.ask("GET", "/accounts")).json[field]; must(String(have) === value, `${field} is ${have}`); },
	async expect_csv([which, , text]) { const answer = await this.user.ask("GET", `/accounts/${which}.csv`); must(answer.text.includes(text), answer.text.slice(0, 600)); },
};
