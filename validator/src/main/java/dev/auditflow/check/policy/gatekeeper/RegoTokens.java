package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.gatekeeper.RegoToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits Rego into tokens. Whatever is no valid Rego comes out as tokens too: OPA itself says what is wrong with it. Of a
 * string with expressions in it ({@code $"{x}"}) the expressions are tokens of their own.
 */
final class RegoTokens {
    private final String text;
    private final List<RegoToken> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int depth;

    private RegoTokens(String text) {
        this.text = text;
    }

    static List<RegoToken> of(String text) {
        RegoTokens scanner = new RegoTokens(text);
        scanner.until('\0');
        return scanner.tokens;
    }

    /** Reads to the end, or to the bracket that closes an expression inside a string. */
    private void until(char close) {
        int outside = depth;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == close && depth == outside) {
                return;
            }
            next(c);
        }
    }

    private void next(char c) {
        int start = at;
        if (Character.isWhitespace(c)) {
            skipSpace();
            add(Kind.SPACE, start);
        } else if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            add(Kind.SPACE, start);
        } else if (c == '"' || c == '`') {
            at++;
            skipString(c, false);
            add(Kind.STRING, start);
        } else if (c == '$' && at + 1 < text.length() && "\"`".indexOf(text.charAt(at + 1)) >= 0) {
            template(text.charAt(at + 1));
        } else if (isNamePart(c)) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            add(Kind.NAME, start);
        } else {
            at++;
            if ("([{".indexOf(c) >= 0) {
                add(Kind.OTHER, start);
                depth++;
            } else {
                depth -= ")]}".indexOf(c) >= 0 && depth > 0 ? 1 : 0;
                add(Kind.OTHER, start);
            }
        }
    }

    private void template(char quote) {
        int start = at;
        at += 2;
        boolean open = true;
        while (open) {
            skipString(quote, true);
            add(Kind.STRING, start);
            open = at < text.length() && text.charAt(at - 1) == '{';
            if (open) {
                depth++;
                until('}');
                depth--;
                start = at;
            }
        }
    }

    /** Moves behind the end of a string or, in one that holds expressions, behind the bracket that opens one. */
    private void skipString(char quote, boolean expressions) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && (quote == '"' || expressions)) {
                at = Math.min(at + 1, text.length());
            } else if (c == quote || (expressions && c == '{')) {
                return;
            }
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private void add(Kind kind, int start) {
        String piece = text.substring(start, at);
        if (piece.isEmpty()) {
            return;
        }
        tokens.add(new RegoToken(kind, piece, line, depth));
        line += (int) piece.chars().filter(c -> c == '\n').count();
    }
}
