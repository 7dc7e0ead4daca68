// A security key in software: what an authenticator answers (W3C Web Authentication, section 6), with an ES256 key. For tests alone.
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const sha256 = bytes => createHash("sha256").update(bytes).digest();
const text = bytes => Buffer.from(bytes).toString("base64url");

// CBOR, as far as an attestation needs it.
function cbor(value) {
	const head = (major, n) => n < 24 ? Buffer.from([major << 5 | n]) : n < 256 ? Buffer.from([major << 5 | 24, n]) : Buffer.from([major << 5 | 25, n >> 8, n & 255]);
	if (Number.isInteger(value)) return value < 0 ? head(1, -1 - value) : head(0, value);
	if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
	if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
	return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])]);
}

export class SecurityKey {
	constructor(origin, { verifies = true } = {}) {
		Object.assign(this, { origin, verifies, party: new URL(origin).hostname, id: randomBytes(32), counter: 0, ...generateKeyPairSync("ec", { namedCurve: "P-256" }) });
	}
	client(type, asked) { return Buffer.from(JSON.stringify({ type, challenge: asked.challenge, origin: this.origin, crossOrigin: false })); }
	head(more) {
		const flags = 0x01 | (this.verifies ? 0x04 : 0) | (more.length ? 0x40 : 0), counter = Buffer.alloc(4);
		counter.writeUInt32BE(++this.counter);
		return Buffer.concat([sha256(this.party), Buffer.from([flags]), counter, more]);
	}
	create(asked) {
		const { x, y } = this.publicKey.export({ format: "jwk" });
		const key = cbor(new Map([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, "base64url")], [-3, Buffer.from(y, "base64url")]]));
		const data = this.head(Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]));
		return { asked: asked.challenge, client: text(this.client("webauthn.create", asked)), attestation: text(cbor(new Map([["fmt", "none"], ["attStmt", new Map()], ["authData", data]]))) };
	}
	get(asked) {
		const client = this.client("webauthn.get", asked), data = this.head(Buffer.alloc(0));
		const signature = sign("sha256", Buffer.concat([data, sha256(client)]), this.privateKey);
		return { key: text(this.id), asked: asked.challenge, client: text(client), data: text(data), signature: text(signature) };
	}
}
