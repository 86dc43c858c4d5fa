package dev.auditflow.yaml;

/** Reads what {@link FieldPath#toString} prints. */
final class PathText {
    private final String text;
    private int at;

    PathText(String text) {
        this.text = text;
    }

    FieldPath read() {
        FieldPath path = FieldPath.root();
        if (text.startsWith(".")) {
            at = 1;
        }
        while (at < text.length()) {
            path = text.charAt(at) == '[' ? bracket(path) : path.key(plain());
            if (at < text.length() && text.charAt(at) != '[') {
                expect('.');
                if (at == text.length()) {
                    throw wrong("a key must follow the last dot");
                }
            }
        }
        return path;
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            at++;
        }
        if (at == start) {
            throw wrong("a key is missing at character " + (start + 1));
        }
        return text.substring(start, at);
    }

    private FieldPath bracket(FieldPath path) {
        expect('[');
        if (at < text.length() && text.charAt(at) == '"') {
            String key = quoted();
            expect(']');
            return path.key(key);
        }
        int close = text.indexOf(']', at);
        String index = close < 0 ? "" : text.substring(at, close);
        if (!index.matches("\\d{1,9}")) {
            throw wrong("between [ and ] stands the index of an item, or a key in double quotes");
        }
        at = close + 1;
        return path.index(Integer.parseInt(index));
    }

    private String quoted() {
        StringBuilder key = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            key.append(text.charAt(at));
        }
        expect('"');
        return key.toString();
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong("%s is missing at character %d".formatted(c, at + 1));
        }
        at++;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("\"%s\" is no path: %s".formatted(text, why));
    }
}
