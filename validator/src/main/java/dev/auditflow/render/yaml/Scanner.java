package dev.auditflow.render.yaml;

import dev.auditflow.render.yaml.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a text into tokens by the rules of YAML 1.1. Whether a scalar is a key shows only at the colon behind it, so
 * tokens wait in a queue while one of them may become a key.
 */
final class Scanner {
    private static final int MAX_KEY = 1024;
    private static final int MAX_DEPTH = 10_000;
    private static final String NO_COLON = "could not find expected ':'";

    private final Cursor cursor;
    private final ScalarScanner scalars;
    private final TagScanner tags;
    private final List<Token> queue = new ArrayList<>();
    private final List<Integer> indents = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private final Map<Integer, Integer> levels = new HashMap<>();
    private int taken;
    private int indent = -1;
    private int flowLevel;
    private boolean keyAllowed = true;
    private boolean started;
    private boolean ready;

    Scanner(String text) {
        this.cursor = new Cursor(text);
        this.scalars = new ScalarScanner(cursor);
        this.tags = new TagScanner(cursor);
    }

    /** A place where a key without {@code ?} may start; one for each level of brackets. */
    private static final class Key {
        private boolean possible;
        private boolean required;
        private final int token;
        private final Place place;

        Key(int token, Place place) {
            this.token = token;
            this.place = place;
        }
    }

    /** The next token, which stays. */
    Token peek() throws UnreadableYaml {
        while (!ready) {
            Integer level = levels.get(taken);
            boolean known = level == null || level >= keys.size() || !isStillPossible(keys.get(level));
            ready = !queue.isEmpty() && known;
            if (!ready) {
                fetch();
            }
        }
        return queue.getFirst();
    }

    /** Takes the token that {@link #peek} gave. */
    void skip() {
        queue.removeFirst();
        taken++;
        ready = false;
    }

    private void fetch() throws UnreadableYaml {
        if (!started) {
            started = true;
            keys.add(new Key(0, cursor.place()));
            add(new Token(Kind.STREAM_START, cursor.place(), cursor.place()));
            return;
        }
        skipToToken();
        unroll(cursor.column());
        char c = cursor.at(0);
        if (cursor.isEnd()) {
            streamEnd();
        } else if (cursor.column() == 0 && c == '%') {
            reset();
            add(tags.directive());
        } else if (cursor.isDocumentIndicator()) {
            reset();
            add(c == '-' ? Kind.DOCUMENT_START : Kind.DOCUMENT_END, 3);
        } else {
            token(c);
        }
    }

    private void token(char c) throws UnreadableYaml {
        boolean flow = flowLevel > 0;
        boolean spaced = cursor.isSpace(1);
        switch (c) {
            case '[' -> open(Kind.FLOW_SEQUENCE_START);
            case '{' -> open(Kind.FLOW_MAPPING_START);
            case ']' -> close(Kind.FLOW_SEQUENCE_END);
            case '}' -> close(Kind.FLOW_MAPPING_END);
            case ',' -> {
                removeKey();
                keyAllowed = true;
                add(Kind.FLOW_ENTRY, 1);
            }
            case '*' -> {
                saveKey();
                add(tags.anchor(Kind.ALIAS));
            }
            case '&' -> {
                saveKey();
                add(tags.anchor(Kind.ANCHOR));
            }
            case '!' -> {
                saveKey();
                add(tags.tag());
            }
            case '\'', '"' -> {
                saveKey();
                add(scalars.quoted(c == '\''));
            }
            default -> {
                if (c == '-' && spaced) {
                    blockEntry();
                } else if (c == '?' && (flow || spaced)) {
                    key();
                } else if (c == ':' && (flow || spaced)) {
                    value();
                } else if ((c == '|' || c == '>') && !flow) {
                    removeKey();
                    keyAllowed = true;
                    add(scalars.block(c == '|', indent));
                } else if ("|>#%@`\t".indexOf(c) >= 0) {
                    throw problem("found character that cannot start any token");
                } else {
                    plain();
                }
            }
        }
    }

    private void plain() throws UnreadableYaml {
        saveKey();
        ScalarScanner.Plain plain = scalars.plain(indent + 1, flowLevel > 0);
        keyAllowed = plain.onNewLine();
        add(plain.token());
    }

    private void skipToToken() throws UnreadableYaml {
        while (true) {
            while (cursor.is(' ') || ((flowLevel > 0 || !keyAllowed) && cursor.is('\t'))) {
                cursor.skip();
            }
            cursor.skipComment();
            if (!cursor.isBreak()) {
                return;
            }
            cursor.skipLine();
            keyAllowed |= flowLevel == 0;
        }
    }

