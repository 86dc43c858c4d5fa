package dev.auditflow.yaml;

import org.jspecify.annotations.Nullable;

/**
 * Remembers texts of scalars and what they are read as: in manifests the same ones come again and again. Of words that
 * would stand at one place the last one is remembered, so that no text makes it slow. Threads may share it: a word that
 * one does not see is made again.
 */
final class Words {
    private static final int FEWEST = 64;
    private static final int MOST = 16 * 1024;
    private static final int CHARACTERS_A_WORD = 32;

    private final @Nullable Word[] table;

    /** @param length of the text, in UTF-16 code units */
    Words(int length) {
        int places = Math.clamp(length / CHARACTERS_A_WORD, FEWEST, MOST);
        table = new Word[Integer.highestOneBit(places)];
    }

    /**
     * A text.
     *
     * @param plain what it is without quotes
     * @param usual whether every reader takes it for that, without quotes
     */
    record Word(String text, Scalars.Resolved plain, boolean usual) {
        static Word of(String text) {
            boolean usual = !Scalars.isNoNumber(text) && !Scalars.isAmbiguousBoolean(text);
            return new Word(text, Scalars.plain(text), usual);
        }
    }

    Word of(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        int place = (hash ^ hash >>> 15) & table.length - 1;
        Word known = table[place];
        if (known != null && is(known.text(), text, from, to)) {
            return known;
        }
        Word word = Word.of(new String(text, from, to - from));
        table[place] = word;
        return word;
    }

    private static boolean is(String known, char[] text, int from, int to) {
        if (known.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (known.charAt(i - from) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
