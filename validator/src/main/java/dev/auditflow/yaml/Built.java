package dev.auditflow.yaml;

import java.util.Arrays;

/** Characters that are put together; one for many texts, one after the other. */
final class Built {
    private char[] chars = new char[256];
    private int length;

    void clear() {
        length = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void add(char[] text, int from, int to) {
        reserve(to - from);
        System.arraycopy(text, from, chars, length, to - from);
        length += to - from;
    }

    void add(char c, int times) {
        reserve(times);
        Arrays.fill(chars, length, length + times, c);
        length += times;
    }

    private void reserve(int more) {
        if (length + more > chars.length) {
            chars = Arrays.copyOf(chars, (length + more) * 2);
        }
    }

    Words.Word word(Words words) {
        return words.of(chars, 0, length);
    }
}
