#include "lexer.h"

static bool name_letter(char c)
{
	return ascii_lower(c) || ascii_digit(c) || c == '_';
}

static char peek(struct str text, size_t at)
{
	return at < text.len ? text.data[at] : 0;
}

static struct token token_to(struct token token, struct str text, enum token_kind kind, size_t end)
{
	token.kind = kind;
	token.end = (uint32_t)end;
	token.text = str_slice(text, token.at, end);
	return token;
}

static struct token token_bad(struct token token, struct str text, enum rule_code code, size_t end)
{
	token.code = code;
	return token_to(token, text, TOKEN_BAD, end);
}

static size_t skip_digits(struct str text, size_t at)
{
	while (ascii_digit(peek(text, at)))
		at++;
	return at;
}

/* "-02", "-02-17" after a year of four digits, then perhaps "T09:00..." */
static struct token date_token(struct token token, struct str text)
{
	size_t at = token.at + 4;
	for (int i = 0; i < 2 && peek(text, at) == '-' && ascii_digit(peek(text, at + 1)); i++)
		at = skip_digits(text, at + 1);
	struct date date;
	if (!date_parse(str_slice(text, token.at, at), &date))
		return token_bad(token, text, RULE_P_DATE, at);
	if (peek(text, at) != 'T')
		return token_to(token, text, TOKEN_DATE, at);
	at++;
	while (ascii_digit(peek(text, at)) || peek(text, at) == ':' || peek(text, at) == '+' ||
	       (peek(text, at) == '-' && peek(text, at + 3) == ':'))
		at++;
	if (peek(text, at) == 'Z')
		at++;
	return token_to(token, text, TOKEN_DATETIME, at);
}

static struct token number_token(struct token token, struct str text)
{
	size_t at = skip_digits(text, token.at);
	if (at == token.at + 4 && peek(text, at) == '-' && ascii_digit(peek(text, at + 1)))
		return date_token(token, text);
	if (peek(text, at) == '.' && ascii_digit(peek(text, at + 1)))
		at = skip_digits(text, at + 1);
	if (ascii_alpha(peek(text, at)) || peek(text, at) == '_')
		return token_bad(token, text, RULE_P_NUMBER, at + 1);
	return token_to(token, text, TOKEN_NUMBER, at);
}

static struct token code_token(struct token token, struct str text)
{
	size_t at = token.at + 1;
	while (at < text.len && text.data[at] != '\'' && text.data[at] != '\n')
		at++;
	if (peek(text, at) != '\'')
		return token_bad(token, text, RULE_P_QUOTE, at);
	token = token_to(token, text, TOKEN_CODE, at + 1);
	token.text = str_slice(text, token.at + 1, at);
	if (!utf8_valid(token.text))
		token.kind = TOKEN_BAD, token.code = RULE_P_CHARACTER;
	return token;
}

static struct token name_token(struct token token, struct str text)
{
	size_t at = token.at;
	while (name_letter(peek(text, at)))
		at++;
	token = token_to(token, text, TOKEN_NAME, at);
	static const enum operator words[] = { OPERATOR_OR, OPERATOR_AND, OPERATOR_IN, OPERATOR_HAS };
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (str_is(token.text, rule_operator_text(words[i])))
			token.operator = words[i];
	}
	return token;
}

static struct token currency_token(struct token token, struct str text)
{
	size_t at = token.at;
	while (ascii_alpha(peek(text, at)) || ascii_digit(peek(text, at)) || peek(text, at) == '_')
		at++;
	token = token_to(token, text, TOKEN_CURRENCY, at);
	bool code = token.text.len == 3 && ascii_upper(token.text.data[1]) && ascii_upper(token.text.data[2]);
	return code ? token : token_bad(token, text, RULE_P_CHARACTER, at);
}

static struct token sign_token(struct token token, struct str text)
{
	static const struct { const char *text; enum token_kind kind; enum operator operator; } signs[] = {
		{ "..", TOKEN_DOTS, 0 }, { "!=", TOKEN_SIGN, OPERATOR_UNEQUAL }, { "<=", TOKEN_SIGN, OPERATOR_LESS_EQUAL },
		{ ">=", TOKEN_SIGN, OPERATOR_MORE_EQUAL }, { "=", TOKEN_SIGN, OPERATOR_EQUAL }, { "<", TOKEN_SIGN, OPERATOR_LESS },
		{ ">", TOKEN_SIGN, OPERATOR_MORE }, { "+", TOKEN_SIGN, OPERATOR_ADD }, { "-", TOKEN_SIGN, OPERATOR_SUBTRACT },
		{ "*", TOKEN_SIGN, OPERATOR_MULTIPLY }, { "/", TOKEN_SIGN, OPERATOR_DIVIDE }, { "(", TOKEN_OPEN, 0 },
		{ ")", TOKEN_CLOSE, 0 }, { "[", TOKEN_OPEN_LIST, 0 }, { "]", TOKEN_CLOSE_LIST, 0 }, { ",", TOKEN_COMMA, 0 },
		{ ".", TOKEN_DOT, 0 },
	};
	struct str rest = str_slice(text, token.at, text.len);
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		struct str sign = str_of(signs[i].text);
		if (!str_starts(rest, sign))
			continue;
		token.operator = signs[i].operator;
		return token_to(token, text, signs[i].kind, token.at + sign.len);
	}
	size_t end = token.at;
	utf8_next(text, &end);
	return token_bad(token, text, RULE_P_CHARACTER, end);
}

struct token rule_token(struct str text, uint32_t at)
{
	while (ascii_space(peek(text, at)))
		at++;
	struct token token = { .at = at };
	if (at >= text.len)
		return token_to(token, text, TOKEN_END, at);
	char c = text.data[at];
	if (ascii_digit(c))
		return number_token(token, text);
	if (c == '\'')
		return code_token(token, text);
	if (ascii_lower(c))
		return name_token(token, text);
	if (ascii_upper(c))
		return currency_token(token, text);
	return sign_token(token, text);
}
