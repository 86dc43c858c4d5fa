package dev.auditflow.render.template;

import dev.auditflow.render.template.Token.Kind;
import java.util.Arrays;

/** Tokens with three places of lookahead. */
final class TokenBuffer {
    private final Lexer lexer;
    private final Token[] tokens = new Token[3];
    private int peeked;

    TokenBuffer(Lexer lexer) {
        this.lexer = lexer;
        Arrays.fill(tokens, new Token(Kind.EOF, 0, "EOF", 1));
    }

    Token next() {
        if (peeked > 0) {
            peeked--;
        } else {
            tokens[0] = lexer.next();
        }
        return tokens[peeked];
    }

    void backup() {
        peeked++;
    }

    /** Goes back two tokens, of which the nearer is still here. */
    void backup(Token before) {
        tokens[1] = before;
        peeked = 2;
    }

    /** Goes back three tokens, of which the nearest is still here. */
    void backup(Token first, Token second) {
        tokens[1] = second;
        tokens[2] = first;
        peeked = 3;
    }

    Token peek() {
        Token token = next();
        backup();
        return token;
    }

    Token nextNonSpace() {
        Token token = next();
        while (token.kind() == Kind.SPACE) {
            token = next();
        }
        return token;
    }

    Token peekNonSpace() {
        Token token = nextNonSpace();
        backup();
        return token;
    }

    /** Line of the token that was read last, which is where Go places an error. */
    int line() {
        return tokens[0].line();
    }
}