    private void streamEnd() throws UnreadableYaml {
        if (cursor.column() != 0) {
            cursor.newLine();
        }
        reset();
        add(new Token(Kind.STREAM_END, cursor.place(), cursor.place()));
    }

    private void reset() throws UnreadableYaml {
        unroll(-1);
        removeKey();
        keyAllowed = false;
    }

    private void open(Kind kind) throws UnreadableYaml {
        saveKey();
        keys.add(new Key(taken + queue.size(), cursor.place()));
        flowLevel++;
        limit(flowLevel);
        keyAllowed = true;
        add(kind, 1);
    }

    private void close(Kind kind) throws UnreadableYaml {
        removeKey();
        if (flowLevel > 0) {
            flowLevel--;
            levels.remove(keys.removeLast().token);
        }
        keyAllowed = false;
        add(kind, 1);
    }

    private void blockEntry() throws UnreadableYaml {
        if (flowLevel == 0) {
            if (!keyAllowed) {
                throw problem("block sequence entries are not allowed in this context");
            }
            roll(cursor.column(), queue.size(), Kind.BLOCK_SEQUENCE_START, cursor.place());
        }
        removeKey();
        keyAllowed = true;
        add(Kind.BLOCK_ENTRY, 1);
    }

    private void key() throws UnreadableYaml {
        if (flowLevel == 0) {
            if (!keyAllowed) {
                throw problem("mapping keys are not allowed in this context");
            }
            roll(cursor.column(), queue.size(), Kind.BLOCK_MAPPING_START, cursor.place());
        }
        removeKey();
        keyAllowed = flowLevel == 0;
        add(Kind.KEY, 1);
    }

    private void value() throws UnreadableYaml {
        Key key = keys.getLast();
        if (isStillPossible(key)) {
            int at = key.token - taken;
            insert(at, new Token(Kind.KEY, key.place, key.place));
            roll(key.place.column(), at, Kind.BLOCK_MAPPING_START, key.place);
            key.possible = false;
            levels.remove(key.token);
            keyAllowed = false;
        } else {
            if (flowLevel == 0) {
                if (!keyAllowed) {
                    throw problem("mapping values are not allowed in this context");
                }
                roll(cursor.column(), queue.size(), Kind.BLOCK_MAPPING_START, cursor.place());
            }
            keyAllowed = flowLevel == 0;
        }
        add(Kind.VALUE, 1);
    }

    /** A key lies on one line and is not too long. */
    private boolean isStillPossible(Key key) throws UnreadableYaml {
        if (key.possible && (key.place.line() < cursor.line() || key.place.index() + MAX_KEY < cursor.index())) {
            if (key.required) {
                throw problem(NO_COLON);
            }
            key.possible = false;
        }
        return key.possible;
    }

    private void saveKey() throws UnreadableYaml {
        if (keyAllowed) {
            removeKey();
            Key key = new Key(taken + queue.size(), cursor.place());
            key.possible = true;
            key.required = flowLevel == 0 && indent == cursor.column();
            keys.set(keys.size() - 1, key);
            levels.put(key.token, keys.size() - 1);
        }
        keyAllowed = false;
    }

    private void removeKey() throws UnreadableYaml {
        Key key = keys.getLast();
        if (key.possible) {
            if (key.required) {
                throw problem(NO_COLON);
            }
            key.possible = false;
            levels.remove(key.token);
        }
    }

    private void roll(int column, int at, Kind kind, Place place) throws UnreadableYaml {
        if (flowLevel == 0 && indent < column) {
            indents.add(indent);
            indent = column;
            limit(indents.size());
            insert(at, new Token(kind, place, place));
        }
    }

    private void unroll(int column) {
        while (flowLevel == 0 && indent > column) {
            add(new Token(Kind.BLOCK_END, cursor.place(), cursor.place()));
            indent = indents.removeLast();
        }
    }

    private void limit(int depth) throws UnreadableYaml {
        if (depth > MAX_DEPTH) {
            throw problem("exceeded max depth of " + MAX_DEPTH);
        }
    }

    private void add(Kind kind, int length) {
        Place start = cursor.place();
        cursor.skip(length);
        add(new Token(kind, start, cursor.place()));
    }

    private void add(Token token) {
        queue.add(token);
    }

    /** What should stand before tokens that are taken already comes last. */
    private void insert(int at, Token token) {
        queue.add(at < 0 ? queue.size() : at, token);
    }

    private UnreadableYaml problem(String words) {
        return UnreadableYaml.scanned(words, cursor.place());
    }
}
