/* Words of an expression, one at a time. */
#ifndef LIMEN_RULE_LEXER_H
#define LIMEN_RULE_LEXER_H

#include "node.h"

enum token_kind {
	TOKEN_END, TOKEN_NUMBER, TOKEN_DATE, TOKEN_DATETIME, TOKEN_CODE, TOKEN_NAME, TOKEN_CURRENCY, TOKEN_SIGN,
	TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OPEN_LIST, TOKEN_CLOSE_LIST, TOKEN_COMMA, TOKEN_DOT, TOKEN_DOTS,
	TOKEN_BAD,              /* `code` says why */
};

struct token {
	enum token_kind kind;
	enum operator operator; /* SIGN, and the words and, or, in, has */
	enum rule_code code;
	struct str text;        /* as written; CODE: without its quotation marks */
	uint32_t at, end;
};

struct token rule_token(struct str text, uint32_t at);

#endif
